"""When a run cannot go on: it says where, and who waits for whom."""

from typing import NamedTuple

from twin.plan.visits import NOBODY

_MOST = 8  # names in one message


class EngineError(Exception):
    """A run that stopped: a title, and `who` in lines of text, one a fact.

    Both are the exception's own arguments, so that SimPy and process pools can make a copy of it.
    """

    def __init__(self, title, who):
        super().__init__(title, who)
        self.who = tuple(who)

    def __str__(self):
        title, who = self.args
        return "\n".join([title, *("    " + line for line in who)])


class DoesNotAdvance(EngineError):
    """Someone goes round and round at one instant."""


class Jam(EngineError):
    """Each waits for a place that another holds."""


class Standing(NamedTuple):
    """One who is inside when the run ends; `doing` is served, queue, door, join or free."""

    number: int
    key: int
    parent: int
    flow: int
    cls: int
    place: int  # station, NOBODY if it holds none
    wants: int  # station whose door it stands at
    doing: str


def does_not_advance(plan, standing, now):
    """The trouble of those who go round while the clock stands still."""
    who = [f"{_name(plan, s)} keeps going round its steps without time passing" for s in standing[:_MOST]]
    title = f"the clock stands still at {now:g} s; give a step of that loop a duration above 0"
    return DoesNotAdvance(title, who)


def jam(plan, stuck):
    """The trouble of those who wait for each other."""
    title = "the port is jammed: each waits for the next; give one of these places more room"
    return Jam(title, who_waits_for_whom(plan, stuck))


def jammed(plan, standing):
    """Those who can never move again: each waits for a place that another of them holds; [] if all can.

    One can move if it is served or free; if it queues where a server is free or held by one who can;
    if it stands at the door of a station where someone can; if a part it waits for can.
    """
    if not any(s.doing == "door" and s.place != NOBODY for s in standing):
        return []
    at, parts, servers = {}, {}, plan.arrays.station["servers"]
    for s in standing:
        at.setdefault(s.place, []).append(s)
        parts.setdefault(s.parent, []).append(s)
    stuck = {s.key: s for s in standing if s.doing in ("queue", "door", "join")}
    while True:
        moving = [s for s in stuck.values() if _can_move(s, stuck, at, parts, servers)]
        if not moving:
            return sorted(stuck.values())
        for s in moving:
            del stuck[s.key]


def _can_move(s, stuck, at, parts, servers):
    if s.doing == "join":
        return any(part.key not in stuck for part in parts.get(s.key, ()))
    place = s.place if s.doing == "queue" else s.wants
    there = at.get(place, ())
    held = [other for other in there if other.doing != "queue"]
    if any(other.key not in stuck for other in there):
        return True
    return servers[place] == 0 or len(held) < servers[place] if s.doing == "queue" else not there


def who_waits_for_whom(plan, stuck):
    """The circle in words: a starting place, and then each place that the one before waits for."""
    holders = {}
    for s in stuck:
        if s.doing == "door" and s.place != NOBODY:
            holders.setdefault(s.place, s)
    if not holders:
        return [f"{_name(plan, s)} waits for its parts" for s in stuck[:_MOST]]
    place, seen = min(holders), []
    while place in holders and place not in seen:
        seen.append(place)
        place = holders[place].wants
    circle = seen[seen.index(place) :] if place in seen else seen
    return [
        f"{_name(plan, holders[p])} at {_point(plan, p)} waits for {_point(plan, holders[p].wants)}"
        for p in circle[:_MOST]
    ]


def _name(plan, s):
    return f"{plan.names.classes[s.cls]} {s.number >> 30} of {plan.names.flows[s.flow]}"


def _point(plan, index):
    point = plan.names.points[index]
    return point.name if point.lane < 0 else f"{point.name} lane {point.lane + 1}"
