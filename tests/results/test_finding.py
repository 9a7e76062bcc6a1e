"""What controls find and miss: by hand on the smallest ports, and never less for one more control."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ports import plan_of, port, recorded, visits

from twin.config import compose
from twin.engine import EngineError, run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.plan.finds import AT_ONCE, READING, SHOWN, Find
from twin.plan.visits import NOBODY
from twin.results.finding import found
from twin.results.measures import reduce
from twin.results.summary import summarise
from twin.results.trips import trip_rows
from twin.study.generated import random_tree, seeded
from twin.study.replications import replicate

SCAN = {"does": "scan", "service_time": "10 s", "detection": "90 %", "false_alarm": "4 %"}
REVIEW = {"does": "image_review", "service_time": "10 s", "detection": "80 %", "false_alarm": "5 %"}
HERE = {"read": "here"}
CLASSES = {"classes": {"truck": {}, "image": {"kind": "document"}, "box": {"kind": "container"}}}


def expected(tree, name="through", scope="flow"):
    """{measure: mean} of one replication."""
    kpis = summarise(plan := plan_of(tree), [reduce(plan, run(plan))]).kpis
    here = kpis[(kpis["scope"] == scope) & (kpis["name"] == name)]
    return dict(zip(here["measure"], here["mean"], strict=True))


def through(stations, steps, times=(0,), **layout):
    return port(stations, steps, recorded(times, classes=["truck"] * len(times)), layout=CLASSES | layout)


def test_one_control_finds_its_share():
    found = expected(port({"scan": SCAN | HERE}, visits("scan"), recorded([0, 60])))
    assert found["checked_contraband"] == 1.0
    assert found["found_contraband"] == pytest.approx(0.9)
    assert found["missed_contraband"] == pytest.approx(0.1)
    assert found["false_alarms"] == pytest.approx(2 * 0.04)


def test_controls_of_one_threat_find_what_the_others_miss():
    search = {"does": "search", "service_time": "10 s", "detection": "50 %"}
    found = expected(port({"scan": SCAN | HERE, "search": search}, visits("scan", "search"), recorded([0])))
    assert found["missed_contraband"] == pytest.approx(0.1 * 0.5)


def test_every_threat_is_counted_by_itself():
    portal = {"does": "radiation_check", "service_time": "5 s", "detection": "70 %"}
    found = expected(port({"scan": SCAN | HERE, "portal": portal}, visits("scan", "portal"), recorded([0])))
    assert (found["found_contraband"], found["found_radioactive"]) == pytest.approx((0.9, 0.7))
    assert "found_fever" not in found


def test_a_control_finds_what_it_is_said_to_find():
    dog = {"does": "search", "service_time": "9 s", "detects": ["explosive", "stowaway"], "detection": "60 %"}
    found = expected(port({"dog": dog}, visits("dog"), recorded([0])))
    assert (found["found_explosive"], found["found_stowaway"]) == pytest.approx((0.6, 0.6))
    assert "found_contraband" not in found


def test_a_scan_that_nobody_reads_finds_nothing_and_raises_no_alarm():
    found = expected(port({"scan": SCAN}, visits("scan"), recorded([0])))
    assert (found["checked_contraband"], found["found_contraband"], found["false_alarms"]) == (0.0, 0.0, 0.0)


FORKED = [
    {"visit": "scan"},
    {"fork": "image", "into": {"image": [{"visit": "review"}]}},
    {"join": "image"},
    {"leave": "out"},
]


def test_a_reader_finds_its_share_of_what_the_image_shows():
    found = expected(through({"scan": SCAN, "review": REVIEW}, FORKED))
    assert found["checked_contraband"] == 1.0
    assert found["found_contraband"] == pytest.approx(0.9 * 0.8)
    assert found["false_alarms"] == pytest.approx(1 - 0.96 * 0.95)


def test_a_reader_that_says_no_share_finds_all_that_is_shown():
    review = {"does": "image_review", "service_time": "10 s"}
    assert expected(through({"scan": SCAN, "review": review}, FORKED))["found_contraband"] == pytest.approx(
        0.9
    )


def test_two_readers_of_one_image_find_what_one_of_them_sees():
    steps = [{"visit": "scan"}, {"visit": "review"}, {"visit": "review", "as": "again"}, {"leave": "out"}]
    found = expected(through({"scan": SCAN, "review": REVIEW}, steps))
    assert found["found_contraband"] == pytest.approx(0.9 * (1 - 0.2 * 0.2))


def test_an_image_is_worth_what_its_truck_is():
    stations = {"scan": SCAN, "review": REVIEW}
    truck, image = (expected(through(stations, FORKED), name, "class") for name in ("truck", "image"))
    assert image["found_contraband"] == pytest.approx(truck["found_contraband"])


def test_of_several_parts_each_may_be_the_one_that_carries():
    # One of two boxes is scanned, so a truck with one bad box is found by half of the share.
    steps = [
        {"split": "box", "count": 2},
        {"branch": "share", "then": [{"visit": "scan"}]},
        {"gather": "box", "until": "all"},
        {"leave": "out"},
    ]
    found = {}
    for share in ("0 %", "50 %", "100 %"):
        tree = through({"scan": SCAN | HERE}, steps, [60 * i for i in range(50)])
        tree["policy"] = {"shares": {"share": share}}
        found[share] = expected(tree), expected(tree, "box", "class")
    assert [found[share][0]["found_contraband"] for share in ("0 %", "100 %")] == pytest.approx([0.0, 0.9])
    half, boxes = found["50 %"]
    assert 0.3 < half["checked_contraband"] < 0.7
    assert half["found_contraband"] == pytest.approx(0.9 * half["checked_contraband"])
    assert boxes["found_contraband"] == pytest.approx(half["found_contraband"])


def test_what_the_whole_went_through_counts_for_its_parts():
    steps = [
        {"visit": "scan"},
        {"split": "box", "count": 3},
        {"gather": "box", "until": "all"},
        {"leave": "out"},
    ]
    tree = through({"scan": SCAN | HERE}, steps)
    assert expected(tree, "box", "class")["found_contraband"] == pytest.approx(0.9)
    assert expected(tree)["false_alarms"] == pytest.approx(0.04)


def test_what_a_new_whole_goes_through_counts_for_all_who_became_it():
    steps = [
        {"gather": "truck", "into": "train", "full_at": {"count": 2}},
        {"visit": "scan"},
        {"leave": "out"},
    ]
    tree = port({"scan": SCAN | HERE}, steps, recorded([0, 10]))
    tree["layout"]["classes"] = {"truck": {}, "train": {"kind": "train"}}
    found = expected(tree)
    assert found["found_contraband"] == pytest.approx(0.9)
    assert found["false_alarms"] == pytest.approx(0.04)  # one scan of both
    assert expected(tree, "train", "class")["found_contraband"] == pytest.approx(0.9)


def test_every_round_of_a_fleet_has_parts_of_its_own():
    stations = {"scan": SCAN, "review": REVIEW}
    steps = [
        {
            "branch": "picked",
            "then": [{"visit": "scan"}, {"fork": "image", "into": {"image": [{"visit": "review"}]}}],
        },
        {"visit": "gate"},
        {"return": "trucks"},
    ]
    tree = through(stations | {"gate": {"service_time": "60 s"}}, steps)
    tree["demand"] = {
        "flows": {"through": {"arrives": "fleet", "fleet": "trucks"}},
        "fleets": {"trucks": {"class": "truck", "size": 1, "away": "9 min", "starts": "0 s"}},
    }
    tree["policy"] = {"shares": {"picked": "50 %"}}
    found = expected(tree)
    assert 0.2 < found["checked_contraband"] < 0.8
    assert found["found_contraband"] == pytest.approx(0.72 * found["checked_contraband"])


def test_each_server_finds_as_its_own_model_does():
    tree = port({"scan": {"does": "scan", "servers": {"old": 1, "new": 1}}}, visits("scan"), recorded([0, 0]))
    tree["equipment"] = {
        "old": {"does": "scan", "service_time": "60 s", "detection": "50 %", "read": "here"},
        "new": {"does": "scan", "service_time": "60 s", "detection": "100 %", "read": "here"},
    }
    assert expected(tree)["found_contraband"] == pytest.approx(0.75)


def test_a_station_may_find_more_or_less_than_its_model():
    tree = port(
        {"scan": {"does": "scan", "model": "old", "detection": "20 %"}}, visits("scan"), recorded([0])
    )
    tree["equipment"] = {"old": {"does": "scan", "service_time": "60 s", "detection": "50 %", "read": "here"}}
    assert expected(tree)["found_contraband"] == pytest.approx(0.2)


def test_tasks_of_one_bay_find_as_they_did_apart():
    tasks = {
        "portal": {"service_time": "5 s", "does": "radiation_check", "detection": "70 %"},
        "scan": {"service_time": "5 s"} | {k: v for k, v in SCAN.items() if k != "service_time"},
        "review": {"service_time": "5 s", "does": "image_review", "detection": "80 %"},
    }
    found = expected(port({"bay": {"tasks": tasks}}, visits("bay"), recorded([0])))
    assert (found["found_contraband"], found["found_radioactive"]) == pytest.approx((0.72, 0.7))


def test_who_has_not_finished_is_not_counted():
    tree = port({"scan": SCAN | HERE | {"service_time": "1 h"}}, visits("scan"), recorded([0, 0]))
    tree["experiment"]["horizon"] = "90 min"
    assert expected(tree)["false_alarms"] == pytest.approx(0.04)


def test_a_port_that_finds_nothing_has_no_number_for_it():
    kpis = expected(port({"gate": {"does": "gate", "service_time": "5 s"}}, visits("gate"), recorded([0])))
    assert not [name for name in kpis if name.startswith(("checked_", "found_", "missed_", "false_"))]


@st.composite
def ways(draw):
    """Visits to a few controls, each at most once, and one control more."""
    controls = st.fixed_dictionaries({
        "does": st.sampled_from(["scan", "search", "image_review"]),
        "detection": st.integers(0, 100).map("{} %".format),
    })  # fmt: skip
    named = {
        f"s{i}": one | {"service_time": "5 s"} for i, one in enumerate(draw(st.lists(controls, max_size=5)))
    }
    return named, draw(controls) | {"service_time": "5 s"}


@settings(max_examples=40)
@given(ways())
def test_one_more_control_never_finds_less(way):
    named, more = way
    stations = {"search": {"does": "search", "service_time": "5 s", "detection": "1 %"}} | named
    fewer = expected(port(stations, visits(*stations), recorded([0])))
    stations = stations | {"more": more}
    with_more = expected(port(stations, visits(*stations), recorded([0])))
    for name in ("found_contraband", "checked_contraband"):
        assert with_more[name] >= fewer[name] - 1e-12
    assert 0.0 <= with_more["found_contraband"] <= with_more["checked_contraband"] <= 1.0


@pytest.mark.parametrize("number", range(12))
def test_shares_are_shares_on_any_port(number):
    plan = compile_plan(Scenario.from_tree(random_tree(seeded(number))))
    places = [i for i, point in enumerate(plan.names.points) if point.kind == "station"]
    hows = itertools.cycle((AT_ONCE, SHOWN, READING))
    finds = tuple(
        Find(i, NOBODY, how, () if how == READING else (0,), 0.5, 0.1)
        for i, how in zip(places, hows, strict=False)
    )
    plan = replace(plan, finds=finds)
    try:
        day = run(plan)
    except EngineError:
        return
    seen = found(plan, day, trip_rows(day.visits, day.trips))
    assert (seen.found >= -1e-12).all() and (seen.checked <= 1 + 1e-12).all()
    assert (seen.found <= seen.checked + 1e-12).all()
    assert (seen.alarms >= 0).all()


def test_without_scanning_more_is_missed_and_waits_are_no_longer():
    told = {}
    for lever in ("", "no_scan"):
        words = ["layout=ganqimaodu_road", "peak=record_day", *([f"scenario={lever}"] if lever else [])]
        plan = compile_plan(compose(words))
        kpis = summarise(plan, replicate(plan, range(3))).kpis
        port_rows = kpis[kpis["scope"] == "port"]
        told[lever] = dict(zip(port_rows["measure"], port_rows["mean"], strict=True))
    base, without = told[""], told["no_scan"]
    assert (
        base["missed_contraband"] < 0.95 and without["missed_contraband"] > base["missed_contraband"] + 0.05
    )
    assert without["checked_contraband"] < base["checked_contraband"]
    assert without["time_in_port_mean"] < base["time_in_port_mean"]
    assert without["missed_radioactive"] == pytest.approx(base["missed_radioactive"], abs=0.1)
