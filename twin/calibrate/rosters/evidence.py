"""What each start of a service tells about the number of servers: who was busy, and whether it had waited."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.rosters.lanes import lanes_of

Array = np.ndarray
SLACK, OF_SERVICE = (
    5.0,
    0.05,
)  # seconds, and share of a service, by which one start may be before the end it waits for


class Evidence(NamedTuple):
    """Starts at one station in order of time."""

    started: Array
    busy: Array  # [start] with itself
    waited: Array  # [start] whether it surely had waited: then all servers were busy
    unseen: float  # share of visits that are not counted as busy
    length: float = 0.0  # seconds of a service, on average
    lanes: float = np.nan  # there are no more, if names of lanes tell


def evidence_at(log, here):
    """The Evidence of one station of a Recorded."""
    begins, ends, unseen = busy_spans(log, here)
    if not len(begins):
        return Evidence(begins, np.zeros(0, np.int64), np.zeros(0, bool), unseen)
    slack = min(SLACK, OF_SERVICE * np.median(ends - begins))
    starts = np.sort(begins)
    which = np.flatnonzero(here & np.isfinite(log.started))
    which = which[np.argsort(log.started[which], kind="stable")]
    times = log.started[which]
    over = np.sort(ends)
    busy = np.searchsorted(starts, times, side="right") - np.searchsorted(over, times + slack, side="right")
    late = waited(log, which, over, slack)
    length, lanes = float((ends - begins).mean()), lanes_of(log, here)
    return Evidence(times, np.maximum(busy, 1), late, unseen, length, lanes)


def busy_spans(log, here):
    """(begins, ends, share left out): from start to end, an end that is missing put in from what is usual."""
    started, ended = log.started[here], log.ended[here]
    if not np.isfinite(ended).any() or not np.isfinite(started).any():
        return np.zeros(0), np.zeros(0), 1.0
    both = np.isfinite(started) & np.isfinite(ended)
    usual = np.median(ended[both] - started[both]) if both.any() else 0.0
    begins = np.where(np.isfinite(started), started, ended - usual)
    ends = np.where(np.isfinite(ended), ended, started + usual)
    good = np.isfinite(begins) & (ends > begins)
    most = 20.0 * usual  # longer is a truck that was lost sight of
    good &= ends - begins < max(most, 3600.0)
    share = 1.0 - good.mean() + 0.5 * (good & ~both).mean()  # those put in are right half of the time
    return begins[good], ends[good], float(share)


def waited(log, which, over, slack):
    """[start] whether it surely had waited; where nobody saw it join, whether it began as another ended."""
    joined, started = log.joined[which], log.started[which]
    lead = lead_of(log, which)
    sure = np.where(log.reckoned[which], np.maximum(60.0, 1.5 * lead), 1.0 + slack)
    seen = np.isfinite(joined)
    if seen.any():
        return seen & (started - joined > sure)
    after = over[np.clip(np.searchsorted(over, started, side="right") - 1, 0, None)]
    return (started >= after) & (started - after < 1.0 + slack)


def lead_of(log, which):
    """Seconds from the last end to joining that were reckoned, as a rule."""
    before = which - 1
    same = (before >= 0) & (log.case[before] == log.case[which])
    gap = log.joined[which] - log.ended[before]
    good = same & log.reckoned[which] & np.isfinite(gap)
    return float(np.median(gap[good])) if good.any() else 0.0
