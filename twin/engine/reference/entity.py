"""An entity and its journey: a process that yields once at every step that parks it."""

import math

from twin.engine.reference.amounts import amount
from twin.engine.reference.luck import case_of, count_parts
from twin.engine.reference.riding import LET_GO, count_ended, leave_together, meet, ride_again
from twin.engine.reference.waiting import Family, wait
from twin.plan.draws import mix
from twin.plan.plan import (
    ARRIVE,
    AWAIT,
    AWAIT_MARK,
    BRANCH,
    CHOOSE,
    CLEAR,
    COME,
    END,
    ENTER,
    FULL,
    GOTO,
    IS_URGENT,
    LEAVE,
    MARK,
    MEET,
    NUMBER,
    PACE,
    PERMIT,
    RELEASE,
    RETURN,
    SEIZE,
    SET,
    SPAWN,
    URGENT,
    VISIT,
    WALK,
)
from twin.plan.rules import MOST_LOOPS, PARTS, SIZE, SPAN, child_number, whole_number
from twin.plan.visits import NOBODY

NAN = math.nan


class Entity:
    """Who flows: its names, where it stands, what it asks for."""

    def __init__(self, port, number, key, cls, flow, pc):
        self.port = port
        self.number, self.key, self.cls, self.flow, self.pc = number, key, cls, flow, pc
        self.salt = 0  # of the luck of its visit
        self.load, self.size, self.heads = 0, 0, 1  # of those who have no body
        if cls != NOBODY:
            row = port.classes[cls]
            self.load, self.size = row["load"], row["size"]
            self.heads = whole_number(key, SIZE, 0, row["fewest"], row["most"])
        self.arrived = self.origin = port.env.now  # origin: when the whole that it is of came to the port
        self.deadline, self.go = math.inf, None  # go: the event that sets it going again
        self.doing = "free"
        self.asking = False  # a request is open: at a door, at a pool, for its parts
        self.place = self.server = self.wants = None  # station, server, station
        self.asked = self.joined = self.started = self.ended = NAN
        self.gives_up = math.inf
        self.asked_visit = self.visits = self.stops = self.loop = self.trip = self.level = 0
        self.zone = None  # (need, point, visit, asked, since)
        self.coming = 0.0  # what a unit needs to come to it
        self.held = {}  # {pool: units} seized
        self.registers = [0] * 16
        self.stock, self.record = NOBODY, NOBODY
        self.parent, self.parent_key, self.fork = None, 0, None  # fork: (counter, era) of the parent
        self.depth = self.children = self.half = 0  # half: 1 if it is of no class of its own
        self.riders = []  # those it carries
        self.out_of = None  # (whole, counter): has got out of it, and it waits
        self.parts = 0  # to make of it in the next spawn, 0 where that is one
        self.spawned, self.ended_parts, self.era = [0] * PARTS, [0] * PARTS, [0] * PARTS
        self.awaits, self.family = NOBODY, Family()
        self.permissions = set()  # given this trip, of those asked for
        self.instant, self.loops_now = NAN, 0
        self.watch = 0  # which announced end of service still counts
        self.pace, self.mends = FULL, None  # of the service under way; the server whose repair it is

    def promise(self):
        """The whole of its stay is to be over by then."""
        self.deadline = self.arrived + self.port.classes[self.cls]["promise"]

    @property
    def priority(self):
        """Its level: the urgent go before level 0, and whoever has no body is at level 0."""
        if self.flow == NOBODY:
            return 0
        urgent = self.registers[URGENT] == IS_URGENT
        return -1 if urgent else self.port.plan.arrays.level[self.flow, self.cls].item()

    def order(self, time):
        """Sort key of one who came at this time."""
        return time, self.number, self.key

    def jump(self, target):
        """Goes on at another step; backward is one more loop."""
        if target <= self.pc:
            self.loop += 1
            now = self.port.env.now
            if not now < self.instant + SPAN:  # nor where there was none
                self.instant, self.loops_now = now, 0
            self.loops_now += 1
            if self.loops_now > MOST_LOOPS:
                self.port.accuse(self)
        self.pc = target

    def ask(self):
        """A request begins: it has a time and a number of its own, and the luck of now."""
        self.salt = self.port.luck.salt
        self.asked = self.port.env.now
        self.asked_visit = self.visits
        self.visits += 1

    def park(self, doing):
        """The event that its process waits for."""
        self.doing = doing
        self.asking = True
        self.go = self.port.env.event()
        return self.go

    def resume(self, target=None):
        """It runs on in this or the next round, at the step behind or, if it did not wait, at another."""
        self.doing = "free"
        self.asking = False
        self.go.succeed(target)

    def is_joined(self, counter, need):
        """Enough parts of a fork have ended."""
        return self.ended_parts[counter] >= (self.spawned[counter] if need < 0 else need)

    def forget_fork(self, counter):
        """Parts of this fork that end later count no more."""
        self.era[counter] += 1
        self.spawned[counter] = self.ended_parts[counter] = 0

    def is_put_off(self):
        """Its service was stopped and has not gone on yet."""
        if self.doing == "queue":
            return self.stops > 0
        leader = self.server.occupant if self.server else self
        return self.doing in ("paused", "aboard") and leader.doing == "paused"

    def leave_place(self):
        """The visit ends, and the next in line can have the place."""
        if self.place is not None:
            self.port.write_visit(self)
            self.place.let_go(self)
            self.place = self.server = None

    def leave_zone(self):
        """The zone is free for the next."""
        if self.zone is not None:
            need, point, visit, asked, since = self.zone
            now = self.port.env.now
            self.port.write(self, (point, visit), (asked, since, since, now, now))
            self.port.give_back(self, [need])
            self.zone = None

    def holds(self, need, sign):
        """Takes or gives units of a pool that only their holders can fill again."""
        if not self.port.pools[need["pool"]]["outside"]:
            held = self.held.get(need["pool"], 0) + sign * amount(need, self)
            self.held[need["pool"]] = max(held, 0)


