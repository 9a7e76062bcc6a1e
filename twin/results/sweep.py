"""One pass over all instants of change: how servers spend their time, and why those who wait do.

At any instant the waiting at a point p falls to causes in shares: to what the servers of p are doing, and,
for a server that is blocked, to the causes of waiting at the point its entity wants. With A[p, q] the share
of p that is passed on to q and B[p, c] the share that ends at cause c, the minutes of the causes are n' (I
+ A + A^2 + ...) B, n[p] being the number that waits. So the numbers are pushed downstream, n <- A' n, and
what ends at a cause is counted, until nothing is left to push. What goes round for ever is a jam.
"""

from typing import NamedTuple

import numpy as np

from twin.plan.jit import entry, inlined, inner
from twin.plan.visits import NOBODY
from twin.results.places import LINK, STATION

# What a change is a change of; `level` of Changes is this, SHIFT bits above the point, edge or pool.
WAITING, OCCUPIED, STUCK, HALTED, DOWN, DUTY, EDGE, POOL = range(8)
SHIFT = 32

# Causes of a point. OWN is the place itself: its quota, its pool, the road, the zone, the parts it waits for.
SERVICE, HOURS, BREAKDOWN, JAM, OWN = range(5)
CAUSES = 5

BUSY, BLOCKED, STARVED, IS_DOWN, OFF_SHIFT = range(5)
USES = 5

ENOUGH = 1e-12  # so small a part of the waiting may be left unexplained
PASSES = 10_000


class Field(NamedTuple):
    """What stands where, and where waiting can be passed on to."""

    kind: np.ndarray  # [point] of places.KINDS
    servers: np.ndarray  # [point] 0 where not counted
    pauses: np.ndarray  # [point] whether services stop at the end of a shift
    order: np.ndarray  # [.] points where waiting can be, each before those it passes on to, as far as can be
    first_edge: np.ndarray  # [point + 1]
    source: np.ndarray  # [edge] point
    target: np.ndarray  # [edge] point
    ends: np.ndarray  # [edge] 1: ends at the service of the target; 0: passed on to its causes
    first_need: np.ndarray  # [point + 1]
    need_pool: np.ndarray  # [need] pool, by plan
    need_units: np.ndarray  # [need] 0 or less: not a number known beforehand
    need_is_stock: np.ndarray  # [need]
    free: np.ndarray  # [pool] units at the start


class Now(NamedTuple):
    """The state at one instant."""

    waiting: np.ndarray  # [point] roots only: at the door, in the queue, or for a grant
    occupied: np.ndarray  # [point] at counted servers; in the zone, waiting for parts
    stuck: np.ndarray  # [point] of these: served, not left
    halted: np.ndarray  # [point] of these: in service at a server that is down
    down: np.ndarray  # [point] servers, without those that hold a stuck one
    duty: np.ndarray  # [point]
    edge: np.ndarray  # [edge] how many point that way
    fan: np.ndarray  # [point] sum of its edges
    free: np.ndarray  # [pool]
    sole: np.ndarray  # [point] the cause of all waiting there, NOBODY if it is shared or passed on
    rest: np.ndarray  # [point] still to be pushed
    used: np.ndarray  # [point] its use is counted up to here
    told: np.ndarray  # [point] the waiting at a point with a sole cause is counted up to here
    shared: np.ndarray  # [1] the other waiting is counted up to here
    load: np.ndarray  # [1] the other waiting


class Tally(NamedTuple):
    """What the sweep counts, in seconds."""

    cause: np.ndarray  # [point, CAUSES]
    need: np.ndarray  # [need]
    use: np.ndarray  # [point, USES]


def sweep(field, changes, window):
    """The Tally of a window."""
    points, first = len(field.kind), float(window.start)
    now = Now(
        *(np.zeros(points, np.int64) for _ in range(6)), np.zeros(len(field.target), np.int64),
        np.zeros(points, np.int64), field.free.copy(), np.zeros(points, np.int64), np.zeros(points),
        np.full(points, first), np.full(points, first), np.full(1, first), np.zeros(1, np.int64),
    )  # fmt: skip
    tally = Tally(np.zeros((points, CAUSES)), np.zeros(len(field.need_pool)), np.zeros((points, USES)))
    _run(field, changes, float(window.end), now, tally)
    return tally


