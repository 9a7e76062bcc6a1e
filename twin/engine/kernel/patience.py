"""Who does not wait: patience that runs out in the queue, and no room at the door."""

import math

import numpy as np

from twin.engine.kernel.entities import ahead_of, jump
from twin.engine.kernel.items import touch_station
from twin.engine.kernel.lists import push, take
from twin.engine.kernel.places import (
    draw,
    make_ready,
    mark,
    new_row,
    own_luck,
    room_taken,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import AT_DOOR, MEETING, NO_ONE, PATIENCE_OVER, QUEUEING, WAITED
from twin.plan.jit import inner
from twin.plan.plan import GIVES_UP, IF_FULL, IMPATIENT, NO_DIST, PATIENCE, TIMED, UNTIL, WEIGHED


@inner
def is_patient_until(A, entity):
    """Whether the patience of its visit has an end."""
    record = A.step[entity.pc].d
    return record != 0 and A.tab[record + UNTIL + entity.cls] != NO_DIST


@inner
def remember(A, S, station):
    """One has joined: the station is looked at when that one has waited as long as its rules say."""
    now = S.count[0].now
    if 0.0 < A.station[station].batch_timeout < math.inf:
        push(S, now + A.station[station].batch_timeout, WAITED, station, np.int64(0))
    if A.station[station].open_wait > 0.0:
        push(S, now + A.station[station].open_wait, WAITED, station, np.int64(0))


@rare
def count_in(A, S, e):
    """One joins a station where more is to be known of it: what work it brings, how long it will wait."""
    entity = S.entity[e]
    station = entity.place
    if A.station[station].traits & WEIGHED:
        S.station[station].work += A.work[station, entity.cls]
    if A.station[station].traits & TIMED:
        remember(A, S, np.int64(station))
    if A.station[station].traits & IMPATIENT and is_patient_until(A, entity):
        begin_patience(A, S, e)


@inner
def begin_patience(A, S, e):
    """How long it will wait, as it is not for ever."""
    entity = S.entity[e]
    record = A.step[entity.pc].d
    dist, luck = A.tab[record + UNTIL + entity.cls], A.tab[record + PATIENCE]
    patience = draw(A, dist, own_luck(entity), luck, np.int64(entity.loop), NO_ONE)
    entity.gives_up = S.count[0].now + patience
    push(S, entity.gives_up, PATIENCE_OVER, e, entity.gen)


@inner
def wants_to_go(A, S, e):
    """It stands at a door where it does not wait, or its patience is over and it still waits."""
    entity = S.entity[e]
    if entity.status == AT_DOOR:
        record = A.step[entity.pc].d
        return record != 0 and A.tab[record + IF_FULL] != NO_ONE
    if entity.status == MEETING:
        if A.step[entity.pc].e == NO_ONE:
            return False
    elif entity.status != QUEUEING or not math.isnan(entity.started):
        return False
    return is_patient_until(A, entity) and entity.gives_up <= S.count[0].now


@rare
def lose_patience(A, S, e):
    """Patience is over, unless the event is of a wait that is over: settle will see who still waits."""
    status = S.entity[e].status
    if (status == QUEUEING or status == MEETING) and wants_to_go(A, S, e):
        mark(A, S, e)


@rare
def give_up(A, S):
    """The first of those who no longer want to wait, by number and key, goes. False if there is none."""
    count = S.count[0]
    best, kept = NO_ONE, np.int64(0)
    for i in range(count.impatient):
        e = S.impatient[i]
        if not wants_to_go(A, S, e):
            S.entity[e].marked = 0
            continue
        S.impatient[kept] = e
        kept += 1
        if best == NO_ONE or ahead_of(S.entity[e], S.entity[best]):
            best = e
    count.impatient = kept
    if best == NO_ONE:
        return False
    record = A.step[S.entity[best].pc].d
    if S.entity[best].status == AT_DOOR:
        leave_door(A, S, best)
        jump(S, best, A.tab[record + IF_FULL])
    else:
        if S.entity[best].status == MEETING:
            leave_meeting(A, S, best)
        else:
            leave_queue(A, S, best)
        jump(S, best, A.tab[record + GIVES_UP])
    make_ready(S, best)
    return True


@inner
def leave_door(A, S, e):
    """It turns away; the place it holds it keeps until its next step takes one."""
    entity = S.entity[e]
    station = np.int64(entity.wants)
    take(S, e)
    S.station[station].at_door -= 1
    row = new_row(S, entity, station, entity.asked_visit)
    row.asked = entity.asked
    row.joined = math.nan
    row.started = math.nan
    row.ended = math.nan
    row.left = S.count[0].now
    entity.wants = NO_ONE
    touch_station(A, S, station)


@inner
def leave_queue(A, S, e):
    """It leaves the queue without having been served."""
    entity = S.entity[e]
    station = np.int64(entity.place)
    plan, state = A.station[station], S.station[station]
    take(S, e)
    state.waiting -= 1
    state.used -= room_taken(plan, entity)
    if plan.traits & WEIGHED:
        state.work -= A.work[station, entity.cls]
    row = new_row(S, entity, station, entity.place_visit)
    row.asked = entity.place_asked
    row.joined = entity.joined
    row.started = math.nan
    row.ended = math.nan
    row.left = S.count[0].now
    entity.place = NO_ONE
    touch_station(A, S, station)


@inner
def leave_meeting(A, S, e):
    """It waits for others no longer, and keeps the place it holds until its next step takes one."""
    entity = S.entity[e]
    take(S, e)
    row = new_row(S, entity, np.int64(A.step[entity.pc].c), entity.asked_visit)
    row.asked = entity.asked
    row.joined = S.count[0].now  # as of any wait: nobody is let in before it is over
    row.started = math.nan
    row.ended = math.nan
    row.left = S.count[0].now
