"""What can be waited for by name, and what is said of waits that never end."""

import pytest
from trees import fault, one_booth, port, refused, steps

from twin.model.calendar import slot_times
from twin.model.law import Law
from twin.model.waiting import awaitable, kind_of

OUT = {"leave": "out"}
FLOW = "layout.flows.cars"
DAYS = {"experiment__start": "2025-09-01 08:00", "experiment__horizon": "1 d"}
SLOT = {"policy__slots__path": {"every": "75 min"}}
RELEASE = {"policy__permissions__release": {"cases": {"later": {"share": "100 %", "after": "2 h"}}}}


def cars(*written, **changes):
    """The tree of cars that do these steps and leave."""
    return steps(*written, OUT, **{**DAYS, **changes})


def waiting(name, **changes):
    return cars({"wait": name}, **changes)


def fork(**parts):
    return {"fork": "papers", "into": parts}


# What is read.


def test_a_permission_has_cases_each_with_its_share_and_law():
    cases = {
        "at_once": {"share": "70 %", "after": "0 s"},
        "later": {"share": "30 %", "after": "uniform 1 h to 2 h"},
    }
    release = port(**DAYS, policy__permissions__release={"cases": cases}).policy.permissions["release"]
    assert release.counted_from == "arrival"
    assert release.cases["later"].share == 0.3
    assert release.cases["later"].after == Law("uniform", (3600.0, 7200.0))


@pytest.mark.parametrize(
    ("slot", "hours"),
    [
        ({"every": "5 h"}, [2, 7, 12, 17, 22]),  # counted from midnight, the run starts at 8
        ({"every": "6 h", "first": "09:00"}, [1, 7, 13, 19]),
        ({"every": "8 h", "first": "08:00"}, [0, 8, 16, 24]),
        ({"at": ["20:00", "08:00"]}, [0, 12, 24]),
        ({"at": "24:00"}, [16]),
    ],
)
def test_a_slot_is_open_at_these_hours(slot, hours):
    scenario = port(**DAYS, policy__slots__path=slot)
    assert [time / 3600 for time in slot_times(scenario, "path")] == hours


def test_five_kinds_of_thing_can_be_waited_for():
    quota = {"policy__quotas__daily": {"count": 9}}
    tree = cars(fork(p=[{"mark": "done"}]), {"wait": "done"}, **SLOT, **RELEASE, **quota)
    scenario = port_of(tree)
    kinds = {name: kind_of(scenario, name) for name in awaitable(scenario)}
    assert kinds == {
        "daily": "quota",
        "path": "slot",
        "always": "calendar",
        "release": "permission",
        "done": "mark",
    }
    assert kind_of(scenario, "nothing") == ""


def port_of(tree):
    from twin.model.scenario import Scenario

    return Scenario.from_tree(tree)


# What is refused.


@pytest.mark.parametrize(
    ("slot", "at", "said"),
    [
        ({}, "", "says when by exactly one of every: 75 min and at: ['08:00', '12:30']"),
        (
            {"every": "1 h", "at": "08:00"},
            "",
            "says when by exactly one of every: 75 min and at: ['08:00', '12:30']",
        ),
        ({"at": "08:00", "first": "07:00"}, "", "has its times in at:; first: belongs to every:"),
        ({"every": "0.5 s"}, ".every", "'0.5 s': departures are at least 1 s apart"),
        ({"every": "0 s"}, ".every", "'0 s': a period is above 0 s; write e.g. d or 6 h"),
        ({"at": []}, ".at", "each time of day stands once, e.g. ['08:00', '12:30']"),
        ({"at": ["00:00", "24:00"]}, ".at", "each time of day stands once, e.g. ['08:00', '12:30']"),
        ({"every": "1 h", "takes": 0}, ".takes", None),
    ],
)
def test_a_slot_says_its_times_once(slot, at, said):
    told = refused(one_booth(**DAYS, policy__slots__path=slot))
    assert f"policy.slots.path{at}\n" in told
    assert said is None or said.rpartition(": ")[2] in told


