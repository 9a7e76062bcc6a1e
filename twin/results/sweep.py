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


POINT = np.dtype(
    [
        ("kind", "i8"),  # of places.KINDS
        ("servers", "i8"),  # 0 where not counted
        ("pauses", "i8"),  # 1: services stop at the end of a shift
        ("first_edge", "i8"),
        ("edges", "i8"),
        ("first_need", "i8"),
        ("needs", "i8"),
    ]
)
ARROW = np.dtype(
    [
        ("source", "i8"),  # point
        ("target", "i8"),  # point
        ("ends", "i8"),  # 1: ends at the service of the target; 0: passed on to its causes
    ]
)
CLAIM = np.dtype(
    [("pool", "i8"), ("units", "i8"), ("is_stock", "i8")]
)  # units 0 or less: not known beforehand

STANDING = np.dtype(
    [
        ("waiting", "i8"),  # roots only: at the door, in the queue, or for a grant
        ("occupied", "i8"),  # at counted servers; in the zone, waiting for parts
        ("stuck", "i8"),  # of these: served, not left
        ("halted", "i8"),  # of these: in service at a server that is down
        ("down", "i8"),  # servers, without those that hold a stuck one
        ("duty", "i8"),
        ("fan", "i8"),  # those for whom edges stand
        ("sole", "i8"),  # the cause of all waiting here, NOBODY if it is shared or passed on
        ("rest", "f8"),  # still to be pushed
        ("used", "f8"),  # the use of servers is counted up to here
        ("told", "f8"),  # the waiting at a point with a sole cause is counted up to here
    ]
)
SHARED = np.dtype([("told", "f8"), ("waiting", "i8")])  # all waiting without a sole cause, counted up to here


class Field(NamedTuple):
    """What stands where, and where waiting can be passed on to."""

    point: np.ndarray  # [point] POINT
    edge: np.ndarray  # [edge] ARROW, by source
    need: np.ndarray  # [need] CLAIM, by point
    order: np.ndarray  # [.] points where waiting can be, each before those it passes on to, as far as can be
    free: np.ndarray  # [pool] units at the start


class Now(NamedTuple):
    """The state at one instant."""

    point: np.ndarray  # [point] STANDING
    edge: np.ndarray  # [edge] how many point that way
    free: np.ndarray  # [pool]
    shared: np.ndarray  # [1] SHARED


class Tally(NamedTuple):
    """What the sweep counts, in seconds."""

    cause: np.ndarray  # [point, CAUSES]
    need: np.ndarray  # [need]
    use: np.ndarray  # [point, USES]


def sweep(field, changes, window):
    """The Tally of a window."""
    points = len(field.point)
    standing, shared = np.zeros(points, STANDING), np.zeros(1, SHARED)
    standing["used"] = standing["told"] = shared["told"] = window.start
    now = Now(standing, np.zeros(len(field.edge), np.int64), field.free.copy(), shared)
    tally = Tally(np.zeros((points, CAUSES)), np.zeros(len(field.need)), np.zeros((points, USES)))
    _run(field, changes, float(window.end), now, tally)
    return tally


@entry
def _run(field, changes, end, now, tally):
    for point in range(len(field.point)):
        now.point[point].sole = _sole(field, now, point)
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
    for point in range(len(field.point)):
        _use(field, now, tally, point, end)
        _tell(now, tally, point, end)


@inlined
def _wait(field, now, tally, event):
    """More or fewer wait at a point."""
    point, delta, time = event
    if now.point[point].sole == NOBODY:
        _explain(field, now, tally, time)
        now.shared[0].waiting += delta
    else:
        _tell(now, tally, point, time)
    now.point[point].waiting += delta


@inlined
def _tell(now, tally, point, time):
    """Gives the waiting at a point up to now to its sole cause."""
    if now.point[point].sole != NOBODY:
        tally.cause[point, now.point[point].sole] += now.point[point].waiting * (time - now.point[point].told)
    now.point[point].told = time


@inner
def _change(field, now, tally, event):
    """A change at a point; waiting up to now is explained first, where the change matters to it."""
    what, index, delta, time = event
    point = field.edge[index].source if what == EDGE else index
    before = now.point[point].sole
    if before == NOBODY:
        _explain(field, now, tally, time)
    if what == EDGE:
        now.edge[index] += delta
        now.point[point].fan += delta
    else:
        _use(field, now, tally, point, time)
        _count(now, what, point, delta)
    after = _sole(field, now, point)
    if after == before:
        return
    if before != NOBODY:
        _explain(field, now, tally, time)
    _tell(now, tally, point, time)
    now.shared[0].waiting += now.point[point].waiting * ((after == NOBODY) - (before == NOBODY))
    now.point[point].sole = after


@inlined
def _count(now, what, point, delta):
    if what == OCCUPIED:
        now.point[point].occupied += delta
    elif what == STUCK:
        now.point[point].stuck += delta
    elif what == HALTED:
        now.point[point].halted += delta
    elif what == DOWN:
        now.point[point].down += delta
    else:
        now.point[point].duty += delta


