"""Units of pools that stand at places: the nearest comes, and stays where it is released."""

import numpy as np

from twin.engine.kernel.lists import push
from twin.engine.kernel.places import ask, give_back, hold, write_wait
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import COMING, NO_ONE, WAKE
from twin.plan.jit import inner

LOST = np.int64(-2)  # the holder of a unit that was carried out of the port


@inner
def send_nearest(A, S, e, rows, to):
    """The nearest free unit of each pool claimed sets out; the entity waits for the last to come."""
    first, n = rows
    entity = S.entity[e]
    entity.coming = 0.0
    for i in range(first, first + n):
        pool = A.pool[A.need[i].pool]
        best, least = NO_ONE, 0.0
        for unit in range(pool.unit, pool.unit + pool.movable):
            time = A.way[pool.way + S.unit_place[unit] * pool.places + to]
            if S.unit_holder[unit] == NO_ONE and (best == NO_ONE or time < least):
                best, least = np.int64(unit), time
        if best != NO_ONE:
            S.unit_holder[best] = e
            S.unit_place[best] = to
            entity.coming = max(entity.coming, least)


@rare
def set_down(A, S, e, rows, at):
    """Units that are given back are free where they are set down."""
    first, n = rows
    for i in range(first, first + n):
        pool, left = A.pool[A.need[i].pool], A.need[i].units
        for unit in range(pool.unit, pool.unit + pool.movable):
            if S.unit_holder[unit] == e and left > 0:
                S.unit_holder[unit] = NO_ONE
                S.unit_place[unit] = at
                left -= 1


@inner
def has_come(A, S, e):
    """The units that it was granted come to where it stands; it keeps its place. True if it goes on."""
    entity = S.entity[e]
    if entity.coming > 0.0:
        ask(A, S, e)
        entity.status = COMING
        push(S, S.count[0].now + entity.coming, WAKE, e, entity.gen)
        entity.coming = -1.0
        return False
    if entity.coming < 0.0:
        write_wait(S, e, np.int64(A.step[entity.pc].c))
    entity.coming = 0.0
    entity.pc += 1
    return True


@inner
def release(A, S, e):
    """Units of pools go back; those that move stay where the entity stands."""
    step = A.step[S.entity[e].pc]
    rows = (np.int64(step.a), np.int64(step.b))
    give_back(A, S, S.entity[e], np.int64(step.a), np.int64(step.b))
    hold(A, S, e, rows, np.int64(-1))
    set_down(A, S, e, rows, np.int64(step.c))


@rare
def carry_away(A, S, e):
    """What one still holds who is gone nobody has any more."""
    for pool in range(len(A.pool)):
        S.held[e, pool] = 0
    for unit in range(len(S.unit_holder)):
        if S.unit_holder[unit] == e:
            S.unit_holder[unit] = LOST
