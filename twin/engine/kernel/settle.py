"""Settle: whoever can move at this instant does, in a stated order."""

import math

import numpy as np

from twin.engine.kernel.batch import board
from twin.engine.kernel.claiming import level_of
from twin.engine.kernel.items import jockey_item, station_item, touch_group, touch_station
from twin.engine.kernel.lists import first_touched, first_waiting, put, take, touch
from twin.engine.kernel.movable import send_nearest
from twin.engine.kernel.opening import open_or_close
from twin.engine.kernel.patience import count_in
from twin.engine.kernel.places import (
    amount,
    hold,
    leave_place,
    leave_zone,
    make_ready,
    room_taken,
    start_service,
    write_wait,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import NO_ONE, QUEUEING
from twin.engine.kernel.stops import pause_struck, preempt, rank_in_queue, resume_best, stop_worst
from twin.plan.jit import inlined, inner
from twin.plan.plan import ENTER, FIFO, FINISH, JOCKEYS, UNLIMITED


@inlined
def has_server(A, S, station):
    """A server on duty is free and up."""
    plan, state = A.station[station], S.station[station]
    if plan.servers == 0:
        return state.on_duty > 0 and state.pace > 0
    return state.idle > 0 and state.serving < state.on_duty


@inlined
def can_start(A, S, station):
    """The first of the queue, or a batch, can be served."""
    if S.station[station].waiting == 0 or not has_server(A, S, station):
        return False
    return A.station[station].batch_most == 0 or is_batch_due(A, S, station)


@inlined
def has_room(A, S, station, e):
    """The first at the door may come in: there is room, counting what idle servers will take at once."""
    plan, state = A.station[station], S.station[station]
    if plan.room >= UNLIMITED:
        return True
    size = room_taken(plan, S.entity[e])
    allowance = 0
    if not plan.holds_all:
        idle = max(0, min(state.idle, state.on_duty - state.serving))
        if plan.servers == 0:
            idle = state.on_duty if state.pace > 0 else 0
        allowance = min(idle, 1 << 20) * max(plan.batch_most, 1) * size
    return state.used + size <= plan.room + allowance


@rare
def is_batch_due(A, S, station):
    """Enough wait, or the one who came first has waited long enough; and nobody is about to join them."""
    plan, state = A.station[station], S.station[station]
    if state.waiting < plan.batch_fewest:
        first = first_waiting(A, S, station)
        if S.entity[first].joined + plan.batch_timeout > S.count[0].now:
            return False
    e = S.head[station]
    return state.waiting >= plan.batch_most or e == NO_ONE or not has_room(A, S, station, e)


@inlined
def admit(A, S, e):
    """From the door into the station: the old place is left in the same move."""
    entity = S.entity[e]
    station = np.int64(entity.wants)
    plan, state = A.station[station], S.station[station]
    take(S, e)
    leave_place(A, S, e)
    if plan.sited and entity.zone_need != NO_ONE:
        leave_zone(A, S, e)
    entity.place = station
    entity.wants = NO_ONE
    entity.place_asked = entity.asked
    entity.place_visit = entity.asked_visit
    entity.joined = S.count[0].now
    entity.since = entity.joined
    entity.started = math.nan
    entity.ended = math.nan
    entity.server = NO_ONE
    entity.stops = 0
    entity.status = QUEUEING
    entity.level = level_of(A, entity) if plan.by_priority else 0
    if plan.order != FIFO:
        rank_in_queue(A, S, e)
    state.at_door -= 1
    state.waiting += 1
    state.used += room_taken(plan, entity)
    put(S, len(A.station) + plan.first_level + entity.level, e)
    touch_station(A, S, station)
    if plan.traits:
        count_in(A, S, e)


@inlined
def start_first(A, S, station):
    """The first of the queue is served."""
    e = first_waiting(A, S, station)
    take(S, e)
    start_service(A, S, e)
    if A.station[station].batch_most > 0:
        board(A, S, e)


@inner
def move_station(A, S, station):
    """The next moves of a station, or False after its last: stop, resume, start, preempt, admit."""
    plan, state = A.station[station], S.station[station]
    if state.struck > 0:
        pause_struck(A, S, station)
        return True
    if plan.shift_rule != FINISH and plan.servers > 0 and state.serving > state.rostered:
        if stop_worst(A, S, station):
            return True
    if state.paused > 0 and state.serving < state.on_duty:
        if resume_best(A, S, station):
            return True
    for _ in range(2):  # so that few enough rows and events are written in one call
        if plan.needs == 0 and can_start(A, S, station):
            start_first(A, S, station)
            # A start touches nothing, so the station is looked at again without a look at all the others.
            if plan.batch_most > 0 or can_start(A, S, station):
                return True
        if plan.preempts and state.waiting > 0 and state.serving <= state.on_duty:
            if preempt(A, S, station):
                return True
        if plan.fewest_open > 0 and open_or_close(A, S, station):
            return True
        e = S.head[station]
        if e == NO_ONE or not has_room(A, S, station, e):
            if plan.traits & JOCKEYS:
                touch(S, jockey_item(A))
            return False
        admit(A, S, e)
        # Whom it has left may be served first; else the next move is the start of this one.
        if state.paused > 0 or first_touched(S) != station_item(A, station):
            return True
    return True


@rare
def move_stock(A, S, stock):
    """What is due and cleared is drawn off; what is due and not cleared is lost."""
    taken = min(S.drain[stock], S.cleared[stock])
    S.drain[stock] = 0
    if taken <= 0:
        return False
    S.cleared[stock] -= taken
    pool = A.stock[stock].pool
    S.units[pool] += taken
    touch_group(A, S, A.pool[pool].group)
    return True


@inlined
def claim_of(A, e, entity, parked):
    """The rows of `need` of a claimant: of its step if it is parked at one, else of its station."""
    if parked:
        step = A.step[entity.pc]
        return np.int64(step.a), np.int64(1 if step.op == ENTER else step.b)
    plan = A.station[entity.place]
    return np.int64(plan.first_need), np.int64(plan.needs)


@inner
def fits(A, S, entity, first, n):
    """What it needs is left; if not, its share is kept for it."""
    for i in range(first, first + n):
        if amount(A.need[i], entity) > S.left[A.need[i].pool]:
            for j in range(first, first + n):
                S.left[A.need[j].pool] -= amount(A.need[j], entity)
            return False
    return True


@inner
def claimed_before(a, b, b_parked):
    """Whether the first of a queue comes before a claimant."""
    if a.level != b.level:
        return a.level < b.level
    b_came = b.asked if b_parked else b.joined
    if a.joined != b_came:
        return a.joined < b_came
    if a.number != b.number:
        return a.number < b.number
    return a.key < b.key


@rare
def move_group(A, S, group):
    """Grants the first claim of a pool group that fits in what those before it leave. False if none does."""
    for pool in range(len(A.pool)):
        S.left[pool] = S.units[pool]
    first, end = A.group_first[group], A.group_first[group + 1]
    for i in range(first, end):
        S.seen[A.group_station[i]] = 0
    cursor = S.head[len(S.head) - len(A.group_first) + group]
    while True:
        best, parked = cursor, first <= end  # True, as a value and not as a constant
        for i in range(first, end):
            station = A.group_station[i]
            if S.seen[station] or not can_start(A, S, station):
                continue
            e = first_waiting(A, S, station)
            if e != NO_ONE and (best == NO_ONE or claimed_before(S.entity[e], S.entity[best], parked)):
                best, parked = e, False
        if best == NO_ONE:
            return False
        entity = S.entity[best]
        rows, n = claim_of(A, best, entity, parked)
        if fits(A, S, entity, rows, n):
            grant(A, S, best, rows, n, parked)
            return True
        if parked:
            cursor = entity.after
        else:
            S.seen[entity.place] = 1
        if nothing_left(A, S, group):
            return False


@inlined
def nothing_left(A, S, group):
    """No pool of the group has a unit for those who come later."""
    for pool in range(len(A.pool)):
        if A.pool[pool].group == group and S.left[pool] > 0:
            return False
    return True


@inner
def grant(A, S, e, rows, n, parked):
    """The units are theirs: a parked one goes on, the first of a queue is served."""
    entity = S.entity[e]
    for i in range(rows, rows + n):
        S.units[A.need[i].pool] -= amount(A.need[i], entity)
    if not parked:
        plan = A.station[entity.place]
        send_nearest(A, S, e, (np.int64(rows), np.int64(n)), np.int64(plan.place))
        touch(S, station_item(A, np.int64(entity.place)))
        start_first(A, S, np.int64(entity.place))
        return
    take(S, e)
    step = A.step[entity.pc]
    if step.op == ENTER:
        leave_place(A, S, e)
        leave_zone(A, S, e)
        entity.zone_need = step.a
        entity.zone_point = step.c
        entity.zone_visit = entity.asked_visit
        entity.zone_asked = entity.asked
        entity.zone_since = S.count[0].now
    else:
        write_wait(S, e, np.int64(step.c))
        hold(A, S, e, (np.int64(rows), np.int64(n)), np.int64(1))
        send_nearest(A, S, e, (np.int64(rows), np.int64(n)), np.int64(step.e))
    entity.pc += 1
    make_ready(S, e)
