"""Those who have not yet decided where to queue, and those who would rather queue elsewhere."""

from bisect import insort
from fractions import Fraction

from twin.engine.reference.luck import salted
from twin.plan.plan import LEAST_WORK, PREFERENCE
from twin.plan.visits import NOBODY


class Choosers:
    """Those who have not yet decided where to go."""

    def __init__(self, port, item):
        self.port, self.item, self.waiting = port, item, []

    def come(self, e):
        """Waits for the others to have moved."""
        insort(self.waiting, (e.order(e.asked), e))
        self.port.touch(self.item)

    def move(self):
        """The first goes to the door of one of its ways."""
        if not self.waiting:
            return False
        e = self.waiting.pop(0)[1]
        step = self.port.steps[e.pc]
        ways = self.port.ways(step["a"], e.cls)
        e.pc = RULES.get(step["b"], by_crowd)(self.port, e, ways)
        e.doing = "door"
        self.port.station_at(e.pc).come(e)
        return True


def by_crowd(port, e, ways):
    """Where fewest are, open before closed, ties to the first named."""
    stations = {pc: port.station_at(pc) for pc in ways}
    return min(ways, key=lambda pc: (stations[pc].on_duty == 0, stations[pc].crowd()))


def by_work(port, e, ways):
    """Where the work expected of all who are there is least for each server on duty."""

    def badness(pc):
        station = port.station_at(pc)
        work = sum(port.work[station.index][other.cls] for other in station.all_here())
        return station.on_duty == 0, Fraction(work, min(max(station.on_duty, 1), 1 << 20))

    return min(ways, key=badness)


def by_preference(port, e, ways):
    """The first that could serve at once, else the first with room, else where fewest are."""
    stations = [(pc, port.station_at(pc)) for pc in ways]
    stations = [(pc, station) for pc, station in stations if station.on_duty > 0]
    at_once = [pc for pc, station in stations if station.serves_at_once()]
    roomy = [pc for pc, station in stations if not station.door and station.has_room(e)]
    return (at_once or roomy or [by_crowd(port, e, ways)])[0]


RULES = {LEAST_WORK: by_work, PREFERENCE: by_preference}


class Jockeys:
    """Those who stand last in a queue and see a better one."""

    def __init__(self, port, item):
        self.port, self.item = port, item
        self.lanes = [port.stations[i] for i in port.arrays.jockeys]

    def move(self):
        """The last of the longest queue that would go over to another does."""
        wishes = [(lane.crowd(), *wish) for lane in self.lanes for wish in self.wish(lane)]
        if not wishes:
            return False
        _, e, pc = max(wishes, key=lambda wish: wish[0])  # of equals the first named
        self.go_over(e, pc)
        return True

    def wish(self, lane):
        """[(who, where to)] of the last in a queue; none where a server is idle, or one was served before."""
        if not lane.queue or lane.has_server():
            return []
        e = lane.queue[-1][1]
        first = self.port.steps[e.pc]["e"]
        if first == 0 or e.started == e.started:
            return []
        better = []
        for pc in self.port.ways(first, e.cls):
            there = self.port.station_at(pc)
            if there is lane or there.on_duty == 0 or there.door or not there.has_room(e):
                continue
            if there.serves_at_once() or there.crowd() + 2 <= lane.crowd():
                better.append((not there.serves_at_once(), there.crowd(), len(better), pc))
        return [(e, min(better)[-1])] if better else []

    def go_over(self, e, pc):
        """One visit ends in the queue, the next begins at the end of another; nothing of it is drawn anew."""
        until, salt = None if self.port.patience_of(e) is None else e.gives_up, e.salt
        e.place.leave_queue(e)
        e.pc = pc
        e.ask()
        e.salt = salt
        there = self.port.station_at(pc)
        e.doing = "door"
        there.come(e)
        there.admit()
        if until is not None:
            e.gives_up = until


class Impatient:
    """Those who may want to go; whether they still do shows when nobody else can move."""

    def __init__(self, port, item):
        self.port, self.item, self.marked = port, item, set()

    def begin(self, e):
        """How long it will wait, if not for ever."""
        law = self.port.patience_of(e)
        if law is not None:
            luck = self.port.luck
            time = luck.draw(law, salted(e.key, e.salt), self.port.instead(e).luck, e.loop, NOBODY)
            e.gives_up = self.port.env.now + time
            self.port.after(time, lambda: self.mark(e))

    def mark(self, e):
        """Settle will look, unless the wait was over before."""
        if self.goes_to(e) != NOBODY:
            self.marked.add(e)
            self.port.touch(self.item)

    def move(self):
        """The first by number and key leaves the door or the queue, and goes on elsewhere."""
        self.marked = {e for e in self.marked if self.goes_to(e) != NOBODY}
        if not self.marked:
            return False
        e = min(self.marked, key=lambda e: (e.number, e.key))
        self.marked.remove(e)
        target = self.goes_to(e)
        if e.doing == "door":
            e.wants.turn_away(e)
        elif e.doing == "meeting":
            self.port.meetings[self.port.steps[e.pc]["a"]].leave(e)
        else:
            e.place.leave_queue(e)
        e.resume(target)
        return True

    def goes_to(self, e):
        """The step of one who does not wait on, NOBODY of one who does."""
        if e.doing == "door":
            return self.port.instead(e).if_full
        waits = e.doing == "meeting" or (e.doing == "queue" and e.started != e.started)
        if not waits or self.port.patience_of(e) is None:
            return NOBODY
        return self.port.instead(e).gives_up if e.gives_up <= self.port.env.now else NOBODY