@entry
def _run(field, changes, end, now, tally):
    for point in range(len(field.kind)):
        now.sole[point] = _sole(field, now, point)
    for i in range(len(changes.time)):
        what, index = changes.level[i] >> SHIFT, changes.level[i] & ((1 << SHIFT) - 1)
        time, delta = changes.time[i], changes.delta[i]
        if what == POOL:
            _explain(field, now, tally, time)
            now.free[index] += delta
        elif what == WAITING:
            _wait(field, now, tally, (index, delta, time))
        else:
            _change(field, now, tally, (what, index, delta, time))
    _explain(field, now, tally, end)
    for point in range(len(field.kind)):
        _use(field, now, tally, point, end)
        _tell(now, tally, point, end)


@inlined
def _wait(field, now, tally, event):
    """More or fewer wait at a point."""
    point, delta, time = event
    if now.sole[point] == NOBODY:
        _explain(field, now, tally, time)
        now.load[0] += delta
    else:
        _tell(now, tally, point, time)
    now.waiting[point] += delta


@inlined
def _tell(now, tally, point, time):
    """Gives the waiting at a point up to now to its sole cause."""
    if now.sole[point] != NOBODY:
        tally.cause[point, now.sole[point]] += now.waiting[point] * (time - now.told[point])
    now.told[point] = time


@inner
def _change(field, now, tally, event):
    """A change at a point; waiting up to now is explained first, where the change matters to it."""
    what, index, delta, time = event
    point = field.source[index] if what == EDGE else index
    before = now.sole[point]
    if before == NOBODY:
        _explain(field, now, tally, time)
    if what == EDGE:
        now.edge[index] += delta
        now.fan[point] += delta
    else:
        _use(field, now, tally, point, time)
        _count(now, what, point, delta)
    after = _sole(field, now, point)
    if after == before:
        return
    if before != NOBODY:
        _explain(field, now, tally, time)
    _tell(now, tally, point, time)
    now.load[0] += now.waiting[point] * ((after == NOBODY) - (before == NOBODY))
    now.sole[point] = after


@inlined
def _count(now, what, point, delta):
    if what == OCCUPIED:
        now.occupied[point] += delta
    elif what == STUCK:
        now.stuck[point] += delta
    elif what == HALTED:
        now.halted[point] += delta
    elif what == DOWN:
        now.down[point] += delta
    else:
        now.duty[point] += delta


@inlined
def _sole(field, now, point):
    """The one cause of waiting at a point, NOBODY where it is shared."""
    kind = field.kind[point]
    if kind == STATION or kind == LINK:
        if now.duty[point] == 0:
            return HOURS
        if kind == STATION:
            needs = field.first_need[point + 1] > field.first_need[point]
            # Where servers are not counted there is always another: one that is blocked is in nobody's way.
            alone = field.servers[point] == 0 or (now.fan[point] == 0 and now.down[point] == 0)
            return SERVICE if alone and not needs else NOBODY
    return OWN if now.fan[point] == 0 else NOBODY


@inlined
def _running(field, now, point):
    """Services that go on: at a station that pauses, no more than are on duty."""
    serving = now.occupied[point] - now.stuck[point] - now.halted[point]
    if field.pauses[point]:
        return min(serving, max(0, now.duty[point] - now.stuck[point]))
    return serving


@inlined
def _idle(field, now, point, running):
    """Servers free, up and on duty."""
    taken = now.occupied[point] - now.halted[point]
    free = field.servers[point] - taken - now.down[point]
    return max(0, min(free, now.duty[point] - running - now.stuck[point]))


@inner
def _use(field, now, tally, point, time):
    """Counts the server time of a station up to now."""
    lasted = time - now.used[point]
    now.used[point] = time
    servers = field.servers[point]
    if servers == 0 or lasted <= 0.0:
        return
    running = _running(field, now, point)
    idle = _idle(field, now, point, running)
    other = servers - running - now.stuck[point] - now.down[point] - idle
    tally.use[point, BUSY] += lasted * running
    tally.use[point, BLOCKED] += lasted * now.stuck[point]
    tally.use[point, STARVED] += lasted * idle
    tally.use[point, IS_DOWN] += lasted * now.down[point]
    tally.use[point, OFF_SHIFT] += lasted * other


