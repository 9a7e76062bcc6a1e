"""The frontier of cost against wait, the cheapest vector for a wait, and the least wait for a budget.

`evaluate(counts)` gives the level of a vector, less being better: a number, or one a replication under common
luck; inf where waiting has no end. It is dear. `estimate(vectors)` guesses it for all at once, and may be
wrong by any scale; without one the search begins blind.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from twin.model.errors import Fault, ScenarioError
from twin.results.intervals import paired
from twin.study.searching.lattice import SURE, WEIGHED, Option, Search, bar_of, begun, first_best

TRIALS = 655  # vectors that are tried at most, if nothing else is said


class Frontier(NamedTuple):
    """Options that nothing tried beats, by cost; closed if the model expects none beside them."""

    options: tuple[Option, ...]
    is_sure: tuple  # [option] its level is below that of every cheaper one by more than luck
    trials: int
    is_closed: bool
    margin: float  # by which the model was wrong, in levels: what it leaves open
    tried: tuple[Option, ...]

    def __str__(self):
        return f"{len(self.options)} options after {self.trials} trials"


class Found(NamedTuple):
    """The best option of a question; closed if the model expects no better one."""

    option: Option
    trials: int
    is_closed: bool
    tried: tuple[Option, ...]


def frontier(space, evaluate, *, estimate=None, budget=TRIALS, seed=0):
    """The Frontier of a Space after at most so many trials."""
    search = Search(space, evaluate, estimate=estimate, budget=budget)
    begun(search, seed=seed)
    closed = _until(search, _on_frontier)
    best = first_best(*_tried(search))
    seen = search.seen[best]
    options = tuple(search.option(index) for index in seen)
    return Frontier(options, _sure(options), len(search.values), closed, search.margin(), _all(search))


def cheapest(space, evaluate, bound, *, estimate=None, budget=TRIALS):
    """The Found option that costs least among those whose level is `bound` at most."""
    search = Search(space, evaluate, estimate=estimate, budget=budget)
    begun(search)
    closed = _until(search, lambda search, doubts: _below(search, doubts, bound))
    seen = search.seen
    kept = seen[search.level[seen] <= bound]
    if not len(kept):
        best = search.option(seen[np.argmin(search.level[seen])])
        way = f"nothing tried keeps it; the least is {best.level:.6g}, with {_said(space, best)}"
        raise ScenarioError([Fault("bound", f"{bound:g}", way)])
    first = kept[np.lexsort((search.level[kept], search.cost[kept]))[0]]
    return Found(search.option(first), len(search.values), closed, _all(search))


def best_for(space, evaluate, money, *, estimate=None, budget=TRIALS):
    """The Found option of the least level among those that cost `money` at most.

    A budget below the cheapest vector whose waiting has an end is refused, with that vector and its cost.
    """
    search = Search(space, evaluate, estimate=estimate, budget=budget)
    begun(search)
    closed = _until(search, lambda search, doubts: _affordable(search, doubts, money))
    seen = search.seen
    kept = seen[search.cost[seen] <= money]
    if not len(kept):
        _until(search, lambda search, doubts: _below(search, doubts, math.inf))
        raise ScenarioError([_too_little(space, search, money)])
    first = kept[np.lexsort((search.cost[kept], search.level[kept]))[0]]
    return Found(search.option(first), len(search.values), closed, _all(search))


def cheapest_of(options, bound):
    """The cheapest of some options whose level is `bound` at most; None if there is none."""
    return min((each for each in options if each.level <= bound), key=lambda each: each.cost, default=None)


def best_of(options, money):
    """The option of the least level that costs `money` at most; refused with the cheapest if none does."""
    kept = [each for each in options if each.cost <= money]
    if not kept:
        first = min(options, key=lambda each: each.cost)
        way = f"less than any plan costs; the cheapest is {first.counts} for {first.cost:,.6g}"
        raise ScenarioError([Fault("budget", f"{money:,.6g}", way)])
    return min(kept, key=lambda each: (each.level, each.cost))


def _until(search, wanted):
    """Tries what is wanted until nothing is; True if the model, by its doubts, expects no more.

    `wanted(search, doubts)` gives vectors not tried, the best first, by what is expected of them alone or in
    the best case that the model leaves open.
    """
    while True:
        if not search.fresh:
            search.fit()
        first = wanted(search, False)
        if not len(first):
            first = wanted(search, True)
        if not len(first) or search.left == 0:
            return not len(first)
        search.try_all(first[: search.batch])


def _unknown(search):
    return np.isnan(search.level) & ~search.dead


def _likely(search, level, bar):
    """Indices of unknown vectors that may be below `bar`, those that are likely to gain most first."""
    reach = search.margin()
    gain = np.where(_unknown(search) & np.isfinite(level), bar - level, -np.inf)
    near = np.flatnonzero(gain > -reach)
    near = near[np.argsort(-gain[near], kind="stable")][:WEIGHED]
    doubt = search.doubt(near, level[near])
    may = gain[near] + doubt > 0
    near, doubt = near[may], doubt[may]
    return near[np.argsort(-_expected_gain(gain[near], doubt / SURE), kind="stable")]


def _expected_gain(gain, spread):
    """[vector] the mean of what is gained, where what is not is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(spread > 0, gain / spread, np.inf * np.sign(gain))
        found = gain * ndtr(z) + spread * np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
    return np.where(spread > 0, found, np.maximum(gain, 0.0))


