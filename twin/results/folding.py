"""Rows of a run added to statistics of a fixed size, in whatever order an engine hands them over.

What a row alone tells is added as it comes. Waits through several lanes, and those outside the port, are told
by all rows of a stay together, so they are added when the entity leaves.
"""

import numpy as np

from twin.plan.jit import entry, inlined
from twin.plan.visits import NOBODY
from twin.results.bins import bin_of
from twin.results.dictionary import PROMISE
from twin.results.inside import forget, keep, stay_of
from twin.results.places import LINK, STATION, ZONE
from twin.results.statistics import (
    ASKED,
    AT_DOOR,
    HALTED,
    IN_WAIT,
    MILLIMETRES,
    NO_ROW,
    SERVED,
    STANDING,
    STUCK,
    WAITED,
)

HOUR, DAY = 3600.0, 86400.0


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
    """A visit's spans of time, added to what lasts at its place."""
    point, end = visit["point"], setting.end
    place, kind = setting.place[point], setting.kind[point]
    left = _or(visit["left"], end)
    asked, joined = visit["asked"], _or(visit["joined"], left)
    started, ended = _or(visit["started"], left), _or(visit["ended"], left)
    stands = kind == LINK or kind == ZONE
    since, until = (joined, left) if stands else (asked, started)
    size = setting.size[visit["cls"]]
    if until > since or until >= end:
        _add_change(setting, total.queues[place], (since, until), size if kind == LINK else 1)
    if asked < setting.start:
        asked, joined, started, ended, left, since, until = _from(
            (asked, joined, started, ended, left, since, until), setting.start
        )
    lasting = total.lasting[place]
    lasting[STANDING] += until - since
    lasting[MILLIMETRES] += (until - since) * size
    lasting[AT_DOOR] += joined - asked
    lasting[SERVED] += ended - started
    if kind == STATION or kind == LINK:
        lasting[STUCK] += left - ended
    if visit["ended"] >= setting.start:
        total.visits[place, visit["cls"]]["finished"] += 1


@inlined
def _from(times, start):
    """Times, those before the window at its start."""
    one, two, three, four, five, six, seven = times
    return (
        max(one, start),
        max(two, start),
        max(three, start),
        max(four, start),
        max(five, start),
        max(six, start),
        max(seven, start),
    )


@inlined
def _add_change(setting, changes, span, weight):
    """The instants of the grid that a span covers; who is there at the end is there at the last instant."""
    since, until = max(span[0], 0.0), max(span[1], 0.0)
    most = len(changes) - 1
    first = int(np.ceil(since / setting.step))
    if first * setting.step >= until and until < setting.end:
        return
    changes[min(first, most)] += weight
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
    total.waits[_row_of(total.wait_row[place], cls, total.taken, 0), bin_of(wait)] += 1
    hour = total.hours[place, min(int(asked / HOUR), total.hours.shape[1] - 1)]
    hour[ASKED] += 1.0
    hour[WAITED] += wait


@inlined
def _row_of(rows, at, taken, which):
    """The row of bins of those who are counted together, taken if they are the first."""
    if rows[at] == NO_ROW:
        rows[at] = taken[which]
        taken[which] += 1
    return rows[at]


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
    if np.isnan(arrived) or trip["half"]:
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
    bins = total.durations[_row_of(total.duration_row[part, trip["flow"]], trip["cls"], total.taken, 1)]
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
        total.lasting[setting.place[stop["point"]], HALTED] += max(0.0, until - since)
