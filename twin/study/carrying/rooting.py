"""Where a level that is only seen with luck crosses zero, with an interval.

The same replications are looked at everywhere (common random numbers), so their mean is a smooth function of
the multiplier, and its root is found by false position. Where the upper and the lower end of the interval
of the mean cross zero are the ends of the interval of the root: a multiplier stands in it exactly if the
replications there do not speak against it, so nothing is assumed of the shape of the function.
"""

import math
from typing import NamedTuple

import numpy as np

from twin.results.intervals import t_factor

DIGITS = 4  # of a multiplier that is tried: a finer one would be run for nothing
ENOUGH = 5e-3  # relative: how close the two ends of a root are; between them it is a straight line
NEAR = 0.1  # of the half-width of the interval: a value so near to zero is a root, as far as can be seen
STEPS = 40  # of false position; it needs about four
EDGE = 0.1  # of a bracket: so far from its ends is looked at least
STEP, LARGEST = 0.02, 0.5  # relative: the first step to where there is no end yet, and the last
OVERSHOOT = 1.3  # of the way to where the curve seems to cross zero, so that the end is behind it
SPARE = 1.2  # more replications than the spread so far asks for
STRAIGHT = 1e-6  # a skewness that bends nothing
HOPELESS = 5.0  # times as wide as wanted with all replications: more are not run for so little


class Search(NamedTuple):
    """How a search is made: how sure, how near, how many replications, between which multipliers."""

    confidence: float = 0.95
    within: float = 0.01  # relative half-width that is wanted
    first: int = 4  # replications while it is far from the root
    near: int = 16  # and near it, at least
    most: int = 96  # and at most
    lowest: float = 1 / 16
    highest: float = 16.0


class Root(NamedTuple):
    """A multiplier, its interval (0 or inf where it has no end), and how many replications it is from."""

    at: float
    low: float
    high: float
    replications: int


def tidy(multiplier):
    """A multiplier to so many digits as are tried."""
    return float(f"{multiplier:.{DIGITS}g}") if 0 < multiplier < math.inf else multiplier


class Curves:
    """The mean of what is missed at multipliers, and the ends of its interval, each as one curve.

    `short(multiplier, n)` gives [n] by how much the target is missed, below 0 where it is met. Values are
    told in bounds, those above 0 by their logarithm: a queue grows faster than any straight line.
    """

    def __init__(self, short, search, bound=1.0):
        self.short, self.search, self.unit = short, search, abs(bound) or 1.0
        self.seen = {}  # {(multiplier, n): (mean, low, high)}

    def at(self, multiplier, n):
        """(mean, low, high) of n replications; where one has no interval it may be anywhere."""
        key = multiplier, n
        if key not in self.seen:
            self.seen[key] = self._of(np.asarray(self.short(multiplier, n), float))
        return self.seen[key]

    def line(self, which, n):
        """[(multiplier, value)] of one curve where n replications were looked at, in order."""
        return sorted((m, value[which]) for (m, count), value in self.seen.items() if count == n)

    def _of(self, values):
        if np.isposinf(values).any():  # the port stands still
            return (math.inf,) * 3
        if np.isnan(values).all():  # nobody comes who could miss a target
            return (-math.inf,) * 3
        told = (one / self.unit for one in skewed_interval(values, self.search.confidence))
        return tuple(math.log1p(one) if one > 0 else one for one in told)


MEAN, LOW, HIGH = range(3)


def skewed_interval(values, confidence):
    """(mean, low, high) of a mean whose values may lean to one side, after Hall (1992).

    Near saturation the waits of few replications are long, and an interval of Student's t would miss their
    mean above twice as often as it says. Without skewness it is that interval; of one value it has no ends.

    >>> [round(one, 2) for one in skewed_interval([1.0, 2.0, 3.0], 0.95)]
    [2.0, -0.48, 4.48]
    """
    known = np.asarray(values, float)
    known = known[~np.isnan(known)]
    n, mean = len(known), float(known.mean())
    if n < 2:
        return mean, -math.inf, math.inf
    error, t = float(known.std(ddof=1)) / math.sqrt(n), float(t_factor(n, confidence))
    moment = float((((known - mean) / known.std()) ** 3).mean()) if error > 0 else 0.0
    lean = moment * math.sqrt(n - 1) / (n - 2) if n > 2 else 0.0  # sample skewness over the root of n
    return mean, mean - error * _unbent(t, lean), mean - error * _unbent(-t, lean)


