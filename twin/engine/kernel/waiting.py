"""Waits that the clock ends, or those who belong together: permissions and marks."""

import numpy as np

from twin.engine.kernel.lists import push
from twin.engine.kernel.places import ask, draw, lucky, make_ready, write_wait
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import NO_ONE, WAITING, WAKE
from twin.plan.jit import inlined, inner
from twin.plan.plan import MARK, PERMIT
from twin.plan.rules import answer


@inner
def goes_on(A, S, e):
    """A mark, or a wait: False if it parks. One who comes back to the step was set free, and goes on."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    if step.op == MARK:
        make_mark(A, S, e)
        entity.pc += 1
        return True
    if entity.awaits == NO_ONE:
        ask(A, S, e)
        if must_wait(A, S, e):
            return False
    entity.awaits = NO_ONE
    write_wait(S, e, np.int64(step.c))
    entity.pc += 1
    return True


@inner
def must_wait(A, S, e):
    """Whether it has not the permission yet, or its family not the mark."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    if step.op == PERMIT:
        due = due_permission(A, S, e)
        if due <= S.count[0].now:
            return False
        push(S, due, WAKE, e, entity.gen)
    else:
        own_family(S, e)
        family = S.family[entity.family]
        if (family.marks >> step.a) & 1:
            return False
        entity.after = family.first
        family.first = e
    entity.awaits = 0
    entity.status = WAITING
    return True


@inner
def due_permission(A, S, e):
    """When it is given: one draw says which case, one how long, both once a trip."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    begin = entity.origin
    if step.e != NO_ONE:
        bit = np.int64(1) << np.int64(step.e)
        begin = entity.asked
        if entity.permits & bit:
            return begin
        entity.permits |= bit
    trip = np.int64(entity.trip)
    key = entity.key if step.e == NO_ONE else lucky(A, entity.key)  # from arrival: it is under way
    case = answer(key, step.key, trip, A.cum, step.a, step.b)
    return begin + draw(A, A.tab[step.d + 1 + case], key, A.tab[step.d], trip, NO_ONE)


@inner
def make_mark(A, S, e):
    """The family has the mark from now on, and all of it who wait for it go on."""
    own_family(S, e)
    mark = A.step[S.entity[e].pc].a
    family = S.family[S.entity[e].family]
    family.marks |= np.int64(1) << np.int64(mark)
    other, others = np.int64(family.first), NO_ONE  # those who wait for another mark
    while other != NO_ONE:
        waiting = S.entity[other]
        after = np.int64(waiting.after)
        if A.step[waiting.pc].a == mark:
            make_ready(S, other)
        else:
            waiting.after = others
            others = other
        other = after
    family.first = others


@inlined
def comes_alone(entity):
    """It has come to the port by itself, waits for nothing, and has no permission and no family yet."""
    entity.awaits = NO_ONE
    entity.origin = entity.arrived
    entity.permits = 0
    entity.family = NO_ONE


@inner
def own_family(S, e):
    """An entity that belongs to no family yet founds one."""
    entity = S.entity[e]
    if entity.family != NO_ONE:
        return
    S.count[0].families -= 1
    entity.family = S.families[S.count[0].families]
    family = S.family[entity.family]
    family.marks = 0
    family.members = 1
    family.first = NO_ONE


@inner
def join_family(S, parent, child):
    """What is made of an entity belongs to its family; where nobody waits for a mark there are none."""
    if len(S.family) > 0:
        own_family(S, parent)
        S.entity[child].family = S.entity[parent].family
        S.family[S.entity[parent].family].members += 1


@rare
def leave_family(A, S, e):
    """It belongs to its family no longer; one without members is forgotten."""
    entity = S.entity[e]
    family = S.family[entity.family]
    family.members -= 1
    if family.members == 0:
        S.families[S.count[0].families] = entity.family
        S.count[0].families += 1
    entity.family = NO_ONE


@inner
def set_answer(entity, step):
    """The answer to a question, from now on: four bits a register."""
    shift = 4 * step.a
    entity.registers = (entity.registers & ~(np.int64(15) << shift)) | (np.int64(step.b) << shift)
