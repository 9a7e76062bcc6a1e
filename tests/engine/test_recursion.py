"""A port that is one queue runs without a clock, to the same rows as with one."""

import pytest
from asserting import assert_same_trajectory
from ports import every, lasting, one_booth, plan_of, recorded, tandem

from twin.engine import run
from twin.engine.kernel import drive, recursion
from twin.study.generated import random_tree, seeded

TOGETHER = recorded([0, 0, 0, 5, 5, 10, 10, 10, 10, 20])
QUEUES = {
    "one server": one_booth("exponential mean 50 s", every("exponential mean 60 s")),
    "three servers": one_booth("lognormal mean 2 min cv 80 %", every("exponential mean 45 s"), servers=3),
    "many at once": one_booth("10 s", TOGETHER, servers=2),
    "no time at all": one_booth("0 s", TOGETHER, servers=2),
    "sometimes no time": one_booth(
        "normal mean 5 s cv 300 %", every("exponential mean 5 s", platoon=3), servers=2
    ),
    "moving up": one_booth("50 s", every(50, platoon=2), servers=2, move_up="5 s"),
    "more than are served": one_booth("2 min", every(60)),
    "recorded services": one_booth("2 min", recorded([0, 5, 10], booth=[60.0, 7.5, 0.0])),
    "two flows": one_booth("20 s", every("exponential mean 60 s", at_start=4)),
}
OTHERS = {
    "little room": one_booth(waiting_room=3),
    "levels": one_booth(discipline="priority"),
    "lanes": one_booth(servers=2, queue="lanes"),
    "somewhere to go next": tandem(["10 s", "20 s"], every(30)),
    "failures": one_booth(breakdown={"mtbf": "1 h", "mttr": "5 min"}),
    "too many servers to look at": one_booth(servers=recursion.MOST_SERVERS + 1),
}


def is_one_queue(plan):
    return recursion.is_one_queue(plan, drive._with_luck(plan, 0))


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_has_the_rows_of_the_reference_and_of_the_loop(name, monkeypatch):
    plan = plan_of(lasting(QUEUES[name], "6 h"))
    assert is_one_queue(plan)
    found = run(plan)
    assert_same_trajectory(plan, found, run(plan, engine="reference"), names=("recursion", "reference"))
    monkeypatch.setattr(recursion, "is_one_queue", lambda *_: False)
    assert_same_trajectory(plan, found, run(plan), names=("recursion", "loop"))


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_more_than_a_queue_is_left_to_the_loop(name):
    assert not is_one_queue(plan_of(OTHERS[name]))


def test_who_is_served_in_no_time_gives_the_server_back_in_the_next_round():
    plan = plan_of(one_booth("0 s", recorded([0, 0, 0]), servers=2))
    assert run(plan).visits["server"].tolist() == [0, 1, 0]


def test_the_end_cuts_off_who_waits_and_who_is_served():
    plan = plan_of(lasting(one_booth("60 s", recorded([0, 0, 0])), "90 s"))
    day = run(plan)
    assert day.visits["server"].tolist() == [0, 0, -1]
    assert day.visits["started"].tolist()[:2] == [0.0, 60.0]
    assert day.trips["exit"].tolist()[1:] == [-1, -1]
    assert day.trips["left"][0] == 60.0


def test_some_generated_ports_are_one_queue():
    trees = (random_tree(seeded(number)) for number in range(100))
    assert any(is_one_queue(plan_of(tree)) for tree in trees)
