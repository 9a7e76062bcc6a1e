"""The days of a year that a port is built for: the 30th and 100th highest hour, the 95th percentile day."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np

from twin.engine import stream
from twin.plan.processes.coming import HOUR
from twin.plan.visits import NOBODY

HOURS = 24
BUSY_SHARE = 0.95  # of the days of a year on which anyone comes, one in twenty is busier
DESIGN_HOURS = (30, 100)  # by rank, the busiest first


class DesignDay(NamedTuple):
    """A day chosen from a year: `day` counts from its start; `hour` is why, NOBODY where the day is."""

    name: str
    day: int
    hour: int
    came: int  # in the hour, or else on the day


def arrivals_of(plan, replication=0, *, engine="kernel"):
    """[flow, day, hour] how many came to the port in a run: wholes, not their parts; again each time."""
    days = int(-(-plan.horizon // (HOUR * HOURS)))
    came = np.zeros((len(plan.names.flows), days * HOURS), np.int64)

    def sink(visits, trips, downs, stops):
        own = trips[(trips["parent"] == 0) & (trips["arrived"] < days * HOURS * HOUR)]
        np.add.at(came, (own["flow"], (own["arrived"] // HOUR).astype(int)), 1)

    stream(plan, replication, sink, engine=engine)
    return came.reshape(len(came), days, HOURS)


def design_figures(volumes):
    """{name: number} of the volumes [day, hour] of a year: hours by rank, days, and K of each hour by rank.

    K is what share of an average day comes in the hour. Ranks and the busy day are as in `design_days`.
    """
    by_day = np.asarray(volumes, float).sum(axis=1)
    hours = -np.sort(-np.asarray(volumes, float).ravel())
    open_days = np.sort(by_day[by_day > 0])
    average = float(by_day.mean())
    figures = {"aadt": average, "day_max": float(by_day.max())}
    if len(open_days):
        figures["day_p95"] = float(open_days[_busy_rank(len(open_days)) - 1])
    for rank in (1, *DESIGN_HOURS):
        if rank <= np.count_nonzero(hours):
            figures[f"hour_{rank}"] = float(hours[rank - 1])
            figures[f"K{rank}"] = float(hours[rank - 1] / average)
    return figures


def _busy_rank(days):
    """The nearest rank of BUSY_SHARE among so many days, counted from 1."""
    return int(np.ceil(BUSY_SHARE * days))


def design_days(came):
    """The DesignDays of a year's arrivals [flow, day, hour]; none where nobody comes.

    The nth highest hour is the nth of all hours, the busiest first, as in the design of roads; the busy day
    is the smallest that BUSY_SHARE of the days on which anyone comes do not exceed. Of equals the first.
    """
    total = came.sum(axis=0)
    by_day = total.sum(axis=1)
    open_days = np.flatnonzero(by_day)
    if not len(open_days):
        return []
    ranked = open_days[np.argsort(by_day[open_days], kind="stable")]
    busy = ranked[_busy_rank(len(ranked)) - 1]
    busy = int(np.flatnonzero(by_day == by_day[busy])[0])
    hours = np.argsort(-total.ravel(), kind="stable")
    found = [DesignDay("day_p95", busy, NOBODY, int(by_day[busy]))]
    for rank in DESIGN_HOURS:
        if rank <= np.count_nonzero(total):
            day, hour = divmod(int(hours[rank - 1]), HOURS)
            found.append(DesignDay(f"hour_{rank}", day, hour, int(total[day, hour])))
    return found


def as_a_peak(scenario, came, chosen):
    """The tree of a peak's file: the day's own number of each flow, in the day's own shape.

    Flows that come by profile or as a fleet come so; what has a timetable, appointments or a record keeps it.
    """
    flows, profiles = {}, {}
    for flow, arrives in scenario.demand.flows.items():
        if arrives.arrives not in ("profile", "fleet"):
            continue
        by_hour = came[list(scenario.layout.flows).index(flow), chosen.day]
        said = {"arrives": "profile", "volume": f"{by_hour.sum()}/d | of a simulated year", "exact": True}
        if arrives.mix:  # a day of its own arrivals takes over nothing of what it is laid over
            said["mix"] = {name: f"{100 * share:g} %" for name, share in arrives.mix.items()}
        if getattr(arrives, "waiting_at_opening", 0.0):
            said["waiting_at_opening"] = "0 % | they are in the hour in which they came"
        if by_hour.any():
            profiles[f"{flow}_{chosen.name}"] = _by_the_hour(by_hour)
            said["profile"] = f"{flow}_{chosen.name}"
        flows[flow] = said
    date = (scenario.experiment.start + timedelta(days=chosen.day)).date()
    return {
        "label": _LABELS[chosen.name],
        "note": f"from a simulated year, its {date:%d %b}; made by twin year",
        "experiment": "one_day",
        "flows": flows,
        "profiles": profiles,
    }


def _by_the_hour(weights):
    """{range of hours: weight}, neighbours of one weight together."""
    edges = [0, *(np.flatnonzero(np.diff(weights)) + 1).tolist(), HOURS]
    return {
        f"{first:02d}-{last:02d}": int(weights[first]) for first, last in zip(edges, edges[1:], strict=False)
    }


_LABELS = {
    "day_p95": {"zh": "第95百分位日", "en": "95th percentile day"},
    "hour_30": {"zh": "第30高峰小时所在日", "en": "day of the 30th highest hour"},
    "hour_100": {"zh": "第100高峰小时所在日", "en": "day of the 100th highest hour"},
}
