"""What must hold on every run, whatever the port: nobody is lost, nobody is in two places."""

from typing import NamedTuple

import numpy as np

from twin.plan.acting import called
from twin.plan.visits import NOBODY
from twin.results.batches import batched
from twin.results.levels import levels
from twin.results.places import LINK, STATION
from twin.results.spans import Window, bundle, changes, spans
from twin.results.stops import held, stop_rows
from twin.results.trips import trip_rows
from twin.results.wholes import odd_wholes

MOST = 5  # violations of one rule that are told apart; the rest are counted
CLOSE = 1e-9  # relative


class Violation(NamedTuple):
    """A rule that a run breaks, and where."""

    rule: str
    text: str


def violations(plan, run):
    """Every Violation of every rule."""
    return [violation for rule in RULES for violation in rule(plan, run)]


def _tell(rule, rows, say):
    """At most MOST violations, one a row, and one more that counts the rest."""
    told = [Violation(rule, say(int(row))) for row in rows[:MOST]]
    rest = len(rows) - MOST
    return told + [Violation(rule, f"and {rest} more")] if rest > 0 else told


def times_in_order(plan, run):
    """asked <= joined <= started <= ended <= left <= end, and nothing comes after what has not come.

    One who was never served may still have left: from the queue, or from the door at the instant it came.
    """
    visits = run.visits
    names = ("asked", "joined", "started", "ended", "left")
    longest = max((one.since for source in plan.sources for one in source.seen), default=0.0)
    wrong = np.isnan(visits["asked"]) | (visits["asked"] < -longest)
    unserved = np.isnan(visits["started"]) & np.isnan(visits["ended"]) & (visits["server"] == NOBODY)
    for before, after in zip(names, names[1:], strict=False):
        early = visits[after] < visits[before]
        skipped = np.isnan(visits[before]) & ~np.isnan(visits[after])
        wrong |= early | (skipped & ~(unserved & (after == "left")))
        wrong |= visits[after] > run.end
    # Whoever left was there until then, or never came in.
    wrong |= visits["left"] < visits["joined"]
    wrong |= np.isnan(visits["joined"]) & ~np.isnan(visits["left"]) & (visits["left"] != visits["asked"])
    return _tell("times in order", np.flatnonzero(wrong), lambda row: (
        f"visit {_who(plan, visits[row])}: " + ", ".join(f"{name} {visits[name][row]!r}" for name in names)
    ))  # fmt: skip


def visits_follow(plan, run):
    """An entity asks for one place after the other, and its visits are counted from 0."""
    visits = run.visits
    same = visits["key"][1:] == visits["key"][:-1]
    counted = np.where(same, visits["visit"][:-1] + 1, 0)
    early = same & (visits["asked"][1:] < visits["asked"][:-1])
    wrong = early | (visits["visit"][1:] != counted)
    if len(visits):
        wrong = np.concatenate([[visits["visit"][0] != 0], wrong])
    return _tell("visits follow", np.flatnonzero(wrong), lambda row: (
        f"visit {_who(plan, visits[row])} asks at {visits['asked'][row]!r} out of turn"
    ))  # fmt: skip


def nobody_is_lost(plan, run):
    """Arrived = left + inside, for every class at every instant, and every visit lies within a trip."""
    trips, visits = run.trips, run.visits
    here = ~np.isnan(trips["arrived"])
    late = here & (trips["arrived"] > run.end)
    wrong = late | (trips["left"] < trips["arrived"]) | (trips["left"] > run.end)
    wrong |= here & (np.isnan(trips["left"]) != (trips["exit"] == NOBODY))
    out = _tell("nobody is lost", np.flatnonzero(wrong), lambda row: (
        f"{plan.names.classes[trips['cls'][row]]} {trips['key'][row]}, trip {trips['trip'][row]}: arrived "
        f"{trips['arrived'][row]!r}, left {trips['left'][row]!r}, exit {trips['exit'][row]}"
    ))  # fmt: skip
    trip = trip_rows(visits, trips)
    at = np.maximum(trip, 0)
    gone = ~np.isnan(trips["left"][at]) if len(trips) else np.zeros(0, bool)
    astray = (trip == NOBODY) & (visits["flow"] != NOBODY)  # an actor makes no trips
    if len(trips):
        astray |= (trip != NOBODY) & (visits["asked"] < trips["arrived"][at])
        astray |= (trip != NOBODY) & gone & (np.isnan(visits["left"]) | (visits["left"] > trips["left"][at]))
    return out + _tell("nobody is lost", np.flatnonzero(astray), lambda row: (
        f"visit {_who(plan, visits[row])} has no trip, or lies outside it"
    ))  # fmt: skip