@inner
def _explain(field, now, tally, time):
    """Gives the waiting of which the cause is shared, up to now, to its causes."""
    lasted = time - now.shared[0]
    now.shared[0] = time
    total = now.load[0]
    if lasted <= 0.0 or total == 0:
        return
    left, enough, barren = float(total), ENOUGH * total, 0
    for turn in range(PASSES):
        ended = 0.0
        for i in range(len(field.order)):
            point = field.order[i]
            if now.sole[point] != NOBODY:
                continue
            amount = now.rest[point] + (now.waiting[point] if turn == 0 else 0)
            if amount > 0.0:
                now.rest[point] = 0.0
                ended += _push(field, now, tally, (point, amount, lasted))
        left -= ended
        # A pass may move waiting upstream in the order without ending any of it; a whole round may not.
        barren = 0 if ended > 0.0 else barren + 1
        if left <= enough or barren > len(field.order):
            break
    for i in range(len(field.order)):
        point = field.order[i]
        if left > enough:
            tally.cause[point, JAM] += now.rest[point] * lasted
        now.rest[point] = 0.0


@inner
def _push(field, now, tally, what):
    """Passes on the waiting at a point, or ends it. Returns how much was ended."""
    point, amount, lasted = what
    if field.kind[point] == STATION:
        return _push_station(field, now, tally, what)
    # In a zone, and among parts, all share. On a link those who roll stop behind those who stand at its end,
    # so only these are in the way.
    own = 0.0 if field.kind[point] == LINK else max(0.0, float(now.occupied[point] - now.fan[point]))
    share = amount / (own + now.fan[point])
    tally.cause[point, OWN] += own * share * lasted
    return own * share + _push_edges(field, now, tally, (point, share, lasted))


@inlined
def _push_edges(field, now, tally, what):
    """Passes on to where those at a point want to go, or ends it at the service they are in."""
    point, share, lasted = what
    ended = 0.0
    for edge in range(field.first_edge[point], field.first_edge[point + 1]):
        if now.edge[edge] > 0:
            amount, target = share * now.edge[edge], field.target[edge]
            cause = now.sole[target]
            if field.ends[edge] == 1:
                cause = SERVICE if field.kind[target] == STATION else OWN
            if cause == NOBODY:
                now.rest[target] += amount
            else:
                tally.cause[target, cause] += amount * lasted
                ended += amount
    return ended


@inlined
def _push_station(field, now, tally, what):
    """The servers on duty share the waiting: serving, blocked, down, or free while something is needed."""
    point, amount, lasted = what
    has_needs = field.first_need[point + 1] > field.first_need[point]
    if field.servers[point] == 0:
        tally.need[_scarcest(field, now, point)] += amount * lasted
        return amount
    running = _running(field, now, point)
    idle = _idle(field, now, point, running) if has_needs else 0
    down = min(now.down[point], max(0, now.duty[point] - running - now.stuck[point]))
    total = running + now.fan[point] + down + idle
    if total == 0:
        tally.cause[point, SERVICE] += amount * lasted
        return amount
    share = amount / total
    tally.cause[point, SERVICE] += share * running * lasted
    tally.cause[point, BREAKDOWN] += share * down * lasted
    if idle > 0:
        tally.need[_scarcest(field, now, point)] += share * idle * lasted
    return share * (running + down + idle) + _push_edges(field, now, tally, (point, share, lasted))


@inlined
def _scarcest(field, now, point):
    """The need that is not granted: the pool with least to spare, else the stock."""
    first, end = field.first_need[point], field.first_need[point + 1]
    best, least, stock = first, 1 << 60, -1
    for need in range(first, end):
        if field.need_is_stock[need]:
            stock = need
            continue
        spare = now.free[field.need_pool[need]] - max(field.need_units[need], 1)
        if spare < least:
            best, least = need, spare
    return stock if stock >= 0 and least >= 0 else best
