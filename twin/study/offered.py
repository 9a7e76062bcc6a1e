"""What a port offers in each hour: open servers, people, places and units, by the plan's calendar alone."""

import numpy as np

from twin.plan.plan import DRAIN, ON_DUTY, POOL_CHANGE, POOL_RESET, UNLIMITED
from twin.study.coming import hour_edges


def station_seconds(plan, station):
    """[hour] seconds of servers on duty, of each as many as it serves at once; inf where not counted."""
    row = plan.arrays.station[station]
    if row["servers"] == 0:
        is_open = _of_steps(plan, ON_DUTY, station, min(int(row["on_duty"]), 1), most=1)
        return np.where(is_open > 0, np.inf, 0.0)
    seconds = _of_steps(plan, ON_DUTY, station, int(row["on_duty"]), most=int(row["servers"]))
    return seconds * max(int(row["batch_most"]), 1)


def link_seconds(plan, station, metres_each):
    """[hour] seconds of places on a link, for entities of so many millimetres; inf without limit."""
    room = int(plan.arrays.station["room"][station])
    width = np.diff(hour_edges(plan))
    return (
        np.full(len(width), np.inf) if room >= UNLIMITED or metres_each <= 0 else width * (room / metres_each)
    )


def pool_seconds(plan, pool):
    """[hour] seconds of a pool's units, as its roster has them; inf without limit."""
    units = int(plan.arrays.pool["units"][pool])
    if units >= UNLIMITED // 2:
        return np.full(len(hour_edges(plan)) - 1, np.inf)
    return _of_steps(plan, POOL_CHANGE, pool, units, most=UNLIMITED)


def quota_units(plan, pool):
    """[hour] units released by a quota: those at the start, then those of each reset."""
    out = _summed(plan, POOL_RESET, pool)
    out[0] += plan.arrays.pool["units"][pool]
    at_the_end = _entries(plan, POOL_RESET, pool)
    out[-1] -= at_the_end["value"][at_the_end["time"] == plan.horizon].sum()  # released to the next day
    return out


def stock_drained(plan, stock):
    """[hour] kg that a stock's drain can take."""
    return _summed(plan, DRAIN, stock)


def _entries(plan, kind, index):
    calendar = plan.arrays.calendar
    mine = calendar[(calendar["kind"] == kind) & (calendar["index"] == index)]
    return mine[mine["time"] <= plan.horizon]


def _summed(plan, kind, index):
    entries = _entries(plan, kind, index)
    return np.histogram(entries["time"], hour_edges(plan), weights=entries["value"].astype(float))[0]


def _of_steps(plan, kind, index, first, *, most):
    """[hour] the time integral of a number that changes by calendar entries."""
    entries = _entries(plan, kind, index)
    values = entries["value"] if kind == ON_DUTY else first + np.cumsum(entries["value"])
    level = np.clip(np.concatenate([[first], values]).astype(float), 0, most)
    times = np.concatenate([[0.0], entries["time"], [plan.horizon]])
    total = np.concatenate([[0.0], np.cumsum(level * np.diff(times))])
    return np.diff(np.interp(hour_edges(plan), times, total))
