"""A search over all vectors of a space, in which each trial is dear and the next is chosen by a model."""

import math
from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.results.intervals import estimate as interval
from twin.study.searching.space import cost_of, vectors_of
from twin.study.searching.surrogate import Model

BATCH = 24  # trials between two fits at most; of a small budget a twentieth
CLOSE = 120_000  # vectors that the field is worked out for
WEIGHED = 3000  # vectors whose doubt is worked out
DESIGN = 0.3  # share of the budget that a blind start may take
EQUAL = 1e-9  # relative: values that differ by less are the same
ERRORS = 60  # the last predictions by which the model is judged
SURE = 2.0  # root mean square errors of the model that a vector is given


class Option(NamedTuple):
    """A vector that was tried: what it costs and gives, with its interval where trials repeat."""

    counts: tuple
    cost: float
    level: float
    low: float
    high: float
    values: np.ndarray  # [replication]


class Search:
    """A lattice, what was tried of it, and what is expected of the rest."""

    def __init__(self, space, evaluate, *, estimate=None, budget):
        self.space, self.evaluate, self.budget = space, evaluate, min(int(budget), space.size)
        self.vectors = vectors_of(space)
        self.cost = cost_of(space, self.vectors)
        self.values = {}  # {index: [replication]}
        self.level = np.full(len(self.vectors), np.nan)
        self.dead = np.zeros(len(self.vectors), bool)  # no end of waiting, tried or not
        spans = np.array(space.most) - np.array(space.least) + 1
        self.model = Model(
            self.vectors - np.array(space.least), spans, guess=_guesses(estimate, self.vectors)
        )
        self.errors, self.ratios, self.fresh = [], [], False
        self.forecast = None  # [vector] of the model as it is

    @property
    def batch(self):
        """Trials between two fits."""
        return min(max(self.budget // 20, 6), BATCH)

    @property
    def left(self):
        """Trials that the budget still has."""
        return self.budget - len(self.values)

    @property
    def slack(self):
        """A difference of levels that is none."""
        seen = self.seen
        return EQUAL * float(np.abs(self.level[seen]).max()) if len(seen) else 0.0

    @property
    def seen(self):
        """Indices of the vectors that were tried and have an end of waiting."""
        tried = np.array(sorted(self.values), int)
        return tried[np.isfinite(self.level[tried])]

    def try_all(self, indices):
        """Tries vectors, as far as the budget goes; False if there was nothing to do."""
        fresh = [int(i) for i in dict.fromkeys(indices) if int(i) not in self.values and not self.dead[i]]
        fresh = fresh[: self.left]
        expected = self.model.fine(np.array(fresh)) if fresh and self.fresh else None
        doubt = self.model.doubt(np.array(fresh), expected) if expected is not None else None
        for place, index in enumerate(fresh):
            if self.dead[index]:
                continue
            values = np.atleast_1d(
                np.asarray(self.evaluate(tuple(int(n) for n in self.vectors[index])), float)
            )
            self.values[index] = values
            self.level[index] = level = float(values.mean())
            if not math.isfinite(level):
                self.level[index] = np.inf
                self.dead |= (self.vectors <= self.vectors[index]).all(axis=1)
            elif expected is not None:
                self.errors.append(float(expected[place] - level))
                self.ratios += [float(self.errors[-1] / doubt[place])] if doubt[place] > 0 else []
        self.fresh = False
        return bool(fresh)

    def fit(self):
        """Fits the model to all that was tried."""
        seen = self.seen
        self.model.learn(seen, self.level[seen])
        self.fresh, self.forecast = True, None

    def expected(self, bar):
        """[vector] the level: as tried, else as modelled; the field for those most likely below `bar`."""
        if self.forecast is None:
            self.forecast = self.model.coarse()
            near = np.flatnonzero(np.isnan(self.level) & ~self.dead)
            if len(near) > CLOSE:
                near = near[np.argsort((self.forecast - bar)[near], kind="stable")[:CLOSE]]
            for part in np.array_split(near, max(len(near) // 4000, 1)):
                self.forecast[part] = self.model.fine(part)
        out = np.where(np.isnan(self.level) & ~self.dead, self.forecast, self.level)
        out[self.dead] = np.inf
        return out

    def doubt(self, some, level):
        """[some] how far the model may be wrong about vectors: by the field, as wrong as it has proved."""
        own = self.model.doubt(some, level)
        return SURE * np.minimum(self.trust() * own, self.rms()) if own.any() else np.zeros(len(some))

    def trust(self):
        """How much larger errors were than the field had expected."""
        if not self.ratios:
            return 1.0
        return float(np.sqrt(np.mean(np.square(self.ratios[-ERRORS:]))))

    def rms(self):
        """Root mean square of the last errors; inf without any."""
        return float(np.sqrt(np.mean(np.square(self.errors[-ERRORS:])))) if len(self.errors) > 2 else math.inf

    def margin(self):
        """How far the model may be wrong about any vector; inf without any prediction that was tried."""
        return SURE * self.rms()

    def option(self, index):
        """The Option of a vector that was tried."""
        values = self.values[int(index)]
        counts = tuple(int(n) for n in self.vectors[index])
        found = interval(values)
        alone = len(values) == 1
        low, high = (found.mean, found.mean) if alone else (found.low, found.high)
        return Option(counts, float(self.cost[index]), found.mean, low, high, values)


def begun(search, *, seed=0):
    """Tries what a model needs to begin: along each place from the top, or the frontier of a guess."""
    rng = np.random.default_rng(seed)
    top = len(search.vectors) - 1
    search.try_all([top])
    if search.dead.all():
        most = dict(zip(search.space.names, search.space.most, strict=True))
        raise ScenarioError(
            [Fault("ranges", str(most), "waiting has no end even with the most of each; raise the ranges")]
        )
    if search.model.guess is None:
        search.try_all(_along(search))
    else:
        best = first_best(search.cost, search.model.guess)
        n = max(min(search.batch, search.left // 4), 2)
        search.try_all(best[np.unique(np.linspace(0, len(best) - 1, n).round().astype(int))])
    inside = np.flatnonzero(~search.dead & np.isnan(search.level))
    n = min(2 * len(search.space.names), max(search.left // 8, 1), len(inside))
    search.try_all(rng.choice(inside, n, replace=False) if n > 0 else [])
    search.fit()


def first_best(cost, level):
    """Indices of those that nothing beats, by cost: each gives less than all that cost as much or less."""
    order = np.lexsort((level, cost))
    before = np.minimum.accumulate(np.concatenate([[np.inf], level[order][:-1]]))
    finite = np.abs(level[np.isfinite(level)])
    slack = EQUAL * (float(finite.max()) if len(finite) else 0.0)
    return order[(level[order] < before - slack) & np.isfinite(level[order])]


def bar_of(search):
    """[vector] the best level tried among all that cost as much or less; inf where there is none."""
    seen = search.seen
    order = seen[np.argsort(search.cost[seen], kind="stable")]
    best = np.minimum.accumulate(search.level[order])
    at = np.searchsorted(search.cost[order], search.cost, side="right") - 1
    return np.where(at >= 0, best[np.maximum(at, 0)], np.inf)


def _guesses(estimate, vectors):
    """[vector] what an estimate says, its endless ones above all others; None without an estimate."""
    if estimate is None:
        return None
    found = np.asarray(estimate(vectors), float)
    ends = np.isfinite(found)
    highest = float(found[ends].max()) if ends.any() else 1.0
    return np.where(ends, found, 2.0 * abs(highest) + 1.0)


def _along(search):
    """Vectors that differ from the top at one place: all numbers, or more low ones if they are many."""
    space = search.space
    spans = [high - low for low, high in zip(space.least, space.most, strict=True)]
    each = max(int(search.budget * DESIGN / max(len(spans), 1)), 2)
    out = []
    for place, span in enumerate(spans):
        steps = np.arange(span)
        if span > each:
            steps = np.unique(np.rint(np.geomspace(1, span, each)).astype(int) - 1)
        stride = math.prod(other + 1 for other in spans[place + 1 :])
        # From the top down: where waiting has no end, what is below needs no trial.
        out += [len(search.vectors) - 1 - int(span - step) * stride for step in steps[::-1]]
    return out
