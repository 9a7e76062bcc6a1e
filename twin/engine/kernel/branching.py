"""The kernel's memory in one of many futures: what was not drawn has other luck from now on."""

import numpy as np

from twin.engine.kernel.lists import GEN, INDEX_AT, KIND_AT
from twin.engine.kernel.state import (
    ABOARD,
    BOUND,
    FAILURE,
    PAUSED,
    QUEUEING,
    REPAIR,
    SERVED,
    SERVICE_END,
)
from twin.plan.branching import BY_AGE, salt_of
from twin.plan.plan import ARRIVAL, NO_DIST, SHORTEST_SERVICE
from twin.plan.rules import DOWN_FOR, UP
from twin.plan.under_way import Left, Service, server_left, service_left
from twin.plan.visits import NOBODY


def renewed(arrays, state, branches):
    """The State in the last of the branches; nobody has been drawn yet who comes later."""
    salt = salt_of(branches)
    entity, station = state.entity, arrays.station
    waits = (entity["status"] == QUEUEING) & (entity["stops"] == 0)
    waits[waits] = station["order"][entity["place"][waits]] != SHORTEST_SERVICE  # else its service is known
    known = np.isin(entity["status"], (SERVED, PAUSED, ABOARD, QUEUEING)) & ~waits
    entity["salt"][~known] = salt
    state.count["arrival"] = state.count["last_window"] = 0
    state.count["phase"] = BOUND  # so that it wants arrivals before it looks for what comes next
    state = state._replace(arrivals=np.zeros(0, ARRIVAL))
    return _by_age(arrays, state, (branches[-1].time, salt)) if branches[-1].left == BY_AGE else state


def _by_age(arrays, state, luck):
    """What is under way has other luck as well, as far as its age allows."""
    events = _Events(state)
    for e in np.flatnonzero(np.isin(state.entity["status"], (SERVED, PAUSED, QUEUEING))).tolist():
        entity = state.entity[e]
        if entity["status"] != QUEUEING or entity["stops"] > 0:
            _renew_service(arrays, state, (events, e), luck)
    for index in np.flatnonzero(arrays.server["up"] != NO_DIST).tolist():
        _renew_server(arrays, state, (events, index), luck)
    return events.into(state)


def _renew_service(arrays, state, which, luck):
    (events, e), (now, salt) = which, luck
    entity = state.entity[e]
    running = entity["status"] == SERVED
    model = 0
    if entity["server"] != NOBODY:
        model = arrays.server["model"][arrays.station["first_server"][entity["place"]] + entity["server"]]
    names = (entity[name].item() for name in ("key", "pc", "cls", "loop", "record"))
    time = entity["due"].item() - now if running else entity["rest"].item()
    before = Left(time, entity["salt"].item(), entity["pace"].item())
    left = service_left(arrays, Service(*names, int(model)), before, salt)
    if left == before:
        return
    entity["salt"] = left.salt
    if running:
        entity["due"] = now + left.time
        events.put_off(_event(SERVICE_END, e, entity["gen"]), entity["due"].item())
    else:
        entity["rest"] = left.time


def _renew_server(arrays, state, which, luck):
    (events, index), (now, salt) = which, luck
    plan, server = arrays.server[index], state.server[index]
    salted, failures = server["salt"].item(), server["failures"].item()
    event = _event(REPAIR if server["failed"] else FAILURE, index, server["gen"])
    law = (plan["repair"], DOWN_FOR, failures) if server["failed"] else (plan["up"], UP, failures)
    if event in events.at and not server["watched"]:
        before = Left(events.due(event) - now, salted)
        left = server_left(arrays, plan, law, before, salt)
        if left != before:
            server["salt"] = left.salt
            events.put_off(event, now + left.time)
    elif not server["failed"]:
        _renew_working_time(arrays, state, which, luck)


def _renew_working_time(arrays, state, which, luck):
    """Of a server that wears only while it works; its failure is announced anew, as services are."""
    (events, index), (now, salt) = which, luck
    plan, server = arrays.server[index], state.server[index]
    watched = bool(server["watched"])
    time = server["fails"].item() - now if watched else server["working_left"].item()
    before, law = Left(time, server["salt"].item()), (plan["up"], UP, server["failures"].item())
    left = server_left(arrays, plan, law, before, salt)
    server["salt"] = left.salt
    if not watched:
        server["working_left"] = left.time
        return
    if left != before:
        server["fails"] = now + left.time
    server["gen"] += 1
    if server["fails"] < state.entity["due"][server["occupant"]]:
        events.add(_event(FAILURE, index, server["gen"]), server["fails"].item())


class _Events:
    """The bound events, found by what they say."""

    def __init__(self, state):
        n = int(state.count["heap"][0])
        self.dues, self.events = state.due[:n].tolist(), state.event[:n].tolist()
        self.at = {event: i for i, event in enumerate(self.events)}

    def due(self, event):
        """When it happens."""
        return self.dues[self.at[event]]

    def put_off(self, event, time):
        """It happens at another time."""
        self.dues[self.at[event]] = time

    def add(self, event, time):
        """One more."""
        self.events.append(event)
        self.dues.append(time)

    def into(self, state):
        """The State with these events; what is sorted is a heap."""
        n = len(self.events)
        order, more = np.argsort(self.dues, kind="stable"), max(n - len(state.due), 0)
        state = state._replace(
            due=np.concatenate([state.due, np.zeros(more)]),
            event=np.concatenate([state.event, np.zeros(more, np.int64)]),
        )
        state.due[:n], state.event[:n] = np.array(self.dues)[order], np.array(self.events, np.int64)[order]
        state.count["heap"] = n
        return state


def _event(kind, index, gen):
    """The word of an event."""
    return (int(kind) << KIND_AT) | (int(index) << INDEX_AT) | (int(gen) & GEN)
