"""Batches: several who are served at once by one server, a chain of mates from the one who came first."""

import numpy as np

from twin.engine.kernel.lists import take
from twin.engine.kernel.places import make_ready, room_taken, write_stop
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import ABOARD, NO_ONE


@rare
def board(A, S, leader):
    """Those next in the queue join the one who has just been started, up to a full batch."""
    station = np.int64(S.entity[leader].place)
    plan, state = A.station[station], S.station[station]
    queue = len(A.station) + plan.first_level
    last = leader
    for _ in range(min(np.int64(plan.batch_most) - 1, np.int64(state.waiting))):
        e = np.int64(S.head[queue])
        take(S, e)
        entity = S.entity[e]
        state.waiting -= 1
        state.mates += 1
        state.used -= room_taken(plan, entity)
        entity.status = ABOARD
        entity.server = S.entity[leader].server
        entity.started = S.count[0].now
        S.entity[last].mate = e
        last = e


@rare
def stop_mates(A, S, leader):
    """A service that stops does for all whom it serves."""
    e = np.int64(S.entity[leader].mate)
    while e != NO_ONE:
        S.entity[e].stops += 1
        S.entity[e].stopped = S.count[0].now
        e = np.int64(S.entity[e].mate)


@rare
def resume_mates(A, S, leader):
    """A service that goes on does for all whom it serves."""
    e = np.int64(S.entity[leader].mate)
    while e != NO_ONE:
        write_stop(A, S, e)
        e = np.int64(S.entity[e].mate)


@rare
def end_mates(A, S, leader):
    """A service is over for all whom it served; from now on each goes its own way."""
    e = np.int64(S.entity[leader].mate)
    while e != NO_ONE:
        entity = S.entity[e]
        entity.ended = S.count[0].now
        entity.pc += 1
        make_ready(S, e)
        e = np.int64(entity.mate)
