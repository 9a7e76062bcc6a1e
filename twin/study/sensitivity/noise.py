"""What can be told from luck: verdicts on many effects at once."""

import numpy as np

CLEAR = "clear"
FROM_LUCK = "not told from luck"
NONE = "no effect"
UNKNOWN = "unknown"
ERROR = 0.05  # share of the effects called clear that may be luck


def adjusted(p):
    """[effect] probabilities adjusted for their number, nan where there is none.

    Of all effects whose adjusted value is at most q, a share q is luck at the most (Benjamini, Hochberg 1995,
    Controlling the false discovery rate, J. R. Stat. Soc. B 57).
    """
    p = np.asarray(p, float)
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    n = len(order)
    steps = p[order] * n / np.arange(1, n + 1)
    out[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return out


def verdicts(p, is_none):
    """[effect] the verdict of each, from its adjusted probability; `is_none` where nothing moved at all."""
    p = adjusted(np.where(is_none, np.nan, p))
    told = np.where(p <= ERROR, CLEAR, FROM_LUCK)
    return np.where(is_none, NONE, np.where(np.isnan(p), UNKNOWN, told)).tolist()


def bootstrap(n, times=400, seed=1):
    """[time, n] rows drawn again with replacement, the same ones always."""
    return np.random.default_rng(seed).integers(0, n, (times, n))


def spread(values, confidence=0.95):
    """(low, high) [...] of values [time, ...] that were drawn again: percentiles, nan where none are."""
    values = np.asarray(values, float)
    tail = (1 - confidence) / 2
    if not values.size or np.isnan(values).all():
        return np.full((2, *values.shape[1:]), np.nan)
    with np.errstate(invalid="ignore"):
        return np.nanquantile(values, [tail, 1 - tail], axis=0)
