"""Results of runs of both engines: nothing is lost, causes add up, the bottleneck is where it was put."""

import pytest
from ports import every, lasting, plan_of, port, recorded, run_of, tandem, with_servers

from twin.engine import run
from twin.results.causes import causes
from twin.results.conservation import violations
from twin.results.measures import reduce
from twin.results.paired import compare, headline
from twin.results.summary import bottleneck, summarise


def summary_of(tree, engine="kernel", replications=1):
    """The Summary of a raw tree."""
    plan = plan_of(tree)
    return summarise(plan, [reduce(plan, run(plan, number, engine=engine)) for number in range(replications)])


def crowded(**sections):
    """A gate, a scanner with little room, parts that are read elsewhere, a yard, a crew and a quota."""
    stations = {
        "gate": {"servers": 2, "queue": "lanes", "service_time": "exponential mean 40 s", "waiting_room": 6},
        "scan": {"servers": 2, "service_time": "exponential mean 100 s", "waiting_room": 2, "move_up": "10 s"}
        | {"breakdown": {"mtbf": "exponential mean 1 h", "mttr": "exponential mean 10 min"}},
        "reading": {"servers": 2, "service_time": "exponential mean 60 s", "needs": {"crew": 1}},
        "team": {"service_time": "exponential mean 30 s", "hours": "day", "end_of_shift": "pause"},
    }
    steps = [
        {"wait": "border"}, {"visit": "gate"}, {"visit": "scan"},
        {"fork": "image", "into": {"image": [{"visit": "reading"}, {"leave": "out"}]}},
        {"join": "image"}, {"travel": "yard"}, {"visit": "team"}, {"leave": "out"},
    ]  # fmt: skip
    layout = {"classes": {"truck": {}, "image": {"kind": "document"}}, "zones": {"yard": {"holds": 3}}}
    layout["pools"] = {"crew": {"size": 1}}
    tree = port(stations, steps, every("exponential mean 55 s"), **sections)
    tree["layout"] |= layout
    tree["roster"] = {"calendars": {"day": {"hours": "01:00-20:00"}}}
    tree["policy"] = {"quotas": {"border": {"count": 400, "per": "1 d"}}}
    return lasting(tree, "8 h")


def test_a_crowded_port_breaks_no_rule(engine):
    plan = plan_of(crowded())
    day = run(plan, engine=engine)
    assert len(day.visits) > 2000
    assert violations(plan, day) == []


def test_causes_of_a_crowded_port_sum_to_its_waits(engine):
    plan = plan_of(crowded())
    found = reduce(plan, run(plan, engine=engine))
    assert found.why.sum() == pytest.approx(found.waited, rel=1e-9)
    kinds = {cause.cause for cause, seconds in zip(causes(plan), found.why, strict=True) if seconds > 0}
    assert kinds >= {"service", "hours", "breakdown", "quota"}


def test_the_bottleneck_is_the_slow_station_whose_queue_is_elsewhere(engine):
    # Nobody may wait before the slow one, so all its waiting is at the door, on the server of the first.
    tree = tandem(["1 s", "60 s"], recorded([10.0 * i for i in range(40)]), rooms=(None, 0))
    found = summary_of(tree, engine)
    cause, name, share = bottleneck(found)
    assert (cause, name) == ("service", "station1")
    assert share > 0.95


def test_both_engines_have_the_same_measures():
    engines = ("kernel", "reference")
    first, second = (reduce(plan_of(crowded()), run_of(crowded(), engine)) for engine in engines)
    for one, other in zip(first, second, strict=True):
        assert pytest.approx(one, nan_ok=True, abs=0) == other


def test_a_second_server_is_better_under_the_same_luck():
    tree = tandem(["exponential mean 50 s"], every("exponential mean 60 s"))
    summaries = {
        "base": summary_of(tree, replications=5),
        "two": summary_of(with_servers(tree, "station0", 2), replications=5),
    }
    assert headline(compare(summaries)).iloc[0]["verdict"] == "better"


def test_those_who_arrive_are_the_same_in_every_scenario():
    tree = tandem(["exponential mean 50 s"], every("exponential mean 60 s"))
    other = with_servers(tree, "station0", 2)
    table = compare({"base": summary_of(tree, replications=3), "two": summary_of(other, replications=3)})
    arrived = table[(table["scope"] == "port") & (table["measure"] == "arrived")].iloc[0]
    assert arrived["verdict"] == "the same"


def test_busy_is_the_time_of_work_whatever_stopped_it(engine):
    breakdown = {"mtbf": "constant 90 s", "mttr": "30 s"}
    tree = port(
        {"booth": {"service_time": "60 s", "discipline": "preemptive", "breakdown": breakdown}},
        [{"visit": "booth"}, {"leave": "out"}],
        recorded([0, 20], classes=["truck", "bus"]),
        layout={"classes": {"truck": {}, "bus": {}}},
        policy={"priority": ["bus", "truck"]},
    )
    plan = plan_of(lasting(tree, "200 s"))
    found = reduce(plan, run(plan, engine=engine))
    assert found.use[0] == pytest.approx([120 / 200, 0, 50 / 200, 30 / 200, 0])
