"""Pools claimed together, and stocks that are drawn off."""

from bisect import insort

from twin.engine.reference.amounts import amount
from twin.plan.plan import ENTER, SEIZE


class Group:
    """Pools that are claimed together by someone: their claims are granted in one order."""

    def __init__(self, port, index):
        self.port, self.index = port, index
        arrays = port.plan.arrays
        first, end = arrays.group_first[index], arrays.group_first[index + 1]
        self.stations = [port.stations[i] for i in arrays.group_station[first:end]]
        self.pools = [i for i, pool in enumerate(arrays.pool) if pool["group"] == index]
        self.parked = []

    def come(self, e):
        """Claims and waits."""
        e.level = e.priority if self.port.steps[e.pc]["op"] == SEIZE else 0  # in a zone nobody can pass
        insort(self.parked, ((e.level, *e.order(e.asked)), e))
        self.port.touch(self.port.item_of_group(self.index))

    def claims(self):
        """(sort key, entity, needs, station): the parked ones, and the first of each queue that can start."""
        for key, e in self.parked:
            step = self.port.steps[e.pc]
            n = 1 if step["op"] == ENTER else step["b"]
            yield key, e, self.port.needs[step["a"] : step["a"] + n], None
        for station in self.stations:
            if station.can_start():
                e = station.first()
                yield (e.level, *e.order(e.joined)), e, station.needs, station

    def move(self):
        """Grants the first claim that fits in what is left; one that does not fit keeps its share."""
        left = {pool: self.port.units[pool] for pool in self.pools}
        for _, e, needs, station in sorted(self.claims(), key=lambda claim: claim[0]):
            if all(amount(need, e) <= left[need["pool"]] for need in needs):
                self.grant(e, needs, station)
                return True
            for need in needs:
                left[need["pool"]] -= amount(need, e)
            if all(units <= 0 for units in left.values()):
                return False
        return False

    def grant(self, e, needs, station):
        """The units are theirs: a parked one goes on, the first of a queue is served."""
        for need in needs:
            self.port.units[need["pool"]] -= amount(need, e)
        if station is not None:
            self.port.fleets.send_nearest(e, needs, station.row["place"])
            station.start()
            station.touch()
            return
        self.parked = [(key, other) for key, other in self.parked if other is not e]
        step, now = self.port.steps[e.pc], self.port.env.now
        if step["op"] == ENTER:
            e.leave_place()
            e.leave_zone()
            e.zone = (needs[0], step["c"], e.asked_visit, e.asked, now)
        else:
            self.port.write(e, (step["c"], e.asked_visit), (e.asked, now, now, now, now))
            for need in needs:
                e.holds(need, 1)
            self.port.fleets.send_nearest(e, needs, step["e"])
        e.resume()


class Stock:
    """A pile: what is cleared may be drawn off, and makes room for more."""

    def __init__(self, port, index, row):
        self.port, self.index = port, index
        self.pool, self.mark, self.cleared = row["pool"], row["mark"], row["cleared"]
        self.due = 0

    def clear(self, load):
        """So much may leave."""
        self.cleared += load
        self.port.touch(self.index)

    def move(self):
        """Draws off what is due and cleared; what is due and not cleared is lost."""
        taken, self.due = min(self.due, self.cleared), 0
        if taken <= 0:
            return False
        self.cleared -= taken
        self.port.change_pool(self.pool, taken)
        return True
