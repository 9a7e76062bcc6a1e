"""What a vector that was not tried is expected to give: a guess, a sum over places, and what is left of both.

value = guess + sum of a table per place + a smooth field, on the scale of the value or of its logarithm, with
or without the guess and the tables, whichever makes the values that were seen likeliest. A network of Jackson
is such a sum to the last digit; where one station holds back another the field alone is mostly likelier. Two
vectors are near each other in the field where the tables say that their numbers do about the same: one more
where there are enough already is no way at all.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve, solve_triangular
from scipy.spatial.distance import cdist

REACHES = (0.2, 0.6, 2.0, 6.0)  # of the field, in spans of the place that matters most
NOISES = (1e-9, 1e-6, 1e-3, 0.1)  # of the field's variance
GROWN = 1.3  # times as many seen: then ways and reaches are compared again
STEP = 0.08  # how far numbers are apart at least, in spans of their place
EXACT = 1e-9  # of the spread of the values: less is none
SMOOTH, SMALL = 1e-5, 1e-9  # how much tables are held straight, and low, where nothing was seen


class Field(NamedTuple):
    """A smooth field through what the tables leave: at, weights and factor of the vectors seen."""

    at: np.ndarray
    weights: np.ndarray
    factor: Any
    reach: float
    noise: float
    variance: float


class Fit(NamedTuple):
    """One way to see the values; `likely` is its log likelihood."""

    log: bool
    is_guessed: bool
    is_flat: bool
    scale: float  # of the guess
    tables: np.ndarray  # [number of each place, then the level of all]
    warp: np.ndarray  # the same without the guess: what each number does
    field: Field | None
    likely: float


class Model:
    """The likeliest fit to the values seen: `coarse` of all vectors, `fine` and `doubt` of some."""

    def __init__(self, places, spans, *, guess=None):
        self.places, self.spans = places, spans  # [vector, place] from 0, [place] how many numbers
        self.guess = guess  # [vector] or None
        self.first = np.concatenate([[0], np.cumsum(spans)])
        self.fit: Fit | None = None
        self.looked = 0  # how many had been seen when reaches and noises were compared

    def learn(self, seen, values):
        """Fits to the finite values of the vectors with these indices."""
        if self.fit and len(seen) < GROWN * self.looked:
            way = self.fit.log, self.fit.is_guessed, self.fit.is_flat
            self.fit = self._fitted(seen, values, way, known=self.fit.field)
            return
        self.looked, best = len(seen), None
        for way in self._ways(seen, values):
            found = self._fitted(seen, values, way)
            best = found if best is None or found.likely > best.likely else best
            if best.field is None:
                break
        self.fit = best

    def coarse(self):
        """[vector] without the field."""
        return self._back(self._trend(np.arange(len(self.places)), self.fit))

    def fine(self, some):
        """[some] with the field."""
        value, field = self._trend(some, self.fit), self.fit.field
        if field is not None:
            value = value + _kernel(self._at(some, self.fit.warp), field.at, field.reach) @ field.weights
        return self._back(value)

    def doubt(self, some, level):
        """[some] how far the field may be wrong, one standard deviation in units of the level."""
        field = self.fit.field
        if field is None:
            return np.zeros(len(some))
        near = _kernel(self._at(some, self.fit.warp), field.at, field.reach)
        known = solve_triangular(field.factor[0], near.T, lower=True)
        spread = np.sqrt(field.variance * np.maximum(1.0 - (known**2).sum(axis=0), 1e-6))
        return spread * np.abs(level) if self.fit.log else spread

    def _ways(self, seen, values):
        """(logarithm, guess) of the fits that are possible, the plainest first."""
        guessed = [] if self.guess is None else [True]
        scales = [False]
        if (values > 0).all() and (self.guess is None or (self.guess[seen] > 0).all()):
            scales.append(True)
        return [
            (log, with_guess, flat)
            for flat in (False, True)
            for with_guess in [*guessed, False]
            for log in scales
        ]

    def _back(self, value):
        return np.exp(np.minimum(value, 700.0)) if self.fit.log else value

    def _guess(self, some, log):
        if self.guess is None:
            return np.zeros(len(some))
        return np.log(np.maximum(self.guess[some], 1e-300)) if log else self.guess[some]

    def _trend(self, some, fit):
        rows = self.places[some] + self.first[:-1]
        return fit.scale * self._guess(some, fit.log) + fit.tables[-1] + fit.tables[rows].sum(axis=1)

    def _at(self, some, tables):
        """[some, place] where vectors are in the field."""
        out = np.empty((len(some), len(self.spans)))
        parts = [tables[a:b] for a, b in zip(self.first[:-1], self.first[1:], strict=True)]
        widest = max(float(np.ptp(part)) for part in parts) or 1.0
        for i, part in enumerate(parts):
            # One after the other by how much each more does, and never nearer than a part of the span.
            ways = np.abs(np.diff(part)) / widest + STEP / max(len(part) - 1, 1)
            out[:, i] = np.concatenate([[0.0], np.cumsum(ways)])[self.places[some, i]]
        return out

    def _fitted(self, seen, values, way, *, known=None):
        log, is_guessed, is_flat = way
        wanted = np.log(values) if log else values
        guess = self._guess(seen, log)
        scale = _slope(guess, wanted) if is_guessed else 0.0
        warp = self._tables(seen, wanted)
        tables = self._tables(seen, wanted - scale * guess) if is_guessed else warp
        if is_flat:
            tables = np.zeros_like(tables)
            tables[-1] = (wanted - scale * guess).mean()
        fit = Fit(log, is_guessed, is_flat, scale, tables, warp, None, 0.0)
        left = wanted - self._trend(seen, fit)
        spread = max(float(np.ptp(wanted)), abs(float(wanted.mean())) * 1e-6, 1e-300)
        jacobian = float(np.log(values).sum()) if log else 0.0
        if np.abs(left).max() <= EXACT * spread:
            return fit._replace(likely=-len(seen) * math.log(EXACT * spread) - jacobian)
        likely, field = _field(self._at(seen, warp), left, known)
        return fit._replace(field=field, likely=likely - jacobian)

    def _tables(self, seen, wanted):
        """[places' numbers + 1] a value for each number of each place, and the level of all."""
        n = int(self.first[-1])
        rows = np.zeros((len(seen), n + 1))
        rows[np.arange(len(seen))[:, None], self.places[seen] + self.first[:-1]] = 1.0
        rows[:, -1] = 1.0
        straight = []
        for first, span in zip(self.first[:-1], self.spans, strict=True):
            for i in range(first, first + span - 2):
                row = np.zeros(n + 1)
                row[i : i + 3] = 1.0, -2.0, 1.0
                straight.append(row * SMOOTH)
        every = np.vstack([rows, *straight, np.eye(n + 1)[:-1] * SMALL])
        sought = np.concatenate([wanted, np.zeros(len(every) - len(wanted))])
        return np.linalg.lstsq(every, sought, rcond=None)[0]


def _slope(guess, wanted):
    """How much a guess is to be stretched; 1 where it says nothing."""
    varied = guess - guess.mean()
    if not varied @ varied > 0:
        return 1.0
    return max(float(varied @ (wanted - wanted.mean()) / (varied @ varied)), 0.0)


def _kernel(one, other, reach):
    distance = cdist(one, other) * (math.sqrt(3) / reach)
    return (1.0 + distance) * np.exp(-distance)


def _field(at, left, known):
    """(log likelihood, the likeliest Field) through what is left; one that is known keeps its reach."""
    n, best, field = len(left), -math.inf, None
    tries = [(known.reach, known.noise)] if known else [(r, noise) for r in REACHES for noise in NOISES]
    for reach, noise in tries:
        near = _kernel(at, at, reach)
        try:
            factor = cho_factor(near + noise * np.eye(n), lower=True)
        except LinAlgError:
            continue
        weights = cho_solve(factor, left)
        variance = max(float(left @ weights) / n, 1e-300)
        likely = -0.5 * n * math.log(variance) - float(np.log(np.diag(factor[0])).sum())
        if likely > best:
            best, field = likely, Field(at, weights, factor, reach, noise, variance)
    return best, field
