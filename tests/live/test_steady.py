"""A step of this machine's clock makes no span longer or shorter, and nothing silent or late."""

import pandas as pd
import pytest
from heard import said
from hypothesis import given
from hypothesis import strategies as st

from twin.live.records import SILENT, UP
from twin.live.service.clock import WallClock
from twin.live.service.intime import AHEAD, InTime
from twin.live.state.tracker import Tracker
from twin.live.steady import NEVER_SET, SLEW, Steady

BEGINS = 1_700_000_000.0


class Host:
    """A machine whose clock can be set."""

    def __init__(self):
        self.passed, self.off = 0.0, 0.0

    def clock(self):
        return Steady(lambda: BEGINS + self.passed + self.off, lambda: self.passed)


def test_without_steps_it_is_the_wall():
    host = Host()
    clock = host.clock()
    host.passed = 86400.0
    assert clock.now() == BEGINS + 86400.0


@given(st.lists(st.tuples(st.floats(0.01, 600), st.floats(-600, 600)), max_size=10))
def test_spans_are_those_of_the_clock_that_nobody_sets(steps):
    host = Host()
    clock = host.clock()
    before = clock.now()
    for passed, step in steps:
        host.passed, host.off = host.passed + passed, max(min(host.off + step, 1700.0), -1700.0)
        now = clock.now()
        assert passed * (1 - SLEW) - 1e-6 <= now - before <= passed * (1 + SLEW) + 1e-6
        before = now


@pytest.mark.parametrize("step", [300.0, -300.0])
def test_a_step_is_taken_in_within_ten_times_as_long(step):
    host = Host()
    clock, host.off = host.clock(), step
    for minute in range(1, 52):
        host.passed = minute * 60.0
        now = clock.now()
    assert now == pytest.approx(BEGINS + host.passed + step)


def test_a_clock_that_was_never_set_is_believed_once_it_is():
    host = Host()
    clock, host.off = host.clock(), NEVER_SET + 1
    assert clock.now() == BEGINS + host.off


def test_what_others_stamp_after_a_step_is_not_of_the_future():
    class Taken(list):
        def take(self, rows):
            self.extend(rows["received"])

    host = Host()
    taken, clock = Taken(), WallClock(host.clock())
    tracker, host.off, host.passed = InTime(taken, clock), 600.0, 1.0
    received = BEGINS + host.passed + host.off
    tracker.take(pd.DataFrame({"device": ["a"], "at": [received], "received": [received]}))
    assert taken == [received] and clock.now() < received - AHEAD


@pytest.mark.parametrize("step", [1500.0, -1500.0])
def test_no_device_is_silent_for_a_step(step):
    host = Host()
    clock, tracker = host.clock(), Tracker()
    for minute in range(140):
        host.passed, host.off = 60.0 * minute, step * (minute > 100)
        if minute in (100, 101, 102, 139):
            assert tracker.present(clock.now()).devices["status"].tolist() == [UP]
        words = {"plate": f"AB{minute:04}CD", "received": clock.now()}
        tracker.take(said((clock.now() - 1.0, "gate-1", "start", words)))
    assert tracker.present(clock.now() + 1500.0).devices["status"].tolist() == [SILENT]
