"""Two scenarios share their luck: a change moves nothing but what it changes."""

import numpy as np
import pytest
from ports import every, plan_of, port

from twin.plan.arrivals import windows
from twin.plan.draws import quantile, uniform
from twin.plan.plan import BRANCH, VISIT

STATIONS = {
    "gate": {"service_time": "exponential mean 20 s", "servers": 2},
    "scan": {
        "service_time": "lognormal mean 60 s cv 40 %",
        "fails": "10 %",
        "breakdown": {"mtbf": "500 h", "mttr": "12 h"},
    },
}
STEPS = [
    {"visit": "gate"},
    {"visit": "scan"},
    {"branch": "scan.fails", "then": [{"again": "scan"}]},
    {"leave": "out"},
]


def tree():
    return port(
        {name: dict(fields) for name, fields in STATIONS.items()},
        list(STEPS),
        every("exponential mean 1 min"),
    )


def luck(plan):
    """What anyone draws: arrivals by key, services by name of the step, servers by their key."""
    arrivals = {
        (row["key"], row["time"], row["cls"])
        for rows, _ in windows(plan, 3)
        for row in rows
        if row["flow"] == 0
    }
    a, services = plan.arrays, {}
    for step in a.step[a.step["op"] == VISIT]:
        service = a.service[a.tab[step["b"]]]
        for task in a.task[service["first"] : service["first"] + service["n"]]:
            law = a.dist[task["dist"]]
            u = uniform(42, task["key"], 0)
            services[int(step["key"])] = quantile(law["kind"], *law.item()[:5], a.table, u)
    questions = {int(step["key"]) for step in a.step[a.step["op"] == BRANCH]}
    return arrivals, services, questions, set(a.server["key"].tolist())


def second_scanner(raw):
    raw["layout"]["stations"]["scan"]["servers"] = 2


def one_station_more(raw):
    raw["layout"]["stations"]["desk"] = {"service_time": "5 s"}
    raw["layout"]["flows"]["through"]["steps"].insert(1, {"visit": "desk"})


def one_flow_more(raw):
    raw["layout"]["flows"]["other"] = {"classes": "truck", "steps": [{"visit": "gate"}, {"leave": "out"}]}
    raw["demand"]["flows"]["other"] = every(100)


def other_flow_first(raw):
    flow = {"classes": "truck", "steps": [{"visit": "scan"}, {"leave": "out"}]}
    raw["layout"]["flows"] = raw["layout"]["flows"] | {"other": flow}


def lanes_at_the_gate(raw):
    raw["layout"]["stations"]["gate"]["queue"] = "lanes"


def one_class_more(raw):
    raw["layout"]["classes"] = {"truck": {}, "bus": {}}


CHANGES = (
    second_scanner,
    one_station_more,
    one_flow_more,
    other_flow_first,
    lanes_at_the_gate,
    one_class_more,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_moves_no_draw(change):
    before = luck(plan_of(tree()))
    changed = tree()
    change(changed)
    after = luck(plan_of(changed))
    assert after[0] == before[0]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert old.items() <= new.items() if isinstance(old, dict) else old <= new


def test_a_slower_scanner_draws_longer_at_the_same_luck():
    slow = tree()
    slow["layout"]["stations"]["scan"]["service_time"] = "lognormal mean 90 s cv 40 %"
    before, after = luck(plan_of(tree()))[1], luck(plan_of(slow))[1]
    assert np.array(list(after.values())) / list(before.values()) == pytest.approx([1.0, 1.5])


def test_a_plan_is_the_same_each_time():
    one, two = plan_of(tree()), plan_of(tree())
    assert one.names == two.names and one.sources == two.sources
    for name, array in one.arrays._asdict().items():
        assert array.tobytes() == getattr(two.arrays, name).tobytes(), name
