"""Where journeys begin and end: what the fit says, else where trucks are seen first and last."""

from collections import Counter

from twin.live.state.journeys import Doors
from twin.live.state.reading import ARRIVE
from twin.observed.cleaning.ways import OFTEN

MOSTLY = 0.8  # of those seen at a station were seen nowhere later: it is a way out and nothing else
FEWEST = 20  # trucks at a station before it is taken for a door


class Comings:
    """Where the trucks that are kept were seen first, and last."""

    def __init__(self, known):
        self.known = known
        self.seen = {}  # of each truck: (first station, last station, stations, where it was seen to join)
        self.first, self.last, self.met, self.joined = Counter(), Counter(), Counter(), Counter()
        self.used = self.doors()

    def put(self, keys, events):
        """Counts a truck; events: (true time, Event)."""
        ordered = sorted(events, key=lambda one: (one[0], one[1].kind, one[1].key))
        met = {event.station for _, event in ordered}
        joins = {event.station for _, event in ordered if event.kind == ARRIVE}
        self.seen[keys] = ordered[0][1].station, ordered[-1][1].station, met, joins
        self._count(self.seen[keys], 1)

    def drop(self, keys):
        self._count(self.seen.pop(keys), -1)

    def _count(self, seen, number):
        first, last, met, joins = seen
        self.first[first] += number
        self.last[last] += number
        for station in met:
            self.met[station] += number
        for station in joins:
            self.joined[station] += number

    def doors(self):
        """The Doors as far as they are known."""
        joins = frozenset(station for station, number in self.joined.items() if number > 0)
        if self.known:
            return Doors(self.known.entries, self.known.exits, joins & self.known.entries)
        entries, exits = (
            frozenset(s for s, n in self.met.items() if n >= FEWEST and count[s] > share * n)
            for count, share in ((self.first, OFTEN), (self.last, MOSTLY))
        )
        return Doors(entries, exits, joins & entries)
