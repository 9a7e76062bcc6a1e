"""Driving the loop: it comes back when it wants arrivals, room, or an empty table, and is called again."""

from dataclasses import dataclass

import numpy as np

from twin.engine.jams import jam_of, looks
from twin.engine.kernel import loop, recursion
from twin.engine.kernel.branching import renewed
from twin.engine.kernel.facts import counted, scene_of, standing_of
from twin.engine.kernel.plain import specialised
from twin.engine.kernel.seen import Seen, stand
from twin.engine.kernel.state import (
    AT_DOOR,
    AWAITING,
    CHOOSING,
    CLAIMING,
    COMING,
    CROWDED,
    FREE,
    MEETING,
    NO_ADVANCE,
    PAUSED,
    QUEUEING,
    ROWS_FULL,
    WAITING,
    WANT_ARRIVALS,
    WANT_ROOM,
    State,
    allocate,
    grown,
)
from twin.engine.kernel.tables import referred
from twin.engine.trouble import does_not_advance, rush, too_many
from twin.plan.arrivals import Drawn, branched, for_replication, windows
from twin.plan.plan import CHOOSE, PARKING, Arrays, Plan
from twin.plan.seen import seen
from twin.plan.snapshot import Snapshot, plan_key
from twin.plan.visits import DOWN, NOBODY, STOP, TRIP, VISIT

VISIT_FIELDS = {name: name for name in ("number", "key", "trip", "flow", "cls")} | {"parent": "parent_key"}
TRIP_FIELDS = VISIT_FIELDS | {name: name for name in ("arrived", "origin", "load", "half")}


@dataclass
class Course:
    """A run under way."""

    plan: Plan
    replication: int
    arrays: Arrays
    state: State
    drawn: Drawn | None = None
    branches: tuple = ()
    read: object = None  # the arrays as the loop takes them
    memory: object = None  # the state so


def run(plan, replication, sink):
    """Runs one replication; `sink(visits, trips, downs, stops)` gets finished rows in chunks.

    Raises Jam, once all rows are handed over, and DoesNotAdvance.
    """
    arrays = _with_luck(plan, replication)
    if recursion.is_one_queue(plan, arrays):
        recursion.run(plan, replication, arrays, sink)
    else:
        _finish(_begun(plan, replication), sink)


def pause(plan, replication, time, sink):
    """Runs until all that happens at `time` has happened; gives the Snapshot."""
    course = _begun(plan, replication)
    _run_and_look(course, time, sink)
    return _snapshot_of(course, plan_key(plan), time)


def resume(plan, snapshot, sink):
    """Runs on from a snapshot, as `run` does."""
    _finish(_again(plan, snapshot), sink)


def pause_again(plan, snapshot, time, sink):
    """Runs on from a snapshot until all that happens at `time` has happened; gives the Snapshot."""
    course = _again(plan, snapshot)
    _run_and_look(course, time, sink)
    return _snapshot_of(course, snapshot.plan, time)


def branch(plan, snapshot, branch):
    """The Snapshot of one of the futures of another."""
    course = _again(plan, snapshot)
    _branch(course, branch)
    return _snapshot_of(course, snapshot.plan, snapshot.time)


def _snapshot_of(course, key, time):
    tables = {name: table.copy() for name, table in course.state._asdict().items()}
    return Snapshot(key, course.replication, time, course.drawn, tables, course.branches)


def _again(plan, snapshot):
    """The Course of a snapshot: as it was kept, or by the way it came."""
    replication, branches = snapshot.replication, snapshot.branches
    if snapshot.tables is not None:
        state = State(**{name: table.copy() for name, table in snapshot.tables.items()})
        arrays = _with_luck(plan, replication, branches)
        return Course(plan, replication, arrays, state, snapshot.drawn, branches)
    course = _begun(plan, replication)
    for one in branches:
        _run_until(course, one.time, lambda *rows: None)
        _branch(course, one)
    _run_until(course, snapshot.time, lambda *rows: None)
    return course


def _branch(course, branch):
    """A course goes on in one of its futures."""
    course.branches = (*course.branches, branch)
    course.drawn = branched(course.plan, course.replication, course.branches)
    course.arrays = _with_luck(course.plan, course.replication, course.branches)
    course.state = renewed(course.arrays, course.state, course.branches)


def _with_luck(plan, replication, branches=()):
    return specialised(for_replication(plan, replication, branches))


def _begun(plan, replication):
    """The Course of a replication at second 0, before its first event."""
    arrays = _with_luck(plan, replication)
    rows = seen(plan, replication)
    state = allocate(arrays, slots=max(1024, 1 << (2 * len(rows)).bit_length()))
    if len(rows):
        stand(referred(arrays), referred(state), referred(Seen(rows)))
    loop.begin(referred(arrays), referred(state))
    return Course(plan, replication, arrays, state)


