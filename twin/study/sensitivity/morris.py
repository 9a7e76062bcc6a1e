"""Elementary effects: what each input does from many places of the ranges, for screening hundreds of them.

Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33; mu* is
of Campolongo, Cariboni and Saltelli (2007). An effect is the change of the level over the whole range. All
points of a trajectory have the same luck, each trajectory has its own.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc

from twin.study.sensitivity.noise import bootstrap, spread, verdicts

LEVELS = 4  # of the grid, as Morris has it
FEWEST = 2  # trajectories: one tells nothing of how effects vary


class Morris(NamedTuple):
    """Effects by trajectory, and what they come to: [group] each, of inputs where each is its own group."""

    effects: np.ndarray  # [trajectory, group, replication] nan where a point had no level
    mean: np.ndarray  # mu: with its sign, what the input does on the whole
    size: np.ndarray  # mu*: how much it does
    low: np.ndarray  # of mu*
    high: np.ndarray
    sigma: np.ndarray  # how differently it does it: curvature, or work with other inputs
    verdict: list


def morris(respond, groups, trajectories, *, replications=2, seed=1):
    """The Morris of inputs that move in groups, [input] the number of its group.

    (groups + 1) x trajectories points, so many replications each. Where a point has no level, as the port
    refuses what two inputs make together, another trajectory is tried for that one, once; those that have
    lost the fewest points are taken.
    """
    if trajectories < FEWEST:
        raise ValueError(f"{trajectories} trajectories; at least {FEWEST} are needed")
    groups = np.asarray(groups)
    numbers = np.arange(2 * trajectories * replications).reshape(2 * trajectories, 1, replications)
    points = trajectories_of(groups, trajectories, seed)
    levels = _levels(respond, points, numbers[:trajectories])
    lost = _lost(levels)
    if lost.any():
        others = trajectories_of(groups, int((lost > 0).sum()), seed + 1)
        more = _levels(respond, others, numbers[trajectories : trajectories + len(others)])
        points, levels = np.concatenate([points, others]), np.concatenate([levels, more])
        best = np.sort(np.argsort(_lost(levels), kind="stable")[:trajectories])
        points, levels = points[best], levels[best]
    effects = _effects(points, levels, groups)
    mean = np.abs(effects.mean(axis=2))  # [trajectory, group]
    again = bootstrap(trajectories)
    with np.errstate(invalid="ignore"):
        low, high = spread(np.stack([_mean(mean[rows]) for rows in again]))
    signed = effects.mean(axis=2)
    p = _probability(effects)
    is_none = (effects == 0).all(axis=(0, 2))
    return Morris(
        effects, _mean(signed), _mean(mean), low, high, _sigma(signed), verdicts(p, is_none)
    )  # fmt: skip


def _levels(respond, points, numbers):
    """[trajectory, step, replication] levels; all steps of a trajectory have its numbers."""
    trajectories, steps, inputs = points.shape
    replications = numbers.shape[2]
    luck = np.broadcast_to(numbers, (trajectories, steps, replications)).reshape(-1, replications)
    return respond(points.reshape(-1, inputs), luck).reshape(trajectories, steps, replications)


def _lost(levels):
    """[trajectory] points that have no level."""
    return np.isnan(levels).any(axis=2).sum(axis=1)


def trajectories_of(groups, trajectories, seed=1):
    """[trajectory, step, input] points of which neighbours differ in one group of inputs."""
    from SALib.sample import morris as salib

    inputs, count = len(groups), int(max(groups)) + 1
    problem = {"num_vars": inputs, "names": [f"x{i}" for i in range(inputs)], "bounds": [[0, 1]] * inputs}
    steps = inputs + 1
    if count < inputs:
        problem["groups"] = [f"g{group}" for group in groups]
        steps = count + 1
    points = salib.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(points, float).reshape(trajectories, steps, inputs)


def _effects(points, levels, groups):
    """[trajectory, group, replication] change of the level over the change of the inputs of the group."""
    moved = np.diff(points, axis=1)  # [trajectory, step, input]
    first = np.argmax(moved != 0, axis=2)  # [trajectory, step] an input that moved there
    size = np.take_along_axis(moved, first[..., None], axis=2)[..., 0]
    each = np.diff(levels, axis=1) / size[..., None]
    out = np.full((len(points), int(max(groups)) + 1, levels.shape[2]), np.nan)
    rows = np.arange(len(points))[:, None]
    out[rows, np.asarray(groups)[first]] = each
    return out


def _mean(values):
    """Over trajectories that have a value."""
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    return np.where(known, values, 0.0).sum(axis=0) / np.where(n > 0, n, np.nan)


def _sigma(values):
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    square = np.where(known, (values - _mean(values)) ** 2, 0.0).sum(axis=0)
    return np.sqrt(square / np.where(n > 1, n - 1, np.nan))


def _probability(effects):
    """[group] of effects so large if they were luck alone.

    Squares of the effects against how they vary between replications at one place: F of r and r (R - 1).
    """
    replications = effects.shape[2]
    known = ~np.isnan(effects).any(axis=2)
    n = known.sum(axis=0)
    if replications < 2:
        return np.full(len(n), np.nan)
    effects = np.where(known[..., None], effects, 0.0)
    large = replications * (effects.mean(axis=2) ** 2).sum(axis=0) / np.maximum(n, 1)
    luck = effects.var(axis=2, ddof=1).sum(axis=0) / np.maximum(n, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = fdtrc(np.maximum(n, 1), np.maximum(n, 1) * (replications - 1), large / luck)
    p = np.where(luck == 0, np.where(large == 0, 1.0, 0.0), p)
    return np.where(n > 0, p, np.nan)