def _unbent(t, lean):
    """Hall's transformation the other way round: how far a quantile of t lies from the mean."""
    if abs(lean) < STRAIGHT:
        return t
    return 3 / lean * (math.cbrt(1 + lean * (t - lean / 6)) - 1)


def root_near(curves, guess):
    """The Root near a guess, from as many replications as make it near enough."""
    search = curves.search
    guess = crossing(curves, MEAN, guess, search.first)
    n, found = max(search.near, 2), None
    while found is None or n > found.replications:
        found = _with_interval(curves, guess, n)
        guess, n = found.at, _enough(found, search)
    return found


def _enough(found, search):
    """How many replications make an interval as narrow as wanted; as many as there are if none helps."""
    n, half = found.replications, _half_width(found)
    if not math.isfinite(half) or half <= search.within:
        return n
    if half * math.sqrt(n / search.most) > HOPELESS * search.within:
        return n
    return min(search.most, max(math.ceil(n * (half / search.within) ** 2 * SPARE), n + 1))


def _half_width(root):
    return (root.high - root.low) / 2 / root.at if root.at > 0 else math.inf


def _with_interval(curves, guess, n):
    """The Root by n replications: the mean first, then the ends of its interval."""
    at = crossing(curves, MEAN, guess, n)
    low, high = (crossing(curves, which, _seems(curves.line(which, n)) or at, n) for which in (HIGH, LOW))
    return Root(at, min(low, at), max(high, at), n)


def crossing(curves, which, guess, n):
    """Where one curve leaves what is met: 0 if it is missed down to the lowest, inf if met to the highest."""
    search, step = curves.search, STEP
    place = tidy(min(max(guess, search.lowest), search.highest))
    for turn in range(STEPS):
        value = curves.at(place, n)
        met, missed = _around(curves.line(which, n), place)
        if _is_near(value, which) or _are_near(met, missed):
            return _straight(curves.line(which, n), place)
        if missed is None:
            if place >= search.highest:
                return math.inf
            place = min(_beyond(curves.line(which, n), place, step), search.highest)
        elif met is None:
            if place <= search.lowest:
                return 0.0
            place = max(_beyond(curves.line(which, n), place, -step), search.lowest)
        else:
            place = _between(met, missed, turn)
        place, step = tidy(place), min(2 * step, LARGEST)
    return place


def _is_near(value, which):
    """Whether a value is zero as far as the luck lets see."""
    half = (value[HIGH] - value[LOW]) / 2
    return math.isfinite(half) and abs(value[which]) <= NEAR * half


def _are_near(met, missed):
    return met is not None and missed is not None and missed[0] - met[0] <= ENOUGH * missed[0]


def _around(line, place):
    """The ends of what is met and missed, one of them the place itself; None where there is none."""
    here = next(one for one in line if one[0] == place)
    if here[1] <= 0:
        return here, min((one for one in line if one[1] > 0 and one[0] > place), default=None)
    return max((one for one in line if one[1] <= 0 and one[0] < place), default=None), here


def _between(met, missed, turn):
    """The next place to look: where the straight line crosses zero, every third time the middle."""
    if turn % 3 == 2 or not (math.isfinite(met[1]) and math.isfinite(missed[1])):
        return math.sqrt(met[0] * missed[0])
    share = met[1] / (met[1] - missed[1])
    return met[0] + min(max(share, EDGE), 1 - EDGE) * (missed[0] - met[0])


def _beyond(line, place, step):
    """The next place where there is no other end yet: a little behind where the line seems to cross zero."""
    seems = _seems(line)
    way = abs(seems - place) / place * OVERSHOOT if seems else math.inf
    return place * (1 + math.copysign(min(max(way, ENOUGH), abs(step)), step))


def _seems(line):
    """Where the straight line through the two values nearest to zero crosses it; None if it does not rise."""
    known = sorted((one for one in line if math.isfinite(one[1])), key=lambda one: abs(one[1]))[:2]
    if len(known) < 2:
        return None
    (first, one), (second, other) = sorted(known)
    if other <= one:
        return None
    return max(first - one * (second - first) / (other - one), 0.0)


def _straight(line, place):
    """The root as the line nearest to zero says, which is not far from the place; else the place itself."""
    seems = _seems(line)
    return seems if seems and abs(seems - place) <= 2 * ENOUGH * place else place
