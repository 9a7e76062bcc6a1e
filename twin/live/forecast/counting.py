"""What futures come to: who queues, is served and is inside at each step, how long one waits, who leaves.

All is added up on one grid of (future, place, class, time), the classes together behind the others; the
places are the stations, and the port behind them.
"""

from typing import NamedTuple

import numpy as np

from twin.live.forecast.highest import highest
from twin.results.places import STATION, places

QUEUE, SERVING, NUMBER, WAIT, LEFT, STORAGE = "queue", "serving", "number", "wait", "left", "storage"


class Counted(NamedTuple):
    """Each measure over the futures; a nan where nobody joined, of whom a wait could be told."""

    times: np.ndarray  # [time] seconds after now, from 0 on
    stations: tuple[str, ...]  # in the layout
    classes: tuple[str, ...]
    at_stations: dict  # measure: [future, station, class + 1, time]
    of_port: dict  # measure: [future, class + 1, time]
    peaks: dict  # measure that is watched: [future, station, or 0 for the port, time] the highest of a step


class Grid(NamedTuple):
    """Where an instant falls."""

    step: float
    steps: int
    futures: int
    classes: int

    def first(self, time):
        """The step at or after a time, one beyond the last for what does not come to be."""
        with np.errstate(invalid="ignore"):
            index = np.ceil(np.nan_to_num(time, nan=np.inf) / self.step)
        return np.clip(index, 0, self.steps + 1).astype(np.int64)

    def level(self, index, since, until, n):
        """[future, n, class + 1, time] how many are there; `index` is (future, one of n, class) of each."""
        flat = self._flat(index, n)
        width = self.steps + 2
        size = self.futures * n * self.classes * width
        out = np.bincount(flat * width + self.first(since), minlength=size).astype(float)
        out -= np.bincount(flat * width + self.first(until), minlength=size)
        out = np.cumsum(out.reshape(self.futures, n, self.classes, width), axis=3)
        return with_all(out[..., :-1])

    def sums(self, index, time, n, weight=None):
        """[future, n, class + 1, time] the sum over those whose time falls in the step that ends there."""
        flat = self._flat(index, n)
        width = self.steps + 2
        size = self.futures * n * self.classes * width
        out = np.bincount(flat * width + self.first(time), weight, size)
        return with_all(out.reshape(self.futures, n, self.classes, width)[..., :-1])

    def _flat(self, index, n):
        future, which, cls = index
        return (future * n + which) * self.classes + cls


def with_all(out):
    """The classes, and behind them all of them together."""
    return np.concatenate([out, out.sum(axis=2, keepdims=True)], axis=2)


def counted(plan, futures, asked):
    """The Counted of futures that go on a while beyond what is asked."""
    steps = round(asked.ahead / asked.step)
    grid = Grid(asked.step, steps, len(futures), len(plan.names.classes))
    at_stations, names, peaks = _at_stations(plan, futures, grid, asked.watched)
    of_port, more = _of_port(futures, grid, asked.watched)
    times = asked.step * np.arange(steps + 1)
    return Counted(times, names, plan.names.classes, at_stations, of_port, peaks | more)


def _at_stations(plan, futures, grid, watched):
    """({measure: array}, names of the stations, {measure that is watched: its peaks})."""
    known = places(plan)
    shown = [i for i, place in enumerate(known.names) if place.kind == "station"]
    index = np.full(len(known.names), -1)
    index[shown] = np.arange(len(shown))
    visits, future = _joined([one.visits for one in futures])
    here = (known.kind[visits["point"]] == STATION) & (visits["cls"] >= 0)
    visits, future = visits[here], future[here]
    which = index[known.of_point[visits["point"]]], visits["cls"].astype(np.int64)
    where, n = (future, *which), len(shown)
    queue = grid.level(where, visits["asked"], visits["started"], n)
    out = {QUEUE: queue, SERVING: grid.level(where, visits["started"], visits["ended"], n)}
    out[WAIT] = _waits(visits, where, grid, (n, plan.horizon))
    metres, size = np.flatnonzero(known.in_metres[shown]), plan.arrays.cls["size"]
    if len(metres):
        lengths = (queue[:, :, :-1] * (size / 1000.0)[:, None])[:, metres]
        held = np.full(queue.shape, np.nan)
        held[:, metres] = with_all(lengths)
        out[STORAGE] = held
    levels = _levels(visits, size[visits["cls"]] if len(metres) else None)
    peaks = {name: _peaks(grid, (future, which[0], n), levels[name]) for name in levels if name in watched}
    if STORAGE in peaks:
        peaks[STORAGE][:, ~known.in_metres[shown]] = np.nan
    if WAIT in watched:
        peaks[WAIT] = out[WAIT][:, :, -1]
    return out, tuple(known.names[i].name for i in shown), peaks


def _levels(visits, millimetres):
    """{measure: (since, until, weight of one, of how many it is the unit)} of who is at a station."""
    queueing = visits["asked"], visits["started"]
    out = {QUEUE: (*queueing, None, 1.0), SERVING: (visits["started"], visits["ended"], None, 1.0)}
    return out if millimetres is None else out | {STORAGE: (*queueing, millimetres, 1000.0)}


def _peaks(grid, place, level):
    since, until, weight, unit = level
    return highest(grid, place, (since, until), weight) / unit


def _waits(visits, where, grid, size):
    """Mean wait of those who join in a step; who does not start while we look has waited until then."""
    n, until = size
    comes = visits["asked"] > 0.0
    where = tuple(part[comes] for part in where)
    asked, started = visits["asked"][comes], visits["started"][comes]
    waits = np.where(np.isnan(started), until, started) - asked
    number = grid.sums(where, asked, n)
    total = grid.sums(where, asked, n, waits)
    return np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)


def _of_port(futures, grid, watched):
    """({measure: array}, {measure that is watched: its peaks})."""
    trips, future = _joined([one.trips for one in futures])
    inside = (trips["cls"] >= 0) & ~np.isnan(trips["arrived"])
    trips, future = trips[inside], future[inside]
    where = (future, np.zeros(len(trips), np.int64), trips["cls"].astype(np.int64))
    number = grid.level(where, trips["arrived"], trips["left"], 1)[:, 0]
    left = grid.sums(where, trips["left"], 1)[:, 0]
    cls, until, whose = _under_way(futures)
    none = np.zeros(len(cls), np.int64)
    number += grid.level((whose, none, cls), none, until, 1)[:, 0]
    peaks = {}
    if NUMBER in watched:
        spans = np.append(trips["arrived"], none), np.append(trips["left"], until)
        peaks[NUMBER] = highest(grid, (np.append(future, whose), 0, 1), spans)
    if LEFT in watched:
        peaks[LEFT] = left[:, -1:]
    return {NUMBER: number, LEFT: left}, peaks


def _under_way(futures):
    """(class, until when, future) of those who are inside, and will count only when their way is over."""
    cls = np.concatenate([one.under_way for one in futures]).astype(np.int64)
    until = np.concatenate([one.until for one in futures])
    return cls, until, np.repeat(np.arange(len(futures)), [len(one.until) for one in futures])


def _joined(tables):
    """(all rows, the future of each)."""
    return np.concatenate(tables), np.repeat(np.arange(len(tables)), [len(table) for table in tables])
