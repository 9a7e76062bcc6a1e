"""Driving the loop: it comes back when it wants arrivals, room, or an empty table, and is called again."""

import numpy as np

from twin.engine.kernel import loop
from twin.engine.kernel.interpreted import readable
from twin.engine.kernel.plain import specialised
from twin.engine.kernel.state import (
    AT_DOOR,
    AWAITING,
    CHOOSING,
    CLAIMING,
    FREE,
    NO_ADVANCE,
    PAUSED,
    QUEUEING,
    ROWS_FULL,
    SERVED,
    WANT_ARRIVALS,
    WANT_ROOM,
    allocate,
    grown,
)
from twin.engine.trouble import Standing, does_not_advance
from twin.plan.arrivals import for_replication, windows
from twin.plan.plan import AWAIT, CHOOSE, ENTER, SEIZE
from twin.plan.visits import DOWN, NOBODY, TRIP, VISIT

VISIT_FIELDS = {name: name for name in ("number", "key", "trip", "flow", "cls")} | {"parent": "parent_key"}
TRIP_FIELDS = VISIT_FIELDS | {"arrived": "arrived", "load": "load"}
DOING = {SERVED: "served", PAUSED: "served", QUEUEING: "queue", AT_DOOR: "door", AWAITING: "join"}


def run(plan, replication, sink):
    """Runs one replication; `sink(visits, trips, downs)` gets finished rows in chunks.

    Gives who still stands there, if anyone is blocked.
    """
    arrays = specialised(for_replication(plan, replication))
    state = allocate(arrays)
    state.count["until"] = plan.horizon
    loop.begin(readable(arrays), readable(state))
    coming = windows(plan, replication)
    while True:
        why = loop.run(readable(arrays), readable(state))
        if why == WANT_ARRIVALS:
            window, _ = next(coming, (None, None))
            state.count["last_window"] = window is None
            if window is not None:
                state = state._replace(arrivals=np.ascontiguousarray(window))
                state.count["arrival"] = 0
        elif why == WANT_ROOM:
            state = grown(state)
        elif why == ROWS_FULL:
            _flush(state, sink)
        elif why == NO_ADVANCE:
            raise does_not_advance(
                plan, _standing(state, [int(state.count["culprit"][0])]), state.count["now"][0]
            )
        else:
            _flush(state, sink)
            live = np.flatnonzero(state.entity["status"] != FREE)
            sink(
                _open_visits(arrays, state.entity[live]),
                _open_trips(state.entity[live]),
                _open_downs(arrays, state),
            )
            entity = state.entity
            blocked = (entity["status"] == AT_DOOR) & (entity["place"] != NOBODY)
            return _standing(state, live) if blocked.any() else []


def _flush(state, sink):
    count = state.count[0]
    sink(
        state.rows[: count["rows"]],
        state.trips[: count["trips"]],
        state.downs[: count["downs"]],
    )
    state.count["rows"] = state.count["trips"] = state.count["downs"] = 0


def _standing(state, slots):
    entity = state.entity[slots]
    columns = [
        entity[name].tolist() for name in ("number", "key", "parent_key", "flow", "cls", "place", "wants")
    ]
    doing = [DOING.get(status, "free") for status in entity["status"].tolist()]
    return [Standing(*row) for row in zip(*columns, doing, strict=True)]


def _rows(entity, point, visit):
    rows = np.zeros(len(entity), VISIT)
    for name, source in VISIT_FIELDS.items():
        rows[name] = entity[source]
    rows["point"] = point
    rows["visit"] = visit
    rows["server"] = NOBODY
    for name in ("joined", "started", "ended", "left"):
        rows[name] = np.nan
    return rows


def _open_visits(arrays, entity):
    """The visits under way: at the place held, of the request waited for, in the zone stood in."""
    at = entity[entity["place"] != NOBODY]
    places = _rows(at, at["place"], at["place_visit"])
    places["asked"] = at["place_asked"]
    for name in ("server", "stops", "joined", "started", "ended"):
        places[name] = at[name]

    in_zone = entity[entity["zone_need"] != NOBODY]
    zones = _rows(in_zone, in_zone["zone_point"], in_zone["zone_visit"])
    zones["asked"] = in_zone["zone_asked"]
    zones["joined"] = zones["started"] = in_zone["zone_since"]

    asking = entity[np.isin(entity["status"], (AT_DOOR, CHOOSING, CLAIMING, AWAITING))]
    requests = _rows(asking, _wanted(arrays, asking), asking["asked_visit"])
    requests["asked"] = asking["asked"]
    return np.concatenate([places, zones, requests])


def _wanted(arrays, entity):
    """The point one asks for; of several to choose from, the first."""
    step = arrays.step[entity["pc"]]
    point = np.where(np.isin(step["op"], (AWAIT, SEIZE, ENTER)), step["c"], entity["wants"])
    choosing = step["op"] == CHOOSE
    first = arrays.tab[np.where(choosing, step["a"] + 2 * entity["cls"], 0)] if choosing.any() else 0
    alternatives = arrays.step[arrays.tab[first]]["a"] if choosing.any() else 0
    return np.where(choosing, alternatives, point)


def _open_trips(entity):
    inside = entity[~np.isnan(entity["arrived"])]
    rows = np.zeros(len(inside), TRIP)
    for name, source in TRIP_FIELDS.items():
        rows[name] = inside[source]
    rows["left"] = np.nan
    rows["exit"] = NOBODY
    return rows


def _open_downs(arrays, state):
    index = np.flatnonzero(state.server["down"])
    rows = np.zeros(len(index), DOWN)
    rows["point"] = arrays.server["station"][index]
    rows["server"] = index - arrays.station["first_server"][rows["point"]]
    rows["down"] = state.server["down_at"][index]
    rows["up"] = np.nan
    return rows
