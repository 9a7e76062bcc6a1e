"""Rows of a run added to statistics of a fixed size, in whatever order an engine hands them over.

What a row alone tells is added as it comes. Waits through several lanes, and those outside the port, are told
by all rows of a stay together, so they are added when the entity leaves.
"""

from typing import NamedTuple

import numpy as np

from twin.plan.jit import entry, inlined
from twin.plan.visits import NOBODY
from twin.results.bins import bin_of
from twin.results.dictionary import PROMISE
from twin.results.inside import forget, keep, stay_of
from twin.results.places import LINK, STATION, ZONE

HOUR, DAY = 3600.0, 86400.0

# Columns of what lasts at a place: entity seconds of those who stand there and how long they are, at the
# door, served, blocked; of servers that are counted, serving and blocked. Of an hour, instead of these last:
# who asked in it, and the seconds they waited.
STANDING, MILLIMETRES, AT_DOOR, SERVED, STUCK, BUSY, HELD = range(7)
ASKED, WAITED = BUSY, HELD
LASTING = 7

IN_PORT, IN_WAIT, RELEASE = range(3)  # durations of a stay

VISITED = np.dtype(
    [
        ("asked", "i8"),
        ("finished", "i8"),
        ("late", "i8"),  # waited longer than is promised
        ("gave_up", "i8"),
        ("wait", "f8"),
        ("squares", "f8"),
        ("longest", "f8"),
        ("door", "f8"),
        ("blocked", "f8"),
    ],
    align=True,
)
STAYED = np.dtype(
    [
        ("arrived", "i8"),
        ("left", "i8"),
        ("inside", "i8"),
        ("same_day", "i8"),
        ("late", "i8"),
        ("kg", "i8"),
        ("blocked", "f8"),
        ("outside", "f8"),
        ("sum", "f8", (3,)),  # [duration]
        ("squares", "f8", (3,)),
        ("longest", "f8", (3,)),
    ],
    align=True,
)


class Aggregate(NamedTuple):
    """The statistics of one or more replications: sums, but for what is the longest."""

    visits: np.ndarray  # [place, class] VISITED; actors come after the last class
    waits: np.ndarray  # [place, class, bin]
    stays: np.ndarray  # [whole or part, flow, class] STAYED
    durations: np.ndarray  # [whole or part, flow, class, duration, bin]
    lasting: np.ndarray  # [place, column] seconds in the window
    hours: np.ndarray  # [place, hour, column] seconds
    queues: np.ndarray  # [place, instant + 1] changes of who stands there; at links in millimetres
    curves: np.ndarray  # [arrived or left, flow, instant + 1] changes
    balance: np.ndarray  # [arrived, left or inside, class]
    waited: np.ndarray  # [1] seconds in the window that entities, not their parts, waited
    runs: np.ndarray  # [1]


class Setting(NamedTuple):
    """What the rows of a plan mean."""

    place: np.ndarray  # [point]
    kind: np.ndarray  # [point]
    size: np.ndarray  # [class] millimetres; 0 for actors, after the last
    start: float  # of the window
    end: float
    step: float  # seconds from one instant of the grid to the next
    midnight: float  # seconds of the day at which the run begins


@entry
def fold(setting, inside, total, visits, trips, stops):
    """Adds a chunk of rows."""
    for i in range(len(visits)):
        visit = visits[i]
        _add_levels(setting, total, visit)
        if visit["flow"] == NOBODY:
            _add_wait(setting, total, visit, visit)
        else:
            keep(inside, visit)
    for i in range(len(trips)):
        at = stay_of(inside, trips[i]["key"], trips[i]["trip"])
        _add_trip(setting, inside, total, trips[i], at)
        forget(inside, at)
    for i in range(len(stops)):
        _add_stop(setting, total, stops[i])


@entry
def fold_rest(setting, inside, total):
    """Adds the visits of those whose stay never began, such as a fleet's that still waits outside."""
    for bucket in range(len(inside.bucket)):
        at = inside.bucket[bucket]
        while at != NOBODY:
            _add_waits(setting, inside, total, at)
            at = np.int64(inside.stay[at]["after"])


@inlined
def _or(time, otherwise):
    """A time, or another if it has not come."""
    return otherwise if np.isnan(time) else time


