"""All that is told of what a port can carry, as tables: one question, one answer."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.engine import run
from twin.engine.trouble import EngineError
from twin.plan.compile import compile_plan
from twin.study.carrying.binding import carried_with, reliefs
from twin.study.carrying.carried import EVERY, FOUND, NONE, capacity, missed_below
from twin.study.carrying.curve import curve, flood, year_reached
from twin.study.carrying.demanded import Demanded, demanded, has_fleets
from twin.study.carrying.envelope import envelope
from twin.study.carrying.points import Points, quiet, run_now
from twin.study.carrying.relaxing import CHANGES
from twin.study.carrying.rooting import Search, tidy
from twin.study.carrying.scaling import scaled_by, ways
from twin.study.carrying.tracks import occupation, sections

ALONG = 12  # replications of each point of the curve
FLOODED = 6  # and where more comes than can pass
ALONG_A_RAY = {"near": 8, "most": 32, "within": 0.02}  # of the search along one ray of an envelope
ON_TRACKS = 5  # replications whose visits are looked at for the occupation of tracks
NO_LEVEL = "there is no flow at which the target is met"
NOT_SURE = "there is no flow at which the target is surely met"
NOTHING_BINDS = "no flow that was tried misses the target"
NO_TRACKS = "the port has no tracks"
NO_OTHER = "there is no more of it"
VALUES = ("what", "unit", "value", "low", "high", "note")
RELIEFS = ("kind", "name", "share", "used", "change", "low", "high", "reason")
CARRIED = ("kind", "name", "with", "found", "multiplier", "low", "high", "replications", "next_kind", "next")


class Asked(NamedTuple):
    """Which flows, how large they may become so that the target is met, and what else is told."""

    target: object  # study.target.Target
    flows: tuple
    search: Search = Search()
    growth: float = math.nan  # a year
    start: float = math.nan  # the year of today's demand
    groups: tuple = ()  # of envelope.Group
    parts: tuple = ("curve", "flood", "binding", "tracks")


class Carrying(NamedTuple):
    """The Capacity, the tables by name, and why a part has none, by name."""

    capacity: object
    tables: dict
    missing: dict


def carrying(scenario, asked, *, measured=run_now, tell=lambda part: None, looked=quiet):
    """The Carrying of a scenario; `tell(part)` is called before each part of the work.

    `looked(multiplier, level)` is called with each flow that was run, and what came of it by replication.
    """
    port = scaled_by(scenario, asked.flows)
    points = Points(port, asked.target, measured=measured, flows=asked.flows, tell=looked)
    tell("capacity")
    found = capacity(port, asked.target, search=asked.search, points=points)
    tables, missing = {"flows": _flows(scenario, asked)}, {}
    for part in asked.parts:
        tell(part)
        frames, reason = _PARTS[part](scenario, asked, points, found)
        tables |= frames
        missing |= {part: reason} if reason else {}
    if asked.groups:
        tell("envelope")
        where = {"search": asked.search._replace(**ALONG_A_RAY), "measured": measured}
        tables["envelope"] = envelope(scenario, asked.groups, asked.target, **where)
    if found.kind == FOUND:  # the curve has looked at more flows below
        found = found._replace(missed=missed_below(points, found.low), stuck=dict(points.stuck))
    tables["capacity"] = _values(asked, points, found)
    return Carrying(found, tables, missing)


def _flows(scenario, asked):
    plan = compile_plan(scenario)
    rows = [
        (way.flow, way.kind, way.cap, demanded(plan, (way.flow,)).per_day)
        for way in ways(scenario, asked.flows)
    ]
    rows += [(flow, "stays", math.inf, math.nan) for flow in scenario.demand.flows if flow not in asked.flows]
    return pd.DataFrame(rows, columns=["flow", "kind", "cap", "per_day"])


def _curve(scenario, asked, points, found):
    if found.kind == NONE:
        return {}, NO_LEVEL
    return {"curve": curve(points, found.multiplier, (ALONG, asked.search.confidence))}, ""


def _flood(scenario, asked, points, found):
    if found.kind != FOUND:
        return {}, NO_LEVEL if found.kind == NONE else NOTHING_BINDS
    if found.low == 0:
        return {}, NOT_SURE
    frame, is_plateau = flood(points, found.multiplier, (FLOODED, asked.search.confidence))
    return {"flood": frame.assign(is_plateau=is_plateau)}, ""


def _binding(scenario, asked, points, found):
    """What relieves most just above the capacity, and what is carried with more of that."""
    if found.kind != FOUND:
        return {}, NO_LEVEL if found.kind == NONE else NOTHING_BINDS
    if found.low == 0:
        return {}, NOT_SURE
    port, place = points.scenario_at, found.multiplier
    why = points.summary(place, asked.search.near).why
    causes = reliefs(port, place, points, why)
    frame = pd.DataFrame([(*one.cause, *one[1:]) for one in causes], columns=list(RELIEFS))
    tables = {"reliefs": frame}
    if not causes or not causes[0].change < 0:
        return tables, NO_OTHER
    rows = []
    for change in CHANGES:
        more = carried_with(port, causes[0].cause, change, (points, asked.search, place))
        if more is not None:
            first = next((one.cause for one in more.next if one.change < 0), ("", ""))
            ends = more.capacity[1:5]
            rows.append((*more.cause, change, more.capacity.kind, *ends, *first))
    return {**tables, "carried": pd.DataFrame(rows, columns=list(CARRIED))}, ""


def _tracks(scenario, asked, points, found):
    """At today's flow, and at the capacity where there is one."""
    plan = compile_plan(scenario)
    if not sections(plan, scenario):
        return {}, NO_TRACKS
    frames = []
    for place in (1.0, found.multiplier) if found.kind == FOUND else (1.0,):
        there = points.scenario_at(place)
        plan = compile_plan(there)
        try:
            runs = [run(plan, number) for number in range(ON_TRACKS)]
        except EngineError as error:
            return {}, str(error)
        frames.append(occupation(plan, there, runs).assign(multiplier=place))
    return {"tracks": pd.concat(frames, ignore_index=True)}, ""