def stops_add_up(plan, run):
    """Each stop is one of a visit that counts it, lies within its service, and after the one before."""
    visits, stops = run.visits, run.stops
    row = stop_rows(visits, stops)
    known = row != NOBODY
    counted = np.bincount(row[known], minlength=len(visits))
    wrong = np.flatnonzero(counted != visits["stops"])
    until = np.where(np.isnan(stops["resumed"]), np.inf, stops["resumed"])
    ended = np.where(np.isnan(visits["ended"]), np.inf, visits["ended"])
    at = visits[np.maximum(row, 0)] if len(visits) else visits[:0]
    astray = ~known
    if len(visits):
        astray |= (stops["stopped"] < at["started"]) | (until > ended[np.maximum(row, 0)])
        astray |= (until < stops["stopped"]) | (stops["stopped"] > run.end)
    astray[1:] |= (row[1:] == row[:-1]) & (stops["stopped"][1:] < until[:-1])
    return _tell("stops add up", wrong, lambda row: (
        f"visit {_who(plan, visits[row])} has {visits['stops'][row]} stops and {counted[row]} rows"
    )) + _tell("stops add up", np.flatnonzero(astray), lambda row: (
        f"the stop of {stops['key'][row]} at {stops['stopped'][row]!r} is not within its service"
    ))  # fmt: skip


def one_at_a_time(plan, run):
    """No server serves two at once, or more than a batch, and every service that has begun has a server."""
    visits = run.visits
    station = plan.arrays.station["servers"]
    counted = np.flatnonzero(visits["point"] < plan.stations)
    begun = counted[~np.isnan(visits["started"][counted]) & (station[visits["point"][counted]] > 0)]
    server = visits["server"][begun]
    stray = begun[(server < 0) | (server >= station[visits["point"][begun]])]
    rows = held(visits, run.stops, begun)
    same = (rows.point[1:] == rows.point[:-1]) & (rows.server[1:] == rows.server[:-1])
    mates = same & batched(plan, rows.point[1:]) & (rows.since[1:] == rows.since[:-1])
    double = rows.visit[1:][same & ~mates & (rows.since[1:] < rows.until[:-1])]
    over = rows.visit[_beyond_a_batch(plan, rows, mates)]
    return _tell("one at a time", np.concatenate([stray, double, over]), lambda row: (
        f"server {visits['server'][row]} of {_point(plan, visits['point'][row])} takes visit "
        f"{_who(plan, visits[row])} at {visits['started'][row]!r}"
    ))  # fmt: skip


def _beyond_a_batch(plan, rows, mates):
    """[row] whether it is one too many of those who start together; who leaves at once may make way."""
    stays = ~(rows.until <= rows.since)
    place = np.arange(len(stays))
    first = np.maximum.accumulate(np.where(np.concatenate([[False], mates])[: len(stays)], 0, place))
    before = np.cumsum(stays) - stays
    most = np.maximum(plan.arrays.station["batch_most"][rows.point], 1)
    return stays & (before - before[first] >= most)


def rooms_hold(plan, run):
    """No link holds more than its storage, unless one alone is longer."""
    seen = spans(plan, run)
    link = seen.places.kind[seen.point] == LINK
    size = np.append(plan.arrays.cls["size"], 0)[seen.cls]
    metric = np.zeros(len(plan.names.points), bool)
    metric[: plan.stations] = plan.arrays.station["metric"] == 1
    taken = np.where(metric[seen.point], size, 1)
    window = Window(0.0, run.end)
    rows = bundle(seen.joined[link], seen.left[link], seen.point[link], taken[link])
    found = levels(changes(window, [rows]), window, len(seen.places.kind))
    alone = np.zeros(len(seen.places.kind), np.int64)
    np.maximum.at(alone, seen.point[link], taken[link])
    room = np.concatenate([plan.arrays.station["room"], np.full(len(alone) - plan.stations, 1 << 60)])
    over = np.flatnonzero(found.max > np.maximum(room, alone))
    return _tell("rooms hold", over, lambda point: (
        f"{_point(plan, point)} held {found.max[point]:.0f} of {room[point]} mm"
    ))  # fmt: skip