@inlined
def _add_levels(setting, total, visit):
    """A visit's spans of time, added to what lasts at its place, and to each hour that they touch."""
    point, end = visit["point"], setting.end
    place, kind = setting.place[point], setting.kind[point]
    left = _or(visit["left"], end)
    asked, joined = visit["asked"], _or(visit["joined"], left)
    started, ended = _or(visit["started"], left), _or(visit["ended"], left)
    stands = kind == LINK or kind == ZONE
    since, until = (joined, left) if stands else (asked, started)
    size = setting.size[visit["cls"]]
    times = (asked, joined, started, ended, left)
    weights = (float(size), stands, kind == STATION or kind == LINK)
    last = total.hours.shape[1] - 1
    # Who was seen inside at the start asked before it.
    hour, until_hour = min(int(max(asked, 0.0) / HOUR), last), min(int(left / HOUR), last)
    if hour == until_hour and asked >= 0.0:
        _add_times(total.hours[place, hour], times, weights)
    else:
        for at in range(hour, until_hour + 1):
            span = (at * HOUR, (at + 1) * HOUR if at < last else end)
            _add_times(total.hours[place, at], _clipped(times, span), weights)
    lasting = total.lasting[place]
    if asked < setting.start:
        times = _clipped(times, (setting.start, end))
    _add_times(lasting, times, weights)
    if kind == STATION and visit["server"] != NOBODY:
        lasting[BUSY] += times[3] - times[2]
        lasting[HELD] += times[4] - times[3]
    if visit["ended"] >= setting.start:
        total.visits[place, visit["cls"]]["finished"] += 1
    if visit["parent"] == 0 and visit["flow"] != NOBODY:
        total.waited[0] += times[2] - times[0]
    if until > since or until >= end:
        _add_change(setting, total.queues[place], (since, until), size if kind == LINK else 1)


@inlined
def _clipped(times, span):
    """Times, those outside a span at its ends."""
    since, until = span
    asked, joined, started, ended, left = times
    return (
        min(max(asked, since), until),
        min(max(joined, since), until),
        min(max(started, since), until),
        min(max(ended, since), until),
        min(max(left, since), until),
    )


@inlined
def _add_times(columns, times, weights):
    """The seconds of a visit, added to the columns of what lasts."""
    asked, joined, started, ended, left = times
    size, stands, blocks = weights
    standing = left - joined if stands else started - asked
    columns[STANDING] += standing
    columns[MILLIMETRES] += standing * size
    columns[AT_DOOR] += joined - asked
    columns[SERVED] += ended - started
    if blocks:
        columns[STUCK] += left - ended


@inlined
def _add_change(setting, changes, span, weight):
    """The instants of the grid that a span covers; who is there at the end is there at the last instant."""
    since, until = max(span[0], 0.0), max(span[1], 0.0)
    most = len(changes) - 1
    changes[min(int(np.ceil(since / setting.step)), most)] += weight
    if until < setting.end:
        changes[min(int(np.ceil(until / setting.step)), most)] -= weight


@inlined
def _add_wait(setting, total, came, row):
    """The wait that begins with one visit and ends with another, or the same."""
    asked = came["asked"]
    if asked < setting.start:
        return
    place, cls = setting.place[row["point"]], row["cls"]
    left = _or(row["left"], setting.end)
    wait = _or(row["started"], left) - asked
    visited = total.visits[place, cls]
    visited["asked"] += 1
    visited["late"] += wait > PROMISE
    visited["gave_up"] += np.isnan(row["started"]) and not np.isnan(row["left"])
    visited["wait"] += wait
    visited["squares"] += wait * wait
    visited["longest"] = max(visited["longest"], wait)
    visited["door"] += _or(came["joined"], _or(came["left"], setting.end)) - asked
    visited["blocked"] += left - _or(row["ended"], left)
    total.waits[place, cls, bin_of(wait)] += 1
    hour = total.hours[place, min(int(asked / HOUR), total.hours.shape[1] - 1)]
    hour[ASKED] += 1.0
    hour[WAITED] += wait


@inlined
def _goes_on(setting, inside, at, after):
    """Whether a visit was given up for another lane of its place."""
    row, then = inside.row[at], inside.row[after]
    return (
        np.isnan(row["started"])
        and not np.isnan(row["joined"])
        and row["left"] == then["asked"]
        and then["joined"] == then["asked"]
        and row["point"] != then["point"]
        and setting.place[row["point"]] == setting.place[then["point"]]
    )


