"""A polynomial that stands in for the port: many indices from few runs, as far as its Q2 says it may.

Legendre polynomials of the positions, chosen one by one as each explains most of what is left, until the
error of leaving a point out grows (sparse polynomial chaos: Blatman, Sudret 2011, J. Comput. Phys. 230).
Q2 is the share of the variance between points that is foretold of points left out, the choice of terms made
anew each time: by folds, never on the points it was fitted to.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from twin.study.sensitivity.noise import bootstrap, spread
from twin.study.sensitivity.sobol import indices, saltelli

DEGREES = 3, 6  # of many inputs, and of few: more runs an input bear more terms
FEW = 10
FOLDS = 5
PAIRS = 12  # inputs whose products are tried: those that alone explain most
HONEST = 0.7  # the Q2 from which indices of a surrogate are worth telling
DRAWN = 1024  # points of the surrogate that its indices are taken from
TIMES = 100


class Term(NamedTuple):
    """A product of Legendre polynomials: (input, degree) each."""

    factors: tuple


class Surrogate(NamedTuple):
    """A constant and terms with their coefficients; q2 as said above."""

    terms: tuple
    weights: np.ndarray  # [1 + term]
    q2: float

    def __call__(self, points):
        """[point] what it foretells."""
        return design(points, self.terms) @ self.weights


class Indices(NamedTuple):
    """First and total indices [estimate, low, high; input] of a surrogate."""

    first: np.ndarray
    total: np.ndarray


def surrogate(points, levels):
    """The Surrogate of levels [point] at points [point, input]."""
    points, levels = np.asarray(points, float), np.asarray(levels, float)
    terms = chosen(points, levels)
    weights = _fitted(design(points, terms), levels)
    return Surrogate(terms, weights, q2(points, levels))


def design(points, terms):
    """[point, 1 + term] what each term is at each point."""
    x = 2.0 * np.asarray(points, float) - 1.0
    columns = [np.ones(len(x))]
    for term in terms:
        columns.append(np.prod([_legendre(x[:, i], degree) for i, degree in term.factors], axis=0))
    return np.column_stack(columns)


def _legendre(x, degree):
    """Of unit variance under a uniform position."""
    return np.polynomial.legendre.Legendre.basis(degree)(x) * np.sqrt(2 * degree + 1)


def chosen(points, levels):
    """The terms, in the order in which they were taken."""
    candidates = _candidates(points, levels)
    table = design(points, candidates)[:, 1:]
    centred = table - table.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    usable = size > 1e-9
    taken, best, error = [], (), _left_out(np.ones((len(levels), 1)), levels)
    patience = 0
    while len(taken) < len(levels) // 4 and patience < 5:
        basis = np.column_stack([np.ones(len(levels)), table[:, taken]])
        left = levels - basis @ _fitted(basis, levels)
        match = np.where(usable, np.abs(centred.T @ left) / np.where(usable, size, 1.0), -1.0)
        match[taken] = -1.0
        if not (match > 1e-12).any():
            break
        taken.append(int(np.argmax(match)))
        now = _left_out(np.column_stack([basis, table[:, taken[-1]]]), levels)
        patience = 0 if now < error else patience + 1
        if now < error:
            best, error = tuple(taken), now
    return tuple(candidates[i] for i in best)


def _candidates(points, levels):
    """Powers of every input, and products of pairs of those that alone explain most."""
    inputs = points.shape[1]
    highest = DEGREES[inputs <= FEW]
    alone = [Term(((i, degree),)) for i in range(inputs) for degree in range(1, highest + 1)]
    table = design(points, alone)[:, 1:]
    left = levels - levels.mean()
    size = np.sqrt(((table - table.mean(axis=0)) ** 2).sum(axis=0))
    match = np.abs((table - table.mean(axis=0)).T @ left) / np.where(size > 1e-9, size, np.inf)
    strength = match.reshape(inputs, highest).max(axis=1)
    first = np.argsort(-strength, kind="stable")[:PAIRS]
    pairs = [
        Term(((int(i), a), (int(j), b)))
        for i, j in combinations(sorted(first), 2)
        for a in range(1, highest)
        for b in range(1, highest + 1 - a)
    ]
    return alone + pairs


def _fitted(table, levels):
    return np.linalg.lstsq(table, levels, rcond=None)[0]


def _left_out(table, levels):
    """Mean square error of each point foretold by the others, corrected for the number of terms."""
    q, _ = np.linalg.qr(table)
    left = levels - q @ (q.T @ levels)
    lever = np.minimum((q**2).sum(axis=1), 1 - 1e-9)
    n, terms = table.shape
    return np.mean((left / (1 - lever)) ** 2) * n / max(n - terms, 1)


def q2(points, levels, seed=1):
    """1 minus the error of points left out over their variance: 0 is no better than the mean."""
    order = np.random.default_rng(seed).permutation(len(levels))
    foretold = np.full(len(levels), np.nan)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        terms = chosen(points[rest], levels[rest])
        foretold[fold] = design(points[fold], terms) @ _fitted(design(points[rest], terms), levels[rest])
    variance = levels.var()
    return float(1 - np.mean((levels - foretold) ** 2) / variance) if variance > 0 else float("nan")


def surrogate_indices(made, points, levels, snap=lambda drawn: drawn):
    """The Indices of a surrogate over positions drawn anew; intervals from its points drawn again.

    `snap(points)` puts whole numbers into the middle of their steps, as the points were.
    """
    inputs = points.shape[1]
    active = sorted({i for term in made.terms for i, _ in term.factors})
    first, total = np.zeros((2, 3, inputs))
    if not active:
        return Indices(first, total)
    drawn = np.full((DRAWN * (len(active) + 2), inputs), 0.5)
    drawn[:, active] = saltelli(np.arange(len(active)), DRAWN).reshape(-1, len(active))
    table = design(snap(drawn), made.terms)
    here = design(points, made.terms)

    def found(weights):
        return np.stack(indices((table @ weights).reshape(DRAWN, -1)))

    rows = bootstrap(len(levels), TIMES)
    again = np.stack([found(_fitted(here[chosen_rows], levels[chosen_rows])) for chosen_rows in rows])
    low, high = spread(again)
    parts = np.stack([found(made.weights), low, high], axis=1)  # [first or total; estimate, low, high; input]
    first[:, active], total[:, active] = parts
    return Indices(first, total)
