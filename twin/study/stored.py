"""How much there is of pools, stocks, tracks and cranes as one replication goes: looked at so many times."""

import numpy as np
import pandas as pd

from twin.engine import pause, pause_again
from twin.plan.plan import UNLIMITED
from twin.plan.visits import NOBODY

HALF_HOUR = 1800.0
LOOKS = 96  # at most: each stops the run
COLUMNS = ("kind", "name", "unit", "minute", "level", "holds")
HANDLING = ("lifting", "loading", "unloading", "gauge_change")  # what cranes, jacks and tipping bays do
MILLI, TONNE = 1e-3, 1e-3  # metres of a millimetre, tonnes of a kilogram


def levels(plan, scenario, seen):
    """COLUMNS: of pools what is free, of stocks and zones what is in them, of handling stations who serves.

    `seen` is replication 0, which is run once more with stops: what it counts is nowhere in its visits.
    """
    step = HALF_HOUR * np.ceil(plan.horizon / LOOKS / HALF_HOUR)
    times = np.arange(0.0, plan.horizon, step)
    watched = list(_watched(plan, scenario))
    rows = []
    if watched:
        free = _free(plan, times)
        for kind, name, unit, row, holds, factor in watched:
            units = free[:, row]
            level = units if kind == "pool" else holds / factor - units
            rows.append((kind, name, unit, level * factor, np.broadcast_to(holds, len(times))))
    rows += _serving(plan, scenario, seen, times)
    frames = [
        pd.DataFrame(
            {"kind": kind, "name": name, "unit": unit, "minute": times / 60, "level": level, "holds": most}
        )
        for kind, name, unit, level, most in rows
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))


def _watched(plan, scenario):
    """(kind, name, unit, row of the pools, what it holds, what to multiply units by) of what has a limit."""
    layout, pools = scenario.layout, plan.arrays.pool["units"]
    first = len(layout.pools) + len(scenario.policy.quotas)  # pools stand before quotas, stocks and zones
    for row, (name, pool) in enumerate(layout.pools.items()):
        if pool.size is not None or pool.most is not None:
            yield "pool", name, "units", row, float(pool.most or pool.size), 1.0
        else:
            yield "pool", name, "units", row, np.inf, 1.0
    for row, (name, stock) in enumerate(layout.stocks.items(), first):
        yield "stock", name, "t", row, stock.holds * TONNE, TONNE
    for row, (name, zone) in enumerate(layout.zones.items(), first + len(layout.stocks)):
        if zone.holds is not None and pools[row] < UNLIMITED:
            in_metres = zone.holds.unit == "metres"
            unit, factor = ("m", MILLI) if in_metres else ("entities", 1.0)
            yield "zone", name, unit, row, float(zone.holds.amount), factor


def _free(plan, times):
    """[time, pool] units that are free, after all that happens at each time."""
    snapshot, rows = None, [plan.arrays.pool["units"]]
    for time in times[1:]:
        if snapshot is None:
            snapshot = pause(plan, 0, time, _unread)
        else:
            snapshot = pause_again(plan, snapshot, time, _unread)
        rows.append(snapshot.tables["units"])
    return np.array(rows, float)


def _unread(*rows):
    """The rows of the run are known: `seen` has them."""


def _serving(plan, scenario, seen, times):
    """Servers at work of every station that lifts, loads or changes the gauge."""
    for name, station in scenario.layout.stations.items():
        points = [i for i, point in enumerate(plan.names.points) if tuple(point)[:2] == ("station", name)]
        servers = float(plan.arrays.station["servers"][points].sum()) if points else 0.0
        if station.does in HANDLING and servers:
            visits = seen.visits[np.isin(seen.visits["point"], points) & (seen.visits["server"] != NOBODY)]
            visits = visits[~np.isnan(visits["started"])]
            ended = np.where(np.isnan(visits["ended"]), seen.end, visits["ended"])
            # Those of a batch are served at once.
            columns = [visits["point"], visits["server"], visits["started"], ended]
            *_, start, end = np.unique(np.stack(columns), axis=1)
            busy = ((start[None, :] <= times[:, None]) & (times[:, None] < end[None, :])).sum(axis=1)
            yield "station", name, "servers", busy.astype(float), np.full(len(times), servers)
