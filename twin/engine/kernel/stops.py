"""Who is next by other rules than the time of joining, whose service is stopped, and how it goes on."""

import numpy as np

from twin.engine.kernel.batch import resume_mates, stop_mates
from twin.engine.kernel.items import touch_group, touch_station
from twin.engine.kernel.lists import first_waiting, put, take
from twin.engine.kernel.movable import set_down
from twin.engine.kernel.pace import rest_now
from twin.engine.kernel.places import (
    amount,
    begin_segment,
    free_server,
    room_taken,
    serve,
    service_time,
    write_stop,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import FAILED, NO_ONE, PAUSED, QUEUEING, SERVED
from twin.plan.jit import inlined, inner
from twin.plan.plan import FULL, GOES_BACK, PAUSE, REPEAT, SHORTEST_SERVICE
from twin.plan.rules import rank


@inner
def whole_service(A, S, e, model):
    """The duration of all of a service on a server of a model."""
    return service_time(A, S.entity[e], model)


@inner
def rank_of(A, S, e):
    """What the entity is sorted by within its level."""
    entity = S.entity[e]
    plan = A.station[entity.place]
    time = 0.0
    if plan.order == SHORTEST_SERVICE:
        model = np.int64(A.server[plan.first_server].model) if plan.servers > 0 else np.int64(0)
        time = whole_service(A, S, e, model)
    return rank(np.int64(plan.order), entity.joined, time, entity.deadline)


@rare
def rank_in_queue(A, S, e):
    """The entity's place in a queue that is not by the time of joining."""
    S.entity[e].since = rank_of(A, S, e)


@inlined
def stop(A, S, e):
    """A running service stops: what is left of it is kept, and so is the working time of its server."""
    entity = S.entity[e]
    now = S.count[0].now
    entity.rest = entity.due - now
    entity.stopped = now
    entity.gen += 1
    entity.stops += 1
    S.station[entity.place].serving -= 1
    if entity.mate != NO_ONE:
        stop_mates(A, S, e)
    touch_group(A, S, A.station[entity.place].group)  # one on duty may serve another
    if entity.server == NO_ONE:
        return
    server = S.server[A.station[entity.place].first_server + entity.server]
    if server.watched:
        server.watched = 0
        server.working_left = server.fails - now
        server.gen += 1


@inner
def pause(A, S, e):
    """A running service stops and stays on its server."""
    stop(A, S, e)
    S.entity[e].status = PAUSED
    S.station[S.entity[e].place].paused += 1


@inner
def send_back(A, S, e):
    """A running service stops, and goes back to the queue under its old key; what it claimed is free."""
    stop(A, S, e)
    entity = S.entity[e]
    station = np.int64(entity.place)
    plan, state = A.station[station], S.station[station]
    for i in range(plan.first_need, plan.first_need + plan.needs):
        need = A.need[i]
        S.units[need.pool] += amount(need, entity)
        touch_group(A, S, A.pool[need.pool].group)
    set_down(A, S, e, (np.int64(plan.first_need), np.int64(plan.needs)), np.int64(plan.place))
    S.server[plan.first_server + entity.server].occupant = NO_ONE
    if not S.server[plan.first_server + entity.server].down:
        free_server(S, station, np.int64(entity.server))
    state.waiting += 1
    state.used += room_taken(plan, entity)
    entity.status = QUEUEING
    entity.since = rank_of(A, S, e)
    put(S, len(A.station) + plan.first_level + entity.level, e)
    touch_station(A, S, station)


@rare
def pause_struck(A, S, station):
    """The running service on the lowest server that is down is paused, will be repeated, or goes back."""
    plan = A.station[station]
    for index in range(plan.first_server, plan.first_server + plan.servers):
        server = S.server[index]
        if server.down and server.occupant != NO_ONE and S.entity[server.occupant].status == SERVED:
            S.station[station].struck -= 1
            e, after = np.int64(server.occupant), np.int64(A.server[index].after)
            if server.down & FAILED and after == GOES_BACK:
                send_back(A, S, e)
                return
            pause(A, S, e)
            if server.down & FAILED and after == REPEAT:
                S.entity[e].rest = whole_service(A, S, e, np.int64(A.server[index].model))
                S.entity[e].pace = FULL
            return


@inner
def worst_running(A, S, station):
    """The last of the running services by priority, start, number, key; NO_ONE if none runs."""
    plan = A.station[station]
    worst = NO_ONE
    for index in range(plan.first_server, plan.first_server + plan.servers):
        e = np.int64(S.server[index].occupant)
        if e == NO_ONE or S.entity[e].status != SERVED:
            continue
        if worst == NO_ONE or served_before(S.entity[worst], S.entity[e]):
            worst = e
    return worst


@rare
def stop_worst(A, S, station):
    """At the end of a shift the worst running service stops. False if none runs."""
    worst = worst_running(A, S, station)
    if worst == NO_ONE:
        return False
    if A.station[station].shift_rule == PAUSE:
        pause(A, S, worst)
    else:
        send_back(A, S, worst)
    return True


@rare
def preempt(A, S, station):
    """The first of the queue takes the server of the worst running service, if that is of a worse level."""
    first, worst = first_waiting(A, S, station), worst_running(A, S, station)
    if worst == NO_ONE or S.entity[first].level >= S.entity[worst].level:
        return False
    server = np.int64(S.entity[worst].server)
    send_back(A, S, worst)
    take(S, first)
    serve(A, S, first, server)
    return True


@inlined
def served_before(a, b):
    """The better of two running services."""
    if a.level != b.level:
        return a.level < b.level
    if a.since != b.since:  # start of the present segment
        return a.since < b.since
    if a.number != b.number:
        return a.number < b.number
    return a.key < b.key


@rare
def resume_best(A, S, station):
    """The best paused service whose server is up goes on. False if there is none."""
    plan = A.station[station]
    if plan.servers == 0:
        return S.station[station].pace > 0 and resume_all(A, S, station)
    best = NO_ONE
    for index in range(plan.first_server, plan.first_server + plan.servers):
        e = np.int64(S.server[index].occupant)
        if e == NO_ONE or S.entity[e].status != PAUSED or S.server[index].down:
            continue
        if best == NO_ONE or queued_before(S.entity[e], S.entity[best]):
            best = e
    if best == NO_ONE:
        return False
    resume(A, S, best)
    return True


@inner
def resume(A, S, e):
    """A paused service goes on, at the pace of now."""
    state = S.station[S.entity[e].place]
    state.paused -= 1
    state.serving += 1
    write_stop(A, S, e)
    if S.entity[e].mate != NO_ONE:
        resume_mates(A, S, e)
    begin_segment(A, S, e, rest_now(A, S, e))


@inner
def resume_all(A, S, station):
    """Where servers are not counted all go on in one move, or as many as there is room to announce."""
    most = len(A.step)
    for e in range(len(S.entity)):
        if S.entity[e].status == PAUSED and S.entity[e].place == station and most > 0:
            resume(A, S, np.int64(e))
            most -= 1
    return True


@inlined
def queued_before(a, b):
    """The better of two by priority, time joined, number, key."""
    if a.level != b.level:
        return a.level < b.level
    if a.joined != b.joined:
        return a.joined < b.joined
    if a.number != b.number:
        return a.number < b.number
    return a.key < b.key
