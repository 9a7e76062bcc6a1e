"""What holds a port up at its capacity, what would be next, and what more of it would carry."""

from typing import NamedTuple

import numpy as np

from twin.plan.compile import compile_plan
from twin.results.intervals import paired
from twin.study.carrying.carried import EVERY, capacity
from twin.study.carrying.points import Points
from twin.study.carrying.relaxing import relaxed
from twin.study.preview import preview_of

CANDIDATES = 4  # of the largest causes of waiting that are tried
LOADED = 1.05  # times the capacity: where one looks which of them decides
COARSE = {"near": 8, "most": 16, "within": 0.02}  # of the search in a port with more of something


class Relief(NamedTuple):
    """A thing with more of it: how the level of the target changes just above the capacity."""

    cause: tuple  # kind and name, as results.causes tell them
    share: float  # of all waiting at the capacity
    used: float  # of its open hours, as expected; nan where it has none
    change: float  # of the level, with plenty of it, at LOADED; nan where it cannot be had
    low: float
    high: float
    reason: str  # why there is no more of it, '' where there is


class Carried(NamedTuple):
    """A port with more of the thing that binds, and what it carries."""

    cause: tuple
    change: str  # one_more or plenty
    capacity: object
    next: tuple  # of Relief: what holds it up then


def reliefs(port, multiplier, points, why):
    """[Relief] of the largest causes of waiting, the one that relieves most first.

    `port(multiplier)` is the Scenario, `why` the causes of waiting there, as in a Summary.
    """
    n = COARSE["near"]
    loaded = multiplier * LOADED
    before = points.short(loaded, n)
    used = _used(port(multiplier))
    out = []
    for row in why.head(CANDIDATES).itertuples(index=False):
        cause = row.cause, row.name
        more = relaxed(port(loaded), cause, "plenty")
        told = cause, float(row.share), used.get(_thing(cause), float("nan"))
        if more.scenario is None:
            out.append(Relief(*told, *(float("nan"),) * 3, more.reason))
            continue
        change = Points(lambda _, found=more.scenario: found, points.target, measured=points.measured)
        out.append(Relief(*told, *_change(before, change.short(loaded, n)), ""))
    return sorted(out, key=lambda one: (np.isnan(one.change), one.change))


def _change(before, after):
    """The paired difference of what is missed, and its interval."""
    if not (np.isfinite(before).all() and np.isfinite(after).all()):
        gone = bool(np.isinf(before).any() and np.isfinite(after).all())  # it jams no longer
        return (-np.inf if gone else np.nan), np.nan, np.nan
    mean, low, high, *_ = paired(before, after)
    return mean, low, high


def carried_with(port, cause, change, how):
    """The Carried port, from today's capacity on; None where there is no more of the thing.

    `how` is (points, search, multiplier) of the port as it is.
    """
    points, search, multiplier = how
    if relaxed(port(1.0), cause, change).scenario is None:
        return None

    def scenario_at(factor):
        return relaxed(port(factor), cause, change).scenario

    search = search._replace(**COARSE)
    there = Points(scenario_at, points.target, measured=points.measured, flows=points.flows)
    found = capacity(scenario_at, points.target, search=search, points=there, start=multiplier)
    place = found.multiplier or 1.0
    next_ = ()
    if change == "plenty" and found.kind != EVERY:
        why = there.summary(place, COARSE["near"]).why
        next_ = tuple(reliefs(scenario_at, place, there, why[_others(why, cause)]))
    return Carried(cause, change, found, next_)


def _others(why, cause):
    return ~((why["cause"] == cause[0]) & (why["name"] == cause[1]))


def _used(scenario):
    """{(kind, name): work over open hours, as expected} of a port, nobody waiting."""
    table = preview_of(compile_plan(scenario)).stations
    return {
        (row.kind, row.station): float(row.utilisation)
        for row in table.itertuples(index=False)
        if np.isfinite(row.utilisation)
    }


def _thing(cause):
    """What a cause is in the tables of the preview."""
    kind, name = cause
    return {"service": "station", "hours": "station", "breakdown": "station", "road": "link"}.get(
        kind, kind
    ), name
