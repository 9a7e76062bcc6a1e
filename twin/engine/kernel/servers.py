"""Servers that fail, are stopped, and come up again: a server is up if nothing holds it down."""

import math

import numpy as np

from twin.engine.kernel.lists import push
from twin.engine.kernel.places import draw, free_server, hold_server, lucky, touch_station, watch_server
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import FAILED, FAILURE, NO_ONE, SERVED
from twin.plan.draws import mix
from twin.plan.jit import inner
from twin.plan.plan import OPERATING
from twin.plan.rules import UP


@inner
def server_draw(A, index, dist, purpose, failures):
    """A time to failure or to repair: the luck of the server, not of whom it serves."""
    return draw(A, dist, lucky(A, mix(A.run_key[0], A.server[index].key)), purpose, failures, NO_ONE)


@inner
def goes_down(A, S, index, why):
    """One reason more to stand still; who is served is stopped in settle."""
    server, station = S.server[index], np.int64(A.server[index].station)
    was = server.down
    server.down |= why
    if was:
        return
    server.down_at = S.count[0].now
    if server.occupant == NO_ONE:
        hold_server(S, station, index - A.station[station].first_server)
    elif S.entity[server.occupant].status == SERVED and math.isnan(S.entity[server.occupant].ended):
        S.station[station].struck += 1
    touch_station(A, S, station)


@inner
def comes_up(A, S, index, why):
    """One reason less to stand still; with the last one the downtime is over."""
    server, station = S.server[index], np.int64(A.server[index].station)
    server.down &= ~why
    if server.down:
        return
    local = index - A.station[station].first_server
    if server.occupant == NO_ONE:
        free_server(S, station, local)
    elif S.entity[server.occupant].status == SERVED:  # down and up at one instant: it never stopped
        S.station[station].struck -= 1
    write_down(S, station, local, server.down_at)
    touch_station(A, S, station)


@inner
def write_down(S, station, server, since):
    """The row of a downtime that is over; NO_ONE is the whole of a station whose servers are not counted."""
    count = S.count[0]
    row = S.downs[count.downs]
    count.downs += 1
    row.point = station
    row.server = server
    row.down = since
    row.up = count.now


@rare
def repair(A, S, index):
    """The server has not failed any more; its next failure is drawn."""
    plan, server = A.server[index], S.server[index]
    count = S.count[0]
    server.failed = 0
    server.failures += 1
    server.gen += 1
    if plan.degraded:
        S.station[plan.station].slow -= 1
    else:
        comes_up(A, S, index, FAILED)
    up = server_draw(A, index, np.int64(plan.up), np.int64(UP), np.int64(server.failures))
    server.salt = A.run_key[1]
    if plan.clock == OPERATING:
        server.working_left = up
        if server.occupant != NO_ONE and S.entity[server.occupant].status == SERVED:
            watch_server(A, S, index, S.entity[server.occupant].due)
    else:
        push(S, count.now + up, FAILURE, index, server.gen)


@rare
def set_pace(A, S, e):
    """Of the stations that depend on a condition, before they next move; or an actor's own server is up."""
    step = A.step[S.entity[e].pc]
    if step.a == NO_ONE:
        repair(A, S, np.int64(S.entity[e].server))
    else:
        S.pace[step.a] = step.b
        S.count[0].changed = 1
