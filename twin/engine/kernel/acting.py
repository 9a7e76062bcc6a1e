"""Those without a body: conditions that slow and stop stations, and repairs that wait for their crew."""

import math

import numpy as np

from twin.engine.kernel.places import touch_station
from twin.engine.kernel.plain import rare
from twin.engine.kernel.servers import comes_up, goes_down, write_down
from twin.engine.kernel.state import NO_ONE, SERVED, STOPPED
from twin.engine.kernel.stops import pause
from twin.engine.kernel.walking import make_ready, new_entity
from twin.plan.draws import mix
from twin.plan.jit import inner
from twin.plan.plan import FULL
from twin.plan.rules import FIRST_ACTOR, both_paces


@rare
def set_going(A, S, key, number, pc):
    """An actor begins its program."""
    e = new_entity(A, S, np.int64(0), NO_ONE, pc)
    entity = S.entity[e]
    entity.cls = NO_ONE
    entity.number = FIRST_ACTOR + number
    entity.key = mix(A.run_key[0], key)
    entity.load = 0
    entity.size = 0
    entity.arrived = math.nan
    make_ready(S, e)
    return e


@inner
def send_for_crew(A, S, index):
    """The repair of a failed server is set going; its luck and its waits are numbered by failures."""
    plan, server = A.server[index], S.server[index]
    e = set_going(A, S, plan.key, len(A.condition) + index, np.int64(plan.mends))
    entity = S.entity[e]
    entity.server = index
    entity.loop = server.failures
    entity.visits = server.failures


@rare
def look_up(A, S):
    """Before anyone moves: stations take the pace that their conditions now have, stop, or go on."""
    S.count[0].changed = 0
    i = 0
    while i < len(A.depends):
        station, pace = np.int64(A.depends[i].station), np.int64(FULL)
        while i < len(A.depends) and A.depends[i].station == station:
            pace = both_paces(pace, S.pace[A.depends[i].condition])
            i += 1
        take_pace(A, S, station, pace)


@inner
def take_pace(A, S, station, pace):
    """Services begin at this pace from now on."""
    state = S.station[station]
    before = state.pace
    state.pace = pace
    state.slow += int(pace != FULL) - int(before != FULL)
    if pace == 0 and before > 0:
        stop(A, S, station)
    elif pace > 0 and before == 0:
        go_on(A, S, station)


@inner
def stop(A, S, station):
    """All servers go down; where they are not counted, all services stop at once."""
    plan = A.station[station]
    for index in range(plan.first_server, plan.first_server + plan.servers):
        goes_down(A, S, np.int64(index), STOPPED)
    if plan.servers == 0:
        S.station[station].stopped_at = S.count[0].now
        touch_station(A, S, station)  # its first claims nothing any more, so others may have it
        for e in range(len(S.entity)):
            if S.entity[e].status == SERVED and S.entity[e].place == station:
                pause(A, S, np.int64(e))


@inner
def go_on(A, S, station):
    """Servers come up, but for those that have failed; services are resumed in the moves that follow."""
    plan = A.station[station]
    for index in range(plan.first_server, plan.first_server + plan.servers):
        comes_up(A, S, np.int64(index), STOPPED)
    if plan.servers == 0:
        write_down(S, station, NO_ONE, S.station[station].stopped_at)
        touch_station(A, S, station)