_PARTS = {"curve": _curve, "flood": _flood, "binding": _binding, "tracks": _tracks}


def _values(asked, points, found):
    """VALUES of the answer itself: multiplier, flow a day and an hour, today's share of it, the year."""
    rows = [("multiplier", "1", found.multiplier, found.low, found.high, found.kind)]
    if found.kind != NONE:
        rows += _of_flow(asked, points, found)
    else:
        level = found.nearest[1:] if found.nearest else (math.nan,) * 3
        at = found.nearest[0] if found.nearest else math.nan
        rows.append(("nearest_level", asked.target.unit, *level, found.kind))
        rows.append(("nearest_multiplier", "1", at, at, at, found.kind))
    if math.isfinite(asked.growth):
        rows.append(("year", "year", *year_reached(found, asked.growth, asked.start), found.kind))
    rows += [("missed_between", "1", math.nan, *ends, "") for ends in found.missed]
    rows += [("stuck", "1", place, place, place, said) for place, said in sorted(found.stuck.items())]
    return pd.DataFrame(rows, columns=list(VALUES))


def _of_flow(asked, points, found):
    """What comes a day and in the fullest hour, at the capacity and today."""
    n = found.replications
    places = (found.multiplier, found.low, found.high)
    here, low, high = (_demanded(asked, points, place, n) for place in places)
    today = _demanded(asked, points, 1.0, n)
    ratio = [today.per_day / one.per_day if one.per_day else math.nan for one in (here, high, low)]
    return [
        ("per_day", "1/d", here.per_day, low.per_day, high.per_day, found.kind),
        ("per_hour", "1/h", here.per_hour, low.per_hour, high.per_hour, found.kind),
        ("today_per_day", "1/d", today.per_day, today.per_day, today.per_day, ""),
        ("vc", "share", *ratio, ""),
    ]


def _demanded(asked, points, multiplier, n):
    """The Demanded at a multiplier, 0 or without end too; fleets as they came round in runs near it."""
    place = tidy(multiplier) if 0 < multiplier < math.inf else multiplier
    if not 0 < place < math.inf:
        return Demanded(place, place, 0.0)
    plan = compile_plan(points.scenario_at(place))
    if not has_fleets(plan, asked.flows):
        return demanded(plan, asked.flows)
    known = min(points.multipliers(), key=lambda one: (abs(one - place), one))
    there = demanded(
        compile_plan(points.scenario_at(known)),
        asked.flows,
        points.summary(known, min(n, points.count(known))).curves,
    )
    ratio = _came(points, place) / _came(points, known)
    return there._replace(per_day=there.per_day * ratio, per_hour=there.per_hour * ratio)


def _came(points, multiplier):
    """Mean arrivals of the flows at a multiplier, on the straight lines between those that were run."""
    places = points.multipliers()
    came = [float(points.at(place, points.count(place)).arrived.mean()) for place in places]
    return float(np.interp(multiplier, places, came))


__all__ = ["Asked", "Carrying", "EVERY", "FOUND", "NONE", "carrying"]
