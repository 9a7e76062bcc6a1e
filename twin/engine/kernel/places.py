"""Entering and leaving places: servers, rooms, zones, and the rows they write."""

import math

import numpy as np

from twin.engine.kernel.items import impatient_item, station_item, touch_group, touch_station
from twin.engine.kernel.lists import lowest_bit, push, put, touch
from twin.engine.kernel.pace import rest_now, slowed
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import AT_DOOR, FAILURE, NO_ONE, QUEUEING, READY, SERVED, SERVICE_END
from twin.plan.draws import GIVEN as GIVEN_LAW
from twin.plan.draws import mix
from twin.plan.jit import inlined, inner
from twin.plan.plan import BY_HEADS, BY_LOAD, BY_SIZE, FULL, IF_FULL, LONGEST, NO_DIST, OPERATING, WEIGHED
from twin.plan.rules import sample


@rare
def mark(A, S, e):
    """Settle will look whether it still wants to wait, when nobody else can move."""
    if S.entity[e].marked == 0:
        count = S.count[0]
        S.entity[e].marked = 1
        S.impatient[count.impatient] = e
        count.impatient += 1
        touch(S, impatient_item(A))


@rare
def mark_at_a_door(A, S, e):
    """One who has something else to do may not stay at the door."""
    if A.tab[A.step[S.entity[e].pc].d + IF_FULL] != NO_ONE:
        mark(A, S, e)


