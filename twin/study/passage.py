"""One replication looked at closely: the way of a flow through the port, and its servers by the hour."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.engine import run
from twin.plan.places import BACK
from twin.plan.visits import NOBODY
from twin.results.spans import Window, spans
from twin.study.carrying.tracks import occupation, sections
from twin.study.stored import levels
from twin.study.waited import waits
from twin.study.yards import stays

HOUR = 3600.0
LONGEST = 8 * 86400.0  # seconds of a run that is looked at: of a year the visits would not be kept
RUNS = 5  # replications of which the occupation of tracks is told: all visits of them are held at once
WAY = ("flow", "cls", "step", "kind", "name", "metres", "part", "begin", "end", "entities", "share")
PARTS = (("asked", "joined", "outside"), ("joined", "started", "queue"), ("started", "ended", "service"))
USE = ("station", "hour", "busy")


class Passage(NamedTuple):
    """What replication 0 shows when it is looked at closely: one luck, so without intervals.

    How full tracks are is of the first few replications, which have one.
    """

    ways: pd.DataFrame  # WAY: of each flow its commonest way, times in seconds from arrival, means
    use: pd.DataFrame  # USE: share of a station's servers that serve in each hour
    levels: pd.DataFrame  # of study.stored: pools, stocks, zones and cranes over time
    stays: pd.DataFrame  # of study.yards: who stands on which track
    tracks: pd.DataFrame  # of study.carrying.tracks: how full each section is
    waits: pd.DataFrame  # of study.waited: how long each waited in all


def passage(scenario, plan):
    """The Passage of a plan; None where it runs too long for its visits to be kept."""
    if plan.horizon > LONGEST:
        return None
    seen = run(plan, 0)
    return Passage(
        ways=_ways(scenario, plan, seen),
        use=_use(plan, seen),
        levels=levels(plan, scenario, seen),
        stays=stays(plan, scenario, seen),
        tracks=_tracks(scenario, plan, seen),
        waits=waits(plan, seen),
    )


def _tracks(scenario, plan, seen):
    """How full each section is; a port without tracks has none."""
    if not sections(plan, scenario):
        return occupation(plan, scenario, [])
    others = [run(plan, i) for i in range(1, min(plan.replications, RUNS))]
    return occupation(plan, scenario, [seen, *others])


def _use(plan, seen):
    """Served seconds over server-seconds in each hour, whoever is on duty: closed hours are empty."""
    station = plan.arrays.station
    window = Window(0.0, seen.end)
    rows = spans(plan, seen)
    serves = (rows.point < plan.stations) & (rows.server != NOBODY) & (rows.ended > rows.started)
    hours = int(np.ceil(window.length / HOUR))
    names = [point.name for point in plan.names.points[: plan.stations]]
    found = []
    for name in dict.fromkeys(names):
        lanes = [i for i, each in enumerate(names) if each == name]
        servers = float(station["servers"][lanes].sum())
        mine = serves & np.isin(rows.point, lanes)
        if servers and mine.any():
            # Those of a batch are served at once: a server is busy with all of them for as long as with one.
            once = np.stack([rows.point[mine], rows.server[mine], rows.started[mine], rows.ended[mine]])
            _, _, start, end = np.unique(once, axis=1)
            busy = _by_hour(start, end, hours) / (servers * HOUR)
            found += [(name, hour, value) for hour, value in enumerate(busy)]
    return pd.DataFrame(found, columns=list(USE))


def _by_hour(start, end, hours):
    """Seconds of the spans in each hour."""
    edges = np.arange(hours + 1) * HOUR
    covered = np.clip(end[:, None], *_bounds(edges)) - np.clip(start[:, None], *_bounds(edges))
    return covered.sum(axis=0)


def _bounds(edges):
    return edges[:-1], edges[1:]


def _ways(scenario, plan, seen):
    """The staircase of each flow's commonest way among those who left."""
    rows, found = spans(plan, seen), []
    trips = seen.trips
    done = rows.is_root & (rows.trip != NOBODY)
    done[done] &= ~np.isnan(trips["left"][rows.trip[done]])
    for flow, name in enumerate(plan.names.flows):
        mine = np.flatnonzero(done & (seen.visits["flow"] == flow))
        if len(mine):
            found += _way(scenario, plan, name, _grouped(rows, mine), (rows, trips))
    return pd.DataFrame(found, columns=list(WAY))


def _grouped(rows, mine):
    """[trip] its rows in order."""
    trips = rows.trip[mine]
    order = np.argsort(trips, kind="stable")
    edges = np.flatnonzero(np.diff(trips[order])) + 1
    return np.split(mine[order], edges)


def _way(scenario, plan, flow, groups, tables):
    """The rows of the commonest sequence of places of one flow."""
    rows, trips = tables
    ways = {}
    for group in groups:
        ways.setdefault(tuple(rows.place[group].tolist()), []).append(group)
    places, members = max(ways.items(), key=lambda each: (len(each[1]), each[0]))
    index = np.array(members)  # [entity, step]
    arrived = trips["arrived"][rows.trip[index[:, 0]]]
    classes = np.bincount(rows.cls[index[:, 0]], minlength=len(plan.names.classes))
    about = flow, plan.names.classes[int(classes.argmax())]
    metres, out = 0.0, []
    for step, place in enumerate(places):
        kind, name = rows.places.names[place]
        link = scenario.layout.links.get(name.removesuffix(BACK)) if kind == "link" else None
        times = {each: (getattr(rows, each)[index[:, step]] - arrived).mean() for each in _TIMES}
        counts = len(members), len(members) / len(groups)
        for begin, end, part in _parts(link is not None, times):
            out.append((*about, step, kind, name, metres, part, times[begin], times[end], *counts))
        metres += link.length if link is not None else 0.0
        out.append((*about, step, kind, name, metres, "after", times["left"], times["left"], *counts))
    return out


_TIMES = ("asked", "joined", "started", "ended", "left")


def _parts(is_link, times):
    """What a visit is made of: on a link one drives, elsewhere one waits, is served, and may be blocked."""
    known = (("asked", "joined", "outside"), ("joined", "left", "drive")) if is_link else PARTS
    blocked = () if is_link else (("ended", "left", "blocked"),)
    return [part for part in (*known, *blocked) if times[part[1]] > times[part[0]]]