def test_the_cases_of_a_permission_add_up():
    cases = {"later": {"share": "70 %", "after": "2 h"}, "held": {"share": "20 %", "after": "9 h"}}
    assert refused(one_booth(**DAYS, policy__permissions__release={"cases": cases})) == fault(
        "policy.permissions.release.cases", "adds up to 90 %, not 100 %: later 70 %, held 20 %"
    )
    assert refused(one_booth(**DAYS, policy__permissions__release={"cases": {}})) == fault(
        "policy.permissions.release.cases",
        "has no case; write e.g. {at_once: {share: 100 %, after: 0 s}}",
    )


def test_a_permission_counts_from_arrival_or_asking():
    release = {"counted_from": "departure", "cases": {"later": {"share": "100 %", "after": "2 h"}}}
    told = refused(one_booth(**DAYS, policy__permissions__release=release))
    assert "write one of arrival, asking" in told


def test_a_name_that_nothing_has_is_told_the_nearest():
    assert refused(waiting("pahts", **SLOT)) == fault(
        f"{FLOW} at wait pahts",
        "there is no quota, slot, calendar, permission or mark pahts; did you mean path?; "
        "there is path, always",
    )


def test_a_name_that_two_things_have_is_told_both_places():
    twice = {**SLOT, "policy__permissions__path": RELEASE["policy__permissions__release"]}
    assert refused(waiting("path", **twice)) == fault(
        f"{FLOW} at wait path",
        "path is a slot (policy.slots.path) and a permission (policy.permissions.path); "
        "give one of them another name",
    )
    assert port_of(cars({"visit": "booth"}, **twice))  # nobody waits for it


def test_a_mark_that_is_called_as_a_calendar_is_told_its_step():
    told = refused(cars({"mark": "always"}, {"wait": "always"}))
    assert "always is a calendar (roster.calendars.always) and a mark (layout.flows.cars.steps[1])" in told


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("path", {"policy__slots__path": {"at": "07:00"}, "experiment__horizon": "2 h"}),
        ("path", {"policy__slots__path": {"every": "1 d", "first": "07:00"}, "experiment__horizon": "2 h"}),
        ("night", {"roster__calendars__night": {"hours": "22:00-23:00"}, "experiment__horizon": "2 h"}),
    ],
)
def test_what_does_not_open_within_the_horizon_is_refused(name, changes):
    assert refused(waiting(name, **changes)) == fault(
        f"{FLOW} at wait {name}",
        f"{name} is never open within the horizon, and it would wait for ever; look at its times, the start "
        "and the horizon",
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            [{"wait": "done"}, {"mark": "done"}],
            "done is only made by the one who waits, behind it or on another way",
        ),
        (
            [{"branch": "class", "cases": {"car": [{"wait": "done"}], "other": [{"mark": "done"}]}}],
            "done is only made by the one who waits, behind it or on another way",
        ),
    ],
)
def test_who_waits_for_its_own_later_mark_is_refused(written, said):
    assert f"{said}: it would wait for ever" in refused(cars(*written))


def test_a_mark_of_another_flow_never_comes():
    tree = waiting("done")
    tree["layout"]["flows"]["others"] = {"classes": "car", "steps": [{"mark": "done"}, OUT]}
    assert refused(tree) == fault(
        f"{FLOW} at wait done", "no step of cars marks done: it would wait for ever"
    )


@pytest.mark.parametrize(
    "written",
    [
        [{"mark": "done"}, {"wait": "done"}],
        [fork(p=[{"mark": "done"}]), {"wait": "done"}],
        [fork(p=[{"wait": "done"}]), {"mark": "done"}],
        [fork(p=[{"wait": "done"}], q=[{"mark": "done"}])],
        [{"branch": "class", "cases": {"car": [{"mark": "done"}]}}, {"wait": "done"}],
    ],
)
def test_a_mark_that_may_come_is_waited_for(written):
    assert port_of(cars(*written))


@pytest.mark.parametrize(
    ("name", "changes"),
    [("release", RELEASE), ("always", {}), ("done", {})],
)
def test_a_loop_through_what_may_be_there_already_takes_no_time(name, changes):
    again = {"branch": "picked", "then": [{"again": name}]}
    changes = changes | {"policy__shares__picked": "5 %"}
    told = refused(cars({"mark": "done"}, {"wait": name}, again, **changes))
    assert f"from {name} to here may take no time at all" in told


def test_a_loop_through_a_slot_takes_its_time():
    again = {"branch": "picked", "then": [{"again": "path"}]}
    assert port_of(cars({"wait": "path"}, again, policy__shares__picked="5 %", **SLOT))
