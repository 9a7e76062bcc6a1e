"""Distances beside their floor: what two simulated samples of one port are apart, by chance alone."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.validation.distances import WAYS

BAR = 1.25  # times the floor that a record may be away
BY_CHANCE = 0.05  # a record is as any simulated sample where more of them lie as far out
FAR = 5.0  # times the floor: no fault of some parameter, another port


class Distance(NamedTuple):
    """How far the record is from the simulated samples, in one way."""

    name: str
    unit: str
    record: float  # mean over the simulated samples
    floor: float  # mean over all pairs of simulated samples
    ratio: float
    as_far: float  # chance that a simulated sample lies as far from the others
    holds: bool


class Apart(NamedTuple):
    """All distances, and how usual they are together."""

    distances: tuple[Distance, ...]
    as_far: float  # chance that a simulated sample is as odd in the way in which it is oddest

    is_usual: bool  # whether chance makes the oddest of all


def apart(record, samples, ways=WAYS):
    """The Apart of a record and at least three simulated samples."""
    n = len(samples)
    found, odd = [], []
    for way in ways:
        between = way.between([record, *samples])
        each = between[1:, 1:].sum(axis=1) / (n - 1)  # [sample] from the others
        away = float(between[0, 1:].mean())
        found.append(_distance(way, away, each))
        odd.append((np.append(away, each) - each.mean()) / max(each.std(), 1e-12))
    oddest = np.max(odd, axis=0)
    as_far = _as_far(oddest[0], oddest[1:])
    return Apart(tuple(found), as_far, is_usual(as_far, n))


def _distance(way, away, each):
    floor = float(each.mean())
    ratio = away / floor if floor > 0 else (1.0 if away == 0 else np.inf)
    as_far = _as_far(away, each)
    return Distance(
        way.name, way.unit, away, floor, ratio, as_far, ratio <= BAR or is_usual(as_far, len(each))
    )


def _as_far(own, others):
    return (1 + int((others >= own).sum())) / (len(others) + 1)


def is_usual(as_far, number):
    """Whether chance does it: of few samples one that is as far is enough."""
    return as_far > max(BY_CHANCE, 1 / (number + 1))
