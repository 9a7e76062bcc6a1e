"""A port that is one queue, first come first served: who is served when follows from who was before.

Kiefer and Wolfowitz (1955) for many servers, Lindley (1952) for one: a customer begins when it has come and
the first server is free, on the lowest that is free by then. What happens at one instant happens in rounds,
as in the loop: who is served in no time gives its server back in the next round.
"""

import math
from collections import Counter, deque
from typing import NamedTuple

import numpy as np

from twin.engine.kernel.places import tasks_time
from twin.engine.kernel.plain import Plain
from twin.engine.kernel.state import NO_ONE
from twin.engine.kernel.tables import referred
from twin.engine.trouble import too_many
from twin.plan import rules, visits
from twin.plan.arrivals import windows
from twin.plan.jit import entry, inlined
from twin.plan.plan import LEAVE, UNLIMITED, VISIT

MOST_SERVERS = 64  # who is free is looked for one by one
CHUNK = 8192  # rows


class Served(NamedTuple):
    """Those who come, and the rows that are written of them."""

    arrivals: np.ndarray  # [customer] ARRIVAL
    rows: np.ndarray  # [customer] VISIT
    trips: np.ndarray  # [customer] TRIP


class Servers(NamedTuple):
    """When servers are free again: a time, and the round of that instant."""

    time: np.ndarray  # [server]
    round: np.ndarray  # [server]


def is_one_queue(plan, arrays):
    """Whether all who come to a plain port visit its only station, wait there as they come, and leave."""
    if not isinstance(arrays, Plain) or len(arrays.station) != 1:
        return False
    (station,), op = arrays.station, arrays.step["op"]
    first = {pc for source in plan.sources for pc in source.pc}
    first |= {source.waiting_pc for source in plan.sources if source.waiting}
    return bool(
        not any(source.seen for source in plan.sources)
        and 0 < station["servers"] <= MOST_SERVERS
        and station["on_duty"] == station["servers"]
        and station["room"] >= UNLIMITED
        and station["levels"] == 1
        and not station["by_priority"]
        and all(op[pc] == VISIT and op[pc + 1] == LEAVE for pc in first)
    )


def run(plan, replication, arrays, sink):
    """Runs one replication of a plan that `is_one_queue`; the sink is that of all engines."""
    nothing = np.zeros(0, visits.DOWN), np.zeros(0, visits.STOP)
    waiting, behind, is_known = deque(), 0, False  # chunks of which somebody may still wait
    for served in _served(plan, replication, arrays):
        waiting.append((served.rows["started"][-1], len(served.rows)))
        behind += len(served.rows)
        while waiting and waiting[0][0] <= served.rows["asked"][-1]:
            behind -= waiting.popleft()[1]
        if behind + MOST_SERVERS > rules.MOST_INSIDE and not is_known:
            _look_whether_it_fills_up(plan, replication, arrays)
            is_known = True
        sink(served.rows, served.trips, *nothing)


def _served(plan, replication, arrays):
    """The Served of a replication, chunk by chunk, in memory that is written again."""
    n = int(arrays.station["servers"][0])
    servers = Servers(np.full(n, -math.inf), np.zeros(n, np.int64))
    rows, trips = np.zeros(CHUNK, visits.VISIT), np.zeros(CHUNK, visits.TRIP)
    plan_arrays = referred(arrays)
    for window, _ in windows(plan, replication):
        for at in range(0, len(window), CHUNK):
            coming = window[at : at + CHUNK]
            served = Served(coming, rows[: len(coming)], trips[: len(coming)])
            serve(plan_arrays, referred(served), servers, plan.horizon)
            yield served


def _look_whether_it_fills_up(plan, replication, arrays):
    """Raises TooMany where more are inside than a run can hold, as the loop would."""
    inside = np.zeros(0, visits.TRIP)
    for served in _served(plan, replication, arrays):
        time = served.trips["arrived"].copy()
        there = np.concatenate([inside, served.trips])
        gone = np.searchsorted(np.sort(there["left"]), time, side="right")  # nan comes last
        came = len(inside) + np.searchsorted(time, time, side="right")
        over = np.flatnonzero(came - gone > rules.MOST_INSIDE)
        if len(over):
            now = time[over[0]]
            still = there[(there["arrived"] <= now) & ~(there["left"] <= now)]
            at_door = still["arrived"] == now
            where = np.where(at_door, NO_ONE, 0), np.where(at_door, 0, NO_ONE)
            columns = (still["flow"], still["cls"], *where)
            raise too_many(plan, Counter(zip(*(one.tolist() for one in columns), strict=True)), now)
        inside = there[~(there["left"] <= time[-1])]


@entry
def serve(A, S, servers, horizon):
    """Serves customers in the order in which they come."""
    station = A.station[0]
    for i in range(len(S.arrivals)):
        customer = S.arrivals[i]
        step, time = A.step[customer.pc], customer.time
        start, turn, server = first_free(servers, time)
        who = (customer.key, customer.cls, np.int64(0), customer.record)
        duration = tasks_time(A, step, who, np.int64(A.server[station.first_server + server].model))
        if time < start:  # it came up from the queue
            duration += station.move_up
        end = start + duration
        servers.time[server] = end
        servers.round[server] = turn + 1 if end == start else 0
        write_visit(S, i, (start, end, server), horizon)
        write_trip(A, S, i, end if end <= horizon else math.nan)


@inlined
def first_free(servers, time):
    """When one who comes at a time is served: the time, the round of that instant, and the lowest server."""
    earliest = math.inf
    for server in range(len(servers.time)):
        earliest = min(earliest, servers.time[server])
    if earliest <= time:
        for server in range(len(servers.time)):
            free = servers.time[server]
            if free < time or (free == time and servers.round[server] == 0):
                return time, np.int64(0), np.int64(server)
    best = NO_ONE
    for server in range(len(servers.time)):
        if servers.time[server] == earliest:
            if best == NO_ONE or servers.round[server] < servers.round[best]:
                best = np.int64(server)
    return earliest, servers.round[best], best


@inlined
def write_visit(S, i, service, horizon):
    """The row of a visit, with what has come of it by the horizon."""
    customer, row = S.arrivals[i], S.rows[i]
    start, end, server = service
    row.number = customer.number
    row.key = customer.key
    row.asked = customer.time
    row.joined = customer.time
    row.flow = customer.flow
    row.cls = customer.cls
    row.server = server if start <= horizon else NO_ONE
    row.started = start if start <= horizon else math.nan
    row.ended = end if end <= horizon else math.nan
    row.left = row.ended


@inlined
def write_trip(A, S, i, left):
    """The row of a trip, which is a visit and nothing else."""
    customer, row = S.arrivals[i], S.trips[i]
    row.number = customer.number
    row.key = customer.key
    row.arrived = customer.time
    row.origin = customer.time
    row.left = left
    row.load = A.cls[customer.cls].load
    row.exit = NO_ONE if math.isnan(left) else A.step[customer.pc + 1].a
    row.flow = customer.flow
    row.cls = customer.cls
