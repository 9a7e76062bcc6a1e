"""Where the transient of a long run ends: MSER-5.

White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69: of the
batch means of a series, the first d are cut off so that the mean of the rest is least uncertain. It is
meant for a question about the long run. A day that begins and ends empty has no transient to cut: it is its
own answer.
"""

from typing import NamedTuple

import numpy as np

BATCH = 5
FEWEST = 4  # batches
HALF = 0.5  # of the batches may be cut off; a least one at the very end says that the series is too short


class Truncation(NamedTuple):
    """How much of a series is transient, and the mean of what is left."""

    batches: int
    observations: int
    error: float  # the marginal standard error, squared: what is least
    mean: float
    raw_mean: float
    is_short: bool  # the cut is where the search ends, so the transient may go on


def mser5(series):
    """The Truncation of a series of observations at equal distances, oldest first.

    >>> mser5([9.0] * 10 + [1.0, 2.0, 1.0, 2.0, 1.0] * 8).observations
    10
    """
    series = np.asarray(series, float)
    count = len(series) // BATCH
    if count < FEWEST:
        raise ValueError(f"the series has {len(series)} observations; {FEWEST * BATCH} or more are needed")
    if np.isnan(series).any():
        raise ValueError("the series has gaps; a transient is looked for where every observation is known")
    batches = series[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    # Of the last n: sums of values less the whole mean, which keeps their squares exact.
    apart = batches - batches.mean()
    left = np.arange(count, 0, -1)
    sums, squares = np.cumsum(apart[::-1])[::-1], np.cumsum((apart**2)[::-1])[::-1]
    errors = np.maximum(squares - sums**2 / left, 0.0) / left**2
    most = int(count * HALF)
    cut = int(np.argmin(errors[: most + 1]))
    rest = batches[cut:]
    error = float(((rest - rest.mean()) ** 2).sum() / len(rest) ** 2)
    return Truncation(cut, cut * BATCH, error, float(rest.mean()), float(series.mean()), 0 < most == cut)