def _on_frontier(search, doubts):
    """Vectors not tried that are expected to be on the frontier, or may be."""
    bar = bar_of(search)
    level = search.expected(bar)
    if doubts:
        return _likely(search, level, bar - search.slack)
    best = first_best(search.cost, level)
    new = best[_unknown(search)[best]]
    return new if len(new) <= search.batch else _spread(new, search.batch)


def _spread(indices, n):
    """A batch from all over a list that is in order of cost."""
    return indices[np.unique(np.linspace(0, len(indices) - 1, n).round().astype(int))]


def _below(search, doubts, bound):
    """Vectors not tried that cost less than the cheapest known to keep the bound, and may keep it."""
    seen = search.seen
    kept = seen[search.level[seen] <= bound]
    cheaper = _unknown(search) & (search.cost < (search.cost[kept].min() if len(kept) else math.inf))
    if math.isinf(bound):
        new = np.flatnonzero(cheaper)
    else:
        level = search.expected(np.full(len(search.cost), bound))
        level[~cheaper] = np.inf
        if doubts:
            return _likely(search, level, bound)[: search.batch // 4]
        new = np.flatnonzero(cheaper & (level <= bound))
    return new[np.argsort(search.cost[new], kind="stable")][: search.batch // 4]


def _affordable(search, doubts, money):
    """Vectors not tried that are in the budget and may be better than the best of those; best first."""
    seen = search.seen
    kept = seen[search.cost[seen] <= money]
    best = search.level[kept].min() if len(kept) else math.inf
    level = search.expected(np.full(len(search.cost), best))
    level[search.cost > money] = np.inf
    if doubts and len(kept):
        return _likely(search, level, best - search.slack)[: search.batch // 4]
    new = np.flatnonzero(_unknown(search) & (level < best))
    return new[np.argsort(level[new], kind="stable")][: search.batch // 4]


def _tried(search):
    seen = search.seen
    return search.cost[seen], search.level[seen]


def _all(search):
    return tuple(search.option(index) for index in search.seen)


def _sure(options):
    """[option] whether it beats every cheaper one by more than luck; the first beats none."""
    out = []
    for i, option in enumerate(options):
        worse = options[:i]
        out.append(all(_beats(option, other) for other in worse[-3:]))
    return tuple(out)


def _beats(option, other):
    if len(option.values) != len(other.values) or len(option.values) < 2:
        return option.level < other.level
    return paired(other.values, option.values).high < 0


def _too_little(space, search, money):
    seen = search.seen
    first = search.option(seen[np.argmin(search.cost[seen])])
    way = f"too little: the cheapest plan whose waiting has an end is {_said(space, first)}"
    return Fault("budget", f"{money:,.6g}", way)


def _said(space, option):
    each = ", ".join(f"{name} {n}" for name, n in zip(space.names, option.counts, strict=True))
    return f"{each}, for {option.cost:,.6g} {space.currency}".rstrip()
