"""History matching: which values are implausible, by an emulator, wave by wave.

Of each summary a quadratic in the values is fitted to what was simulated. Where the recorded summary is
further from it than three standard deviations of the emulator and of chance, the values are ruled out. Chance
is in the records as in the simulations, so both are the same. Craig, Goldstein, Seheult, Smith (1997),
Pressure matching for hydrocarbon reservoirs; Vernon, Goldstein, Bower (2010), Galaxy formation.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from twin.calibrate.simulated.regressing import Line, quadratic, ridge

Array = np.ndarray
FAR = 3.0  # standard deviations: three sigma of any distribution with one mode hold 95 %, Pukelsheim (1994)
SPARED, OF = 2, 10  # so many summaries may be far by chance, of so many each: of 20 the third one rules out
LOOKED = 14  # as a power of 2: points at which the emulator is asked where it leaves values
WAVES = 3
FEWEST, PER_UNKNOWN = 30, 10  # runs from which an emulator is learned
SHRUNK = 0.8  # of what was left before, above which another wave is not worth it


class Emulator(NamedTuple):
    """What a wave has learned of summaries; points are judged by it."""

    line: Line
    spread: Array  # [summary] standard deviation of what is recorded about it
    seen: Array  # [summary] as recorded

    def leaves(self, points):
        """[point] whether it is not ruled out."""
        away = np.abs(self.seen - self.line.at(quadratic(points))) / self.spread
        spared = min(SPARED, away.shape[1] // OF)
        return np.partition(away, away.shape[1] - 1 - spared, axis=1)[:, -1 - spared] <= FAR


class Matched(NamedTuple):
    """Runs of all waves, and the region that is left."""

    points: Array  # [run, unknown] all of them
    summaries: Array  # [run, summary]
    emulators: tuple[Emulator, ...]
    share: float  # of the whole prior that is left

    def leaves(self, points):
        """[point] whether no wave rules it out."""
        inside = ((points >= 0) & (points <= 1)).all(axis=1)
        for each in self.emulators:
            inside[inside] &= each.leaves(points[inside])
        return inside


def match(runs, seen, unknowns, *, most, seed):
    """The Matched of recorded summaries, with about so many runs; `runs(points, numbers)` simulates."""
    each = max(most // WAVES, min(most, FEWEST + PER_UNKNOWN * unknowns))
    points = qmc.Sobol(unknowns, seed=seed).random_base2(int(np.ceil(np.log2(each))))[:each]
    summaries = runs(points, np.arange(each))
    found = Matched(points, summaries, (), 1.0)
    for wave in range(1, WAVES + 1):
        emulator = learned(found, seen)
        if emulator is None:
            return found
        narrower = found._replace(emulators=(*found.emulators, emulator))
        look = qmc.Sobol(unknowns, seed=seed + wave).random_base2(LOOKED)
        left = look[narrower.leaves(look)]
        if len(left) < 2:  # no value makes what was recorded: nothing more is ruled out
            return found
        before, found = found, narrower._replace(share=len(left) / len(look))
        is_last = len(found.points) + each > most or found.share > SHRUNK * before.share
        if is_last and found.leaves(found.points).sum() >= FEWEST:
            return found
        if len(found.points) > most:  # too few to go on from
            return before
        more = left[:each]
        more = runs_in(found, more, each, np.random.default_rng([seed, wave]))
        numbers = len(found.points) + np.arange(len(more))
        found = found._replace(
            points=np.concatenate([found.points, more]),
            summaries=np.concatenate([found.summaries, runs(more, numbers)]),
        )
    return found


def learned(found, seen):
    """The Emulator of the runs in what is left, None where they are too few."""
    inside = found.leaves(found.points) & np.isfinite(found.summaries).all(axis=1)
    terms = quadratic(found.points[inside])
    if inside.sum() < FEWEST:
        return None
    line = ridge(terms, found.summaries[inside])
    return Emulator(line, np.maximum(line.error, 1e-9), seen)


def runs_in(found, left, number, rng):
    """[number, unknown] points of what is left: more of them about those that are known."""
    points = left
    while len(points) < number:
        near = left[rng.integers(len(left), size=4 * number)]
        tried = near + rng.normal(size=near.shape) * left.std(axis=0)
        points = np.concatenate([points, tried[found.leaves(tried)]])
    return points[:number]
