"""What a station must keep up with where nobody saw how long it serves: those who pass, by its lanes."""

import numpy as np

from twin.calibrate.recorded import HOUR, NOBODY, hour_of

HOURS = 24
BUSY = 0.8  # of their time that those who serve are busy at most, where only the load is known


def lanes_at(log, here):
    """The lanes that were named in some visits."""
    return np.unique(log.server[here & (log.server != NOBODY)])


def most_an_hour(log, here):
    """How many pass a station in its busiest hour of the day, by whichever of their times is known."""
    times = np.where(
        np.isfinite(log.started), log.started, np.where(np.isfinite(log.ended), log.ended, log.joined)
    )
    times = times[here & np.isfinite(times)]
    days = max((log.span[1] - log.span[0]) / (HOURS * HOUR), 1.0)
    return float(np.bincount(hour_of(log.clock(times)), minlength=HOURS).max() / days) if len(times) else 0.0


def longest(log, here):
    """Seconds that a service may take on average if the named lanes of a station keep up; inf without."""
    most, lanes = most_an_hour(log, here), len(lanes_at(log, here))
    return HOUR * lanes / most if most and lanes else np.inf
