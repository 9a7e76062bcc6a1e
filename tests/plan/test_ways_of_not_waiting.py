"""What visits that need not be waited out become, and what a choice knows of its ways."""

from listing import listing
from ports import every, one_booth, plan_of, port

from twin.plan.draws import name_key
from twin.plan.plan import (
    CHOOSE,
    GIVES_UP,
    IF_FULL,
    IMPATIENT,
    JOCKEYS,
    LEAST_WORK,
    NO_DIST,
    PATIENCE,
    UNTIL,
    VISIT,
    WEIGHED,
)
from twin.plan.visits import NOBODY

OUT = {"leave": "out"}
TWO = {name: {"service_time": "60 s", "waiting_room": 3} for name in ("gate", "desk")}


def record(plan, pc):
    """What the visit at a pc points at."""
    first = plan.arrays.step["d"][pc]
    return plan.arrays.tab[first : first + UNTIL + len(plan.names.classes)]


def test_a_visit_points_at_the_ways_of_those_who_do_not_wait():
    steps = [{"visit": "gate", "gives_up_after": "5 min", "then": [{"visit": "desk"}], "if_full": []}, OUT]
    plan = plan_of(port(TWO, steps, every(60)))
    assert listing(plan) == ["visit gate", "goto 3", "visit desk", "leave out"]
    found = record(plan, 0)
    assert listing(plan)[found[GIVES_UP]] == "visit desk" and listing(plan)[found[IF_FULL]] == "leave out"
    assert found[PATIENCE] == name_key("gate.patience")
    assert plan.arrays.dist["p"][found[UNTIL]] == 300


def test_a_class_without_patience_of_its_own_waits():
    layout = {"classes": {"truck": {}, "bus": {}}}
    steps = [{"visit": "gate", "gives_up_after": {"bus": "5 min"}, "then": []}, OUT]
    plan = plan_of(port(TWO, steps, every(60, mix={"truck": "50 %", "bus": "50 %"}), layout=layout))
    found = record(plan, 0)
    assert found[UNTIL] == NO_DIST != found[UNTIL + 1] and found[IF_FULL] == NOBODY


def test_a_plain_visit_says_nothing():
    plan = plan_of(one_booth())
    assert (plan.arrays.step["d"][0], plan.arrays.step["e"][0]) == (0, 0)
    assert plan.arrays.station["traits"].tolist() == [0] and plan.arrays.work.size == 0


def test_lanes_know_the_choice_they_are_of():
    tree = one_booth(servers=3, queue="lanes", jockeys=True)
    plan = plan_of(tree)
    step = plan.arrays.step
    (choice,) = step[step["op"] == CHOOSE]
    assert (step["e"][step["op"] == VISIT] == choice["a"]).all()
    lanes = [plan.names.points[station].lane for station in plan.arrays.jockeys]
    assert lanes == [0, 1, 2] and (plan.arrays.station["traits"] == JOCKEYS).all()


def test_expected_work_is_by_station_and_class_in_milliseconds():
    stations = {
        "left": {"service_time": {"truck": "exponential mean 60 s", "other": "10.5 s"}, "move_up": "2 s"},
        "right": {"tasks": {"a": {"service_time": "3 s"}, "b": {"service_time": "5 s"}}},
        "aside": {"tasks": {"c": {"service_time": "3 s"}, "d": {"service_time": "5 s"}},
                  "tasks_run": "side_by_side"},
    }  # fmt: skip
    ways = {name: [{"visit": name}] for name in stations}
    layout = {"classes": {"truck": {}, "bus": {}}}
    arrives = every(60, mix={"truck": "50 %", "bus": "50 %"})
    plan = plan_of(port(stations, [{"choose": "least_work", "of": ways}, OUT], arrives, layout=layout))
    named = {point.name: plan.arrays.work[i].tolist() for i, point in enumerate(plan.names.points)}
    assert named == {"left": [62000, 12500], "right": [8000, 8000], "aside": [5000, 5000]}
    assert (plan.arrays.station["traits"] == WEIGHED).all()
    assert plan.arrays.step["b"][plan.arrays.step["op"] == CHOOSE] == LEAST_WORK


def test_stations_of_those_who_give_up_come_after_the_queue_they_left():
    steps = [{"visit": "gate", "gives_up_after": "5 min", "then": [{"visit": "desk"}]}, OUT]
    plan = plan_of(port(TWO, steps, every(60)))
    assert [point.name for point in plan.names.points] == ["desk", "gate"]
    assert plan.arrays.station["traits"].tolist() == [0, IMPATIENT]


def test_the_patience_of_a_second_visit_has_luck_of_its_own():
    steps = [{"visit": "gate"}, {"visit": "gate", "as": "again", "gives_up_after": "5 min", "then": []}, OUT]
    plan = plan_of(port(TWO, steps, every(60)))
    assert record(plan, 1)[PATIENCE] == name_key("again.patience")