@inlined
def comes_to_the_door(A, S, e):
    """Stands at the door of the station that its step names."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    entity.wants = step.a
    entity.status = AT_DOOR
    S.station[step.a].at_door += 1
    put(S, np.int64(step.a), e)
    touch(S, station_item(A, np.int64(step.a)))
    if step.d:
        mark_at_a_door(A, S, e)


@inlined
def make_ready(S, e):
    """It runs on in this or the next round."""
    count = S.count[0]
    S.entity[e].status = READY
    S.ready[count.ready] = e
    count.ready += 1


@inlined
def ask(A, S, e):
    """A request begins: it has a time and a number of its own, and the luck of now."""
    entity = S.entity[e]
    entity.asked = S.count[0].now
    entity.since = entity.asked
    entity.asked_visit = entity.visits
    entity.visits += 1
    entity.salt = A.run_key[1]


@inlined
def lucky(A, key):
    """The key of a draw of now: in one of many futures the same names have other luck."""
    return key if A.run_key[1] == 0 else mix(key, A.run_key[1])


@inlined
def draw(A, dist, key, purpose, loop, record):
    """A duration by a law, or as recorded."""
    law = A.dist[dist]
    if law.kind == GIVEN_LAW:
        if record != NO_ONE and not math.isnan(A.given[record, law.first]):
            return A.given[record, law.first]
        law = A.dist[law.n]
    return sample(key, purpose, loop, law.kind, law.first, law.n, law.p, law.q, law.r, A.table)


@inlined
def own_luck(entity):
    """The key of what is drawn for its visit: as it was when that was asked for."""
    return entity.key if entity.salt == 0 else mix(entity.key, entity.salt)


@inlined
def service_time(A, entity, server_model):
    """The duration of the service the entity came for: its tasks, one after the other or side by side."""
    who = (own_luck(entity), entity.cls, entity.loop, entity.record)
    return tasks_time(A, A.step[entity.pc], who, server_model)


@inlined
def tasks_time(A, step, who, server_model):
    """The duration of the tasks of a visit, of one of a key, class, loop and record."""
    key, cls, loop, record = who
    service = A.service[A.tab[step.b + cls * step.c + server_model]]
    total = 0.0
    for i in range(service.first, service.first + service.n):
        task = A.task[i]
        time = draw(A, np.int64(task.dist), key, task.key, np.int64(loop), np.int64(record))
        total = max(total, time) if service.how == LONGEST else total + time
    return total


@inlined
def amount(need, entity):
    """Units that a need asks for: fixed, by load, by the room the entity takes, or by heads; at least one."""
    if need.units == BY_LOAD:
        return max(entity.load, 1)
    if need.units == BY_SIZE:
        return max(entity.size, 1)
    if need.units == BY_HEADS:
        return max(-(-entity.heads // need.each), 1)
    return need.units


@rare
def give_back(A, S, entity, first, n):
    """Units of the needs first .. first + n return to their pools, except what is used up."""
    for i in range(first, first + n):
        need = A.need[i]
        if need.back:
            S.units[need.pool] += amount(need, entity)
            touch_group(A, S, A.pool[need.pool].group)


@inner
def hold(A, S, e, rows, sign):
    """An entity holds units of pools, or no longer: for who asks who waits for whom."""
    first, n = rows
    for i in range(first, first + n):
        need = A.need[i]
        if A.pool[need.pool].outside == 0:
            S.held[e, need.pool] = max(S.held[e, need.pool] + sign * amount(need, S.entity[e]), 0)


@rare
def hold_what_is_late(A, S, e, first, n):
    """What a service needed and does not come back by itself is held until an errand brings it back."""
    for i in range(first, first + n):
        if A.need[i].back == 0:
            hold(A, S, e, (np.int64(i), np.int64(1)), np.int64(1))


@inlined
def new_row(S, entity, point, visit):
    """The next row of the visits table, with what is known of the entity."""
    count = S.count[0]
    row = S.rows[count.rows]
    count.rows += 1
    row.number = entity.number
    row.key = entity.key
    row.parent = entity.parent_key
    row.trip = entity.trip
    row.flow = entity.flow
    row.cls = entity.cls
    row.point = point
    row.visit = visit
    row.server = NO_ONE
    row.stops = 0
    return row


@inner
def write_wait(S, e, point):
    """The row of a wait at a pool, a quota or a join: over at once when granted."""
    entity = S.entity[e]
    row = new_row(S, entity, point, entity.asked_visit)
    now = S.count[0].now
    row.asked = entity.asked
    row.joined = now
    row.started = now
    row.ended = now
    row.left = now


@rare
def write_stop(A, S, e):
    """The row of a stop that is over: the service goes on."""
    entity = S.entity[e]
    count = S.count[0]
    row = S.stops[count.stops]
    count.stops += 1
    row.number = entity.number
    row.key = entity.key
    row.stopped = entity.stopped
    row.resumed = count.now
    row.visit = entity.place_visit
    row.point = entity.place
    row.server = entity.server
    row.stays = 0 if entity.status == QUEUEING else 1


@rare
def leave_zone(A, S, e):
    """The zone one stood in is free for the next."""
    entity = S.entity[e]
    if entity.zone_need == NO_ONE:
        return
    row = new_row(S, entity, np.int64(entity.zone_point), entity.zone_visit)
    now = S.count[0].now
    row.asked = entity.zone_asked
    row.joined = entity.zone_since
    row.started = entity.zone_since
    row.ended = now
    row.left = now
    give_back(A, S, entity, np.int64(entity.zone_need), np.int64(1))
    entity.zone_need = NO_ONE


@rare
def leave_mates(A, S, e):
    """One of a batch leaves its server, which stays busy until the last has left."""
    entity = S.entity[e]
    state = S.station[entity.place]
    server = S.server[A.station[entity.place].first_server + entity.server]
    if server.occupant == e:
        server.occupant = entity.mate
    else:
        before = np.int64(server.occupant)
        while S.entity[before].mate != e:
            before = np.int64(S.entity[before].mate)
        S.entity[before].mate = entity.mate
    entity.mate = NO_ONE
    if server.occupant != NO_ONE:
        state.serving += 1  # of which leave_place has taken one
        state.mates -= 1


@inlined
def leave_place(A, S, e):
    """The visit ends: the server is free, the room is, the station is touched."""
    entity = S.entity[e]
    station = np.int64(entity.place)
    if station == NO_ONE:
        return
    row = new_row(S, entity, station, entity.place_visit)
    row.server = entity.server
    row.stops = entity.stops
    row.asked = entity.place_asked
    row.joined = entity.joined
    row.started = entity.started
    row.ended = entity.ended
    row.left = S.count[0].now
    plan, state = A.station[station], S.station[station]
    state.serving -= 1
    if plan.traits & WEIGHED:
        state.work -= A.work[station, entity.cls]
    if plan.holds_all:
        state.used -= room_taken(plan, entity)
    if entity.server != NO_ONE:
        server = S.server[plan.first_server + entity.server]
        if plan.batch_most > 0:
            leave_mates(A, S, e)
        else:
            server.occupant = NO_ONE
        if server.occupant == NO_ONE and not server.down:
            free_server(S, station, np.int64(entity.server))
    entity.place = NO_ONE
    touch_station(A, S, station)


@inlined
def room_taken(plan, entity):
    """Millimetres or one."""
    return entity.size if plan.metric else 1


@inlined
def free_server(S, station, server):
    """The server is free and up."""
    state = S.station[station]
    state.idle += 1
    S.idle_words[state.first_word + (server >> 6)] |= np.uint64(1) << np.uint64(server & 63)


@inlined
def hold_server(S, station, server):
    """The server is taken, or down."""
    state = S.station[station]
    state.idle -= 1
    S.idle_words[state.first_word + (server >> 6)] &= ~(np.uint64(1) << np.uint64(server & 63))


@inlined
def lowest_free(S, station):
    """The lowest server that is free and up; there is one."""
    state = S.station[station]
    for word in range(state.first_word, state.first_word + state.words):
        if S.idle_words[word] != np.uint64(0):
            return (word - state.first_word) * 64 + np.int64(lowest_bit(S.idle_words[word]))
    return NO_ONE


@rare
def watch_server(A, S, index, due):
    """A server works until `due`, or fails before when its working time is used up."""
    server = S.server[index]
    if server.failed or due <= S.count[0].now:  # one that works on while failed does not fail again
        return
    server.watched = 1
    server.fails = S.count[0].now + server.working_left
    if server.fails < due:
        push(S, server.fails, FAILURE, index, server.gen)


@inlined
def begin_segment(A, S, e, duration):
    """A service runs from now on: its end is due, and the failure of its server if that comes first."""
    entity = S.entity[e]
    now = S.count[0].now
    due = now + duration
    entity.since = now
    entity.due = due
    entity.status = SERVED
    push(S, due, SERVICE_END, e, entity.gen)
    if entity.server == NO_ONE:
        return
    index = np.int64(A.station[entity.place].first_server + entity.server)
    if A.server[index].up != NO_DIST and A.server[index].clock == OPERATING:
        watch_server(A, S, index, due)


@inlined
def start_service(A, S, e):
    """The first of the queue takes the lowest free server."""
    station = np.int64(S.entity[e].place)
    server = NO_ONE
    if A.station[station].servers > 0:
        server = lowest_free(S, station)
    serve(A, S, e, server)


@inlined
def serve(A, S, e, server):
    """A service begins, or goes on after it was sent back; NO_ONE where servers are not counted."""
    entity = S.entity[e]
    station = np.int64(entity.place)
    plan, state = A.station[station], S.station[station]
    state.waiting -= 1
    if not plan.holds_all:
        state.used -= room_taken(plan, entity)
    state.serving += 1
    if entity.stops > 0:
        write_stop(A, S, e)
    model = np.int64(0)
    if server != NO_ONE:
        entity.server = server
        hold_server(S, station, server)
        S.server[plan.first_server + server].occupant = e
        model = np.int64(A.server[plan.first_server + server].model)
    if entity.stops > 0:
        duration = rest_now(A, S, e)
    else:
        now = S.count[0].now
        entity.started = now
        duration = service_time(A, entity, model)
        if entity.joined < now:  # it came up from the queue
            duration += plan.move_up
        entity.pace = FULL
        if state.slow:
            duration = slowed(A, S, e, duration)
    if plan.needs > 0:
        duration += entity.coming
    begin_segment(A, S, e, duration)
