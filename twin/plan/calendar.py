"""What happens by the clock: stations open and close, crews change, quotas reset, stocks are drawn off."""

import numpy as np

from twin.model.calendar import open_intervals, pool_sizes, quota_resets, servers_on_duty, slot_times
from twin.plan.openings import OPENED, openings
from twin.plan.plan import CALENDAR_ENTRY, CUT_OFF, DRAIN, ON_DUTY, POOL_CHANGE, POOL_RESET
from twin.plan.stations import ALL
from twin.plan.visits import NOBODY

DRAIN_EVERY = 600.0  # seconds between two withdrawals from a stock
_ROUNDING = 1e-6  # kg: what a product of floats may fall short of a whole number


def hours_of(scenario):
    """{calendar: when it is open} of all that stations and stocks name; None is always."""
    things = [*scenario.layout.stations.values(), *scenario.layout.stocks.values()]
    return {name: open_intervals(scenario, name) for name in dict.fromkeys(thing.hours for thing in things)}


def duties(scenario, points, hours):
    """{point: [(time, servers on duty from then on)]} of the stations and lanes, the first at 0."""
    known = {}
    for point in points:
        if point.kind == "station" and point.name not in known:
            opens = hours[scenario.layout.stations[point.name].hours]
            known[point.name] = servers_on_duty(scenario, point.name, opens)
    most = {name: opening.most for name, opening in scenario.policy.opening.items() if opening.most}
    return {
        point: _at(point, known[point.name], most.get(point.name, ALL))
        for point in points
        if point.kind == "station"
    }


def _at(point, duty, most):
    """Of a station, as it is up to the most its rule opens; of its lanes the first are open."""
    changes = []
    for time, servers in duty:
        n = min(servers, most) if point.lane == NOBODY else int(servers > point.lane)
        if not changes or n != changes[-1][1]:
            changes.append((time, n))
    return changes


def entries(scenario, duty, *, draft, hours):
    """[entry] CALENDAR_ENTRY by (time, kind, index) after second 0; `duty` is that of each station."""
    rows = [np.zeros(0, CALENDAR_ENTRY)]
    rows += [_rows(ON_DUTY, index, changes[1:]) for index, changes in duty.items()]
    rows += [_of_pool(scenario, kind, name, index) for (kind, name), index in draft.pools.index.items()]
    rows += [_rows(CUT_OFF, i, _later(slot_times(scenario, slot))) for i, slot in draft.meetings.cut_offs]
    for index, stock in enumerate(scenario.layout.stocks.values()):
        rows.append(_drain(scenario, index, stock, hours[stock.hours]))
    out = np.concatenate(rows)
    return out[np.lexsort((out["index"], out["kind"], out["time"]))]


def _later(times):
    """Changes at these times but second 0, at which a plan begins."""
    return [(time, 0) for time in times if time > 0]


def _of_pool(scenario, kind, name, index):
    if kind == "pool":
        sizes = pool_sizes(scenario, name)
        steps = [(time, size - before) for (_, before), (time, size) in zip(sizes, sizes[1:], strict=False)]
        return _rows(POOL_CHANGE, index, steps)
    if kind == "quota":
        count = scenario.policy.quotas[name].count
        return _rows(POOL_RESET, index, [(time, count) for time in quota_resets(scenario, name)])
    if kind in OPENED:
        return _rows(POOL_RESET, index, openings(scenario, kind, name).changes)
    return _rows(DRAIN, index, [])


def _drain(scenario, index, stock, intervals):
    """Whole kg at each tick, so that sums are exact: what is due by then less what was due before."""
    horizon = scenario.experiment.horizon
    ticks = DRAIN_EVERY * np.arange(int(horizon // DRAIN_EVERY) + 1)
    due = np.floor(stock.drain * _open_until(intervals, ticks) + _ROUNDING)
    amounts = np.diff(due).astype(np.int64)
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
