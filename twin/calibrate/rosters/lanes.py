"""Whether names of servers are lanes, each of which serves one at a time: then there are no more of them."""

import numpy as np

from twin.calibrate.recorded import DAY, HOUR, hour_of

HOURS = 24
ENOUGH = 20.0  # services that would have begun within another one of the same name, if lanes did not matter
SELDOM = 0.25  # of them begin so where a name is a lane; what remains are trucks taken for others
USED = 0.002  # of the services of a station, below which a name is a slip of a pen


def lanes_of(log, here):
    """The number of lanes of a station in use; NaN without names, or where one stands for several servers."""
    started, ended, server = log.started[here], log.ended[here], log.server[here]
    good = np.isfinite(started) & np.isfinite(ended) & (ended > started)
    if not good.any() or (server[good] < 0).mean() > 0.5:
        return np.nan
    good &= server >= 0
    started, ended, server = started[good], ended[good], server[good]
    names, counts = np.unique(server, return_counts=True)
    within = by_chance = 0.0
    for name in names:
        own = server == name
        within += overlaps(started[own], ended[own])
        by_chance += expected(log, started[own], ended[own])
    if by_chance < ENOUGH or within > SELDOM * by_chance:
        return np.nan
    return float((counts > USED * counts.sum()).sum())


def overlaps(started, ended):
    """Services that begin while an earlier one of the same name is not half over."""
    order = np.argsort(started, kind="stable")
    half = 0.5 * (started + ended)[order]
    return float((started[order][1:] < np.maximum.accumulate(half)[:-1]).sum())


def expected(log, started, ended):
    """As many as would do so if nobody waited for another: the load of the hour, half of it, for each."""
    days = max(len(np.unique(started // DAY)), 1)
    hours = hour_of(log.clock(started))
    counts = np.bincount(hours, minlength=HOURS)
    load = counts * float((ended - started).mean()) / (days * HOUR)
    return float((counts * (1.0 - np.exp(-0.5 * load))).sum())
