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


def distances(record, samples, ways=WAYS):
    """[way] Distance of a record from at least three simulated samples."""
    return [_distance(way, record, samples) for way in ways]


def _distance(way, record, samples):
    n = len(samples)
    between = way.between([record, *samples])
    away = float(between[0, 1:].mean())
    each = between[1:, 1:].sum(axis=1) / (n - 1)
    floor = float(each.mean())
    ratio = away / floor if floor > 0 else (1.0 if away == 0 else np.inf)
    as_far = (1 + int((each >= away).sum())) / (n + 1)
    is_usual = as_far > max(BY_CHANCE, 1 / (n + 1))  # of few samples, one is enough
    return Distance(way.name, way.unit, away, floor, ratio, as_far, ratio <= BAR or is_usual)