def journey(port, e):
    """The steps of an entity, one after the other, until it is gone."""
    while e.loops_now <= MOST_LOOPS:
        step = port.steps[e.pc]
        op = step["op"]
        if op == END and e.out_of:
            yield ride_again(port, e)
        elif op in (LEAVE, END):
            leave_together(port, e)
            vanish(port, e, step["a"])
            return
        elif op in (VISIT, CHOOSE, SEIZE, ENTER):
            e.ask()
            target = None
            if op == VISIT:
                going = e.park("door")
                port.stations[step["a"]].come(e)
                target = yield going  # the end of service sets it going
            elif op == CHOOSE:
                going = e.park("free")
                port.choosers.come(e)
                target = yield going
            else:
                port.groups[step["d"]].come(e)
                yield e.park("claim")
            if target is None:
                e.pc += 1
            else:
                e.jump(target)
        elif op in WAIT:
            yield from WAIT[op](port, e, step)
        elif op == WALK:
            yield port.env.timeout(walk(port, e, step))
        elif op == RETURN:
            yield port.env.timeout(go_home(port, e, step))
        else:
            pass_by(port, e, step)


def walk(port, e, step):
    """The entity leaves where it stands; gives how long it is away."""
    e.leave_place()
    e.pc += 1
    return port.luck.draw(step["a"], port.luck.key(e.key), step["key"], e.loop, e.record)


def wait_for_units(port, e, step):
    """The units that it was granted come to where it stands; it keeps its place."""
    if e.coming > 0.0:
        e.ask()
        port.after(e.coming, e.resume)
        yield e.park("coming")
        now = port.env.now
        port.write(e, (step["c"], e.asked_visit), (e.asked, now, now, now, now))
    e.pc += 1


def wait_for_parts(port, e, step):
    """An entity waits until enough of its parts have ended."""
    e.ask()
    if not e.is_joined(step["a"], step["b"]):
        e.awaits = step["a"]
        yield e.park("join")
    now = port.env.now
    port.write(e, (step["c"], e.asked_visit), (e.asked, now, now, now, now))
    e.forget_fork(step["a"])
    e.awaits = NOBODY
    e.pc += 1


