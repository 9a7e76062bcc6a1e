"""How full tracks are, after UIC 406: the trains of a run pushed together, against the time there is.

A section of line is one block: a train has it for itself from end to end, each way on a track of its own.
Tracks of a yard and bays that change the gauge are as many places as they have; a train holds one from
coming in to going out. Pushed together in their order, the trains take a share of the window; with the time
that must be added for a timetable that holds, that is the capacity used. Conflicts are minutes that trains
wait at the section, or hold it because they cannot leave.
"""

import heapq
import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.results.intervals import mean_intervals
from twin.study.coming import hour_edges
from twin.study.offered import station_seconds

# Of the window: what may be occupied over a whole day. UIC code 406 (2013) for lines; for the tracks of
# stations there is none, 60 to 70 % is what planners use (assumed).
LIMITS = {"line": 0.60, "yard": 0.65}
MINUTE, DAY = 60.0, 86400.0
COLUMNS = ("kind", "section", "places", "measure", "mean", "low", "high", "replications")
MEASURES = ("trains_per_day", "minutes_each", "occupied", "used", "remaining_per_day", "conflict_minutes")
GAUGE_YARD = ("gauge_change",)  # what a station on no gauge of its own must do to count


class Section(NamedTuple):
    """A line, or places of a yard: its points in the plan, and how many trains it takes at once."""

    kind: str  # line or yard
    name: str
    points: tuple
    places: int  # of a bay those on duty, on average while it works
    limit: float
    edges: np.ndarray  # [hour + 1] seconds
    open: np.ndarray  # [hour + 1] seconds until then in which it works, those of the warm-up left out


def sections(plan, scenario):
    """Every Section of a port that has tracks, in the order of its points; none on a road."""
    layout, grouped = scenario.layout, {}
    for i, point in enumerate(plan.names.points):
        grouped.setdefault((point.kind, point.name), []).append(i)
    out = []
    for (kind, name), points in grouped.items():
        link = layout.links.get(name.removesuffix(":back")) if kind == "link" else None
        zone = layout.zones.get(name) if kind == "zone" else None
        station = layout.stations.get(name) if kind == "station" else None
        if link is not None and link.kind == "track":
            out.append(Section("line", name, tuple(points), link.lanes, LIMITS["line"], *_always(plan)))
        elif zone is not None and _is_track(zone):
            out.append(
                Section("yard", name, tuple(points), int(zone.holds.amount), LIMITS["yard"], *_always(plan))
            )
        elif station is not None and (station.gauge or station.does in GAUGE_YARD):
            *opens, places = _on_duty(plan, points)
            if places:
                out.append(Section("yard", name, tuple(points), places, LIMITS["yard"], *opens))
    return out


def _is_track(zone):
    on_rails = zone.gauge is not None or zone.track_length is not None
    return on_rails and zone.holds is not None and zone.holds.unit == "entities"


def _always(plan):
    edges = np.array([0.0, plan.warm_up, plan.horizon])
    return edges, np.array([0.0, 0.0, plan.horizon - plan.warm_up])


def _on_duty(plan, points):
    """(edges, seconds open until then, servers on duty while open) of a station; none where unlimited."""
    batch = max(int(plan.arrays.station["batch_most"][points[0]]), 1)
    seconds = np.sum([station_seconds(plan, point) for point in points], axis=0) / batch
    if not np.isfinite(seconds).all() or not seconds.any():
        return *_always(plan), 0
    edges = hour_edges(plan)
    width = np.where(edges[:-1] >= plan.warm_up, np.diff(edges), 0.0)
    opens = np.where(seconds > 0, width, 0.0)
    servers = seconds[opens > 0].sum() / max(opens.sum(), 1.0)
    return edges, np.concatenate([[0.0], np.cumsum(opens)]), math.ceil(servers - 1e-9)


def occupation(plan, scenario, runs):
    """COLUMNS: how full each section is, over runs, each a replication with its visits."""
    rows = []
    for section in sections(plan, scenario):
        by_run = [_of(plan, section, run) for run in runs]
        for name, column in zip(MEASURES, zip(*by_run, strict=True), strict=True):
            mean, low, high, n = (float(each) for each in mean_intervals(np.array(column)))
            low, high = max(low, 0.0), min(high, 1.0) if name == "occupied" else high
            rows.append((section.kind, section.name, section.places, name, mean, low, high, int(n)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def compressed(seconds, places):
    """When the last of trains is through that follow each other at once, in their order, on so many places.

    >>> compressed([60.0, 60.0, 60.0], 2)
    120.0
    """
    free = [0.0] * places
    for each in seconds:
        heapq.heapreplace(free, free[0] + each)
    return max(free)


def _of(plan, section, run):
    """MEASURES of a section in one replication."""
    a_day = DAY / (plan.horizon - plan.warm_up)
    visits = run.visits[np.isin(run.visits["point"], section.points)]
    over = np.where(np.isnan(visits["left"]), run.end, visits["left"])
    ended = np.where(np.isnan(visits["ended"]), run.end, visits["ended"])
    is_line = section.kind == "line"
    begun, done = (visits["joined"], ended) if is_line else (visits["started"], over)
    seconds = np.diff(np.interp([begun, done], section.edges, section.open), axis=0)[0]
    order = np.argsort(begun, kind="stable")
    order = order[~np.isnan(begun[order]) & (done[order] > plan.warm_up)]
    held = _of_batches(visits[order], seconds[order])
    span, opens = compressed(held, section.places), section.open[-1]
    waits = np.where(np.isnan(begun), run.end, begun) - visits["asked"] + np.maximum(over - ended, 0.0)
    conflicts = np.maximum(waits[visits["asked"] >= plan.warm_up], 0.0).sum() / MINUTE * a_day
    each = float(np.mean(held)) if held and sum(held) > 0 else np.nan
    remaining = max(section.limit * opens - span, 0.0) * section.places / each * a_day
    occupied = span / opens if opens > 0 else np.nan
    return len(held) * a_day, each / MINUTE, occupied, occupied / section.limit, remaining, conflicts


def _of_batches(visits, seconds):
    """Those served together on one server hold it once, as long as the longest of them."""
    counted = visits["server"] >= 0
    if not counted.any():
        return seconds.tolist()
    columns = (visits[name].tolist() for name in ("point", "server", "started"))
    keys = list(zip(*columns, strict=True))
    longest = {}
    for key, each in zip(keys, seconds.tolist(), strict=True):
        longest[key] = max(longest.get(key, 0.0), each)
    return list(longest.values())
