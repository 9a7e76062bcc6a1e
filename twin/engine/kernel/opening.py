"""The rule of opening: how many of those on duty are open, by the queue and by the wait of its first."""

from twin.engine.kernel.items import touch_station
from twin.engine.kernel.lists import first_waiting
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import NO_ONE
from twin.plan.jit import inner


@inner
def change_roster(A, S, station, servers):
    """So many are on duty from now on; as many are open as were, if these can be and these are enough."""
    state = S.station[station]
    state.rostered = servers
    fewest = A.station[station].fewest_open
    if fewest > 0:
        servers = min(servers, max(fewest, state.on_duty))
    state.on_duty = servers


@inner
def is_long(A, S, station):
    """So many wait, or the first has waited so long, that one more should be open."""
    plan, state = A.station[station], S.station[station]
    if plan.open_queue > 0:
        return state.waiting >= plan.open_queue
    first = first_waiting(A, S, station)
    return first != NO_ONE and S.entity[first].joined + plan.open_wait <= S.count[0].now


@rare
def open_or_close(A, S, station):
    """Opens one more where all that are open are busy, or closes one; False if neither is due.

    One that closes finishes its service. It cannot go to and fro at one instant: a long queue opens and
    never closes, so between an opening and a closing somebody was served or left, between a closing and an
    opening somebody joined, and in one settle each can do so once.
    """
    plan, state = A.station[station], S.station[station]
    if is_long(A, S, station):
        if state.serving < state.on_duty or state.on_duty >= state.rostered:
            return False
        state.on_duty += 1
        touch_station(A, S, station)
        return True
    if state.waiting > plan.close_queue or state.on_duty <= plan.fewest_open:
        return False
    state.on_duty -= 1
    return True
