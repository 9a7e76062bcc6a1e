"""A device's clock is judged by the delays of its messages: offsets, steps and what was held back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.live.state.clock import AFTER, BEFORE, Clock, levels_of, over
from twin.live.state.reading import Event


def event(at, received, seq=0):
    return Event(received, "scan-1", seq, "scan", 1, at, "", "", "", "", "")


def heard(delays, every=60.0, begins=0.0):
    return [(begins + every * i, delay, i) for i, delay in enumerate(delays)]


@given(st.floats(-7000, 7000), st.lists(st.floats(0, 5), min_size=8, max_size=30))
def test_an_offset_is_the_least_delay_of_a_crowd(offset, delays):
    (level,) = levels_of(heard([delay - offset for delay in delays]))
    assert -offset <= level <= -offset + 5
    assert over(delays[0] - offset, (level,)) <= 5


def test_two_messages_make_no_level_and_no_error():
    assert levels_of(heard([3600.0, 3600.5])) == ()
    assert over(3600.0, ()) == 3600.0


def test_what_was_held_back_and_came_all_at_once_is_late_and_the_clock_right():
    flushed = [(1000.0 + i, 1800.0 - i / 10, i) for i in range(6)]
    assert levels_of([*heard([1, 2, 0.5, 1.5]), *flushed]) == (0.5,)
    assert over(1800.0, (0.5,)) == 1799.5


def test_a_clock_in_another_time_zone_has_two_levels_for_a_while():
    levels = levels_of(heard([1.0, 0.5, 2.0, 1.0, 3601.0, 3600.5, 3602.0]))
    assert levels == (0.5, 3600.5)
    assert over(3603.0, levels) == 2.5 and over(2.0, levels) == 1.5


def test_nothing_is_received_before_it_happens():
    assert over(-3600.0, (0.5,)) == 0.0 and over(-3600.0, ()) == 0.0


def test_a_step_shows_after_three_messages_and_corrects_those_before():
    clock = Clock()
    events = [event(at=60.0 * i - 3600, received=60.0 * i + 0.5, seq=i) for i in range(3)]
    for one in events[:2]:
        clock.put(one)
    assert dict(clock.told_by([events[0]]))[events[0].key] == -3600.0
    clock.put(events[2])
    told = dict(clock.told_by([events[2]]))
    assert [told[one.key] for one in events] == pytest.approx([0.5, 60.5, 120.5])
    assert clock.offset() == pytest.approx(-3600.5)


def test_a_message_is_judged_by_those_received_beside_it():
    clock = Clock()
    wrong = [event(at=60.0 * i - 3600, received=60.0 * i, seq=i) for i in range(5)]
    right = [event(at=9000 + 60.0 * i, received=9000 + 60.0 * i, seq=i) for i in range(40)]
    for one in [*wrong, *right]:
        clock.put(one)
    assert dict(clock.told_by([wrong[4]]))[wrong[4].key] == pytest.approx(240.0)
    told = dict(clock.told_by([right[20]]))
    assert told[right[20].key] == right[20].at and len(told) == BEFORE + AFTER + 1
    clock.drop(wrong)
    assert wrong[0].key not in dict(clock.told_by([wrong[0]]))
    assert clock.offset() == 0.0


def test_a_clock_that_said_nothing_often_enough_has_no_offset():
    clock = Clock()
    clock.put(event(1.0, 2.0))
    assert math.isnan(clock.offset())
    assert np.isfinite(clock.told_by([event(1.0, 2.0)])[0][1])
