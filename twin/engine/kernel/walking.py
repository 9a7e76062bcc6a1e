"""What an entity does by itself: it runs its steps until one of them parks it."""

import math

import numpy as np

from twin.engine.kernel.claiming import claim
from twin.engine.kernel.entities import (
    count_heads,
    is_joined,
    join,
    jump,
    new_entity,
    newcomer,
    part_ended,
)
from twin.engine.kernel.items import chooser_item
from twin.engine.kernel.lists import push, put, touch
from twin.engine.kernel.meeting import leave_together, let_go, ride_again, wait_for_others
from twin.engine.kernel.movable import carry_away, has_come, release
from twin.engine.kernel.places import (
    ask,
    comes_to_the_door,
    draw,
    hold,
    leave_place,
    leave_zone,
    lucky,
    make_ready,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.servers import set_pace
from twin.engine.kernel.state import AWAITING, AWAY, CHOOSING, FREE, NO_ONE, WAKE
from twin.engine.kernel.waiting import goes_on, join_family, leave_family, set_answer
from twin.plan.draws import mix
from twin.plan.jit import inlined, inner
from twin.plan.plan import (
    ALIGHT,
    ARRIVE,
    AWAIT,
    AWAIT_MARK,
    BRANCH,
    CHOOSE,
    CLEAR,
    COME,
    END,
    ENTER,
    GOTO,
    LEAVE,
    MARK,
    MEET,
    NUMBER,
    OWN_SIZE,
    PACE,
    PART,
    PERMIT,
    RELEASE,
    RETURN,
    SEIZE,
    SET,
    SPAWN,
    VISIT,
    WALK,
)
from twin.plan.rules import MOST_LOOPS, answer, child_number, portion, whole_number


@inner
def count_parts(A, entity, step):
    """So many parts go their own way with the next step."""
    entity.parts = entity.heads
    if step.a != OWN_SIZE:
        low, high = np.int64(step.a), np.int64(step.b)
        entity.parts = whole_number(lucky(A, entity.key), step.key, np.int64(entity.loop), low, high)


@inner
def spawn(A, S, e):
    """A part of the entity goes its own way; False if there are more to come, one a call."""
    parent = S.entity[e]
    step = A.step[parent.pc]
    n = max(np.int64(parent.parts), 1)
    cls = step.b if step.b != NO_ONE else parent.cls
    child = new_entity(A, S, np.int64(cls), np.int64(parent.flow), np.int64(step.a))
    entity = S.entity[child]
    entity.key = mix(mix(parent.key, step.key), parent.loop * 1024 + parent.made)
    entity.number = child_number(parent.number, parent.depth, parent.children)
    count_heads(A, entity)
    entity.depth = parent.depth + 1
    entity.parent_key = parent.key
    entity.parent = e
    entity.parent_counter = step.c
    entity.parent_era = parent.era[step.c]
    entity.registers = parent.registers
    entity.stock = parent.stock
    entity.record = parent.record
    entity.deadline = parent.deadline
    entity.origin = parent.origin
    join_family(S, e, child)
    if step.b == NO_ONE or entity.load == 0:  # papers and samples stand for what the whole carries
        entity.load = portion(parent.load, n, np.int64(parent.made))
    if step.b == NO_ONE:
        entity.heads = parent.heads
        entity.half = 1
    if step.e > 0:  # an errand brings units back
        rows = (np.int64(step.d), np.int64(step.e))
        hold(A, S, e, rows, np.int64(-1))
        hold(A, S, child, rows, np.int64(1))
    parent.children += 1
    parent.spawned[step.c] += 1
    make_ready(S, child)
    return goes_on_after(S, e, n)


@inner
def goes_on_after(S, e, n):
    """The entity goes on when all n parts are made; else it comes back for the next."""
    parent = S.entity[e]
    parent.made += 1
    if parent.made < n:
        make_ready(S, e)
        return False
    parent.made = 0
    parent.parts = 0
    parent.pc += 1
    return True


@inlined
def write_trip(S, e, exit):
    """The row of a trip that is over; an actor makes none."""
    entity = S.entity[e]
    if entity.flow == NO_ONE:
        return
    count = S.count[0]
    row = S.trips[count.trips]
    count.trips += 1
    row.number = entity.number
    row.key = entity.key
    row.parent = entity.parent_key
    row.arrived = entity.arrived
    row.left = count.now
    row.origin = entity.origin
    row.load = entity.load
    row.trip = entity.trip
    row.exit = exit
    row.flow = entity.flow
    row.cls = entity.cls
    row.half = entity.half


@inlined
def vanish(A, S, e, exit):
    """The entity is gone; if it was a part, the whole may have waited for it."""
    leave_place(A, S, e)
    entity = S.entity[e]
    if entity.zone_need != NO_ONE:
        leave_zone(A, S, e)
    write_trip(S, e, exit)
    if entity.family != NO_ONE:
        leave_family(A, S, e)
    entity.status = FREE
    carry_away(A, S, e)
    entity.gen += 1
    S.free[S.count[0].free] = e
    S.count[0].free += 1
    if entity.parent != NO_ONE or entity.whole != NO_ONE:
        part_ended(A, S, entity)


@inlined
def branch(A, S, e):
    """A question: a register that is set answers it, else the entity's luck."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    case = np.int64(0)
    if step.d != NO_ONE:
        case = (entity.registers >> (4 * step.d)) & 15
    if case > 0:
        case -= 1
    else:
        loop = 0 if step.e else entity.loop
        key = entity.key if step.e else lucky(A, entity.key)  # what is asked once says who it is
        case = answer(key, step.key, loop, A.cum, step.a + entity.cls * step.b, step.b)
    jump(S, e, A.tab[step.c + case])


@inner
def clear(A, S, entity, mark):
    """What it unloaded may be drawn off, if that is what its stock waits for."""
    if entity.stock != NO_ONE and A.stock[entity.stock].mark == mark:
        S.cleared[entity.stock] += entity.load
        touch(S, np.int64(entity.stock))


@inlined
def begin_stay(A, S, entity):
    """It has come to the port: from now on its stay is counted, and its promise."""
    entity.arrived = S.count[0].now
    entity.origin = entity.arrived
    entity.deadline = entity.arrived + A.cls[entity.cls].promise


@inlined
def set_register(entity, register, value):
    """Four bits each."""
    shift = 4 * register
    entity.registers = (entity.registers & ~(np.int64(15) << shift)) | (np.int64(value) << shift)


@rare
def rare_step(A, S, e):
    """The steps that few take. True if the entity goes on at once."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    if step.op == SPAWN:
        return spawn(A, S, e)
    elif step.op == NUMBER:
        count_parts(A, entity, step)
    elif step.op == AWAIT:
        ask(A, S, e)
        if not is_joined(A, entity, np.int64(step.a)):
            entity.awaits = step.a
            entity.status = AWAITING
            return False
        join(A, S, e)
        return True
    elif step.op == SEIZE or step.op == ENTER:
        ask(A, S, e)
        claim(A, S, e)
        return False
    elif step.op == MEET:
        return wait_for_others(A, S, e)
    elif step.op == ALIGHT or step.op == PART:
        let_go(A, S, e)
    elif step.op == RELEASE:
        release(A, S, e)
    elif step.op == COME:
        return has_come(A, S, e)
    elif step.op == CLEAR:
        clear(A, S, entity, step.a)
    elif step.op == SET:
        set_answer(entity, step)
    elif step.op == MARK or step.op == PERMIT or step.op == AWAIT_MARK:
        return goes_on(A, S, e)
    elif step.op == ARRIVE:
        begin_stay(A, S, entity)
    elif step.op == PACE:
        set_pace(A, S, e)
    entity.pc += 1
    return True


@rare
def go_home(A, S, e):
    """A fleet entity leaves the port; it comes again after its time away."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    leave_place(A, S, e)
    leave_zone(A, S, e)
    write_trip(S, e, np.int64(step.c))
    entity.trip += 1
    entity.arrived = math.nan
    entity.registers = 0
    entity.permits = 0
    if entity.family != NO_ONE:
        leave_family(A, S, e)
    entity.stock = NO_ONE
    for counter in range(4):
        entity.era[counter] += 1
        entity.spawned[counter] = 0
        entity.ended_parts[counter] = 0
    away = draw(A, np.int64(step.a), lucky(A, entity.key), step.key, np.int64(entity.loop), NO_ONE)
    jump(S, e, np.int64(step.b))
    entity.status = AWAY
    push(S, S.count[0].now + away, WAKE, e, entity.gen)


@inner
def run_steps(A, S, e):
    """Runs an entity until it parks or is gone."""
    entity = S.entity[e]
    while entity.loops_now <= MOST_LOOPS:
        step = A.step[entity.pc]
        if step.op == VISIT:
            ask(A, S, e)
            comes_to_the_door(A, S, e)
            return
        if step.op == WALK:
            leave_place(A, S, e)
            luck, loop, record = lucky(A, entity.key), np.int64(entity.loop), np.int64(entity.record)
            time = draw(A, np.int64(step.a), luck, step.key, loop, record)
            entity.pc += 1
            entity.status = AWAY
            push(S, S.count[0].now + time, WAKE, e, entity.gen)
            return
        if step.op == BRANCH:
            branch(A, S, e)
        elif step.op == GOTO:
            jump(S, e, np.int64(step.a))
        elif step.op == CHOOSE:
            ask(A, S, e)
            entity.status = CHOOSING
            put(S, len(S.head) - 1, e)
            touch(S, chooser_item(A))
            return
        elif step.op == LEAVE or step.op == END:
            if step.op == END and entity.whole != NO_ONE:
                ride_again(A, S, e)
                return
            if entity.riders != NO_ONE:
                leave_together(A, S, e)
            vanish(A, S, e, np.int64(step.a))
            return
        elif step.op == RETURN:
            go_home(A, S, e)
            return
        elif not rare_step(A, S, e):
            return


@inlined
def arrive(A, S, arrival):
    """Someone comes to the port."""
    e = newcomer(A, S, arrival)
    entity = S.entity[e]
    entity.record = arrival.record
    if A.step[entity.pc].op == WALK and A.step[entity.pc + 1].op == ARRIVE:
        entity.arrived = math.nan  # a fleet begins outside
    make_ready(S, e)
