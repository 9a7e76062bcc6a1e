"""How many come of some flows, a day and in the fullest hour, at a multiplier of them."""

from typing import NamedTuple

import numpy as np

from twin.plan.processes.coming import DAY, HOUR
from twin.study.coming import arrivals_by_hour, hour_edges, is_fleet

MINUTE = 60.0
FULL = 0.999  # of an hour: parts of an hour at the ends of a run are not the fullest


class Demanded(NamedTuple):
    """Arrivals a day, and in the fullest hour; of fleets as they came round, of others as is expected."""

    per_day: float
    per_hour: float
    fleets: float  # the part of those a day that comes by fleets, which only runs tell


def demanded(plan, flows, curves=None):
    """The Demanded of flows; the curves of a summary tell when fleets came round."""
    edges = hour_edges(plan)
    expected, came = np.zeros(len(edges) - 1), np.zeros(len(edges) - 1)
    for source in plan.sources:
        if source.name in flows and not is_fleet(source):
            expected += sum(arrivals_by_hour(plan, source).values())
        elif source.name in flows and curves is not None:
            came += _came(curves, source.name, edges)
    counted = edges[:-1] >= plan.warm_up
    width = np.diff(edges)[counted] / HOUR
    total, days = (expected + came)[counted], width.sum() * HOUR / DAY
    whole = width >= FULL * width.max(initial=0.0)
    fullest = float((total[whole] / width[whole]).max(initial=0.0))
    return Demanded(float(total.sum() / days), fullest, float(came[counted].sum() / days))


def has_fleets(plan, flows):
    """Whether some of these flows come by a fleet."""
    return any(is_fleet(source) for source in plan.sources if source.name in flows)


def _came(curves, flow, edges):
    """[hour] mean arrivals of a flow, from its cumulative curve."""
    mine = curves[curves["flow"] == flow]
    if mine.empty:
        return np.zeros(len(edges) - 1)
    return np.diff(np.interp(edges / MINUTE, mine["minute"], mine["arrived"], left=0.0))
