"""The port as SimPy runs it: bound events first, then settle, instant by instant."""

from heapq import heappush
from typing import NamedTuple

import numpy as np
import simpy
from simpy.events import NORMAL, Event

from twin.engine.reference.amounts import amount
from twin.engine.reference.choosing import Choosers, Impatient, Jockeys
from twin.engine.reference.conditions import Conditions
from twin.engine.reference.entity import NAN, Entity, journey
from twin.engine.reference.facts import counted, standing_of
from twin.engine.reference.luck import Luck
from twin.engine.reference.meeting import Meeting
from twin.engine.reference.movable import Fleets
from twin.engine.reference.pools import Group, Stock
from twin.engine.reference.seen import stand
from twin.engine.reference.station import Station
from twin.engine.trouble import does_not_advance, rush, too_many
from twin.plan import rules
from twin.plan.plan import (
    ARRIVE,
    CUT_OFF,
    DRAIN,
    MEET,
    NO_DIST,
    ON_DUTY,
    POOL_CHANGE,
    UNTIL,
    WALK,
)
from twin.plan.visits import NOBODY, TABLES

SETTLE = NORMAL + 1  # after every bound event of the instant


class Instead(NamedTuple):
    """What one does who does not wait: steps, NOBODY where it waits, and the luck of its patience."""

    gives_up: int
    if_full: int
    luck: int


WAITS = Instead(NOBODY, NOBODY, 0)


