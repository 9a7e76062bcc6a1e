"""Durations counted in bins that widen with them: quantiles to within a share, however many there were."""

import math

import numpy as np

from twin.plan.jit import inlined
from twin.results.grouped import COLUMNS, QUANTILES

PER_OCTAVE = 64
WITHIN = 1 / (2 * PER_OCTAVE)  # the share by which a quantile may be off
SHORTEST = 2.0**-10  # seconds: what is shorter counts as no time
_FIRST = -9  # of SHORTEST, as frexp has it
BINS = 1 + 40 * PER_OCTAVE  # the last holds all that is longer than 34 years


@inlined
def bin_of(seconds):
    """The bin of a duration: an octave is cut into equal parts."""
    if seconds < SHORTEST:
        return 0
    part, octave = math.frexp(seconds)
    return min(1 + (octave - _FIRST) * PER_OCTAVE + int((part - 0.5) * (2 * PER_OCTAVE)), BINS - 1)


def middles():
    """[bin] the duration that stands for all in it."""
    octave, part = np.divmod(np.arange(BINS - 1), PER_OCTAVE)
    return np.concatenate([[0.0], np.ldexp(0.5 + (part + 0.5) / (2 * PER_OCTAVE), octave + _FIRST)])


def described(total, most, bins):
    """[group, column] mean, p50, p85, p95 and maximum as grouped.describe has them; quantiles are WITHIN.

    `total` and `most` are the sum and the maximum of each group, `bins` [group, BINS] its counts.
    """
    until = np.cumsum(bins, axis=1)
    count, middle = until[:, -1], middles()
    out = np.full((len(total), COLUMNS), np.nan)
    some = np.flatnonzero(count)
    out[some, 0] = total[some] / count[some]
    out[some, -1] = most[some]
    for group in some:
        at = (count[group] - 1) * np.array(QUANTILES)
        low = at.astype(np.int64)
        high = np.minimum(low + 1, count[group] - 1)
        below, above = (middle[np.searchsorted(until[group], rank, "right")] for rank in (low, high))
        out[group, 1:-1] = np.minimum(below + (at - low) * (above - below), most[group])
    return out
