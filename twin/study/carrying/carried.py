"""The largest flow with a target met, found and with its interval."""

import math
from typing import NamedTuple

import numpy as np

from twin.results.intervals import mean_intervals
from twin.study.carrying.points import Points
from twin.study.carrying.rooting import Curves, Root, Search, root_near, tidy

FOUND, NONE, EVERY = "found", "no flow meets it", "every flow meets it"
LOUD = math.sqrt(2)  # the step of the first look
BEYOND = 2  # steps that are looked at beyond the last that was met, in case it is met again
BELOW = 2  # and below the first
HALF = 0.5  # of today's flow: so far down is looked at least
NEARER = 0.98  # of what was missed a step before: while it gets less, a larger flow is looked at
SURE = 0.99  # of a range of flow in which it is missed though it is met above


class Capacity(NamedTuple):
    """A multiplier of today's flow with its interval; what was looked at, and what is odd about it.

    Of `NONE` the multiplier is 0 and `nearest` the lowest level, with its interval; of `EVERY` it is the
    highest that was looked at. `missed` are ranges of multipliers below it in which the target is missed.
    """

    kind: str
    multiplier: float
    low: float
    high: float
    replications: int
    nearest: tuple  # (multiplier, level, low, high) of the level that misses least
    missed: tuple  # of (from, to)
    stuck: dict  # {multiplier: what the engine said} where the port jams


def capacity(scenario_at, target, *, search=None, points=None, start=1.0):
    """The Capacity of a port: `scenario_at(multiplier)` gives it with so many times the flow.

    `points` are those already looked at, or run in another way; `start` is where one looks first.
    """
    search = search or Search()
    points = points or Points(scenario_at, target)
    levels = first_look(points, search, start)
    met = [multiplier for multiplier, short in levels if short <= 0]
    if not met:
        return _none(points, levels, search)
    missed_above = [multiplier for multiplier, _ in levels if multiplier > max(met)]
    if not missed_above:
        return _every(points, levels, (max(met), search))
    guess = _between(levels, max(met), min(missed_above))
    root = root_near(Curves(points.short, search, points.target.bound), guess)
    root = root._replace(at=tidy(root.at))
    return Capacity(FOUND, *root, nearest=(), missed=missed_below(points, root.low), stuck=dict(points.stuck))


def first_look(points, search, start=1.0):
    """[(multiplier, mean of what is missed)] at steps from a flow to where it is met and missed."""
    up = down = tidy(min(max(start, search.lowest), search.highest))
    found = {up: _short(points, up, search.first)}
    half = HALF if start == 1.0 else start
    while up < search.highest and (_missed_last(found) < BEYOND or _gets_nearer(found)):
        up = tidy(min(up * LOUD, search.highest))
        found[up] = _short(points, up, search.first)
    while down > max(search.lowest, half) or (down > search.lowest and _met_first(found) < BELOW):
        down = tidy(max(down / LOUD, search.lowest))
        found[down] = _short(points, down, search.first)
    return _told(found)


def _told(found):
    """[(multiplier, mean of what is missed)] in order, where somebody came."""
    return [one for one in sorted(found.items()) if not math.isnan(one[1])]


def _short(points, multiplier, n):
    """The mean of what is missed; nan where nobody comes, which says nothing."""
    short = points.short(multiplier, n)
    return float(np.nanmean(short)) if not np.isnan(short).all() else math.nan


def _missed_last(found):
    """How many of the highest multipliers in a row miss the target."""
    rows = _told(found)[::-1]
    return next((i for i, (_, short) in enumerate(rows) if short <= 0), len(rows))


def _gets_nearer(found):
    """Whether the highest multiplier misses clearly less than the one before, as where batches fill."""
    shorts = [short for _, short in _told(found)[-2:]]
    return len(shorts) == 2 and math.isfinite(shorts[0]) and shorts[1] < NEARER * shorts[0]


def _met_first(found):
    """How many of the lowest multipliers in a row meet it."""
    rows = _told(found)
    return next((i for i, (_, short) in enumerate(rows) if short > 0), len(rows))


def _between(levels, met, missed):
    """Where the straight line between two multipliers meets the target; their middle without levels."""
    short = dict(levels)
    if not (math.isfinite(short[met]) and math.isfinite(short[missed])):
        return math.sqrt(met * missed)
    return met + (missed - met) * short[met] / (short[met] - short[missed])


def _none(points, levels, search):
    nearest = _nearest(points, levels, search)
    root = Root(0.0, 0.0, 0.0, search.near)
    return Capacity(NONE, *root, nearest=nearest, missed=(), stuck=dict(points.stuck))


def _every(points, levels, how):
    highest, search = how
    missed = missed_below(points, highest)
    root = Root(highest, highest, math.inf, search.first)
    return Capacity(EVERY, *root, nearest=(), missed=missed, stuck=dict(points.stuck))


def _nearest(points, levels, search):
    """(multiplier, level, low, high) where the target is missed least; () if the port jams everywhere."""
    runs = [one for one in levels if math.isfinite(one[1])]
    point = points.at(min(runs, key=lambda one: one[1])[0], search.near) if runs else None
    if point is None:
        return ()
    mean, low, high, _ = (float(each) for each in mean_intervals(point.level, search.confidence))
    return min(runs, key=lambda one: one[1])[0], mean, low, high


def missed_below(points, multiplier):
    """((from, to), ...) ranges of multipliers below one in which the target is clearly missed."""
    looked_at = sorted({*points.multipliers(), *points.stuck})
    out, first, last = [], None, None
    for one in (each for each in looked_at if each < multiplier):
        if _clearly_missed(points, one):
            first, last = one if first is None else first, one
        elif first is not None:
            out.append((first, last))
            first = None
    return tuple([*out, (first, last)] if first is not None else out)


def _clearly_missed(points, multiplier):
    if multiplier in points.stuck:
        return True
    short = points.short(multiplier, points.count(multiplier))
    return bool(mean_intervals(short, SURE)[1] > 0)
