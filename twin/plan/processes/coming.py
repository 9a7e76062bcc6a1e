"""Arrivals that were drawn, and how far a source is.

All is drawn from the arrival's own key, and a number of arrivals from that of its day: a larger volume or a
longer window adds arrivals and moves none.
"""

import math
from typing import NamedTuple

import numpy as np

DAY, HOUR = 86400.0, 3600.0


class Coming(NamedTuple):
    """Arrivals that were drawn: when, and which of the source's they are."""

    time: np.ndarray  # [arrival] seconds
    identity: np.ndarray  # [arrival]


NONE = Coming(np.zeros(0), np.zeros(0, np.int64))


class Progress(NamedTuple):
    """How far a source is: what is carried from one window to the next."""

    next: int = 0  # day, arrival or row that was not drawn yet
    time: float = math.nan  # of the next, where it follows from the one before
    late: Coming = NONE  # drawn, but due after the window
    expected: Coming = NONE  # who lead a platoon, known but due after the window
    day: int = 0  # calendar day of the last who came
    of_day: int = 0  # how many came on it
    stay: int = 0  # number of the stay in a state
    state: int = 0
    ends: float = math.nan  # when the stay does
    under: int = 0  # state of the last piece that was drawn
    over: bool = False  # it was the last of its stay
    last: float = math.nan  # time of who came last, where the next follows from that
    numbered: int = 0  # arrivals given out
    began: bool = False  # those who wait at the start were given out


def parted(late, chunks, until):
    """(due before `until`, due later), both in order of time, of those that were late and of new chunks."""
    time, identity = late
    if chunks:
        time, identity = together(late, *chunks)
    n = int(np.searchsorted(time, until))
    return Coming(time[:n], identity[:n]), Coming(time[n:], identity[n:])


def together(*several):
    """The arrivals of several, in order of time."""
    time, identity = (np.concatenate(column) for column in zip(*several, strict=True))
    if (time[1:] > time[:-1]).all():  # nearly always, and sorting takes longer than all else
        return Coming(time, identity)
    order = np.lexsort((identity, time))
    return Coming(time[order], identity[order])


def only(coming, chosen):
    """Those arrivals for which `chosen` holds."""
    return Coming(coming.time[chosen], coming.identity[chosen])
