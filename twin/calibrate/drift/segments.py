"""Days in which a level has one mean, and the instants at which it takes another.

A level is cut where the means on either side are farthest apart, allowing for their weights: by binary
segmentation, as long as that is more than chance does. What chance does is simulated: days are shuffled, all
levels together, so that what goes together stays together. The bound is on the greatest of all differences
of all levels, each in units of its own 95 % quantile, so that of all records without a change a share `risk`
raises any alarm.
"""

from typing import NamedTuple

import numpy as np

LEAST_DAYS = 2  # on either side of a cut: one odd day is no change
SHUFFLES = 499
ALONE = 0.05  # risk of one level by itself; each half of what was cut once has half of it
NEAR = 2.71  # fall of the squared difference within which the cut may be elsewhere: 90 % of chi-squared


class Cut(NamedTuple):
    """Where a level changes."""

    series: int
    day: int  # first day of the new level
    earliest: int
    latest: int
    begin: int  # days of the two levels: begin .. day .. end
    end: int
    strength: float  # in units of the bound: above 1


def cuts(levels, weights, *, risk, rng):
    """[Cut] of levels [series, day], weights alike; by day."""
    days = levels.shape[1]
    if days < 2 * LEAST_DAYS or not len(levels):
        return []
    orders = np.stack([rng.permutation(days) for _ in range(SHUFFLES)])
    greatest = np.stack(
        [_greatest(level[orders], weight[orders]) for level, weight in zip(levels, weights, strict=True)]
    )
    own = np.maximum(np.quantile(greatest, 1 - ALONE, axis=1), 1e-12)  # [series]
    bound = float(np.quantile((greatest / own[:, None]).max(axis=0), 1 - risk))
    found = []
    for series, (level, weight) in enumerate(zip(levels, weights, strict=True)):
        first = _cut((level, weight), Stretch(0, days), own[series] * bound)
        inner = _halves((level, weight), first, (ALONE, bound), rng) if first else []
        found += _bounded(series, sorted(inner), days)
    return sorted(found, key=lambda cut: (cut.day, -cut.strength))


class Stretch(NamedTuple):
    """Days begin .. end."""

    begin: int
    end: int


def _cut(line, stretch, bound):
    """(day, earliest, latest, strength) where a line is cut within a stretch, None where it is not."""
    level, weight = (part[stretch.begin : stretch.end] for part in line)
    apart = differences(level[None], weight[None])[0]
    if not len(apart) or not apart.max() > bound:
        return None
    best = int(np.argmax(apart))
    near = np.flatnonzero(apart**2 >= apart[best] ** 2 - NEAR * _noise(level, weight, best))
    first = stretch.begin + 1
    return first + best, first + int(near[0]), first + int(near[-1]), float(apart[best] / bound), stretch


def _halves(line, cut, risk, rng):
    """A cut, and those on either side of it, where each half has half of the risk."""
    day, stretch, (alone, bound) = cut[0], cut[-1], risk
    found = [cut[:-1]]
    for side in (Stretch(stretch.begin, day), Stretch(day, stretch.end)):
        own = _own_quantile(*(part[side.begin : side.end] for part in line), 1 - alone / 2, rng)
        inner = _cut(line, side, own * bound)
        if inner:
            found += _halves(line, inner, (alone / 2, bound), rng)
    return found


def _bounded(series, found, days):
    """[Cut] of one series, each level from the cut before it to the one behind it."""
    edges = [0, *(day for day, *_ in found), days]
    return [
        Cut(series, day, earliest, latest, edges[i], edges[i + 2], strength)
        for i, (day, earliest, latest, strength) in enumerate(found)
    ]


def _own_quantile(level, weight, share, rng):
    if len(level) < 2 * LEAST_DAYS + 1:
        return np.inf  # too few days to shuffle
    orders = np.stack([rng.permutation(len(level)) for _ in range(SHUFFLES)])
    return max(float(np.quantile(_greatest(level[orders], weight[orders]), share)), 1e-12)


def differences(level, weight):
    """[row, day - 1] how far the weighted means before and after each day are apart, by their weights."""
    before, sums = np.cumsum(weight, axis=1)[:, :-1], np.cumsum(weight * level, axis=1)
    after = weight.sum(axis=1, keepdims=True) - before
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = (sums[:, -1:] - sums[:, :-1]) / after - sums[:, :-1] / before
        out = np.abs(gap) * np.sqrt(before * after / (before + after))
    told = np.cumsum(weight > 0, axis=1)
    enough = (told[:, :-1] >= LEAST_DAYS) & (told[:, -1:] - told[:, :-1] >= LEAST_DAYS)
    return np.where(enough & np.isfinite(out), out, 0.0)


def _greatest(level, weight):
    return differences(level, weight).max(axis=1)


def _noise(level, weight, best):
    """Variance of one unit of weight, about the means on either side of a cut."""
    rest = 0.0
    for side in (slice(0, best + 1), slice(best + 1, None)):
        w, x = weight[side], level[side]
        rest += float((w * (x - np.average(x, weights=w)) ** 2).sum()) if w.sum() > 0 else 0.0
    return rest / max((weight > 0).sum() - 2, 1)
