"""What happens by the clock: stations open and close, crews change, quotas are full again, stocks are drawn off."""

import numpy as np

from twin.model.calendar import open_intervals, pool_sizes, quota_resets
from twin.plan.plan import CALENDAR_ENTRY, DRAIN, ON_DUTY, POOL_CHANGE, POOL_RESET
from twin.plan.stations import on_duty

DRAIN_EVERY = 600.0  # seconds between two withdrawals from a stock
_ROUNDING = 1e-6  # kg: what a product of floats may fall short of a whole number


def open_at_start(scenario):
    """{station: whether it is open at second 0}."""
    return {
        name: any(start <= 0 < end for start, end in open_intervals(scenario, station.hours))
        for name, station in scenario.layout.stations.items()
    }


def entries(scenario, points, pools):
    """[entry] CALENDAR_ENTRY by (time, kind, index) after second 0; points are those of the stations, in order."""
    rows = [np.zeros(0, CALENDAR_ENTRY)]
    rows += [_hours(scenario, index, point) for index, point in enumerate(points) if point.kind == "station"]
    rows += [_of_pool(scenario, kind, name, index) for (kind, name), index in pools.index.items()]
    rows += [_drain(scenario, stock, index) for index, stock in enumerate(scenario.layout.stocks.values())]
    out = np.concatenate(rows)
    return out[np.lexsort((out["index"], out["kind"], out["time"]))]


def _hours(scenario, index, point):
    station = scenario.layout.stations[point.name]
    servers = on_duty(point, station)
    horizon = scenario.experiment.horizon
    changes = [(time, value) for start, end in open_intervals(scenario, station.hours) for time, value in
               ((start, servers), (end, 0)) if 0 < time < horizon]  # fmt: skip
    return _rows(ON_DUTY, index, changes)


def _of_pool(scenario, kind, name, index):
    if kind == "pool":
        sizes = pool_sizes(scenario, name)
        steps = [(time, size - before) for (_, before), (time, size) in zip(sizes, sizes[1:], strict=False)]
        return _rows(POOL_CHANGE, index, steps)
    if kind == "quota":
        count = scenario.policy.quotas[name].count
        return _rows(POOL_RESET, index, [(time, count) for time in quota_resets(scenario, name)])
    return _rows(DRAIN, index, [])


def _drain(scenario, stock, index):
    """Whole kg at each tick, so that sums are exact: the difference of what is due by then and by the tick before."""
    horizon = scenario.experiment.horizon
    ticks = DRAIN_EVERY * np.arange(int(horizon // DRAIN_EVERY) + 1)
    due = np.floor(stock.drain * _open_until(open_intervals(scenario, stock.hours), ticks) + _ROUNDING)
    amounts = np.diff(due).astype(np.int64)
    rows = _rows(DRAIN, index, [])
    if amounts.any():
        some = np.flatnonzero(amounts)
        rows = np.zeros(len(some), CALENDAR_ENTRY)
        rows["time"], rows["value"], rows["kind"], rows["index"] = ticks[some + 1], amounts[some], DRAIN, index
    return rows


def _open_until(intervals, ticks):
    """[tick] open seconds until then."""
    if not intervals:
        return np.zeros_like(ticks)
    starts, ends = np.array(intervals).T
    before = np.concatenate([[0.0], np.cumsum(ends - starts)])
    i = np.searchsorted(starts, ticks, side="right")  # intervals that have begun
    last = np.maximum(i - 1, 0)
    return np.where(i > 0, before[last] + np.minimum(ticks, ends[last]) - starts[last], 0.0)


def _rows(kind, index, changes):
    rows = np.zeros(len(changes), CALENDAR_ENTRY)
    if changes:
        rows["time"], rows["value"] = zip(*changes, strict=True)
    rows["kind"], rows["index"] = kind, index
    return rows
