"""The loop: bound events of an instant, then settle, then the next instant."""

import math

import numpy as np

from twin.engine.kernel.acting import look_up, send_for_crew, set_going
from twin.engine.kernel.batch import end_mates
from twin.engine.kernel.choosing import choose, jockey
from twin.engine.kernel.items import (
    chooser_item,
    jockey_item,
    meeting_item,
    station_item,
    touch_group,
    touch_station,
)
from twin.engine.kernel.lists import first_touched, index_of, is_valid, kind_of, pop, push, touch, untouch
from twin.engine.kernel.meeting import move_meeting
from twin.engine.kernel.movable import set_down
from twin.engine.kernel.opening import change_roster
from twin.engine.kernel.patience import give_up, lose_patience
from twin.engine.kernel.places import (
    give_back,
    hold_what_is_late,
    make_ready,
    watch_server,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.servers import goes_down, repair, server_draw
from twin.engine.kernel.settle import move_group, move_station, move_stock
from twin.engine.kernel.state import (
    BOUND,
    CROWDED,
    DONE,
    FAILED,
    FAILURE,
    NO_ADVANCE,
    NO_ONE,
    READY,
    REPAIR,
    ROWS_FULL,
    SERVED,
    SERVICE_END,
    SETTLE,
    TIMER,
    WAITED,
    WAKE,
    WANT_ARRIVALS,
    WANT_ROOM,
)
from twin.engine.kernel.walking import arrive, run_steps
from twin.plan.jit import entry, inlined, inner
from twin.plan.plan import CUT_OFF, DRAIN, NO_DIST, ON_DUTY, OPERATING, POOL_CHANGE
from twin.plan.rules import DOWN_FOR, UP


@rare
def fail(A, S, index):
    """A server goes down, or works on at a lower pace; its repair is due, or its crew sent for."""
    plan, server = A.server[index], S.server[index]
    server.failed = 1
    server.watched = 0
    server.gen += 1
    if plan.degraded:
        S.station[plan.station].slow += 1
    else:
        goes_down(A, S, index, FAILED)
    if plan.mends != NO_ONE:
        send_for_crew(A, S, index)
        return
    repair_time = np.int64(plan.repair)
    server.salt = A.run_key[1]
    time = server_draw(A, index, repair_time, np.int64(DOWN_FOR), np.int64(server.failures))
    push(S, S.count[0].now + time, REPAIR, index, server.gen)


@inlined
def end_service(A, S, e):
    """A service is over: what it needed goes back, what it filled is filled, the entity goes on."""
    entity = S.entity[e]
    now = S.count[0].now
    entity.ended = now
    entity.gen += 1
    plan = A.station[entity.place]
    if plan.needs > 0:
        give_back(A, S, entity, np.int64(plan.first_need), np.int64(plan.needs))
        hold_what_is_late(A, S, e, np.int64(plan.first_need), np.int64(plan.needs))
        set_down(A, S, e, (np.int64(plan.first_need), np.int64(plan.needs)), np.int64(plan.place))
    if plan.fills != NO_ONE:
        entity.stock = plan.fills
        if A.stock[plan.fills].mark == NO_ONE:
            S.cleared[plan.fills] += entity.load
            touch(S, np.int64(plan.fills))
    if entity.server != NO_ONE:
        index = np.int64(plan.first_server + entity.server)
        server = S.server[index]
        entity.status = READY
        if server.down:
            S.station[entity.place].struck -= 1
        elif server.watched:
            server.watched = 0
            server.working_left = server.fails - now
            server.gen += 1
            if server.working_left <= 0.0:
                fail(A, S, index)
    entity.pc += 1
    make_ready(S, e)
    if entity.mate != NO_ONE:
        end_mates(A, S, e)


@inlined
def happen(A, S, event):
    """One bound event."""
    kind, index = kind_of(event), index_of(event)
    if kind == SERVICE_END:
        if is_valid(event, S.entity[index].gen):
            end_service(A, S, index)
    elif kind == WAKE:
        if is_valid(event, S.entity[index].gen):
            make_ready(S, index)
    elif kind == FAILURE:
        if is_valid(event, S.server[index].gen):
            fail(A, S, index)
    elif kind == WAITED:
        touch_station(A, S, index)
    elif kind == TIMER:
        touch(S, meeting_item(A, index))
    elif kind == REPAIR:
        repair(A, S, index)
    else:
        lose_patience(A, S, index)


@rare
def enter_calendar(A, S, i):
    """A planned change: a roster, the size of a pool, a quota, a withdrawal, the end of a gathering."""
    row = A.calendar[i]
    if row.kind == ON_DUTY:
        change_roster(A, S, np.int64(row.index), np.int64(row.value))
        touch_station(A, S, np.int64(row.index))
    elif row.kind == DRAIN:
        S.drain[row.index] += row.value
        touch(S, np.int64(row.index))
    elif row.kind == CUT_OFF:
        S.cut[row.index] = S.count[0].now
        touch(S, meeting_item(A, np.int64(row.index)))
    else:
        if row.kind == POOL_CHANGE:
            S.units[row.index] += row.value
        else:
            S.units[row.index] = row.value
        touch_group(A, S, A.pool[row.index].group)


@inner
def move_other(A, S, item):
    """One move of an item of settle that is not a station, or False, in the order of station_item."""
    stocks = len(A.stock)
    meetings = stocks + len(A.group_first) - 1
    if item < stocks:
        return move_stock(A, S, item)
    if item < meetings:
        return move_group(A, S, item - stocks)
    if item < meetings + len(A.meeting):
        return move_meeting(A, S, item - meetings)
    if item == chooser_item(A):
        return choose(A, S)
    if item == jockey_item(A):
        return jockey(A, S)
    return give_up(A, S)


@inlined
def next_time(A, S):
    """The earliest time of an event, a calendar entry, an arrival; inf if there is none."""
    count = S.count[0]
    time = math.inf
    if count.heap > 0:
        time = S.due[0]
    if count.calendar < len(A.calendar):
        time = min(time, A.calendar[count.calendar].time)
    if count.arrival < len(S.arrivals):
        time = min(time, S.arrivals[count.arrival].time)
    return time


@rare
def begin_to_work(A, S, index, up):
    """The working time of a server begins to count; who was seen there is served already."""
    server = S.server[index]
    server.working_left = up
    if server.occupant != NO_ONE and S.entity[server.occupant].status == SERVED:
        watch_server(A, S, index, S.entity[server.occupant].due)


@entry
def begin(A, S):
    """The clocks of the servers and the conditions start."""
    for index in range(len(A.server)):
        plan = A.server[index]
        if plan.up == NO_DIST:
            continue
        up = server_draw(A, index, np.int64(plan.up), np.int64(UP), np.int64(0))
        if plan.clock == OPERATING:
            begin_to_work(A, S, index, up)
        else:
            push(S, up, FAILURE, index, S.server[index].gen)
    for i in range(len(A.condition)):
        set_going(A, S, A.condition[i].key, np.int64(i), np.int64(A.condition[i].pc))
    S.count[0].culprit = NO_ONE


@inlined
def is_full(A, S):
    """One more event or move might not find room: entities and events, then rows."""
    count = S.count[0]
    margin = count.margin
    if count.free < margin or count.heap + 2 * margin > len(S.due):
        return WANT_ROOM
    if count.rows + margin > len(S.rows) or count.trips + 8 > len(S.trips):
        return ROWS_FULL
    if count.downs + len(A.server) + len(A.station) + 8 > len(S.downs):
        return ROWS_FULL
    if 2 * count.stops > len(S.stops):  # a batch, or a station without limit, may write many at once
        return ROWS_FULL
    return DONE


@entry
def run(A, S):
    """Runs until the horizon, or until something is wanted from outside; called again, it goes on."""
    count = S.count[0]
    while True:
        while count.phase == BOUND:
            full = is_full(A, S)
            if full != DONE:
                return full
            if count.ready > 0:
                count.ready -= 1
                run_steps(A, S, S.ready[count.ready])
            elif count.heap > 0 and S.due[0] == count.now:
                happen(A, S, pop(S))
            elif count.calendar < len(A.calendar) and A.calendar[count.calendar].time == count.now:
                enter_calendar(A, S, count.calendar)
                count.calendar += 1
            elif count.arrival < len(S.arrivals) and S.arrivals[count.arrival].time == count.now:
                arrive(A, S, S.arrivals[count.arrival])
                count.arrival += 1
            elif count.arrival == len(S.arrivals) and not count.last_window:
                return WANT_ARRIVALS
            else:
                if count.culprit != NO_ONE:
                    return NO_ADVANCE
                if len(S.entity) - count.free > count.most:
                    return CROWDED
                if count.changed:
                    look_up(A, S)
                count.phase = SETTLE
        item = first_touched(S)
        while item != NO_ONE:
            full = is_full(A, S)
            if full != DONE:
                return full
            station = item - station_item(A, np.int64(0))
            if 0 <= station < len(A.station):
                moved = move_station(A, S, station)
            else:
                moved = move_other(A, S, item)
            if not moved:
                untouch(S, item)
            item = first_touched(S)
        if count.ready == 0:
            time = next_time(A, S)
            if time > count.until:
                return DONE
            count.now = time
        count.phase = BOUND
