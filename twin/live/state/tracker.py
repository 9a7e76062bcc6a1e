"""Keeps the events of the last hours, and who they are of, as they come.

What it says of an instant depends on the set of events alone: not on their order, nor on copies.
"""

import math
from collections import Counter, defaultdict

from twin.live.state.clock import Clock
from twin.live.state.doors import Comings
from twin.live.state.failing import Evidence, with_down
from twin.live.state.joining import joined
from twin.live.state.journeys import pieces
from twin.live.state.linking import Links
from twin.live.state.passing import Passing
from twin.live.state.people import people
from twin.live.state.placing import rows_of
from twin.live.state.presenting import present_of
from twin.live.state.reading import Event, read
from twin.live.state.seen import seen_by

HOUR = 3600.0
KEPT = 36 * HOUR  # seconds: the longest that anybody is inside, and a night to compare with


class Tracker:
    """What is known of a port, a Known or none, and the events of the last `keeps` seconds.

    Time only goes forward: an event that was received longer before the latest instant asked for is let go.
    """

    def __init__(self, known=None, *, keeps=KEPT):
        self.known, self.keeps = known, keeps
        self.clocks = defaultdict(Clock)
        self.links = Links()
        self.passing = Passing(keeps)
        self.comings = Comings(known)
        self.company = {}  # of each key: the keys of its truck
        self.pieces = {}  # of each truck, by its first key: its pieces
        self.dirty = set()
        self.heard = -math.inf
        self.edge = -math.inf  # what was received before it is let go
        self.twice, self.refused, self.reasons = Counter(), Counter(), Counter()

    def take(self, rows):
        """Takes in rows of a table of events, in any order."""
        fresh = {}
        for one in read(rows, self.known.stations if self.known else ()):
            if isinstance(one, Event):
                self._admit(one, fresh)
            else:
                self.refused[one.device] += 1
                self.reasons[one.why] += 1
        for device, events in _by_device(fresh.values()).items():
            for event in events:
                self.clocks[device].put(event)
            self._retime(device, events, fresh)

    def _admit(self, event, fresh):
        """Puts an event among the `fresh` ones, by key; of two copies that which came first is kept."""
        key = event.key
        self.heard = max(self.heard, event.received)
        before = fresh.get(key) or self.links.events.get(key)
        if before:
            self.twice[event.device] += 1
            if before <= event:
                return
            if fresh.pop(key, None) is None:
                self._drop([before])
        if event.received >= self.edge:
            fresh[key] = event

    def _retime(self, device, events, fresh):
        """Gives the messages of a device that some came or went beside their true times."""
        links = self.links
        for key, true in self.clocks[device].told_by(events):
            if key not in links.true:
                self.dirty |= links.put(fresh[key], true)
            elif links.true[key] != true:
                old = links.events[key]
                self.dirty |= links.drop(key) | links.put(old, true)

    def _drop(self, gone):
        """Forgets events; what a copy replaces is told its time when the copy is."""
        for event in gone:
            key = event.key
            self.dirty |= self.links.drop(key)
            self._part(key)
        for device, events in _by_device(gone).items():
            self.clocks[device].drop(events)
            if self.clocks[device].heard:
                self._retime(device, events, {})
            else:
                del self.clocks[device]

    def forget(self, at):
        """Lets go of what is too old at an instant, by whole hours."""
        edge = math.floor((at - self.keeps) / HOUR) * HOUR
        if edge <= self.edge:
            return
        self.edge = edge
        old = [heard for clock in self.clocks.values() for heard in clock.before(edge)]
        self._drop([self.links.events[key] for _, _, key in old])

    def refresh(self):
        """The pieces of all trucks, made anew where something changed."""
        while self.dirty:
            key = self.dirty.pop()
            if key not in self.links.events:
                continue
            self._part(key)
            company = self.links.company(key)
            for other in company:
                self._part(other)
            self.dirty -= company
            self._gather(company)
        doors = self.comings.doors()
        if doors != self.comings.used:
            self.comings.used = doors
            for keys in {min(keys): keys for keys in self.company.values()}.values():
                self._write(keys)

    def _part(self, key):
        """Forgets the truck that an event was given to; its other events look for theirs again."""
        keys = self.company.get(key)
        if keys is None:
            return
        for one in keys:
            del self.company[one]
        self.dirty |= keys - {key}
        self.comings.drop(keys)
        for piece in self.pieces.pop(min(keys)):
            self.passing.drop(piece)

    def _gather(self, keys):
        """Writes down that events are of one truck."""
        keys = frozenset(keys)
        self.company.update(dict.fromkeys(keys, keys))
        self.comings.put(keys, [(self.links.true[key], self.links.events[key]) for key in keys])
        self._write(keys)

    def _write(self, keys):
        """The pieces of one truck."""
        for piece in self.pieces.pop(min(keys), ()):
            self.passing.drop(piece)
        events = [(self.links.true[key], self.links.events[key]) for key in keys]
        self.pieces[min(keys)] = made = pieces(events, self.comings.used)
        for piece in made:
            self.passing.put(piece)

    def stations(self):
        """Names of the stations whose events are kept."""
        return {event.station for event in self.links.events.values()}

    def begins(self):
        """When the first message that is kept was received."""
        return min((clock.heard[0][0] for clock in self.clocks.values()), default=self.heard)

    def passed(self):
        """(time, station) of all who went by a station unseen."""
        return self.passing.passed(piece for made in self.pieces.values() for piece in made)

    def people(self, at):
        """The Persons who may be inside at an instant."""
        return self._found(at)[0]

    def _found(self, at):
        """(Persons who may be inside, [Down] of the servers that hold some of them) at an instant."""
        self.forget(at)
        self.refresh()
        every = sorted((piece for made in self.pieces.values() for piece in made), key=lambda one: one.id)
        doors = self.comings.used
        chains = joined(every, doors, self.passing)
        found = people(chains, self.links, doors.exits, (self.passing, at))
        return with_down(found, Evidence(self.links, self.passing, self.known, self.passed), at)

    def present(self, at):
        """The Present at an instant, which is not before any that was asked for."""
        found, down = self._found(at)
        rows = rows_of(found, self.passing, self.known, at)
        return present_of(at, self.heard, rows, seen_by(self, at))._replace(down=down)


def _by_device(events):
    """The events of each device."""
    out = {}
    for event in events:
        out.setdefault(event.device, []).append(event)
    return out
