"""Measures of those who were never served, and of those who changed lanes on the way to being served."""

import pytest
from hand_made import plan, run, station, visit
from ports import plan_of, port, recorded, run_of, visits

from twin.plan.visits import NOBODY
from twin.results.causes import causes
from twin.results.dictionary import LEVEL, VISIT
from twin.results.measures import reduce

NAN = float("nan")
NAMES = [measure.name for measure in (*VISIT, *LEVEL)]


def at(port, day, place=0):
    """{measure: value} of a place."""
    found = reduce(port, day)
    return dict(zip(NAMES, [*found.visits[place, 0], *found.levels[place]], strict=True))


def gone(key, point, asked, joined, left):
    """A visit that left without having been served."""
    return visit(key, point, asked, joined, NAN, NAN, left, server=NOBODY)


def test_one_who_gave_up_has_waited_until_it_left():
    day = run([visit(1, 0, 0, 0, 0, 60, 60), gone(2, 0, 10, 10, 40)])
    found = at(plan([station("A")]), day)
    assert (found["arrived"], found["finished"], found["gave_up"]) == (2, 1, 1)
    assert (found["wait_mean"], found["wait_max"], found["blocked_mean"]) == (15, 30, 0)
    assert (found["queue_max"], found["queue_mean"]) == (1, pytest.approx(0.3))


def test_one_who_turned_away_has_not_waited():
    day = run([visit(1, 0, 0, 0, 0, 60, 60), gone(2, 0, 10, NAN, 10)])
    found = at(plan([station("A", room=0)]), day)
    assert (found["arrived"], found["gave_up"], found["wait_max"], found["door_queue_max"]) == (2, 1, 0, 0)


def test_the_wait_of_one_who_gave_up_has_its_cause():
    day = run([visit(1, 0, 0, 0, 0, 60, 60), gone(2, 0, 10, 10, 40)])
    port = plan([station("A")])
    found = reduce(port, day)
    assert (found.waited, found.why.sum()) == (30, 30)
    assert causes(port)[found.why.argmax()] == ("service", "A")


def test_one_who_turned_away_still_blocks_the_place_it_holds():
    port = plan([station("C"), station("full", room=0), station("B")])
    day = run([
        visit(1, 2, 0, 0, 0, 10, 50), gone(1, 1, 10, NAN, 10), visit(1, 0, 10, 50, 50, 60, 60),
        visit(2, 2, 20, 20, 50, 55, 55),
    ])  # fmt: skip
    assert at(port, day, 2)["blocked_mean"] == 20  # 40 s and none
    why = dict(zip(causes(port), reduce(port, day).why.tolist(), strict=True))
    assert why["service", "C"] == 70  # both wait for C: the one at its door, and the one behind it


def test_a_wait_in_two_lanes_is_one_wait():
    port = plan([station("gate", lane=0), station("gate", lane=1)])
    day = run([
        visit(1, 0, 0, 0, 0, 90, 90), visit(2, 1, 0, 0, 0, 20, 20),
        gone(3, 0, 5, 5, 20), visit(3, 1, 20, 20, 20, 30, 30),
    ])  # fmt: skip
    found = at(port, day)
    assert (found["arrived"], found["finished"], found["gave_up"]) == (3, 3, 0)
    assert (found["wait_mean"], found["wait_max"]) == (5, 15)
    assert found["queue_mean"] == pytest.approx(0.15)


def test_the_measures_of_a_run_count_who_gave_up(engine):
    steps = [{"visit": "desk", "gives_up_after": "30 s", "then": []}, *visits("door")]
    tree = port({name: {"service_time": "60 s"} for name in ("desk", "door")}, steps, recorded([0, 1, 2]))
    plan = plan_of(tree)
    names = [point.name for point in plan.names.points]
    found = reduce(plan, run_of(tree, engine)).visits[:, 0, NAMES.index("gave_up")]
    assert dict(zip(names, found.tolist(), strict=True)) == {"desk": 2, "door": 0}
