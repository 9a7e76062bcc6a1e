"""Values whose simulations come ever nearer to the records, without a likelihood.

Each population is proposed about the nearest values so far, by a normal of twice their covariance (Beaumont,
Cornuet, Marin, Robert 2009, Adaptive approximate Bayesian computation). The tolerance falls with them, as far
as enough remain (Del Moral, Doucet, Jasra 2012). Every run counts, by the prior over the mixture of all that
was proposed (Cornuet, Marin, Mira, Robert 2012). Distances are of the values as a regression foretells them
from all summaries (Fearnhead, Prangle 2012). What is left of a distance is taken away by a local regression
(Beaumont, Zhang, Balding 2002).
"""

from typing import NamedTuple

import numpy as np

from twin.calibrate.simulated.regressing import apart, ridge

Array = np.ndarray
WIDER = 2.0  # the covariance of a kernel over that of the values: least loss, Beaumont et al.
ENOUGH, PART = 80.0, 0.2  # effective values within the tolerance; of few runs, this share of them
LEAST = 30.0
LOCAL = 0.5  # share of the runs, the nearest ones, that the distance is learned from
FEWEST = 150  # of them
EDGE = 1e-3  # of a range: positions are adjusted on a logistic scale, which has no ends
DRAWS = 1000


class Pool(NamedTuple):
    """All runs within what history matching has left, and what they were proposed from."""

    points: Array  # [run, unknown]
    summaries: Array  # [run, summary]
    uniform: int  # of them spread evenly
    share: float  # of the prior that is left
    kernels: tuple  # of the others

    @property
    def weights(self):
        """[run] the prior over what proposed it, up to a factor."""
        mixture = np.full(len(self.points), self.uniform / self.share)
        for kernel in self.kernels:
            mixture += kernel.number * kernel.density(self.points)
        return 1.0 / mixture


class Kernel(NamedTuple):
    """A normal about each of some values, cut off where history matching rules out."""

    centres: Array  # [centre, unknown]
    weights: Array  # [centre] sum to 1
    root: Array  # [unknown, unknown] lower triangle of its covariance
    inside: float  # share that is not cut off
    number: int  # of values that were proposed

    def density(self, points):
        """[point]"""
        away = (points[:, None, :] - self.centres[None]) @ np.linalg.inv(self.root).T
        size = np.prod(np.diag(self.root)) * (2 * np.pi) ** (points.shape[1] / 2)
        return np.exp(-0.5 * (away**2).sum(axis=2)) @ self.weights / (size * self.inside)


class Near(NamedTuple):
    """How far the runs of a pool are from the records, and which are near enough."""

    foretold: Array  # [run, unknown] less what the records foretell
    far: Array  # [run]
    tolerance: float
    weights: Array  # [run] sum to 1, 0 beyond the tolerance


def pool_of(matched):
    """The Pool of a Matched."""
    good = np.isfinite(matched.summaries).all(axis=1)
    inside = good & matched.leaves(matched.points)
    return Pool(matched.points[inside], matched.summaries[inside], int(inside.sum()), matched.share, ())


def near(pool, seen):
    """The Near of a pool: distances learned from all, then from the nearer ones."""
    which = np.ones(len(pool.points), bool)
    for _ in range(2):
        line = ridge(pool.summaries[which], pool.points[which])
        foretold = line.at(pool.summaries)
        foretold[which] = apart(pool.summaries[which], pool.points[which])  # not learned from, as the records
        foretold -= line.at(seen[None])
        far = np.sqrt(((foretold / np.maximum(line.error, 1e-9)) ** 2).sum(axis=1))
        local = min(len(far), max(FEWEST, int(LOCAL * len(far))))
        which = far <= np.partition(far, local - 1)[local - 1]
    tolerance = tolerance_of(far, pool.weights)
    kernel = np.where(far <= tolerance, 1.0 - (far / (tolerance * (1 + 1e-9) + 1e-300)) ** 2, 0.0)
    weights = pool.weights * np.maximum(kernel, 1e-6 * (far <= tolerance))
    return Near(foretold, far, tolerance, weights / weights.sum())


def tolerance_of(far, weights):
    """The least distance within which there are effectively enough."""
    order = np.argsort(far, kind="stable")
    inside = weights[order]
    effective = np.cumsum(inside) ** 2 / np.cumsum(inside**2)
    enough = np.flatnonzero(effective >= min(ENOUGH, max(LEAST, PART * len(far))))
    return float(far[order][enough[0]] if len(enough) else far.max())


def proposed(pool, found, matched, size, rng):
    """(points, Kernel): so many about those that are near."""
    alive = found.weights > 0
    centres, weights = pool.points[alive], found.weights[alive] / found.weights[alive].sum()
    middle = weights @ centres
    spread = (centres - middle).T @ (weights[:, None] * (centres - middle))
    root = np.linalg.cholesky(WIDER * spread + 1e-8 * np.eye(len(middle)))
    points, tried = np.zeros((0, len(middle))), 0
    while len(points) < size:
        about = centres[rng.choice(len(centres), size=4 * size, p=weights)]
        new = about + rng.normal(size=about.shape) @ root.T
        points, tried = np.concatenate([points, new[matched.leaves(new)]]), tried + len(new)
    return points[:size], Kernel(centres, weights, root, len(points) / tried, size)


def added(pool, points, summaries, kernel):
    """The Pool with runs that were proposed; where the port refused, there is nothing to weigh."""
    good = np.isfinite(summaries).all(axis=1)
    return pool._replace(
        points=np.concatenate([pool.points, points[good]]),
        summaries=np.concatenate([pool.summaries, summaries[good]]),
        kernels=(*pool.kernels, kernel),
    )


def posterior(pool, found, rng):
    """[draw, unknown] values, with what is left of the distances taken away."""
    alive = found.weights > 0
    weights = found.weights[alive]
    inside = np.clip(pool.points[alive], EDGE, 1 - EDGE)
    logit = np.log(inside / (1 - inside))
    off = found.foretold[alive]
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([np.ones(len(off)), off])
    q, r = np.linalg.qr(root * design)
    line = np.linalg.lstsq(r, q.T @ (root * logit), rcond=None)[0]
    lever = np.minimum((q**2).sum(axis=1, keepdims=True), 0.9)
    adjusted = line[0] + (logit - design @ line) / (1 - lever)
    places = (rng.random() + np.arange(DRAWS)) / DRAWS
    which = np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)
    return 1.0 / (1.0 + np.exp(-adjusted[which]))
