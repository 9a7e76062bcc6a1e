"""Each visit as spans of time: what has not come yet is put at the end of the run."""

from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY
from twin.results.heirs import stand_alone
from twin.results.places import LINK, STATION, ZONE, places
from twin.results.trips import trip_rows


class Spans(NamedTuple):
    """The visits of a run in their order, column by column, with the places their entities hold meanwhile."""

    places: object  # Places of the plan
    trip: np.ndarray  # [row] row of the trips table, NOBODY if there is none
    point: np.ndarray  # [row]
    place: np.ndarray  # [row]
    cls: np.ndarray  # [row] NOBODY of an actor
    server: np.ndarray  # [row]
    is_root: np.ndarray  # [row] not a part of another entity, and not an actor
    alone: np.ndarray  # [row] one of these, or who goes on for it when it is no more
    asked: np.ndarray  # [row] seconds
    joined: np.ndarray  # [row]
    started: np.ndarray  # [row] at places without service: joined
    ended: np.ndarray  # [row]
    left: np.ndarray  # [row]
    is_ended: np.ndarray  # [row] ended before the run did
    came: np.ndarray  # [row] the row in which it came to the place: another, where it has changed lanes there
    goes_on: np.ndarray  # [row] it has changed lanes, and the next row is what became of it
    gave_up: np.ndarray  # [row] it left without having been served, and not for another lane
    holds: np.ndarray  # [row] row of the station or link it still held when it asked, NOBODY without
    stands: np.ndarray  # [row] row of the zone it still stood in when it asked, NOBODY without
    end: float


def spans(plan, run):
    """The Spans of a run."""
    visits, end = run.visits, run.end
    where = places(plan)
    point = visits["point"].astype(np.int64)
    left = _by_the_end(visits["left"], end)
    # One who left without being served waited until then.
    asked, joined, started, ended = (
        _by_the_end(visits[name], left) for name in ("asked", "joined", "started", "ended")
    )
    key = np.ascontiguousarray(visits["key"])
    came, goes_on = _lane_changes(visits, where.of_point[point])
    unserved = np.isnan(visits["started"]) & ~np.isnan(visits["left"])
    kind = where.kind[point]
    is_place = ((kind == STATION) | (kind == LINK)) & ~np.isnan(visits["joined"])
    return Spans(
        places=where, trip=trip_rows(visits, run.trips), point=point, place=where.of_point[point],
        cls=visits["cls"].astype(np.int64), server=visits["server"].astype(np.int64),
        is_root=(visits["parent"] == 0) & (visits["flow"] != NOBODY), alone=stand_alone(plan, run),
        is_ended=~np.isnan(visits["ended"]),
        came=came, goes_on=goes_on, gave_up=unserved & ~goes_on,
        asked=asked, joined=joined, started=started, ended=ended, left=left,
        holds=_held(key, is_place, asked, left), stands=_held(key, kind == ZONE, asked, left), end=end,
    )  # fmt: skip


def _lane_changes(visits, place):
    """([row] where it came to the place, [row] whether its wait goes on in the next row, in another lane)."""
    goes_on = np.zeros(len(visits), bool)
    before, after = visits[:-1], visits[1:]
    goes_on[:-1] = (
        (before["key"] == after["key"])
        & (place[:-1] == place[1:])
        & (before["point"] != after["point"])
        & np.isnan(before["started"])
        & (before["left"] == after["asked"])
        & (after["joined"] == after["asked"])
        & ~np.isnan(before["joined"])
    )
    begins = np.ones(len(visits), bool)
    begins[1:] = ~goes_on[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(visits)), 0)), goes_on


def _by_the_end(times, end):
    times = np.ascontiguousarray(times)
    return np.where(np.isnan(times), end, times)


def _held(key, is_place, asked, left):
    """The last row before each that `is_place`, of the same entity, if it was not left when the row asked."""
    rows = np.arange(len(key))
    last = np.maximum.accumulate(np.where(is_place, rows, NOBODY)) if len(key) else rows
    last = np.concatenate([[NOBODY], last[:-1]]) if len(key) else rows
    before = np.maximum(last, 0)
    held = (last != NOBODY) & (key[before] == key) & (left[before] > asked)
    return np.where(held, last, NOBODY)


class Window(NamedTuple):
    """The time that is measured: from the end of the warm-up to the end of the run."""

    start: float
    end: float

    @property
    def length(self):
        """Seconds."""
        return self.end - self.start


class Changes(NamedTuple):
    """Levels that rise and fall: at `time[i]`, `level[i]` changes by `delta[i]`. Sorted by time."""

    time: np.ndarray
    level: np.ndarray
    delta: np.ndarray


class Bundle(NamedTuple):
    """Spans of time that lift a level by a weight while they last."""

    start: np.ndarray
    end: np.ndarray
    level: np.ndarray
    weight: np.ndarray


def bundle(start, end, level, weight=1):
    """A Bundle of spans; level and weight may be the same for all."""
    start = np.asarray(start, float)
    shape = start.shape
    return Bundle(
        start, np.asarray(end, float), np.broadcast_to(level, shape), np.broadcast_to(weight, shape)
    )


class Ordered(NamedTuple):
    """The instants at which spans begin and end in a window, in order of time."""

    time: np.ndarray
    span: np.ndarray  # [instant] index of the span
    sign: np.ndarray  # [instant] 1 where it begins, -1 where it ends


def ordered(window, start, end):
    """Spans Ordered; those that do not last in the window are not there."""
    start, end = np.maximum(start, window.start), np.minimum(end, window.end)
    span = np.flatnonzero(end > start)
    time = np.concatenate([start[span], end[span]])
    order = np.argsort(time)
    sign = np.ones(len(time), np.int64)
    sign[len(span) :] = -1
    return Ordered(time[order], np.concatenate([span, span])[order], sign[order])


def changes(window, bundles):
    """The Changes that bundles make in a window."""
    columns = [np.concatenate(parts) for parts in zip(*bundles, strict=True)]
    start, end, level, weight = columns
    at = ordered(window, start, end)
    return Changes(at.time, level.astype(np.int64)[at.span], at.sign * weight.astype(np.int64)[at.span])