WAIT = {AWAIT: wait_for_parts, COME: wait_for_units, PERMIT: wait, AWAIT_MARK: wait, MEET: meet}


def pass_by(port, e, step):
    """A step that takes no time and needs no one."""
    op = step["op"]
    if op == BRANCH:
        e.jump(port.tab[step["c"] + case_of(port, e, step)])
        return
    if op == GOTO:
        e.jump(step["a"])
        return
    e.pc += 1
    if op == SPAWN:
        spawn(port, e, step)
    elif op == NUMBER:
        e.parts = count_parts(port, e, step)
    elif op in LET_GO:
        LET_GO[op](port, e, step)
    elif op == RELEASE:
        rows = port.needs[step["a"] : step["a"] + step["b"]]
        port.give_back(e, rows)
        for need in rows:
            e.holds(need, -1)
        port.fleets.set_down(e, rows, step["c"])
    elif op == CLEAR:
        if e.stock != NOBODY and port.stocks[e.stock].mark == step["a"]:
            port.stocks[e.stock].clear(e.load)
    elif op == SET:
        e.registers[step["a"]] = step["b"]
    elif op == MARK:
        e.family.mark(step["a"])
    elif op == ARRIVE:
        e.arrived = e.origin = port.env.now
        e.promise()
    elif op == PACE:
        port.conditions.set(e, step)


def spawn(port, parent, step):
    """Parts of the entity go their own way; the entity goes on."""
    n = parent.parts or 1
    for index in range(n):
        spawn_one(port, parent, step, (index, n))
    parent.parts = 0


def spawn_one(port, parent, step, which):
    """One of so many parts of a step."""
    index, n = which
    key = mix(mix(parent.key, step["key"]), parent.loop * 1024 + index)
    number = child_number(parent.number, parent.depth, parent.children)
    cls = parent.cls if step["b"] == NOBODY else step["b"]
    child = Entity(port, number, key, cls, parent.flow, step["a"])
    if step["b"] == NOBODY or child.load == 0:  # papers and samples stand for what the whole carries
        child.load = parent.load * (index + 1) // n - parent.load * index // n
    if step["b"] == NOBODY:
        child.heads, child.half = parent.heads, 1
    child.depth = parent.depth + 1
    child.parent, child.parent_key = parent, parent.key
    child.fork = step["c"], parent.era[step["c"]]
    child.registers = list(parent.registers)
    child.stock, child.record, child.deadline = parent.stock, parent.record, parent.deadline
    child.origin, child.family = parent.origin, parent.family
    for need in port.needs[step["d"] : step["d"] + step["e"]]:  # an errand brings them back
        parent.holds(need, -1)
        child.holds(need, 1)
    parent.children += 1
    parent.spawned[step["c"]] += 1
    port.begin(child)


def vanish(port, e, exit):
    """The entity is gone; if it was a part, the whole may have waited for it."""
    e.leave_place()
    e.leave_zone()
    if e.flow != NOBODY:  # an actor makes no trips
        port.write_trip(e, exit)
    del port.inside[e]
    if e.out_of:
        count_ended(port, *e.out_of)
    if e.parent is not None:
        whole, (counter, era) = e.parent, e.fork
        if whole in port.inside and whole.era[counter] == era:
            count_ended(port, whole, counter)


def go_home(port, e, step):
    """A fleet entity leaves the port; gives how long it stays away."""
    e.leave_place()
    e.leave_zone()
    port.write_trip(e, step["c"])
    e.trip += 1
    e.arrived = NAN
    e.registers = [0] * 16
    e.family, e.permissions = Family(), set()
    e.stock = NOBODY
    for counter in range(PARTS):
        e.forget_fork(counter)
    away = port.luck.draw(step["a"], port.luck.key(e.key), step["key"], e.loop, NOBODY)
    e.jump(step["b"])
    return away
