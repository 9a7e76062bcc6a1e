"""How one of several queues is chosen, and how the last of one goes over to another."""

import math

import numpy as np

from twin.engine.kernel.lists import take
from twin.engine.kernel.patience import is_patient_until, leave_queue
from twin.engine.kernel.places import comes_to_the_door
from twin.engine.kernel.plain import rare
from twin.engine.kernel.settle import admit, has_room, has_server
from twin.engine.kernel.state import NO_ONE
from twin.engine.kernel.walking import ask
from twin.plan.jit import inlined, inner
from twin.plan.plan import LEAST_WORK, PREFERENCE

MOST_ON_DUTY = np.int64(1 << 20)  # counted in a comparison: beyond it, one more makes no difference


@inlined
def crowd_of(S, station):
    """All who are there or at the door."""
    state = S.station[station]
    return np.int64(state.at_door) + state.waiting + state.serving + state.paused + state.mates


@inner
def work_of(A, S, station):
    """Milliseconds that all who are there or at the door are expected to take."""
    work = S.station[station].work
    e = S.head[station]
    while e != NO_ONE:
        work += A.work[station, S.entity[e].cls]
        e = S.entity[e].after
    return work


@inlined
def serves_at_once(A, S, station):
    """A server on duty is idle, and nobody is before one who comes now."""
    state = S.station[station]
    alone = A.station[station].batch_fewest <= 1
    return alone and state.waiting == 0 and state.at_door == 0 and has_server(A, S, station)


@inner
def preferred(A, S, e, first, n):
    """The first open way that could serve at once, else the first with room; NO_ONE if there is none."""
    roomy = NO_ONE
    for i in range(first, first + n):
        station = np.int64(A.step[A.tab[i]].a)
        state = S.station[station]
        if state.on_duty == 0:
            continue
        if serves_at_once(A, S, station):
            return A.tab[i]
        if roomy == NO_ONE and state.at_door == 0 and has_room(A, S, station, e):
            roomy = A.tab[i]
    return roomy


@inner
def least(A, S, rule, first, n):
    """The way with the shortest queue or the least work a server, open before closed, ties to the first."""
    best, best_closed, best_amount, best_duty = A.tab[first], True, np.int64(0), np.int64(1)
    for i in range(first, first + n):
        station = np.int64(A.step[A.tab[i]].a)
        on_duty = np.int64(S.station[station].on_duty)
        closed, duty = on_duty == 0, np.int64(1)
        amount = crowd_of(S, station)
        if rule == LEAST_WORK:
            amount = work_of(A, S, station)
            duty = min(max(on_duty, np.int64(1)), MOST_ON_DUTY)
        better = amount * best_duty < best_amount * duty
        if i == first or (not closed and best_closed) or (closed == best_closed and better):
            best, best_closed, best_amount, best_duty = A.tab[i], closed, amount, duty
    return best


@rare
def choose(A, S):
    """The first chooser goes to the door of one of its ways."""
    e = S.head[len(S.head) - 1]
    if e == NO_ONE:
        return False
    entity = S.entity[e]
    step = A.step[entity.pc]
    first, n = A.tab[step.a + 2 * entity.cls], A.tab[step.a + 2 * entity.cls + 1]
    way = NO_ONE
    if step.b == PREFERENCE:
        way = preferred(A, S, e, first, n)
    if way == NO_ONE:
        way = least(A, S, step.b, first, n)
    take(S, e)
    entity.pc = way
    comes_to_the_door(A, S, e)
    return True


@inlined
def last_waiting(A, S, station):
    """The last of the queue, worst priority level first; NO_ONE if it is empty."""
    plan = A.station[station]
    base = len(A.station) + plan.first_level
    for level in range(plan.levels - 1, -1 - plan.by_priority, -1):
        e = S.tail[base + level]
        if e != NO_ONE:
            return e
    return NO_ONE


@inner
def better_way(A, S, e, crowd):
    """Where the last of a queue would rather be, NO_ONE if nowhere: served at once, else where fewest are."""
    entity = S.entity[e]
    at = A.step[entity.pc].e + 2 * entity.cls
    first, n = A.tab[at], A.tab[at + 1]
    best, best_waits, fewest = NO_ONE, True, np.int64(0)
    for i in range(first, first + n):
        station = np.int64(A.step[A.tab[i]].a)
        state = S.station[station]
        closed = state.on_duty == 0 or state.at_door > 0
        if station == entity.place or closed or not has_room(A, S, station, e):
            continue
        there = crowd_of(S, station)
        waits = not serves_at_once(A, S, station)
        if waits and there + 2 > crowd:
            continue
        if best == NO_ONE or (best_waits and not waits) or (best_waits == waits and there < fewest):
            best, best_waits, fewest = A.tab[i], waits, there
    return best


@rare
def jockey(A, S):
    """The last of the longest queue goes over to a better one. False if nobody would."""
    who, way, longest = NO_ONE, NO_ONE, np.int64(0)
    for i in range(len(A.jockeys)):
        station = A.jockeys[i]
        crowd = crowd_of(S, station)
        if crowd <= longest or has_server(A, S, station):
            continue
        e = last_waiting(A, S, station)
        if e == NO_ONE or not math.isnan(S.entity[e].started) or A.step[S.entity[e].pc].e == 0:
            continue
        found = better_way(A, S, e, crowd)
        if found != NO_ONE:
            who, way, longest = e, found, crowd
    if who == NO_ONE:
        return False
    go_over(A, S, who, way)
    return True


@inner
def go_over(A, S, e, way):
    """One visit ends in the queue, the next begins at the end of another; nothing of it is drawn anew."""
    entity = S.entity[e]
    limited, until, salt = is_patient_until(A, entity), entity.gives_up, entity.salt
    leave_queue(A, S, e)
    entity.pc = way
    ask(A, S, e)
    entity.salt = salt
    comes_to_the_door(A, S, e)
    admit(A, S, e)
    if limited:
        entity.gives_up = until
