"""Jams: a circle of those who wait, each for what the next one holds.

A run is looked at every hour, later every 16th part of the time that has gone, in both engines
alike, where somebody has waited since before the last look and holds something; and at its end. At a look
everyone is taken to be able to move who needs nothing, or only what is free or held by others who can: then
all who are left wait for ever, and the first circle among them is told.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

from twin.engine.standing import CLAIM, DOOR, FREE, JOIN, MEET, NO_FORK, QUEUE, RIDE, WAVERING, Scene
from twin.engine.trouble import Jam, name_of, place_of
from twin.plan import plan as steps
from twin.plan.order import Code, reached
from twin.plan.visits import NOBODY

FIRST_LOOK, PART = 3600.0, 16  # a look at a busy port takes as long as minutes of it
WAITING = (QUEUE, DOOR, CLAIM, JOIN, MEET, RIDE)
_MOST = 8  # of a circle are named


def looks(start, horizon):
    """(time, since): when after `start` a run is looked at, where one has waited since; any wait at the end.

    Who stands in a circle waits; so it is found at the second look after it has closed.
    """
    before, time = 0.0, FIRST_LOOK
    while time < horizon:
        if time > start:
            yield time, before
        before, time = time, time + max(FIRST_LOOK, time / PART)
    yield horizon, math.inf


def jam_of(plan, scene):
    """The Jam of a Scene, None if all can move or nobody is in a circle."""
    if not any(s.doing in WAITING and s.holds_something for s in scene.standing):
        return None
    stuck = _stuck(plan, scene)
    circle = _circle(stuck)
    if not circle:
        return None
    since = _closed(plan, scene, circle)
    title = f"the port is jammed since {since:g} s: each waits for the next; {_way_out(plan, circle)}"
    following = [*circle[1:], circle[0]]
    lines = [_line(plan, s, other) for s, other in zip(circle, following, strict=True)]
    return Jam(title, lines[:_MOST])


def _closed(plan, scene, circle):
    """Since when the circle stands: when the last began to wait without whom its members could not go on."""
    own = max(s.since for s in circle)
    keys = {s.key for s in circle}

    def stood(time):
        told = (
            s if s.since <= time or s.doing not in WAITING else s._replace(doing=FREE) for s in scene.standing
        )
        return keys <= _stuck(plan, Scene(list(told), scene.free)).by_key.keys()

    if any(s.doing == MEET for s in circle):  # who came later waits in vain, and waited for nothing
        return own
    later = {s.since for s in scene.standing if s.doing in WAITING and s.since > own}
    times = [own, *sorted(later)]
    return times[min(bisect_left(times, True, key=stood), len(times) - 1)]


class _Stuck:
    """Those who cannot move, fewer with every pass."""

    def __init__(self, plan, scene):
        self.servers, self.pools = plan.arrays.station["servers"].tolist(), plan.arrays.pool
        self.by_key = {s.key: s for s in sorted(scene.standing) if s.doing in WAITING}
        self.in_order = sorted(self.by_key.values(), key=lambda s: s.order)
        self.queues = defaultdict(list)  # [place] from the last to the first
        for s in sorted(self.by_key.values(), key=lambda s: s.turn, reverse=True):
            if s.doing == QUEUE:
                self.queues[s.place].append(s)
        self.plan, self.comers = plan, {}
        self.at, self.parts, self.of_flow = defaultdict(list), defaultdict(list), defaultdict(list)
        self.holders, self.free = defaultdict(list), list(scene.free)
        for s in sorted(scene.standing):
            self.of_flow[s.flow].append(s)
            if s.place != NOBODY:
                self.at[s.place].append(s)
            if s.fork != NO_FORK:
                self.parts[s.parent, s.fork].append(s)
            for pool, units in s.holds:
                self.holders[pool].append(s)
                if s.key not in self.by_key:
                    self.free[pool] += units

    @property
    def all(self):
        """Those who are left, in order."""
        return self.by_key.values()

    def let_go(self):
        """One pass over all who are left; whether any of them can move.

        Who moves lets others move, in this pass or in the next: the more can, the more is free. Only of those
        who wait for others at one place all can or none, so that is told once a pass.
        """
        self.there, self.told = {(s.meeting, s.role) for s in self.all if s.doing == MEET}, {}
        self.in_order = [s for s in self.in_order if s.key in self.by_key]
        kept, before = defaultdict(int), len(self.by_key)
        for s in self.in_order:
            if s.doing == QUEUE and self.first_of(s.place) is not s:
                continue  # nobody passes the first of a queue
            if self.can_move(s, kept):
                self.lets_go(s)
            elif s.doing == CLAIM or (s.doing == QUEUE and self.has_server(s.place)):
                for pool, units in s.claims:
                    kept[pool] += units
        return len(self.by_key) < before

    def lets_go(self, s):
        """One who can move after all gives back what it holds, sooner or later."""
        del self.by_key[s.key]
        for pool, units in s.holds:
            self.free[pool] += units

    def line_up(self):
        """Who stands right before each, in the queue of a station and among the claims on a pool."""
        last, self.before = {}, {}
        claiming, queueing = (sorted(self.all, key=key) for key in (lambda s: s.order, lambda s: s.turn))
        lines = [(("pool", pool), s) for s in claiming for pool, _ in s.claims]
        lines += [(("queue", s.place), s) for s in queueing if s.doing == QUEUE]
        for line, s in lines:
            if line in last:
                self.before[line, s.key] = last[line]
            last[line] = s

    def first_of(self, place):
        """Who is first of those left in a queue."""
        queue = self.queues[place]
        while queue[-1].key not in self.by_key:
            queue.pop()
        return queue[-1]

    def of(self, several):
        """Those of several that are stuck."""
        return [s for s in several if s.key in self.by_key]

    def can_move(self, s, kept):
        """Whether it waits for nothing that stuck ones hold. `kept`: shares of stuck claims before it."""
        if s.doing == JOIN:
            parts = self.parts[s.key, s.awaits]
            return len(parts) - len(self.of(parts)) >= s.missing
        if s.doing == MEET:
            return self.others_may_come(s)
        if s.doing == RIDE:
            return s.carrier not in self.by_key
        if s.doing == DOOR:
            there = self.at[s.wants]
            return not there or len(self.of(there)) < len(there)
        if s.doing == QUEUE and not self.has_server(s.place):
            return False
        return not self.short_of(s, kept)

    def others_may_come(self, s):
        """Whether one who waits for others may see them come, or goes without them when the time is up."""
        row = self.plan.arrays.meeting[s.meeting]
        if row["timeout"] < math.inf or not math.isnan(row["cut"]):
            return True
        return all(self.may_come(s, role) for role in self.missing(s))

    def may_come(self, s, role):
        """Whether somebody may come in a role, from inside or from outside: in one pass the same for all."""
        wanted = s.meeting, role
        if wanted not in self.told:
            others = self.others(s, role)
            self.told[wanted] = len(self.of(others)) < len(others) or bool(
                self.from_outside(self.closed()).get(wanted)
            )
        return self.told[wanted]

    def closed(self):
        """The places that nobody passes while these are stuck."""
        waiting = [other for other in self.all if other.doing in (QUEUE, DOOR)]
        return frozenset(other.place if other.doing == QUEUE else other.wants for other in waiting)

    def from_outside(self, closed):
        """{(meeting, role): flows} as `comers_of` has them."""
        if closed not in self.comers:
            self.comers[closed] = comers_of(self.plan, self.code, closed)
        return self.comers[closed]

    @cached_property
    def code(self):
        """What comes after what: few ask, and of a large port it is long."""
        return code_of(self.plan)

    def missing(self, s):
        """The roles in which nobody waits where one does; of a gather the only one."""
        row = self.plan.arrays.meeting[s.meeting]
        if row["roles"] == 1:
            return [s.role]
        roles = range(row["first_role"], row["first_role"] + row["roles"])
        return [role for role in roles if (s.meeting, role) not in self.there]

    def others(self, s, role):
        """Those inside of the flows whose entities may come in a role to where one waits."""
        flows = self.from_outside(frozenset()).get((s.meeting, role), ())
        return [other for flow in flows for other in self.of_flow[flow] if other.meeting != s.meeting]

    def has_server(self, place):
        """A server is not counted, free, or held by one who can move."""
        held = [s for s in self.at[place] if s.doing not in (QUEUE, WAVERING)]
        return not 0 < self.servers[place] <= len({s.server for s in self.of(held)})

    def short_of(self, s, kept):
        """The pools that do not have what it claims."""
        return [pool for pool, units in s.claims if units > self.free[pool] - kept[pool]]


def code_of(plan):
    """The Code of a plan, whose tables are left where they are: of a year they are long."""
    return Code(plan.arrays.step.tolist(), plan.arrays.tab, plan.arrays.cum)


def comers_of(plan, code, closed=frozenset()):
    """{(meeting, role): flows of which one who arrives now can come there, passing no closed station}."""
    first = plan.arrays.meeting["first_role"].tolist()
    out = defaultdict(list)
    for source in plan.sources:
        starts = [(source.pc[cls], cls) for cls, _ in source.mix]
        ahead = (code.step[pc] for pc, _ in reached(code, starts, closed))
        for meeting, own in {(a, max(e, 0)) for _, op, a, *_, e in ahead if op == steps.MEET}:
            out[meeting, first[meeting] + own].append(source.flow)
    return out


def _stuck(plan, scene):
    """The _Stuck who are left when all who can have moved."""
    stuck = _Stuck(plan, scene)
    while stuck.let_go():
        pass
    stuck.line_up()
    return stuck


def _waits_for(s, stuck):
    """The stuck ones that it waits for."""
    if s.doing == JOIN:
        return stuck.of(stuck.parts[s.key, s.awaits])
    if s.doing == MEET:
        return [other for role in stuck.missing(s) for other in stuck.of(stuck.others(s, role))]
    if s.doing == RIDE:
        return [stuck.by_key[s.carrier]]
    if s.doing == DOOR:
        return stuck.of(stuck.at[s.wants])
    if s.doing == QUEUE and not stuck.has_server(s.place):
        return [other for other in stuck.of(stuck.at[s.place]) if other.doing != QUEUE]
    wanted = [pool for pool, _ in s.claims]
    holders = [other for pool in wanted for other in stuck.of(stuck.holders[pool])]
    lines = [("queue", s.place)] * (s.doing == QUEUE) + [("pool", pool) for pool in wanted]
    others = holders + [stuck.before[line, s.key] for line in lines if (line, s.key) in stuck.before]
    return sorted(others, key=lambda other: other is s)  # of several circles, rather not that of one alone


def _circle(stuck):
    """The first circle, from its first member on; [] if there is none."""
    seen = set()
    for root in stuck.all:
        path, ahead = [root], [iter(_waits_for(root, stuck))]
        while path and root.key not in seen:
            following = next((s for s in ahead[-1] if s.key not in seen), None)
            if following is None:
                seen.add(path.pop().key)
                ahead.pop()
            elif following in path:
                circle = path[path.index(following) :]
                first = circle.index(min(circle))
                return circle[first:] + circle[:first]
            else:
                path.append(following)
                ahead.append(iter(_waits_for(following, stuck)))
    return []


def _way_out(plan, circle):
    meet = [s for s in circle if s.doing == MEET]
    if any(plan.arrays.meeting[s.meeting]["roles"] > 1 for s in meet):
        return "let those who meet give up their place before, or give the match gives_up_after:"
    if meet:
        return "let those who gather give up their place before, or give the gather a timeout:"
    if any(s.holds for s in circle):
        return "seize in one step all that is needed at once, or give one of these places more room"
    return "give one of these places more room"


def _line(plan, s, other):
    """Who waits, with what, and for what of the other."""
    return f"{name_of(plan, s)}{_with(plan, s)} waits for {_wanted(plan, s, other)}"


def _with(plan, s):
    where = "in the queue of" if s.doing == QUEUE else "at"
    place = f" {where} {place_of(plan, s.place)}" if s.place != NOBODY else ""
    pools = " and ".join(plan.names.pools[pool] for pool, _ in s.holds)
    return place + (f" with {pools}" if pools else "")


def _wanted(plan, s, other):
    if s.doing == JOIN:
        return f"its part {name_of(plan, other)}"
    if s.doing == MEET:
        return _others(plan, s, other)
    if s.doing == RIDE:
        return f"{name_of(plan, other)}, whom it is with"
    if s.doing == DOOR:
        return place_of(plan, s.wants)
    both = [pool for pool, _ in s.claims if pool in dict(other.holds)]
    if both:
        return " and ".join(plan.names.pools[pool] for pool in both)
    if s.doing == QUEUE and other.place == s.place and other.doing != QUEUE:
        return "a server"
    return f"its turn behind {name_of(plan, other)}"


def _others(plan, s, other):
    """Whom one waits for where several become one, or in which role the other would come to it."""
    point, row = plan.names.points[s.wants], plan.arrays.meeting[s.meeting]
    roles = range(row["first_role"], row["first_role"] + row["roles"])
    comers = comers_of(plan, code_of(plan))
    come = [role for role in roles if other.flow in comers.get((s.meeting, role), ())]
    named = [plan.names.roles[role] for role in come if role != s.role]
    return f"{' or '.join(named) or 'others'} in {point.kind} {point.name}"
