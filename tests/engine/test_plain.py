"""Plans without rare constructs run in a kernel compiled without them, and never by mistake."""

import numpy as np
import pytest
from asserting import assert_same_trajectory
from ports import every, one_booth, plan_of, tandem

from twin.engine import run
from twin.engine.kernel import drive
from twin.engine.kernel.plain import Plain, specialised

PLAIN = {
    "booth": one_booth("exponential mean 50 s", every("exponential mean 30 s"), servers=2, move_up="5 s"),
    "tandem": tandem(["30 s", "exponential mean 40 s"], every("exponential mean 45 s"), rooms=(None, "2")),
    "levels": one_booth("exponential mean 50 s", discipline="priority", waiting_room="3"),
}
RARE = {
    "interruption": one_booth(discipline="preemptive"),
    "another order": one_booth(discipline="last_come"),
    "breakdown": one_booth(breakdown={"mtbf": "1 h", "mttr": "5 min"}),
    "lanes": one_booth(servers=2, queue="lanes"),
    "hours": {**one_booth(hours="day"), "roster": {"calendars": {"day": {"hours": "08:00-12:00"}}}},
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_plan_goes_the_same_way_in_both_kernels(name, monkeypatch):
    plan = plan_of(PLAIN[name])
    assert isinstance(specialised(plan.arrays), Plain)
    plain = run(plan)
    monkeypatch.setattr(drive, "specialised", lambda arrays: arrays)
    assert_same_trajectory(plan, plain, run(plan))


@pytest.mark.parametrize("name", RARE)
def test_a_plan_with_a_rare_construct_is_not_plain(name):
    assert not isinstance(specialised(plan_of(RARE[name]).arrays), Plain)


@pytest.mark.parametrize("field", ["needs", "shift_rule", "fills"])
def test_a_station_that_says_something_more_is_not_plain(field):
    arrays = plan_of(PLAIN["booth"]).arrays
    station = arrays.station.copy()
    station[field] = 1
    assert not isinstance(specialised(arrays._replace(station=station)), Plain)


def test_a_table_that_a_plain_plan_does_not_know_makes_it_full():
    arrays = plan_of(PLAIN["booth"]).arrays
    assert not isinstance(specialised(arrays._replace(calendar=np.zeros(1, arrays.calendar.dtype))), Plain)
