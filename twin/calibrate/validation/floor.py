"""Distances beside their floor: what two simulated samples of one port are apart, by chance alone.

How odd the record is, is a rank: it and the simulated samples are treated alike, so that each of them is as
likely the oddest while the port is the same, however many distances there are.
"""

from typing import NamedTuple

import numpy as np

from twin.calibrate.validation.distances import ways_of

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
    as_far: float  # chance that a simulated sample lies as far out, in any way
    holds: bool
    station: str = ""  # "": of the port as a whole

    @property
    def called(self):
        """What it is named by among all: service scanner."""
        return f"{self.name} {self.station}".strip()


def apart(record, samples):
    """[way] Distance of a record from at least three simulated samples."""
    n, ways = len(samples), ways_of(record)
    between = [way.between([record, *samples]) for way in ways]
    away = np.array([each.sum(axis=1) / n for each in between])  # [way, record or sample] from all others
    floors = [float(each[1:, 1:].sum() / (n * (n - 1))) for each in between]
    odd = np.array([_odd(each) for each in away])
    oddest = odd[:, 1:].max(axis=0)
    chances = [(1 + int((oddest >= own).sum())) / (n + 1) for own in odd[:, 0]]
    rows = zip(ways, away[:, 0].tolist(), floors, chances, strict=True)
    return tuple(_distance(*row, n) for row in rows)


def _distance(way, away, floor, as_far, number):
    ratio = away / floor if floor > 0 else (1.0 if away == 0 else np.inf)
    holds = ratio <= BAR or is_usual(as_far, number)
    return Distance(way.name, way.unit, away, floor, ratio, as_far, holds, way.station)


def _odd(away):
    """[record, sample...] standard deviations that each lies above all others, itself left out of both."""
    n = len(away) - 1
    mean = (away.sum() - away) / n
    squares = np.array([np.square(np.delete(away, i) - mean[i]).sum() for i in range(n + 1)])
    return (away - mean) / np.maximum(np.sqrt(squares / n), 1e-12)


def is_usual(as_far, number):
    """Whether chance does it: of few samples one that is as far is enough."""
    return as_far > max(BY_CHANCE, 1 / (number + 1))
