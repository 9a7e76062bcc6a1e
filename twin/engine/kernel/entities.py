"""How entities begin, jump, and are counted as parts that have ended."""

import math

import numpy as np

from twin.engine.kernel.places import make_ready, write_wait
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import AWAITING, FREE, NO_ONE
from twin.engine.kernel.waiting import comes_alone
from twin.plan.jit import inlined, inner
from twin.plan.rules import MOST_LOOPS, SIZE, SPAN, whole_number


@inlined
def jump(S, e, target):
    """Goes on at another step; backward is one more loop, and too many of them at once is a fault."""
    entity = S.entity[e]
    if target <= entity.pc:
        entity.loop += 1
        now = S.count[0].now
        if not now < entity.instant + SPAN:  # nor where there was none
            entity.instant = now
            entity.loops_now = 0
        entity.loops_now += 1
        if entity.loops_now > MOST_LOOPS:
            accuse(S, e)
    entity.pc = target


@inner
def accuse(S, e):
    """It keeps going round; of several the first by number and key is named."""
    culprit = S.count[0].culprit
    if culprit == NO_ONE or ahead_of(S.entity[e], S.entity[culprit]):
        S.count[0].culprit = e


@inlined
def ahead_of(a, b):
    """The order of two by number and key."""
    if a.number != b.number:
        return a.number < b.number
    return a.key < b.key


@inlined
def new_entity(A, S, cls, flow, pc):
    """A slot, filled with what is the same for all."""
    count = S.count[0]
    count.free -= 1
    e = S.free[count.free]
    entity = S.entity[e]
    entity.cls = cls
    entity.flow = flow
    entity.pc = pc
    has_body(A, entity)
    entity.place = NO_ONE
    entity.wants = NO_ONE
    entity.server = NO_ONE
    entity.list = NO_ONE
    entity.zone_need = NO_ONE
    entity.stock = NO_ONE
    entity.parent = NO_ONE
    entity.record = NO_ONE
    entity.mate = NO_ONE
    entity.parent_key = 0
    entity.registers = 0
    entity.loop = 0
    entity.loops_now = 0
    entity.instant = math.nan
    entity.arrived = count.now
    comes_alone(entity)
    entity.visits = 0
    entity.stops = 0
    entity.marked = 0
    entity.trip = 0
    entity.depth = 0
    entity.children = 0
    entity.half = 0
    stands_for_itself(entity)
    for counter in range(4):
        entity.spawned[counter] = 0
        entity.ended_parts[counter] = 0
        entity.era[counter] = 0
    return e


@inlined
def has_body(A, entity):
    """It weighs and is as long as its class says; who has no body has neither."""
    known = entity.cls != NO_ONE
    entity.load = A.cls[entity.cls].load if known else 0
    entity.size = A.cls[entity.cls].size if known else 0


@inlined
def stands_for_itself(entity):
    """It carries nobody, has got out of nothing, and makes no parts."""
    entity.riders = NO_ONE
    entity.whole = NO_ONE
    entity.made = 0
    entity.parts = 0


@inlined
def newcomer(A, S, row):
    """Whom a row of arrivals names, or of those who are inside when the run begins."""
    e = new_entity(A, S, np.int64(row.cls), np.int64(row.flow), np.int64(row.pc))
    entity = S.entity[e]
    entity.number = row.number
    entity.key = row.key
    entity.deadline = row.deadline
    count_heads(A, entity)
    return e


@inlined
def count_heads(A, entity):
    """How many one is made of; drawn where that is not the same for all of its class."""
    entity.heads = 1
    if entity.cls == NO_ONE:
        return
    plan = A.cls[entity.cls]
    entity.heads = plan.fewest
    if plan.most > plan.fewest:
        low, high = np.int64(plan.fewest), np.int64(plan.most)
        entity.heads = whole_number(entity.key, SIZE, np.int64(0), low, high)


@inlined
def is_joined(A, entity, counter):
    """Enough parts have ended."""
    need = A.step[entity.pc].b
    return entity.ended_parts[counter] >= (entity.spawned[counter] if need < 0 else need)


@inlined
def join(A, S, e):
    """The wait for parts is over; parts of this fork that end later count no more."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    write_wait(S, e, np.int64(step.c))
    entity.era[step.a] += 1
    entity.spawned[step.a] = 0
    entity.ended_parts[step.a] = 0
    entity.awaits = NO_ONE
    entity.pc += 1


@rare
def part_ended(A, S, entity):
    """A part is gone: its whole may have waited for it, and so may one that it had got out of."""
    if entity.whole != NO_ONE:
        count_ended(A, S, np.int64(entity.whole), np.int64(entity.whole_counter))
    if entity.parent == NO_ONE:
        return
    parent, counter = S.entity[entity.parent], np.int64(entity.parent_counter)
    if parent.status != FREE and parent.key == entity.parent_key:
        if parent.era[counter] == entity.parent_era:
            count_ended(A, S, np.int64(entity.parent), counter)


@inner
def count_ended(A, S, e, counter):
    """One more part of an entity has ended; it goes on if that is what it waited for."""
    entity = S.entity[e]
    entity.ended_parts[counter] += 1
    if entity.status == AWAITING and entity.awaits == counter and is_joined(A, entity, counter):
        join(A, S, e)
        make_ready(S, e)