@inlined
def _sole(field, now, point):
    """The one cause of waiting at a point, NOBODY where it is shared."""
    kind = field.point[point].kind
    if kind == STATION or kind == LINK:
        if now.point[point].duty == 0:
            return HOURS
        if kind == STATION:
            needs = field.point[point].needs > 0
            # Where servers are not counted there is always another: one that is blocked is in nobody's way.
            alone = field.point[point].servers == 0 or (
                now.point[point].fan == 0 and now.point[point].down == 0
            )
            return SERVICE if alone and not needs else NOBODY
    return OWN if now.point[point].fan == 0 else NOBODY


@inlined
def _running(field, now, point):
    """Services that go on: at a station that pauses, no more than are on duty."""
    serving = now.point[point].occupied - now.point[point].stuck - now.point[point].halted
    if field.point[point].pauses:
        return min(serving, max(0, now.point[point].duty - now.point[point].stuck))
    return serving


@inlined
def _idle(field, now, point, running):
    """Servers free, up and on duty."""
    taken = now.point[point].occupied - now.point[point].halted
    free = field.point[point].servers - taken - now.point[point].down
    return max(0, min(free, now.point[point].duty - running - now.point[point].stuck))


@inner
def _use(field, now, tally, point, time):
    """Counts the server time of a station up to now."""
    lasted = time - now.point[point].used
    now.point[point].used = time
    servers = field.point[point].servers
    if servers == 0 or lasted <= 0.0:
        return
    running = _running(field, now, point)
    idle = _idle(field, now, point, running)
    other = servers - running - now.point[point].stuck - now.point[point].down - idle
    tally.use[point, BUSY] += lasted * running
    tally.use[point, BLOCKED] += lasted * now.point[point].stuck
    tally.use[point, STARVED] += lasted * idle
    tally.use[point, IS_DOWN] += lasted * now.point[point].down
    tally.use[point, OFF_SHIFT] += lasted * other


@inner
def _explain(field, now, tally, time):
    """Gives the waiting of which the cause is shared, up to now, to its causes."""
    lasted = time - now.shared[0].told
    now.shared[0].told = time
    total = now.shared[0].waiting
    if lasted <= 0.0 or total == 0:
        return
    left, enough, barren = float(total), ENOUGH * total, 0
    for turn in range(PASSES):
        ended = 0.0
        for i in range(len(field.order)):
            point = field.order[i]
            if now.point[point].sole != NOBODY:
                continue
            amount = now.point[point].rest + (now.point[point].waiting if turn == 0 else 0)
            if amount > 0.0:
                now.point[point].rest = 0.0
                ended += _push(field, now, tally, (point, amount, lasted))
        left -= ended
        # A pass may move waiting upstream in the order without ending any of it; a whole round may not.
        barren = 0 if ended > 0.0 else barren + 1
        if left <= enough or barren > len(field.order):
            break
    for i in range(len(field.order)):
        point = field.order[i]
        if left > enough:
            tally.cause[point, JAM] += now.point[point].rest * lasted
        now.point[point].rest = 0.0


@inner
def _push(field, now, tally, what):
    """Passes on the waiting at a point, or ends it. Returns how much was ended."""
    point, amount, lasted = what
    if field.point[point].kind == STATION:
        return _push_station(field, now, tally, what)
    # In a zone, and among parts, all share. On a link those who roll stop behind those who stand at its end,
    # so only these are in the way.
    own = (
        0.0
        if field.point[point].kind == LINK
        else max(0.0, float(now.point[point].occupied - now.point[point].fan))
    )
    share = amount / (own + now.point[point].fan)
    tally.cause[point, OWN] += own * share * lasted
    return own * share + _push_edges(field, now, tally, (point, share, lasted))


@inlined
def _push_edges(field, now, tally, what):
    """Passes on to where those at a point want to go, or ends it at the service they are in."""
    point, share, lasted = what
    ended, first = 0.0, field.point[point].first_edge
    for edge in range(first, first + field.point[point].edges):
        if now.edge[edge] > 0:
            amount, target = share * now.edge[edge], field.edge[edge].target
            cause = now.point[target].sole
            if field.edge[edge].ends == 1:
                cause = SERVICE if field.point[target].kind == STATION else OWN
            if cause == NOBODY:
                now.point[target].rest += amount
            else:
                tally.cause[target, cause] += amount * lasted
                ended += amount
    return ended


@inlined
def _push_station(field, now, tally, what):
    """The servers on duty share the waiting: serving, blocked, down, or free while something is needed."""
    point, amount, lasted = what
    has_needs = field.point[point].needs > 0
    if field.point[point].servers == 0:
        tally.need[_scarcest(field, now, point)] += amount * lasted
        return amount
    running = _running(field, now, point)
    idle = _idle(field, now, point, running) if has_needs else 0
    down = min(now.point[point].down, max(0, now.point[point].duty - running - now.point[point].stuck))
    total = running + now.point[point].fan + down + idle
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
    first = field.point[point].first_need
    best, least, stock = first, 1 << 60, -1
    for need in range(first, first + field.point[point].needs):
        if field.need[need].is_stock:
            stock = need
            continue
        spare = now.free[field.need[need].pool] - max(field.need[need].units, 1)
        if spare < least:
            best, least = need, spare
    return stock if stock >= 0 and least >= 0 else best
