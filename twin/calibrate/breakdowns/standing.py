"""When a queue stands at a station: so many wait that a lane which is free would serve one of them."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.recorded import DAY, hour_of, type_of
from twin.calibrate.rosters.evidence import lead_of

Array = np.ndarray
DEEP = 2  # who wait at once: one alone may have been lost sight of
LONGEST = DAY  # a longer wait is of one who was lost sight of
HOUR = 3600.0


class Standing(NamedTuple):
    """Spans in which a queue stands while the station is open, in order of time."""

    begins: Array
    ends: Array
    before: Array  # [span] seconds of all spans before it

    def until(self, times):
        """[time] seconds in which a queue stood before it."""
        if not len(self.begins):
            return np.zeros(len(times))
        which = np.searchsorted(self.begins, times, side="right") - 1
        at = np.maximum(which, 0)
        inside = np.clip(times - self.begins[at], 0.0, self.ends[at] - self.begins[at])
        return np.where(which >= 0, self.before[at] + inside, 0.0)

    def holds(self, times):
        """[time] whether a queue stands then."""
        if not len(self.begins):
            return np.zeros(len(times), bool)
        at = np.maximum(np.searchsorted(self.begins, times, side="right") - 1, 0)
        return (self.begins[at] <= times) & (times <= self.ends[at])


def standing_at(log, here, duty):
    """The Standing of a station of a Recorded; `duty` is how many are on duty by type of day and hour."""
    which = np.flatnonzero(here & np.isfinite(log.started) & np.isfinite(log.joined))
    lead = np.where(log.reckoned[which], lead_of(log, which) / 2, 0.0)
    joined, started = log.joined[which] + lead, log.started[which]
    waits = (started > joined) & (started - joined < LONGEST)
    edges = np.concatenate([joined[waits], started[waits], hours_of(log, started)])
    order = np.argsort(edges, kind="stable")
    n = int(waits.sum())
    change = np.concatenate([np.ones(n), -np.ones(n), np.zeros(len(edges) - 2 * n)])
    edges, depth = edges[order], np.cumsum(change[order])
    open_ = on_duty(log, edges + 1.0, duty) > 0
    stands = (depth >= DEEP) & open_
    begins, ends = edges[:-1][stands[:-1]], edges[1:][stands[:-1]]
    return Standing(begins, ends, np.append(0.0, np.cumsum(ends - begins))[:-1])


def hours_of(log, times):
    """Whole hours of all the time in which somebody was served: where numbers on duty may change."""
    if not len(times):
        return np.zeros(0)
    return np.arange(times.min() // HOUR, times.max() // HOUR + 1) * HOUR


def on_duty(log, times, duty):
    """[time] how many are on duty, of a table [type of day, hour]."""
    clock = log.clock(times)
    return duty[(type_of(clock, log.holidays) > 0).astype(int), hour_of(clock)]
