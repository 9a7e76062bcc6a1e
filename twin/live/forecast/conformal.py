"""Bands that hold as often as they say, whatever the model is worth: corrected by what past ones missed.

A miss is by how far the truth lay beyond an end of a band, below 0 where it lay inside (Romano, Patterson and
Candes, Conformalized quantile regression, 2019). Each end is moved by that quantile of its last misses that
keeps it: the level of the quantile goes up after a truth outside and down after one inside (Gibbs and
Candes, Adaptive conformal inference under distribution shift, 2021), so that over time as many fall outside
as should.
"""

import math
from bisect import bisect_left, insort
from collections import deque
from typing import NamedTuple

import numpy as np

from twin.live.forecast.telling import QUANTILES

LAST = 300  # misses that are remembered
FEWEST = 50  # before anything is moved
PACE = 0.01  # by which a level moves
ROUNDING = 1e-9  # of a place in a list
ENDS = (("low", 0.05), ("low", 0.25), ("high", 0.25), ("high", 0.05))  # of Mark.bands: side, share beyond
BANDS = ("low90", "low50", "high50", "high90")


class End:
    """One end of a band: what is beyond it should be a share of all."""

    def __init__(self, share):
        self.share = share
        self.level = share
        self.misses = deque()
        self.ordered = []  # the same, the least first

    def shift(self):
        """By how much the end is moved outwards; 0 until enough is known."""
        if len(self.misses) < FEWEST:
            return 0.0
        level = min(max(1.0 - self.level, 0.0), 1.0)
        return self.ordered[math.ceil(level * (len(self.ordered) - 1) - ROUNDING)]

    def learn(self, miss):
        """Takes in by how much the truth lay beyond the end as the model gave it."""
        outside = miss > self.shift()
        self.level += PACE * (self.share - outside)
        self.level = min(max(self.level, -self.share), 3 * self.share)
        self.misses.append(miss)
        insort(self.ordered, miss)
        if len(self.misses) > LAST:
            del self.ordered[bisect_left(self.ordered, self.misses.popleft())]


class Correction:
    """The ends of the bands by station, measure and lead time."""

    def __init__(self):
        self.ends = {}

    def learn(self, mark, truth):
        """Takes in what came to be of a Mark; its own bands do not matter, its members do."""
        for end, (side, _), value in zip(self._of(mark), ENDS, raw_bands(mark.members), strict=True):
            end.learn(value - truth if side == "low" else truth - value)

    def shifts(self, station, measure, lead):
        """[band] what is added to low90, low50, high50, high90."""
        ends = self.ends.get((station, measure, lead))
        if ends is None:
            return (0.0, 0.0, 0.0, 0.0)
        low90, low50, high50, high90 = (end.shift() for end in ends)
        return (-low90, -low50, high50, high90)

    def _of(self, mark):
        key = (mark.station, mark.measure, mark.lead)
        if key not in self.ends:
            self.ends[key] = tuple(End(share) for _, share in ENDS)
        return self.ends[key]


def raw_bands(members):
    """low90, low50, high50, high90 of members that are alike likely."""
    return tuple(np.quantile(members, [0.05, 0.25, 0.75, 0.95]).tolist())


def in_order(bands):
    """Bands that lie within one another, none below 0; numbers, or arrays of them."""
    low90, low50, high50, high90 = (np.maximum(0.0, value) for value in bands)
    middle = (low50 + high50) / 2
    low50, high50 = np.minimum(low50, middle), np.maximum(high50, middle)
    return np.minimum(low90, low50), low50, high50, np.maximum(high90, high50)


class Shift(NamedTuple):
    """What is added to the bands of one station and measure by lead time."""

    leads: np.ndarray
    by_band: np.ndarray  # [band, lead]


def corrected(forecast, correction):
    """The Forecast with bands moved, those of other times by the lead times around them; means stay.

    Futures that it carries are moved with the bands.
    """
    marks = tuple(moved(mark, correction) for mark in forecast.marks)
    table, paths = forecast.table.copy(), dict(forecast.paths)
    for (station, measure), shift in _shifts(forecast.marks, correction).items():
        rows = (
            (table["station"] == station) & (table["measure"] == measure) & (table["cls"] == "*")
        ).to_numpy()
        time = table.loc[rows, "time"].to_numpy()
        values = [
            table.loc[rows, band].to_numpy() + np.interp(time, shift.leads, by)
            for band, by in zip(BANDS, shift.by_band, strict=True)
        ]
        bands = in_order(values)
        before = table.loc[rows, list(QUANTILES)].to_numpy()
        table.loc[rows, list(BANDS)] = np.column_stack(bands)
        table.loc[rows, "median"] = np.clip(table.loc[rows, "median"].to_numpy(), bands[1], bands[2])
        if (station, measure) in paths:
            by = table.loc[rows, list(QUANTILES)].to_numpy() - before
            paths[station, measure] = path_moved(paths[station, measure], by)
    return forecast._replace(table=table, marks=marks, paths=paths)


def path_moved(path, by):
    """The futures of a path, [future, time], moved as the quantiles of their time are: [time, quantile].

    Each future is moved by what its rank among all says, so that it keeps its rank: the bands of moved
    futures are the bands that are told, and what one time has to do with another is as the model has it
    (ensemble copula coupling; Schefzik, Thorarinsdottir and Gneiting, Uncertainty quantification in complex
    simulation models using ensemble copula coupling, 2013). So a chance over many times, as that of a first
    passage, agrees with what is told of each. Bands of whole numbers are moved outwards until they hold at
    least what they say, so what is less than one entity moves nobody: chances would be too high by it.
    """
    n = len(path)
    order = np.argsort(path, axis=0, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(n)[:, None], axis=0)
    likely = (np.arange(n) + 0.5) / n
    moves = np.array([np.interp(likely, [*QUANTILES.values()], own) for own in by]).T
    return np.maximum(path + np.trunc(np.take_along_axis(moves, ranks, axis=0)), 0.0).astype(path.dtype)


def _shifts(marks, correction):
    """{(station, measure): Shift}: nothing is moved now, as now is known."""
    found = {}
    for mark in marks:
        found.setdefault((mark.station, mark.measure), []).append(mark.lead)
    out = {}
    for (station, measure), leads in found.items():
        leads = sorted(leads)
        by = [(0.0, 0.0, 0.0, 0.0), *(correction.shifts(station, measure, lead) for lead in leads)]
        out[station, measure] = Shift(np.array([0.0, *leads]), np.array(by).T)
    return out


def moved(mark, correction):
    """The Mark with its bands moved."""
    by = correction.shifts(mark.station, mark.measure, mark.lead)
    bands = in_order([value + shift for value, shift in zip(raw_bands(mark.members), by, strict=True)])
    return mark._replace(bands=tuple(map(float, bands)))
