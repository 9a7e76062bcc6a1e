"""How many come of classes that were seen too seldom for a rate by the hour."""

import numpy as np
from scipy.stats import gamma

from twin.calibrate.arrivals.counts import counts_of
from twin.calibrate.fit import SURE, Arrivals
from twin.calibrate.recorded import DAY, WEEKDAY
from twin.calibrate.why import Why

HOURS = 24
PRIOR = 1.0  # arrivals that each hour of the common shape is given: an assumption


def arrivals_where_few(log, arrivals):
    """Assumed Arrivals of the classes of a Recorded that have none among the Arrivals of its fit.

    They come on all days alike, by the hours of all classes together.
    """
    known = {made.cls for made in arrivals}
    if known == set(log.classes):
        return
    counts = counts_of(log)
    watched = counts.watched.sum()
    shape = shape_of(counts.number.sum(axis=(0, 1)), counts.watched.sum(axis=0))
    for c, cls in enumerate(log.classes):
        n = int(counts.number[c].sum()) or int((log.of_class == c).sum())
        if cls in known or not n or not watched:
            continue
        low, high = gamma.ppf([(1 - SURE) / 2, (1 + SURE) / 2], n + 0.5) / watched
        yield Arrivals(
            cls, WEEKDAY, n / watched * shape, low * shape, high * shape, n, watched / DAY, np.nan,
            assumed=Why("{n} arrivals; they come on all days alike, by the hours of all classes", n=n),
        )  # fmt: skip


def shape_of(number, watched):
    """[hour] rate over its mean; hours that nobody watched have that of the day."""
    mean = number.sum() / watched.sum()
    rate = (number + PRIOR) / (watched + PRIOR / mean) if mean > 0 else np.ones(HOURS)
    return rate / rate.mean()
