"""Nobody is missed who has no shift, who has just begun one, or who has hardly ever been heard."""

import numpy as np
from heard import BEGINS, said
from hypothesis import given
from hypothesis import strategies as st
from test_who_is_inside import TREE

from twin.live.records import UP
from twin.live.state.known import known
from twin.live.state.shifts import LATE, by_roster, by_yesterday
from twin.live.state.tracker import Tracker

HOUR, DAY = 3600.0, 86400.0
SHIFT = [0.0] * 7 + [1.0] * 3 + [2.0] * 8 + [1.0] * 3 + [0.0] * 3  # servers of a gate by the hour
FIT = TREE | {"servers": {"gate": SHIFT, "exit": [2.0] * 24}, "parameters": []}


def open_at(time):
    return SHIFT[int(time % DAY // HOUR)]


def lane(name, begins, ends, every=120.0):
    """A lane that serves one truck after the other from an hour of a day to another."""
    times = np.arange(BEGINS + HOUR * begins, BEGINS + HOUR * ends, every)
    events = [
        ((time, name, "start", {"plate": f"{name[-1]}{i:04}XY"}), (time + 60, name, "end", {}))
        for i, time in enumerate(times)
    ]
    return [event for pair in events for event in pair]


def status(events, hour, tree=FIT):
    tracker = Tracker(known(tree) if tree else None)
    tracker.take(said(*sorted(events, key=lambda event: event[0])))
    return tracker.present(BEGINS + HOUR * hour).devices.set_index("device")["status"].to_dict()


DAYS = [*lane("gate-1", 7, 21), *lane("gate-2", 10, 18)]


def test_a_lane_without_a_shift_is_never_silent():
    assert status(DAYS, 20.9) == {"gate-1": UP, "gate-2": UP}
    assert status(DAYS, 30.9) == {"gate-1": UP, "gate-2": UP}


def test_a_lane_that_comes_on_shift_is_not_missed_at_once():
    assert status(DAYS, 31.2)["gate-1"] == UP
    assert status(DAYS, 33.0)["gate-1"] != UP


def test_without_a_roster_yesterday_tells_when_a_lane_begins():
    alone = [*lane("gate-1", 7, 21), *lane("gate-1", 31, 45)]
    assert status(alone, 55.2, tree=None)["gate-1"] == UP
    assert status(alone, 57.0, tree=None)["gate-1"] != UP


def test_a_lane_that_falls_silent_at_work_is_missed():
    today = [*lane("gate-1", 31, 33), *lane("gate-2", 33, 36)]
    found = status([*DAYS, *today], 36.0)
    assert found["gate-1"] != UP and found["gate-2"] == UP


def test_an_hour_that_the_fit_does_not_know_is_as_those_beside_it():
    unknown = [*SHIFT[:8], float("nan"), *SHIFT[9:]]
    since = by_roster([("gate-1", 0.0)], lambda time: unknown[int(time % DAY // HOUR)], 33.5 * HOUR)
    assert since == {"gate-1": 31 * HOUR + LATE}


def test_a_lane_that_was_hardly_ever_heard_is_not_missed():
    few = lane("gate-1", 7, 7.1)
    assert status(few, 12.0) == {"gate-1": UP} == status(few, 12.0, tree=None)


@given(heard=st.lists(st.floats(0, 48 * HOUR), min_size=1, max_size=5), at=st.floats(48 * HOUR, 96 * HOUR))
def test_as_many_lanes_are_on_shift_as_the_roster_has_open(heard, at):
    since = by_roster([(f"gate-{i}", time) for i, time in enumerate(heard)], open_at, at)
    assert sum(time < np.inf for time in since.values()) == min(len(heard), open_at(at))
    assert all(since[f"gate-{i}"] >= time for i, time in enumerate(heard))


@given(
    times=st.lists(st.floats(0, 48 * HOUR), min_size=1, max_size=9).map(sorted), after=st.floats(0, 12 * HOUR)
)
def test_since_when_one_is_missed_lies_between_its_last_word_and_now(times, after):
    at = times[-1] + after
    assert times[-1] <= by_yesterday(times, at) <= max(at, times[-1] + LATE)