def _run_until(course, time, sink):
    """Runs a course through all that happens until `time`."""
    course.state.count["until"] = time
    coming = windows(course.plan, course.replication, course.drawn, course.branches)
    course.read = referred(course.arrays, course.read)
    while True:
        state = course.state
        course.memory = referred(state, course.memory)
        why = loop.run(course.read, course.memory)
        if why == WANT_ARRIVALS:
            window, drawn = next(coming, (None, course.drawn))
            state.count["last_window"] = window is None
            if window is not None:
                course.state, course.drawn = state._replace(arrivals=np.ascontiguousarray(window)), drawn
                state.count["arrival"] = 0
        elif why == WANT_ROOM:
            if len(state.entity) > 2 * state.count["most"][0]:
                raise rush(course.plan, state.count["now"][0])
            course.state = grown(state)
        elif why == ROWS_FULL:
            _flush(state, sink)
        elif why in (NO_ADVANCE, CROWDED):
            raise _trouble(course, why)
        else:
            _flush(state, sink)
            return


def _trouble(course, why):
    """What stops the loop, in words."""
    plan, state, now = course.plan, course.state, course.state.count["now"][0]
    if why == CROWDED:
        return too_many(plan, counted(state), now)
    culprit = int(state.count["culprit"][0])
    return does_not_advance(plan, standing_of(course.arrays, state, [culprit]), now)


def _run_and_look(course, time, sink):
    """Runs a course until `time`, and looks on the way whether it is jammed."""
    for look, since in looks(float(course.state.count["until"][0]), course.plan.horizon):
        _run_until(course, min(look, time), sink)
        if look > time:
            return
        jam = jam_of(course.plan, scene_of(course.arrays, course.state, since))
        if jam:
            _hand_over_open(course, sink)
            raise jam


def _finish(course, sink):
    """Runs a course to the horizon and hands over what is still open then."""
    _run_and_look(course, course.plan.horizon, sink)
    _hand_over_open(course, sink)


def _hand_over_open(course, sink):
    arrays, state = course.arrays, course.state
    entity = state.entity[state.entity["status"] != FREE]
    sink(_open_visits(arrays, entity), _open_trips(entity), _open_downs(arrays, state), _open_stops(state))


def _flush(state, sink):
    count = state.count[0]
    sink(
        state.rows[: count["rows"]],
        state.trips[: count["trips"]],
        state.downs[: count["downs"]],
        state.stops[: count["stops"]],
    )
    state.count["rows"] = state.count["trips"] = state.count["downs"] = state.count["stops"] = 0


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

    asks = (AT_DOOR, CHOOSING, CLAIMING, AWAITING, COMING, WAITING, MEETING)
    asking = entity[np.isin(entity["status"], asks)]
    requests = _rows(asking, _wanted(arrays, asking), asking["asked_visit"])
    requests["asked"] = asking["asked"]
    return np.concatenate([places, zones, requests], dtype=VISIT)


def _wanted(arrays, entity):
    """The point one asks for; of several to choose from, the first."""
    step = arrays.step[entity["pc"]]
    point = np.where(np.isin(step["op"], PARKING), step["c"], entity["wants"])
    choosing = step["op"] == CHOOSE
    first = arrays.tab[np.where(choosing, step["a"] + 2 * entity["cls"], 0)] if choosing.any() else 0
    alternatives = arrays.step[arrays.tab[first]]["a"] if choosing.any() else 0
    return np.where(choosing, alternatives, point)


def _open_trips(entity):
    inside = entity[~np.isnan(entity["arrived"]) & (entity["flow"] != NOBODY)]
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
    whole = np.flatnonzero((state.station["pace"] == 0) & (arrays.station["servers"] == 0))
    stopped = np.zeros(len(whole), DOWN)
    stopped["point"], stopped["server"] = whole, NOBODY
    stopped["down"] = state.station["stopped_at"][whole]
    rows = np.concatenate([rows, stopped], dtype=DOWN)
    rows["up"] = np.nan
    return rows


def _open_stops(state):
    """Services that have not gone on yet, of all whom they serve."""
    entity = state.entity
    in_queue = (entity["status"] == QUEUEING) & (entity["stops"] > 0)
    slots = np.flatnonzero(in_queue | (entity["status"] == PAUSED)).tolist()
    for slot in slots:
        if not in_queue[slot] and entity["mate"][slot] != NOBODY:
            slots.append(int(entity["mate"][slot]))
    rows, put_off = np.zeros(len(slots), STOP), entity[slots]
    for name in ("number", "key", "stopped", "server"):
        rows[name] = put_off[name]
    rows["point"], rows["visit"] = put_off["place"], put_off["place_visit"]
    rows["stays"] = ~in_queue[slots]
    rows["resumed"] = np.nan
    return rows
