"""Slots and opening hours that entities wait for, as pools: full while they are open, empty while not."""

import math
import sys
from typing import NamedTuple

from twin.model.calendar import open_intervals, slot_times
from twin.model.waiting import CALENDAR, SLOT, waited_for
from twin.plan.plan import UNLIMITED

OPENED = (SLOT, CALENDAR)


class Openings(NamedTuple):
    """The units of a pool at second 0, and what they are reset to at later times."""

    at_start: int
    changes: list  # (time, units)


def opened(scenario):
    """[(kind, name)] of the slots and calendars that some step waits for."""
    return [(kind, name) for kind in OPENED for name in waited_for(scenario, kind)]


def openings(scenario, kind, name):
    """The Openings of a slot or calendar."""
    if kind == SLOT:
        return _of_slot(slot_times(scenario, name), scenario.policy.slots[name].takes)
    return _of_calendar(open_intervals(scenario, name), scenario.experiment.horizon)


def _of_slot(times, takes):
    """A departure takes at one instant, in all its rounds; what it has not taken is void right after."""
    changes = [change for time in times for change in ((time, takes), (_right_after(time), 0))]
    if times and times[0] == 0:
        return Openings(takes, changes[1:])
    return Openings(0, changes)


def _right_after(time):
    """The next time there is; after 0 the smallest that every processor keeps apart from it."""
    return math.nextafter(time, math.inf) if time else sys.float_info.min


def _of_calendar(intervals, horizon):
    starts = any(start <= 0 for start, _ in intervals)
    opens = [(start, UNLIMITED) for start, _ in intervals if start > 0]
    closes = [(end, 0) for _, end in intervals if end < horizon]
    return Openings(UNLIMITED if starts else 0, sorted(opens + closes))
