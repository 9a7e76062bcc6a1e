"""Spans in which a lane said nothing, and how long a queue stood in them."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.breakdowns.standing import on_duty

Array = np.ndarray
FEWEST = 50  # services of a lane
QUIET = 0.5  # share of the silence of a lane in which another one that works may be silent too
SLACK = 900.0  # seconds round the change of a shift
ONE = 0.7  # of a server that has to be lacking among those on duty


class Silences(NamedTuple):
    """Spans between two messages of one lane."""

    lane: Array
    begins: Array
    ends: Array
    stood: Array  # [span] seconds in which a queue stood, of those in which it did at the beginning
    serving: Array  # [span] whether a service ran all the while


def silences_at(log, here, standing):
    """The Silences of the lanes of a station, of those that began while a queue stood.

    A lane that fails without a queue has one soon, so of such the queue would be the failure's own.
    """
    parts = []
    for lane in lanes_in_use(log, here):
        own = here & (log.server == lane)
        times = np.concatenate([log.started[own], log.ended[own]])
        starts = np.concatenate([np.ones(own.sum(), bool), np.zeros(own.sum(), bool)])
        known = np.isfinite(times)
        order = np.argsort(times[known], kind="stable")
        times, starts = times[known][order], starts[known][order]
        stood = np.diff(standing.until(times)) * standing.holds(times[:-1])
        parts.append((np.full(len(times) - 1, lane), times[:-1], times[1:], stood, starts[:-1] & ~starts[1:]))
    return Silences(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else None


def lanes_in_use(log, here):
    lanes, counts = np.unique(log.server[here & (log.server >= 0)], return_counts=True)
    return lanes[counts >= FEWEST]


def is_down(log, silences, long, duty):
    """[of the long ones] whether the lane was down: on duty, while others worked or one was in it.

    Off duty is who falls silent as a shift ends, or while as many others work as are on duty. Where all are
    silent the station is closed, or nobody listens.
    """
    out = np.zeros(len(long), bool)
    lanes = np.unique(silences.lane)
    for i, k in enumerate(long):
        begin, end = silences.begins[k], silences.ends[k]
        hours = np.arange(begin, end + 1.0, SLACK)
        now = on_duty(log, np.array([begin - SLACK, begin, begin + SLACK]), duty)
        if now[2] < now[0]:
            continue
        shared = np.minimum(silences.ends, end) - np.maximum(silences.begins, begin)
        quiet = [shared[silences.lane == lane].max() for lane in lanes if lane != silences.lane[k]]
        working = sum(longest <= QUIET * (end - begin) for longest in quiet)
        if working:
            out[i] = working <= on_duty(log, hours, duty).mean() - ONE
        else:
            out[i] = len(lanes) == 1 and silences.serving[k]
    return out
