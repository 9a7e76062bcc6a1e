"""Many become one: those who wait for others, and the whole that carries them."""

from bisect import insort

from twin.engine.reference.entity import NAN, Entity
from twin.engine.reference.riding import ride
from twin.plan.draws import mix
from twin.plan.rules import child_number


class Meeting:
    """Those who wait, in order, role by role."""

    def __init__(self, port, index, row):
        self.port, self.index, self.row = port, index, row
        self.counts = port.arrays.role["count"][row["first_role"] :][: row["roles"]].tolist()
        self.waiting = [[] for _ in self.counts]
        self.cut = row["cut"]

    def come(self, e):
        """Waits for others, and looks again when its time is up."""
        step = self.port.steps[e.pc]
        e.level = e.priority
        insort(self.waiting[max(step["e"], 0)], ((e.level, *e.order(e.asked)), e))
        item = self.port.item_of_meeting(self.index)
        self.port.touch(item)
        if self.row["timeout"] < float("inf"):
            self.port.after(self.row["timeout"], lambda: self.port.touch(item))
        self.port.impatient.begin(e)

    def close(self):
        """Its slot is open: those who are there go."""
        self.cut = self.port.env.now
        self.port.touch(self.port.item_of_meeting(self.index))

    def leave(self, e):
        """It waits for others no longer, and keeps the place it holds until its next step takes one."""
        self.forget(e)
        now, point = self.port.env.now, self.port.steps[e.pc]["c"]
        # As of any wait: nobody is let in before it is over.
        self.port.write(e, (point, e.asked_visit), (e.asked, now, NAN, NAN, now))

    def forget(self, e):
        """It is no longer among those who wait."""
        self.waiting = [[(key, other) for key, other in role if other is not e] for role in self.waiting]

    def move(self):
        """The first who fit become one: when it is full, or it goes before that and they are enough."""
        if len(self.waiting) > 1:
            return self.match()
        members, is_full = self.who_fit()
        if not members:
            return False
        now = self.port.env.now
        goes = self.cut == now or min(e.asked for e in members) + self.row["timeout"] <= now
        if not is_full and (len(members) < self.row["fewest"] or not goes):
            return False
        if not is_full:
            members += self.who_fill_up(members)
        self.unite(members)
        return True

    def match(self):
        """The first of each role meet: the one of the first role goes on, the others with it."""
        if not all(self.waiting):
            return False
        leader, *others = [role[0][1] for role in self.waiting]
        for e in (leader, *others):
            self.have_met(e)
        for e in others:
            e.leave_place()
            ride(e, leader)
        leader.pc += 1
        leader.resume()
        return True

    def have_met(self, e):
        """The wait of one for others is over."""
        now, step = self.port.env.now, self.port.steps[e.pc]
        self.port.meetings[step["a"]].forget(e)
        self.port.write(e, (step["c"], e.asked_visit), (e.asked, now, now, now, now))
        e.asking = False

    def who_fit(self):
        """The first who wait and fit in one, the very first in any case; and whether it is full with them."""
        members = []
        for _, e in self.waiting[0]:
            if members and self.room([*members, e]) < 0:
                return members, True
            members.append(e)
            if self.room(members) <= 0:
                return members, True
        return members, False

    def who_fill_up(self, members):
        """Those of other values who still fit, value by value."""
        first, n = self.row["first_other"], self.row["others"]
        lists = (other.waiting[0] for other in self.port.meetings[first : first + n] if other is not self)
        more = []
        for e in (e for waiting in lists for _, e in waiting):
            if self.room([*members, *more, e]) < 0:
                break
            more.append(e)
        return more

    def room(self, members):
        """What is left of the scarcest of count, length and mass; below 0 they do not fit."""
        taken = {"length": [self.port.classes[e.cls]["length"] for e in members]}
        taken |= {"mass": [e.load for e in members]}
        left = [self.row[name] - sum(units) for name, units in taken.items()]
        return min(*left, self.counts[0] - len(members))

    def unite(self, members):
        """Those who wait become one, which has the next steps of the first of them."""
        whole = self.whole_of(members[0])
        for e in members:
            self.board(e, whole)
        whole.heads = len(members)
        self.port.begin(whole)

    def whole_of(self, leader):
        """A new entity, named by its first member."""
        step = self.port.steps[leader.pc]
        key = mix(mix(leader.key, step["key"]), leader.loop * 1024)
        number = child_number(leader.number, leader.depth, leader.children)
        leader.children += 1
        whole = Entity(self.port, number, key, step["b"], leader.flow, step["d"])
        whole.depth, whole.parent_key = leader.depth + 1, leader.key
        whole.registers = list(leader.registers)
        whole.load = 0
        whole.promise()
        return whole

    def board(self, e, whole):
        """One who waits gives up its place and rides."""
        self.have_met(e)
        e.leave_place()
        e.leave_zone()
        ride(e, whole)
        whole.load += e.load
