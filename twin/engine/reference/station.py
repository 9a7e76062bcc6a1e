"""A station: a door, a queue, servers."""

import math
from bisect import insort

from twin.engine.reference.luck import salted
from twin.engine.reference.opening import Opening
from twin.engine.reference.server import Server
from twin.engine.reference.stops import pause, preempt, stop_struck, stop_worst
from twin.plan.plan import FINISH, FULL, JOCKEYS, LONGEST, SHORTEST_SERVICE, TIMED, UNLIMITED
from twin.plan.rules import both_paces, rank, rest_at, time_at
from twin.plan.visits import NOBODY


class Station:
    """Those at the door have no room yet, those in the queue have, those at servers are served or blocked."""

    def __init__(self, port, index):
        self.port, self.index = port, index
        self.row = row = port.rows("station", index)
        self.item = port.item_of_station(index)
        self.group = row["group"]
        self.levels = row["levels"]
        self.uncounted = row["servers"] == 0
        self.servers = [
            Server(self, i, port.rows("server", row["first_server"] + i)) for i in range(row["servers"])
        ]
        # Here services do not stop, so nobody need look whether one must; a pace ends that.
        self.steady = row["shift_rule"] == FINISH and not any(server.breaks for server in self.servers)
        self.opening = Opening(self)
        self.rostered = row["on_duty"]
        self.on_duty = self.opening.of(self.rostered, 0)  # those that are open
        self.door, self.queue = [], []  # [(sort key, entity)]
        self.present = 0  # served and blocked, where servers are not counted
        self.used = 0  # room taken
        self.pace = FULL  # by its conditions
        self.stopped_at, self.halted = math.nan, []  # where servers are not counted
        self.needs = port.needs[row["first_need"] : row["first_need"] + row["needs"]]
        self.most = max(row["batch_most"], 1)  # served at once by a server

    def touch(self):
        """Something changed here."""
        self.port.touch(self.item)
        if self.group != NOBODY:
            self.port.touch(self.port.item_of_group(self.group))

    def room_of(self, e):
        """Millimetres or one."""
        return e.size if self.row["metric"] else 1

    def come(self, e):
        """Stands at the door."""
        e.wants = self
        insort(self.door, (e.order(e.asked), e))
        self.port.touch(self.item)
        self.port.impatient.mark(e)

    # What there is to see.

    def busy(self):
        """Servers at work or blocked; stopped ones do not count."""
        return len([1 for s in self.servers if s.aboard and s.aboard[0].doing != "paused"])

    def running(self):
        """Servers at work."""
        return [s for s in self.servers if s.aboard and s.occupant.doing == "served"]

    def free_servers(self):
        """Servers free and up."""
        return [s for s in self.servers if not s.aboard and not s.is_down]

    def has_server(self):
        """A server on duty is free and up."""
        if self.uncounted:
            return self.on_duty > 0 and self.pace > 0
        return self.busy() < self.on_duty and any(not s.aboard and not s.is_down for s in self.servers)

    def can_start(self):
        """The first of the queue, or a batch, can be served."""
        return bool(self.queue) and self.has_server() and self.is_batch_due()

    def is_batch_due(self):
        """Enough wait, or the first has waited long enough; and nobody is about to join them."""
        enough = len(self.queue) >= self.row["batch_fewest"]
        if not enough:
            enough = self.first().joined + self.row["batch_timeout"] <= self.port.env.now
        if not enough or self.row["batch_most"] == 0:
            return enough
        may_join = self.door and len(self.queue) < self.most and self.has_room(self.door[0][1])
        return not may_join

    def first(self):
        """The first of the queue: priority, time joined, number, key."""
        return self.queue[0][1] if self.queue else None

    def has_room(self, e):
        """There is room, counting what idle servers will take at once."""
        if self.row["room"] >= UNLIMITED:
            return True
        size, allowance = self.room_of(e), 0
        if not self.row["holds_all"]:
            idle = (
                self.on_duty * (self.pace > 0)
                if self.uncounted
                else max(0, min(len(self.free_servers()), self.on_duty - self.busy()))
            )
            allowance = min(idle, 1 << 20) * self.most * size
        return self.used + size <= self.row["room"] + allowance

    def crowd(self):
        """All who are here or at the door: what a chooser counts."""
        return len(self.door) + len(self.queue) + self.present

    def all_here(self):
        """They themselves; one who is here and asks for this station again is here twice."""
        return [e for e in self.port.inside for place in (e.place, e.wants) if place is self]

    def serves_at_once(self):
        """A server on duty is idle, and nobody is before one who comes now."""
        alone = self.row["batch_fewest"] <= 1
        return alone and not self.queue and not self.door and self.has_server()

    # Moves.

    def move(self):
        """One move, or False: stop what is struck or over, resume, start, admit."""
        if not self.steady and self.stop_or_resume():
            return True
        if not self.needs and self.can_start():
            self.start()
            return True
        if self.row["preempts"] and self.busy() <= self.on_duty and preempt(self, self.running()):
            return True
        if self.opening.fewest and self.opening.move():
            return True
        if self.door and self.has_room(self.door[0][1]):
            self.admit()
            return True
        if self.row["traits"] & JOCKEYS:
            self.port.touch(self.port.jockeys.item)
        return False

    def stop_or_resume(self):
        """The move of a service that cannot go on where it is, or can again; False if there is none."""
        running = self.running()
        struck = [s for s in running if s.is_down]
        if struck:
            stop_struck(self, struck[0].occupant)
            return True
        if self.row["shift_rule"] != FINISH and running and self.busy() > self.rostered:
            stop_worst(self, running)
            return True
        stopped = [s.occupant for s in self.servers if s.aboard and s.occupant.doing == "paused"]
        stopped = [e for e in stopped if not e.server.is_down]
        if stopped and self.busy() < self.on_duty:
            self.take_up(min(stopped, key=lambda e: (e.level, e.order(e.joined))))
            return True
        if self.halted and self.has_server():
            for e in self.halted:
                self.take_up(e)
            self.halted = []
            return True
        return False

    def change_roster(self, servers):
        """So many are on duty from now on."""
        self.rostered, self.on_duty = servers, self.opening.of(servers, self.on_duty)
        self.touch()

    def admit(self):
        """From the door into the station: the old place is left in the same move."""
        e = self.door.pop(0)[1]
        e.leave_place()
        if self.row["sited"]:
            e.leave_zone()
        e.place, e.wants, e.server, e.doing, e.asking = self, None, None, "queue", False
        e.place_asked, e.place_visit, e.joined = e.asked, e.asked_visit, self.port.env.now
        e.started = e.ended = math.nan
        e.stops = 0
        e.level = e.priority if self.row["by_priority"] else 0
        e.rank = self.rank(e)
        self.line_up(e)
        if self.row["traits"] & TIMED:
            for wait in (self.row["batch_timeout"], self.row["open_wait"]):
                if 0 < wait < math.inf:
                    self.port.after(wait, self.touch)
        self.port.impatient.begin(e)

    def rank(self, e):
        """What it is sorted by within its level."""
        time = 0.0
        if self.row["order"] == SHORTEST_SERVICE:
            time = self.service_time(e, 0 if self.uncounted else self.servers[0].model)
        return rank(self.row["order"], e.joined, time, e.deadline)

    def line_up(self, e):
        """Takes its place in the queue."""
        self.used += self.room_of(e)
        insort(self.queue, ((e.level, *e.order(e.rank)), e))
        self.touch()

    def leave_queue(self, e):
        """It goes without having been served."""
        self.queue = [(key, other) for key, other in self.queue if other is not e]
        self.used -= self.room_of(e)
        self.port.write_visit(e)
        e.place = None
        self.touch()

    def turn_away(self, e):
        """It goes without having been let in."""
        self.door = [(key, other) for key, other in self.door if other is not e]
        nan, now = math.nan, self.port.env.now
        self.port.write(e, (self.index, e.asked_visit), (e.asked, nan, nan, nan, now))
        e.wants = None
        self.touch()

    def start(self, server=None):
        """The first of the queue, and as many as are served at once, take the lowest server or another."""
        if server is None and not self.uncounted:
            server = self.free_servers()[0]
        batch = [e for _, e in self.queue[: self.most]]
        del self.queue[: self.most]
        now = self.port.env.now
        for e in batch:
            if not self.row["holds_all"]:
                self.used -= self.room_of(e)
            self.present += 1
            if e.stops:
                self.port.write_stop(e)
            else:
                e.started = now
            e.server, e.doing = server, "aboard"
            if server is not None:
                server.aboard.append(e)
        e = batch[0]  # all that is drawn, claimed and counted for them is its own
        if e.stops:
            time = self.rest_of(e)
        else:
            time = self.service_time(e, 0 if server is None else server.model)
            if e.joined < now:  # it came up from the queue
                time += self.row["move_up"]
            e.pace = self.pace_at(server)
            time = time_at(time, e.pace)
        if self.needs:
            time += e.coming
        self.run(e, time)

    def service_time(self, e, model):
        """The tasks of the service, one after the other or side by side."""
        port, step = self.port, self.port.steps[e.pc]
        service = port.services[port.tab[step["b"] + e.cls * step["c"] + model]]
        total, key = 0.0, salted(e.key, e.salt)
        for task in port.tasks[service["first"] : service["first"] + service["n"]]:
            time = port.luck.draw(task["dist"], key, task["key"], e.loop, e.record)
            total = max(total, time) if service["how"] == LONGEST else total + time
        return total

    def take_up(self, e):
        """A paused service goes on."""
        for mate in e.server.aboard if e.server else [e]:
            self.port.write_stop(mate)
        self.run(e, self.rest_of(e))

    def rest_of(self, e):
        """What is left of a stopped service, at the pace of now."""
        before, e.pace = e.pace, self.pace_at(e.server)
        return rest_at(e.rest, before, e.pace)

    def pace_at(self, server):
        """At what pace a service runs that begins now: one that works on while failed is slower."""
        return both_paces(self.pace, server.row["degraded"]) if server and server.failed else self.pace

    def take_pace(self, pace):
        """Services begin at this pace from now on; at 0 all servers are down."""
        before, self.pace, self.steady = self.pace, pace, False
        if (before == 0) == (pace == 0):
            return
        for server in self.servers:
            server.look()
        if self.uncounted:
            self.stop_all() if pace == 0 else self.port.downs.append(
                (self.stopped_at, self.port.env.now, self.index, NOBODY)
            )
        self.touch()

    def stop_all(self):
        """Where servers are not counted all services stop at once."""
        self.stopped_at = self.port.env.now
        for e in [e for e in self.port.inside if e.place is self and e.doing == "served"]:
            pause(self, e)
            self.halted.append(e)

    def run(self, e, time):
        """A service runs from now on for this time."""
        e.doing = "served"
        now = self.port.env.now
        e.segment = now
        self.end_at(e, now + time)
        server = e.server
        if server is not None and server.breaks and server.operating:
            server.work_until(e.due)

    def end_at(self, e, due):
        """Its service will be over, unless something comes between."""
        e.due = due
        e.watch += 1
        watch = e.watch
        self.port.at(due, lambda: self.end(e) if e.watch == watch else None)

    def end(self, e):
        """A service is over: what it needed goes back, what it filled is filled, the entity goes on."""
        e.watch += 1
        self.port.give_back(e, self.needs)
        self.port.fleets.set_down(e, self.needs, self.row["place"])
        if self.row["fills"] != NOBODY:
            e.stock = self.row["fills"]
            stock = self.port.stocks[e.stock]
            if stock.mark == NOBODY:
                stock.clear(e.load)
        server = e.server
        if server is not None and server.watched:
            server.stop_clock()
            if server.working_left <= 0.0:
                server.fail()
        for mate in [e] if server is None else server.aboard:
            mate.ended = self.port.env.now
            mate.resume()

    def let_go(self, e):
        """Someone leaves its server, and the room it took."""
        self.present -= 1
        if self.row["holds_all"]:
            self.used -= self.room_of(e)
        if e.server is not None:
            e.server.aboard.remove(e)
        self.touch()