@inlined
def _add_waits(setting, inside, total, stay):
    """The waits of a stay at the places where they were; (waiting, blocked, outside) in all, in seconds."""
    waiting, blocked, outside = 0.0, 0.0, 0.0
    at = np.int64(inside.stay[stay]["last"])
    last = at  # visit of the wait that `at` is part of
    while at != NOBODY:
        row = inside.row[at]
        before = np.int64(row["before"])
        left = _or(row["left"], setting.end)
        joined = _or(row["joined"], left)
        waiting += _or(row["started"], left) - row["asked"]
        kind = setting.kind[row["point"]]
        if kind == STATION or kind == LINK:
            blocked += left - _or(row["ended"], left)
        if joined > row["asked"] and not _holds(setting, inside, before, row["asked"]):
            outside += joined - row["asked"]
        if before == NOBODY or not _goes_on(setting, inside, before, at):
            _add_wait(setting, total, row, inside.row[last])
            last = before
        at = before
    return waiting, blocked, outside


@inlined
def _holds(setting, inside, at, time):
    """Whether the last place, or the last zone, from a visit on backwards is not left at a time."""
    place = zone = False
    while at != NOBODY and not (place and zone):
        row = inside.row[at]
        kind = setting.kind[row["point"]]
        here = kind == ZONE and not zone
        if (kind == STATION or kind == LINK) and not place and not np.isnan(row["joined"]):
            here = place = True
        zone = zone or kind == ZONE
        if here and _or(row["left"], setting.end) > time:
            return True
        at = np.int64(row["before"])
    return False


@inlined
def _add_trip(setting, inside, total, trip, stay):
    """A stay that is over, or that the end of the run cuts off."""
    waiting, blocked, outside = _add_waits(setting, inside, total, stay)
    arrived, left = trip["arrived"], trip["left"]
    is_root = trip["parent"] == 0
    if is_root:
        _add_curves(setting, total, trip)
    if np.isnan(arrived):
        return
    present = np.isnan(left)
    total.balance[0, trip["cls"]] += 1
    total.balance[2 if present else 1, trip["cls"]] += 1
    over = _or(left, setting.end)
    seconds = (over - arrived, waiting, over - trip["origin"])
    _add_stay(setting, total, trip, (seconds, blocked, outside))


@inlined
def _add_curves(setting, total, trip):
    for which in range(2):
        time = trip["left"] if which else trip["arrived"]
        if not np.isnan(time):
            changes = total.curves[which, trip["flow"]]
            changes[min(int(np.ceil(max(time, 0.0) / setting.step)), len(changes) - 1)] += 1


@inlined
def _add_stay(setting, total, trip, spent):
    """A stay, added to its flow and class with the durations that it has."""
    seconds, blocked, outside = spent
    arrived, left = trip["arrived"], trip["left"]
    part = 0 if trip["parent"] == 0 else 1
    stayed = total.stays[part, trip["flow"], trip["cls"]]
    over = setting.start <= left <= setting.end
    if over:
        stayed["left"] += 1
        stayed["kg"] += trip["load"]
    stayed["inside"] += arrived <= setting.end and not left <= setting.end
    if not setting.start <= arrived <= setting.end:
        return
    stayed["arrived"] += 1
    stayed["late"] += seconds[IN_WAIT] > PROMISE
    stayed["same_day"] += _day(setting, left) == _day(setting, arrived)
    stayed["blocked"] += blocked
    stayed["outside"] += outside
    bins = total.durations[part, trip["flow"], trip["cls"]]
    for which in range(2 + part):
        time = seconds[which]
        stayed["sum"][which] += time
        stayed["squares"][which] += time * time
        stayed["longest"][which] = max(stayed["longest"][which], time)
        bins[which, bin_of(time)] += 1


@inlined
def _day(setting, time):
    return np.floor((time + setting.midnight) / DAY)


@inlined
def _add_stop(setting, total, stop):
    """A service that stood still, or was in the queue again: its server was not busy with it."""
    if stop["server"] != NOBODY:
        since, until = max(stop["stopped"], setting.start), _or(stop["resumed"], setting.end)
        total.lasting[setting.place[stop["point"]], BUSY] -= max(0.0, until - since)