class Port:
    """Stations, pools, stocks and those inside, on one SimPy clock."""

    def __init__(self, plan, arrays):
        self.plan, self.arrays = plan, arrays
        self.env = simpy.Environment()
        self.visits, self.trips, self.downs, self.stops = [], [], [], []
        self.inside, self.culprits = {}, []
        self.touched, self.settling = set(), False
        self.tab = arrays.tab.tolist()
        self.steps, self.dists, self.services = (
            _dicts(a) for a in (arrays.step, arrays.dist, arrays.service)
        )
        self.luck = Luck(arrays, self.dists)
        self.tasks, self.needs, self.classes = (_dicts(a) for a in (arrays.task, arrays.need, arrays.cls))
        self.pools = _dicts(arrays.pool)
        self.fleets = Fleets(arrays, self.pools)
        self.units = arrays.pool["units"].tolist()
        self.stocks = [Stock(self, i, row) for i, row in enumerate(_dicts(arrays.stock))]
        self.stations = [Station(self, i) for i in range(plan.stations)]
        self.groups = [Group(self, i) for i in range(len(arrays.group_first) - 1)]
        self.conditions = Conditions(self)
        self.work = arrays.work.tolist()
        self.meetings = [Meeting(self, i, row) for i, row in enumerate(_dicts(arrays.meeting))]
        # The order of settle: stocks, pool groups, meetings, stations downstream first, choosers and so on.
        self.items = [*self.stocks, *self.groups, *self.meetings, *self.stations]
        self.choosers, self.jockeys, self.impatient = (
            self.last(kind) for kind in (Choosers, Jockeys, Impatient)
        )

    def last(self, kind):
        """One more item at the end of the order of settle."""
        self.items.append(kind(self, len(self.items)))
        return self.items[-1]

    def rows(self, table, index):
        """One row of a plan table by field names."""
        return _dicts(getattr(self.arrays, table)[index : index + 1])[0]

    def item_of_group(self, index):
        """Its place in the order of settle."""
        return len(self.stocks) + index

    def item_of_station(self, index):
        """Its place in the order of settle."""
        return len(self.stocks) + len(self.arrays.group_first) - 1 + len(self.arrays.meeting) + index

    def item_of_meeting(self, index):
        """Its place in the order of settle."""
        return len(self.stocks) + len(self.arrays.group_first) - 1 + index

    # Steps.

    def station_at(self, pc):
        """The station that a visit is for."""
        return self.stations[self.steps[pc]["a"]]

    def ways(self, first, cls):
        """The steps that one of a class may choose from."""
        at, n = self.tab[first + 2 * cls : first + 2 * cls + 2]
        return self.tab[at : at + n]

    def instead(self, e):
        """What it does if it does not wait for the visit it is at."""
        record = self.steps[e.pc]["d"]
        return Instead(*self.tab[record : record + UNTIL]) if record else WAITS

    def patience_of(self, e):
        """The law of its patience at the visit or the match it is at, None where that has no end."""
        step = self.steps[e.pc]
        record = 0 if step["op"] == MEET and step["e"] == NOBODY else step["d"]
        law = self.tab[record + UNTIL + e.cls] if record else NO_DIST
        return None if law == NO_DIST else law

    # Time.

    def run_until(self, time):
        """Everything that happens until then."""
        while self.env.peek() <= time:
            self.env.step()

    def after(self, delay, act):
        """Acts after a delay."""
        self.env.timeout(delay).callbacks.append(lambda _: act())

    def at(self, time, act):
        """Acts at a time of the plan. SimPy knows delays only, and now + (time - now) is not always time."""
        event = Event(self.env)
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: act())
        heappush(self.env._queue, (time, NORMAL, next(self.env._eid), event))

    def start(self, inside, coming):
        """Who is inside, the servers' clocks, the conditions, the calendar and the first arrival."""
        stand(self, _dicts(inside))
        for station in self.stations:
            for server in station.servers:
                if server.breaks:
                    server.start_clock()
        self.conditions.begin()
        for entry in _dicts(self.arrays.calendar):
            self.at(entry["time"], lambda entry=entry: self.enter_calendar(entry))
        self.expect(coming)

    def expect(self, coming):
        """From now on these arrive and no others."""
        self.coming = (row for window, _ in coming for row in _dicts(window))
        self.next_arrival(self.coming)

    def next_arrival(self, rows):
        """Each arrival announces the next."""
        row = next(rows, None)
        if row is not None:
            self.at(row["time"], lambda: rows is self.coming and (self.arrive(row), self.next_arrival(rows)))

    def arrive(self, row):
        """Someone comes to the port."""
        e = Entity(self, row["number"], row["key"], row["cls"], row["flow"], row["pc"])
        e.record, e.deadline = row["record"], row["deadline"]
        if self.arrays.step["op"][e.pc] == WALK and self.arrays.step["op"][e.pc + 1] == ARRIVE:
            e.arrived = NAN  # a fleet begins outside
        self.begin(e)

    def begin(self, e):
        """Its journey begins in this round."""
        self.inside[e] = None
        if len(self.inside) > 2 * rules.MOST_INSIDE:
            raise rush(self.plan, self.env.now)
        self.expect_settle()
        self.env.process(journey(self, e))

    def enter_calendar(self, entry):
        """A planned change: a roster, the size of a pool, a quota, a withdrawal, the end of a gathering."""
        kind, index, value = entry["kind"], entry["index"], entry["value"]
        if kind == ON_DUTY:
            self.stations[index].change_roster(value)
        elif kind == DRAIN:
            self.stocks[index].due += value
            self.touch(index)
        elif kind == CUT_OFF:
            self.meetings[index].close()
        elif kind == POOL_CHANGE:
            self.change_pool(index, value)
        else:
            self.change_pool(index, value - self.units[index])

    # Settle.

    def touch(self, item):
        """The item may have a move; settle follows at this instant."""
        self.touched.add(item)
        self.expect_settle()

    def expect_settle(self):
        """When all that is due at this instant has happened."""
        if not self.settling:
            self.settling = True
            event = Event(self.env)
            event._ok, event._value = True, None
            event.callbacks.append(self.settle)
            self.env.schedule(event, priority=SETTLE)

    def settle(self, _):
        """Stations take their pace; then the first move of the first item that has one, until none has."""
        self.look_round()
        if self.conditions.changed:
            self.conditions.move()
        while self.touched:
            item = min(self.touched)
            if not self.items[item].move():
                self.touched.discard(item)
        self.settling = False

    # Pools.

    def change_pool(self, pool, units):
        """So many units more are free."""
        self.units[pool] += units
        group = self.arrays.pool["group"][pool]
        if group != NOBODY:
            self.touch(self.item_of_group(group))

    def give_back(self, e, needs):
        """Units return to their pools, except what is used up."""
        for need in needs:
            if need["back"]:
                self.change_pool(need["pool"], amount(need, e))
            else:
                e.holds(need, 1)  # until an errand brings it back

    # Rows.

    def write(self, e, what, times, served=(NOBODY, 0)):
        """A row of visits: `what` is point and visit, times asked to left, `served` server and stops."""
        point, visit = what
        server, stops = served
        self.visits.append(
            (e.number, e.key, e.parent_key, *times, visit, e.trip, point, server, stops, e.flow, e.cls)
        )

    def write_visit(self, e, left=None):
        """The row of the place it holds."""
        left = self.env.now if left is None else left
        server = NOBODY if e.server is None else e.server.index
        times = (e.place_asked, e.joined, e.started, e.ended, left)
        self.write(e, (e.place.index, e.place_visit), times, (server, e.stops))

    def write_trip(self, e, exit, left=None):
        """The row of a trip."""
        left = self.env.now if left is None else left
        who = e.number, e.key, e.parent_key
        self.trips.append((*who, e.arrived, left, e.origin, e.load, e.trip, exit, e.flow, e.cls, e.half))

    def write_stop(self, e, resumed=None):
        """The row of a stop: when the service goes on, or never."""
        resumed = self.env.now if resumed is None else resumed
        server = NOBODY if e.server is None else e.server.index
        where = e.place_visit, e.place.index, server, int(e.doing != "queue")
        self.stops.append((e.number, e.key, e.stopped, resumed, *where))

    def hand_over(self, sink):
        """All rows since the last time."""
        tables = self.visits, self.trips, self.downs, self.stops
        sink(*(np.array(rows, dtype) for rows, dtype in zip(tables, TABLES, strict=True)))
        self.visits, self.trips, self.downs, self.stops = [], [], [], []

    def accuse(self, e):
        """It keeps going round its steps: the run stops when this round is over."""
        self.culprits.append(e)
        self.expect_settle()

    def look_round(self):
        """Stops the run if somebody turns in a circle, or if more are inside than it can hold."""
        if self.culprits:
            first = min(self.culprits, key=lambda e: (e.number, e.key))
            raise does_not_advance(self.plan, [standing_of(self, first)], self.env.now)
        if len(self.inside) > rules.MOST_INSIDE:
            raise too_many(self.plan, counted(self), self.env.now)


def _dicts(array):
    return [dict(zip(array.dtype.names, row, strict=True)) for row in array.tolist()]
