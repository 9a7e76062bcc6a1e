"""Which events are of one truck: those that share a name, and the start and the end that follow on a lane."""

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from twin.live.state.reading import ARRIVE, END, START
from twin.observed.cleaning.pairing import TYPO
from twin.observed.cleaning.plates import distances, lettered
from twin.observed.cleaning.repairing import LATE

MANY = 100  # events that bear one name within the time that is kept: more, and it names nobody
SINGLE = 0.1  # of starts follow another start: a lane at which one is served at a time
LONGEST = 12 * 3600.0  # seconds of a service; more lie between the start of one truck and the end of another


class Links:
    """Events on their lanes and under their names, each in order of true time."""

    def __init__(self):
        self.events = {}  # by key
        self.true = {}  # by key: seconds
        self.lanes = {}  # by device
        self.named = {}  # by name
        self.single = {}  # by device: whether one is served at a time, as far as that was asked
        self.late = Counter()  # by device: events that came long after they happened

    def put(self, event, true):
        """Takes in an event; gives the keys of those whose company it may change."""
        key = event.key
        self.events[key], self.true[key] = event, true
        self.late[event.device] += event.received - true > LATE
        touched = {key}
        if event.kind != ARRIVE:
            lane = self.lanes.setdefault(event.device, [])
            insort(lane, _on_lane(event, true))
            touched |= _beside(lane, _on_lane(event, true))
            self.single.pop(event.device, None)
        for name in event.names:
            bearers = self.named.setdefault(name, [])
            insort(bearers, (true, key))
            touched |= _bearers(bearers, (true, key), MANY + 1)
        return touched

    def drop(self, key):
        """Forgets an event; gives the keys of those whose company that may change."""
        event, true = self.events.pop(key), self.true.pop(key)
        self.late[event.device] -= event.received - true > LATE
        touched = set()
        if event.kind != ARRIVE:
            lane = self.lanes[event.device]
            touched |= _beside(lane, _on_lane(event, true))
            _take_out(lane, _on_lane(event, true), self.lanes, event.device)
            self.single.pop(event.device, None)
        for name in event.names:
            bearers = self.named[name]
            touched |= _bearers(bearers, (true, key), MANY + 1)
            _take_out(bearers, (true, key), self.named, name)
        return touched - {key}

    def company(self, key):
        """The keys of all events of the truck that one event is of."""
        found, ahead = {key}, [key]
        while ahead:
            for other in self._linked(ahead.pop()):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found

    def _linked(self, key):
        event, true = self.events[key], self.true[key]
        if event.kind != ARRIVE:
            partner = self._partner(event, true)
            if partner:
                yield partner
        for name in event.names:
            bearers = self.named[name]
            if len(bearers) <= MANY:
                yield from _bearers(bearers, (true, key), MANY)

    def _partner(self, event, true):
        """The key of the start or the end that is the other half of an event's service."""
        lane = self.lanes[event.device]
        at = bisect_left(lane, _on_lane(event, true)) + (1 if event.kind == START else -1)
        if not 0 <= at < len(lane):
            return None
        other = self.events[lane[at][-1]]
        first, last = (event, other) if event.kind == START else (other, event)
        if first.kind != START or last.kind != END or abs(self.true[other.key] - true) > LONGEST:
            return None
        return None if first.station != last.station or unlike(first, last) else other.key

    def lanes_of(self):
        """By station: pairs of a device and its lane, in order."""
        out = {}
        for device in sorted(self.lanes):
            station = self.lanes[device][-1][-1][2]
            out.setdefault(station, []).append((device, self.lanes[device]))
        return out

    def left_lane(self, mark):
        """When another truck began to be served where one was served last; nan where that tells nothing."""
        lane = self.lanes.get(mark.device)
        if mark.kind != START or not lane:
            return math.nan
        later = bisect_right(lane, (mark.time, math.inf))
        if later == len(lane) or not self._is_single(mark.device):
            return math.nan
        return lane[later][0]

    def is_held(self, device, since):
        """Whether the last word of a lane at which one is served at a time is a start at that time."""
        lane = self.lanes.get(device)
        return bool(lane) and lane[-1][0] == since and lane[-1][-1][1] == START and self._is_single(device)

    def _is_single(self, device):
        """Whether one is served at a time on a lane: a start seldom follows another."""
        if device not in self.single:
            kinds = [one[-1][1] for one in self.lanes[device]]
            doubled = sum(a == b == START for a, b in pairwise(kinds))
            self.single[device] = doubled <= 1 + SINGLE * kinds.count(START)
        return self.single[device]


def _on_lane(event, true):
    """Its place in the order of a lane: who ends makes room for who starts at the same instant."""
    return true, event.kind != END, event.seq, event.key


def _beside(lane, one):
    """The keys of the neighbours on a lane."""
    at = bisect_left(lane, one)
    return {lane[i][-1] for i in (at - 1, at + 1) if 0 <= i < len(lane)}


def _bearers(bearers, one, many):
    """The keys before and after one under its name; of all, when they are as many as name nobody."""
    if len(bearers) == many:
        return {key for _, key in bearers}
    at = bisect_left(bearers, one)
    return {bearers[i][1] for i in (at - 1, at + 1) if 0 <= i < len(bearers)}


def _take_out(ordered, one, by_name, name):
    del ordered[bisect_left(ordered, one)]
    if not ordered:
        del by_name[name]


def unlike(one, two):
    """Whether what was read of two events, or pieces of journeys, is of two trucks."""
    if one.cls and two.cls and one.cls != two.cls:
        return True
    is_same = False
    for a, b in ((one.case, two.case), (one.tag, two.tag), (one.declaration, two.declaration)):
        if a and b:
            if a != b:
                return True
            is_same = True
    return not is_same and bool(one.plate and two.plate) and apart(one.plate, two.plate) > TYPO


@lru_cache(maxsize=20_000)
def apart(one, two):
    """Signs by which two plates differ."""
    if one == two:
        return 0
    return int(distances(lettered([one, two]), [0], [1])[0])
