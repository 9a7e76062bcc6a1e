"""Days of a drawn port, by a heap of events and nothing else: no engine, no plan, no draws of the project."""

import heapq
import math
from collections import deque
from random import Random
from typing import NamedTuple

from drawn_port import EXIT

HOUR, DAY = 60.0, 1440.0  # minutes
COMES, JOINS, ENDS, SHIFTS = "comes", "joins", "ends", "shifts"


class Visit(NamedTuple):
    case: int
    cls: str
    station: str
    lane: int
    joined: float  # minutes
    started: float
    ended: float


class Days:
    """A heap of (time, number, what, ...), a queue and the free lanes of each station."""

    def __init__(self, port, days, seed):
        self.port, self.days, self.rng = port, days, Random(seed)
        self.heap, self.number, self.visits = [], 0, []
        self.queue = {name: deque() for name in port.stations}
        self.busy = {name: set() for name in port.stations}
        case = 0
        for cls, kinds in port.rates.items():
            for time in self._arrivals(kinds):
                self._put(time, JOINS, case, cls, "entry")
                case += 1
        for name, station in port.stations.items():
            for hour in range(24 * (days + 1)):
                if station.servers[hour % 24] > station.servers[hour % 24 - 1]:
                    self._put(hour * HOUR, SHIFTS, name)

    def _put(self, time, *what):
        heapq.heappush(self.heap, (time, self.number, *what))
        self.number += 1

    def _arrivals(self, kinds):
        for day in range(self.days):
            for hour, rate in enumerate(kinds["weekend" if day % 7 >= 5 else "weekday"]):
                time = self.rng.expovariate(rate) if rate else math.inf
                while time < 1.0:
                    yield day * DAY + (hour + time) * HOUR
                    time += self.rng.expovariate(rate)

    def run(self):
        """[Visit] of all who came, in order of their ends."""
        while self.heap:
            now, _, what, *who = heapq.heappop(self.heap)
            if what == JOINS:
                case, cls, name = who
                self.queue[name].append((case, cls, now))
            elif what == ENDS:
                (visit,) = who
                name = visit.station
                self.busy[name].discard(visit.lane)
                self.visits.append(visit)
                self._go_on(visit)
            else:
                (name,) = who
            self._start(name, now)
        return self.visits

    def _start(self, name, now):
        """Whoever is first goes to the lowest free lane that is open; a lane ends the truck that it has."""
        station = self.port.stations[name]
        lanes = range(1, station.servers[int(now // HOUR) % 24] + 1)
        while self.queue[name]:
            free = [lane for lane in lanes if lane not in self.busy[name]]
            if not free:
                return
            case, cls, joined = self.queue[name].popleft()
            self.busy[name].add(free[0])
            ended = now + drawn(station.service[cls], self.rng)
            self._put(ended, ENDS, Visit(case, cls, name, free[0], joined, now, ended))

    def _go_on(self, visit):
        ways = self.port.routing[visit.cls][visit.station]
        then = self.rng.choices(list(ways), list(ways.values()))[0]
        if then != EXIT:
            mean, cv = self.port.travel
            way = drawn((mean, cv, "gamma"), self.rng) if mean else 0.0
            self._put(visit.ended + way, JOINS, visit.case, visit.cls, then)


def drawn(law, rng):
    """A duration of a law of mean, cv and family."""
    mean, cv, family = law
    if family == "gamma":
        return rng.gammavariate(1 / cv**2, mean * cv**2)
    spread = math.sqrt(math.log(1 + cv**2))
    return rng.lognormvariate(math.log(mean) - spread**2 / 2, spread)


def truth_of(port, visits):
    """What the log was made with, and the measures of its visits, in minutes."""
    waits, begins, ends = {}, {}, {}
    for visit in visits:
        waits.setdefault(visit.station, []).append(visit.started - visit.joined)
        begins[visit.case] = min(visit.joined, begins.get(visit.case, math.inf))
        ends[visit.case] = max(visit.ended, ends.get(visit.case, 0.0))
    cycle = sorted(ends[case] - begins[case] for case in begins)
    service = {}
    for name, station in port.stations.items():
        one = len(set(station.service.values())) == 1
        service[name] = {"*": next(iter(station.service.values()))} if one else dict(station.service)
    return {
        "arrivals_per_hour": port.rates, "service": service, "servers": port.shares_of_servers,
        "routing": port.routing,
        "kpi": {
            "cases": len(cycle), "cycle_time_mean": sum(cycle) / len(cycle),
            "cycle_time_p90": cycle[int(0.9 * len(cycle))],
            "wait_mean": {name: sum(each) / len(each) for name, each in waits.items()},
        },
    }  # fmt: skip
