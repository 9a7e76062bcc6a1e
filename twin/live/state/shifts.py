"""Since when a device should have been heard: who has no shift is not missed, nor who has just begun one."""

import math
from bisect import bisect_left

HOUR, DAY = 3600.0, 86400.0
LATE = 900.0  # seconds after the begin of a shift within which nobody is missed: an assumption
PAUSE = 3600.0  # seconds without a word, yesterday, in which a device had no work
BACK = 12  # hours, the longest shift whose begin matters


def by_roster(lanes, open_at, at):
    """{device: since when it should be heard} of a station's lanes, (device, last heard); inf: it should not.

    As many are on shift as the roster has open, those that were heard last; open_at: of a time.
    """
    order = sorted(lanes, key=lambda lane: (-lane[1], lane[0]))
    return {
        device: max(heard, _on_since(rank + 1, open_at, at)) for rank, (device, heard) in enumerate(order)
    }


def _on_since(number, open_at, at):
    """Since when the roster has had so many open, and LATE beyond; inf where it has fewer."""
    hour, since = math.floor(at / HOUR) * HOUR, math.inf
    for _ in range(BACK):
        if open_at(hour) < number - 0.5:  # an hour of which nothing is known changes nothing
            return since + LATE
        since, hour = hour, hour - HOUR
    return -math.inf


def by_yesterday(times, at):
    """Since when a device should be heard whose messages, in order, were received at these times.

    Where it paused yesterday too from that time of day on, it is missed only from when it spoke again.
    """
    last = times[-1]
    next_one = bisect_left(times, last - DAY + 1.0)
    spoke = times[next_one] + DAY
    if times[0] > last - DAY or spoke - last < PAUSE:
        return last
    return min(spoke + LATE, at)
