"""The hours in which a queue stood at a station, and what its servers did meanwhile."""

from typing import NamedTuple

import numpy as np

DAY, HOUR = 86400.0, 3600.0
LEAST_WAIT = 60.0  # seconds: a shorter wait may be an error of the times


class Stood(NamedTuple):
    """[day, hour of day] what happened while a queue stood."""

    hours: np.ndarray  # in which it stood
    busy: np.ndarray  # server hours worked meanwhile
    counted: np.ndarray  # hours of it from the first service that ended to the last one
    ended: np.ndarray  # services that ended in these


def by_hour(rows, days):
    """The Stood of the visits to a station.

    Ends are counted from the first one of a queue on: until then a queue that begins at any time waits for
    less than a service, so that short queues would tell of too many.
    """
    joined, started, ended = (rows[name].to_numpy(float) for name in ("joined", "started", "ended"))
    is_known = ~(np.isnan(started) | np.isnan(ended)) & (ended >= started)
    joined, started, ended = joined[is_known], started[is_known], ended[is_known]
    waits = started - joined > LEAST_WAIT  # a nan is none
    edges = days.begin + HOUR * np.arange(days.number * 24 + 1)
    # Ends come first of one instant: the queue still stands when a server is freed for the next of it.
    time = np.concatenate([ended, joined[waits], started[waits], started, edges])
    n, m, k = int(waits.sum()), len(started), len(edges)
    waiting = np.concatenate([np.zeros(m), np.ones(n), -np.ones(n), np.zeros(m + k)])
    busy = np.concatenate([-np.ones(m), np.zeros(2 * n), np.ones(m), np.zeros(k)])
    order = np.argsort(time, kind="stable")
    time, ends = time[order], (order < m).astype(float)
    stands, busy = np.cumsum(waiting[order]) > 0.5, np.cumsum(busy[order])
    length = np.diff(time, append=time[-1:]) / HOUR
    stood_before = np.concatenate([[False], stands[:-1]])
    since = _ends_of_this_queue(ends, stands, stood_before)
    cell = np.floor((time - days.begin) / HOUR).astype(np.int64)
    inside = (cell >= 0) & (cell < days.number * 24)

    def summed(values):
        return np.bincount(cell[inside], values[inside], minlength=days.number * 24).reshape(-1, 24)

    counted = ends * stood_before * (since > 1.5)
    return Stood(
        *map(summed, (stands * length, stands * busy * length, stands * (since > 0.5) * length, counted))
    )


def _ends_of_this_queue(ends, stands, stood_before):
    """[event] how many services have ended since the queue that stands began to."""
    total = np.cumsum(ends)
    begins = stands & ~stood_before
    before = np.maximum.accumulate(np.where(begins, total, 0.0))
    return total - before