def little(plan, run):
    """Little's law: the area under the number inside is the time spent inside, by class and by station."""
    trips = run.trips[~np.isnan(run.trips["arrived"])]
    left = np.where(np.isnan(trips["left"]), run.end, trips["left"])
    out = _areas_agree(plan.names.classes, run.end, (trips["arrived"], left, trips["cls"].astype(np.int64)))
    seen = spans(plan, run)
    kind = seen.places.kind[seen.point]
    here = (kind == STATION) | (kind == LINK)
    names = [f"{place.kind} {place.name}" for place in seen.places.names]
    return out + _areas_agree(names, run.end, (seen.joined[here], seen.left[here], seen.place[here]))


def wholes_are_their_members(plan, run):
    """Who become one carry as much as what they become, and leave with it, unless it lets them out."""
    odd = odd_wholes(plan, run)
    return _tell("wholes are their members", range(len(odd)), odd.__getitem__)


def _areas_agree(names, end, stays):
    """The area under the number present, swept over the instants of change, is the sum of the stays."""
    start, until, group = stays
    start = np.maximum(start, 0.0)  # who was seen inside has come before
    spent = np.bincount(group, until - start, len(names))
    window = Window(0.0, end)
    swept = levels(changes(window, [bundle(start, until, group)]), window, len(names)).mean * end
    wrong = np.flatnonzero(~(abs(swept - spent) <= CLOSE * (1 + spent)))
    return _tell("Little's law", wrong, lambda i: f"{names[i]}: area {swept[i]!r}, time spent {spent[i]!r}")


def nobody_starts_on_what_is_down(plan, run):
    """No service begins on a server while it is down, or at a station that is stopped as a whole."""
    visits, downs = run.visits, run.downs
    # Who went back to the queue may have begun at another server than the one that is known.
    begun = np.flatnonzero(np.isin(visits["point"], downs["point"]) & ~np.isnan(visits["started"]))
    begun = np.setdiff1d(begun, stop_rows(visits, run.stops[run.stops["stays"] == 0]))
    begun = begun[np.lexsort((visits["started"][begun], visits["server"][begun], visits["point"][begun]))]
    server = (visits["point"][begun].astype(np.int64) << 32) + visits["server"][begun]
    wanted = (downs["point"].astype(np.int64) << 32) + downs["server"]
    first, last = (np.searchsorted(server, wanted, side) for side in ("left", "right"))
    out = [np.zeros(0, np.int64)]
    for i, down in enumerate(downs):
        block = begun[first[i] : last[i]]
        started = visits["started"][block]
        out.append(block[(started > down["down"]) & ~(started >= down["up"])])
    wrong = np.concatenate(out)
    return _tell("nobody starts on what is down", wrong, lambda row: (
        f"visit {_who(plan, visits[row])} started at {visits['started'][row]!r} while its server was down"
    ))  # fmt: skip


def downtimes_follow(plan, run):
    """A server goes down only when it is up."""
    downs = run.downs
    same = (downs["point"][1:] == downs["point"][:-1]) & (downs["server"][1:] == downs["server"][:-1])
    early = same & ~(downs["down"][1:] >= downs["up"][:-1])
    wrong = np.flatnonzero(np.concatenate([[False], early]) | (downs["up"] < downs["down"]))
    return _tell("downtimes follow", wrong, lambda row: (
        f"server {downs['server'][row]} of {_point(plan, downs['point'][row])} goes down at "
        f"{downs['down'][row]!r} before it was up, or comes up at {downs['up'][row]!r}"
    ))  # fmt: skip


def _who(plan, visit):
    if visit["flow"] == NOBODY:
        return f"{visit['visit']} of {called(plan, visit['number'])} at {_point(plan, visit['point'])}"
    entity = f"{plan.names.classes[visit['cls']]} {visit['key']}"
    return f"{visit['visit']} of {entity} at {_point(plan, visit['point'])}"


def _point(plan, index):
    point = plan.names.points[index]
    return f"{point.kind} {point.name}" + (f" lane {point.lane}" if point.lane >= 0 else "")


RULES = (
    times_in_order,
    visits_follow,
    nobody_is_lost,
    stops_add_up,
    one_at_a_time,
    rooms_hold,
    nobody_starts_on_what_is_down,
    downtimes_follow,
    little,
    wholes_are_their_members,
)
