"""Who is inside when the run begins takes its place, before anything happens."""

import math
from typing import NamedTuple

import numpy as np

from twin.engine.kernel.entities import newcomer
from twin.engine.kernel.lists import pop, push, take
from twin.engine.kernel.loop import end_service
from twin.engine.kernel.movable import send_nearest
from twin.engine.kernel.patience import is_patient_until
from twin.engine.kernel.places import amount, ask, comes_to_the_door, mark, start_service
from twin.engine.kernel.settle import admit
from twin.engine.kernel.state import SERVICE_END
from twin.plan.jit import entry, inner
from twin.plan.seen import BLOCKED, QUEUEING


class Seen(NamedTuple):
    """The table of a replication, as the loop reads tables."""

    row: np.ndarray  # [entity]


@entry
def stand(A, S, seen):
    """They come at their times, each to its place, and what would have happened since has not."""
    count = S.count[0]
    for index in range(len(S.server)):
        S.server[index].working_left = math.inf  # until the clocks begin
    for i in range(len(seen.row)):
        row = seen.row[i]
        count.now = row.time
        e = come(A, S, row)
        if row.doing != QUEUEING:
            be_served(A, S, e, row)
        elif is_patient_until(A, S.entity[e]) and S.entity[e].gives_up <= 0.0:
            mark(A, S, e)
    for index in range(len(S.server)):
        S.server[index].watched = 0
    count.now = 0.0
    while count.heap > 0 and S.due[0] < 0.0:
        pop(S)


@inner
def come(A, S, row):
    """One joins the queue of its station."""
    e = newcomer(A, S, row)
    ask(A, S, e)
    S.entity[e].salt = row.salt
    comes_to_the_door(A, S, e)
    admit(A, S, e)
    return e


@inner
def be_served(A, S, e, row):
    """It is at a server with all it needs, and its service ends when what is left of it is over."""
    entity = S.entity[e]
    plan = A.station[entity.place]
    for i in range(plan.first_need, plan.first_need + plan.needs):
        S.units[A.need[i].pool] -= amount(A.need[i], entity)
    if plan.needs > 0:
        send_nearest(A, S, e, (np.int64(plan.first_need), np.int64(plan.needs)), np.int64(plan.place))
    entity.coming = 0.0
    take(S, e)
    start_service(A, S, e)
    entity.gen += 1
    entity.due = row.left
    if row.doing == BLOCKED:
        end_service(A, S, e)
    else:
        push(S, row.left, SERVICE_END, e, entity.gen)
