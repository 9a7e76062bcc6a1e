"""What it is worth to know an assumption: for a decision, or for how sure one number is.

Of a decision: expected value of partial perfect information, by regression on runs at random points (Strong,
Oakley, Brennan 2014, Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample, Med. Decis. Making 34). What a decision gains over the first is
regressed on one input; knowing it, one takes what is foretold to be best. Polynomials, of the degree at which
points left out are foretold best: degree 0, which is worth nothing, is one of them.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc

from twin.study.sensitivity.noise import bootstrap, spread, verdicts

DEGREE = 4
TEST_DEGREE = 3  # of the test whether an input explains anything; fixed, so that its probability is right
FEWEST = 16  # points
ROUNDING = 1e-9  # of the largest gain: less than this is what sums of floats leave over


class Worth(NamedTuple):
    """[estimate, low, high; input] what knowing it is worth, and whether it is told from luck."""

    value: np.ndarray
    verdict: list


def worth_of_deciding(points, benefits):
    """The Worth of benefits [point, decision], more is better, in their unit.

    Perfect knowledge of one input: how much better the decision becomes by it, on average.
    """
    gains = benefits - benefits[:, :1]
    bases = [_basis(x) for x in points.T]
    degrees = [[_degree(base, gain) for gain in gains.T] for base in bases]
    now = np.array([_gained(base, gains, deg) for base, deg in zip(bases, degrees, strict=True)])
    low, high = spread(_again(bases, gains, degrees))
    moves = gains[:, 1:].T
    p = [np.minimum(1.0, len(moves) * np.min([_probability(base, move) for move in moves])) for base in bases]
    none = np.full(len(bases), bool((gains == 0).all()))
    return Worth(np.stack([now, low, high]), verdicts(p, none))


def worth_of_width(points, levels):
    """The Worth of levels [point, replication]: the share of the width of their 95 % that knowing takes away.

    The width is that of all replications at all points; what is left of it, once the input's own curve is
    taken away, is seen on points that were left out of the curve. Below 0 is said as 0.
    """
    means = levels.mean(axis=1)
    bases = [_basis(x) for x in points.T]
    rows = bootstrap(len(levels), 200)
    widths = np.array([_width(levels), *(_width(levels[r]) for r in rows)])
    value = np.zeros((3, len(bases)))
    for i, base in enumerate(bases):
        degree = _degree(base, means)
        if degree:  # else its curve is flat and takes nothing away
            rest = levels - _left_out(base, means, degree)[:, None]
            left = np.array([_width(rest), *(_width(rest[r]) for r in rows)])
            shares = np.maximum(0.0, 1.0 - left / np.where(widths > 0, widths, np.inf))
            value[:, i] = shares[0], *spread(shares[1:])
    p = [_probability(base, means) for base in bases]
    none = np.full(len(bases), bool((levels == levels[:1, :1]).all()))
    return Worth(value, verdicts(p, none))


def _width(levels):
    low, high = np.quantile(levels, [0.025, 0.975])
    return high - low


def _basis(x):
    """[point, degree] orthonormal polynomials of an input, the constant first; fewer of few values."""
    x = np.asarray(x, float)
    highest = min(DEGREE, len(np.unique(x)) - 1)
    spread_of_x = x.std() or 1.0
    q, _ = np.linalg.qr(np.vander((x - x.mean()) / spread_of_x, highest + 1, increasing=True))
    return q


def _degree(base, y):
    """The degree at which points left out are foretold best."""
    lever = np.minimum(np.cumsum(base**2, axis=1), 1 - 1e-9)
    fitted = np.cumsum(base * (base.T @ y), axis=1)
    errors = (((y[:, None] - fitted) / (1 - lever)) ** 2).mean(axis=0)
    return int(np.argmin(errors))


def _curve(base, y, degree):
    part = base[:, : degree + 1]
    return part @ (part.T @ y)


def _left_out(base, y, degree):
    """[point] what the curve of the other points says there, less the mean of all."""
    part = base[:, : degree + 1]
    lever = np.minimum((part**2).sum(axis=1), 1 - 1e-9)
    return y - (y - _curve(base, y, degree)) / (1 - lever) - y.mean()


def _gained(base, gains, degrees):
    """The mean of the best that is foretold, less the best on average."""
    curves = np.column_stack([_curve(base, gain, deg) for gain, deg in zip(gains.T, degrees, strict=True)])
    gained = curves.max(axis=1).mean() - curves.mean(axis=0).max()
    return gained if gained > ROUNDING * np.abs(gains).max() else 0.0


def _again(bases, gains, degrees):
    """[time, input] the same of points drawn again, curves fitted anew at their degrees."""
    out = []
    for rows in bootstrap(len(gains), 200):
        drawn, values = gains[rows], []
        for base, degree in zip(bases, degrees, strict=True):
            if not any(degree):  # the same is foretold whatever it is
                values.append(0.0)
                continue
            curves = [
                base[rows, : d + 1] @ np.linalg.lstsq(base[rows, : d + 1], gain, rcond=None)[0]
                for gain, d in zip(drawn.T, degree, strict=True)
            ]
            best = np.column_stack(curves)
            values.append(best.max(axis=1).mean() - best.mean(axis=0).max())
        out.append(values)
    return np.array(out)


def _probability(base, y):
    """Of a curve of degree TEST_DEGREE that explains so much if the input did nothing: F."""
    part = base[:, 1 : TEST_DEGREE + 1]
    n, terms = part.shape
    if terms == 0 or n <= terms + 1:
        return float("nan")
    centred = y - y.mean()
    explained = ((part.T @ centred) ** 2).sum()
    left = (centred**2).sum() - explained
    if left <= 0:
        return 0.0 if explained > 0 else 1.0
    return float(fdtrc(terms, n - terms - 1, explained / terms / (left / (n - terms - 1))))
