"""Durations counted in bins that widen with them: quantiles to within a share, however many there were."""

import numpy as np

from twin.plan.jit import inlined
from twin.results.grouped import COLUMNS, QUANTILES

PER_OCTAVE = 64
WITHIN = 1 / (2 * PER_OCTAVE)  # the share by which a quantile may be off
SHORTEST = 2.0**-10  # seconds: what is shorter counts as no time
_FIRST = -9  # of SHORTEST, as frexp has it
_BITS = 52 - PER_OCTAVE.bit_length() + 1  # of a number, behind those that tell its bin
_BELOW = ((1022 + _FIRST) << (52 - _BITS)) - 1  # so that SHORTEST is in bin 1
BINS = 1 + 40 * PER_OCTAVE  # the last holds all that is longer than 34 years


@inlined
def bin_of(seconds):
    """The bin of a duration: an octave is cut into equal parts."""
    if seconds < SHORTEST:
        return 0
    # The exponent of a number and the first bits behind it, as they stand in it, count the bins through.
    return min((np.float64(seconds).view(np.int64) >> _BITS) - _BELOW, BINS - 1)


def middles():
    """[bin] the duration that stands for all in it."""
    octave, part = np.divmod(np.arange(BINS - 1), PER_OCTAVE)
    return np.concatenate([[0.0], np.ldexp(0.5 + (part + 0.5) / (2 * PER_OCTAVE), octave + _FIRST)])


def described(total, most, bins):
    """[group, column] mean, p50, p85, p95 and maximum as grouped.describe has them; quantiles are WITHIN.

    `total` and `most` are the sum and the maximum of each group, `bins` [group][bin] its counts.
    """
    middle = middles()
    out = np.full((len(total), COLUMNS), np.nan)
    for group, counts in enumerate(bins):
        until = np.cumsum(counts)
        count = until[-1]
        if count == 0:
            continue
        at = (count - 1) * np.array(QUANTILES)
        low = at.astype(np.int64)
        high = np.minimum(low + 1, count - 1)
        below, above = (middle[np.searchsorted(until, rank, "right")] for rank in (low, high))
        out[group, 0], out[group, -1] = total[group] / count, most[group]
        out[group, 1:-1] = np.minimum(below + (at - low) * (above - below), most[group])
    return out
