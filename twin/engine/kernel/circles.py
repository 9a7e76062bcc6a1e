"""Whether a circle of waits is possible at all: a glance, before everyone is told one by one.

What can be held is taken as one thing each: the room of a station, its servers, a pool, the parts of a whole.
A thing points to what is waited for by those who hold it. In a circle each waits for what the next one holds,
so where things do not point round in a circle, nobody stands in one.
"""

from collections import defaultdict

import numpy as np

from twin.engine.kernel.state import AT_DOOR, AWAITING, CLAIMING, MEETING, QUEUEING, RIDING
from twin.plan.plan import ENTER
from twin.plan.visits import NOBODY

_COLUMNS = ("status", "place", "wants", "zone_need", "pc", "key", "parent_key")


def may_stand(arrays, state, waits):
    """Whether some of those who wait, [slot] bool, may stand in a circle."""
    entity, held = state.entity[waits], state.held[waits]
    if np.isin(entity["status"], (MEETING, RIDING)).any():  # whoever may come counts there
        return True
    joins = entity["key"][entity["status"] == AWAITING]
    own = held.any(axis=1) | np.isin(entity["status"], (CLAIMING, AWAITING))
    own |= np.isin(entity["parent_key"], joins)
    chosen = np.concatenate([np.flatnonzero(own), _one_of_each(arrays, entity, ~own)])
    joins, pools = set(joins.tolist()), [np.flatnonzero(row).tolist() for row in held[chosen]]
    points = defaultdict(set)
    rows = zip(*(entity[name][chosen].tolist() for name in _COLUMNS), strict=True)
    for row, holds in zip(rows, pools, strict=True):
        wanted = _wanted(arrays, row)
        for thing in _held(arrays, row, holds):
            points[thing] |= wanted
        if row[-1] in joins:
            points["parts", row[-1]] |= wanted
        for kind, pool in wanted:
            if kind == "pool":  # and whoever claims it before
                points[kind, pool] |= wanted - {(kind, pool)}
    return _round(points)


def _one_of_each(arrays, entity, chosen):
    """Of the chosen, one of each that stands, waits and holds alike."""
    rows = np.flatnonzero(chosen)
    stations, needs = len(arrays.station) + 1, len(arrays.need) + 1
    code = entity["status"][rows].astype(np.int64)
    for name, n in (("place", stations), ("wants", stations), ("zone_need", needs)):
        code = code * n + entity[name][rows] + 1
    return rows[np.unique(code, return_index=True)[1]]


def _held(arrays, row, pools):
    """The things that one holds."""
    status, place, _, zone, *_ = row
    out = [("pool", pool) for pool in pools]
    if place != NOBODY:
        out += [("room", place)] if status == QUEUEING else [("room", place), ("servers", place)]
    return out + ([("pool", int(arrays.need["pool"][zone]))] if zone != NOBODY else [])


def _wanted(arrays, row):
    """The things that one waits for."""
    status, place, wants, _, pc, key, _ = row
    if status == AT_DOOR:
        return {("room", wants)}
    if status == AWAITING:
        return {("parts", key)}
    if status == QUEUEING:
        station = arrays.station[place]
        return {("servers", place), *_pools(arrays, station["first_need"], station["needs"])}
    step = arrays.step[pc]
    return set(_pools(arrays, step["a"], 1 if step["op"] == ENTER else step["b"]))


def _pools(arrays, first, n):
    return [("pool", pool) for pool in arrays.need["pool"][first : first + n].tolist()]


def _round(points):
    """Whether one comes back by going from thing to thing."""
    left = dict(points)
    while True:
        ends = [thing for thing, to in left.items() if not any(other in left for other in to)]
        if not ends:
            return bool(left)
        for thing in ends:
            del left[thing]
