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

# Causes of a point. OWN is the place itself: its quota, its pool, the road, the zone, whom it waits for.
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
        ("first_edge", "i8"),
        ("edges", "i8"),
        ("first_need", "i8"),
        ("needs", "i8"),
    ],
    align=True,
)
ARROW = np.dtype(
    [
        ("source", "i8"),  # point
        ("target", "i8"),  # point
        ("ends", "i8"),  # 1: ends at the service of the target; 0: passed on to its causes
    ],
    align=True,
)
# What a service claims; units 0 or less are not known beforehand.
CLAIM = np.dtype([("pool", "i8"), ("units", "i8"), ("is_stock", "i8")], align=True)

STANDING = np.dtype(
    [
        ("waiting", "i8"),  # roots only: at the door, in the queue, or for a grant
        ("occupied", "i8"),  # at counted servers; in the zone, waiting for parts
        ("stuck", "i8"),  # of these: served, not left
        ("halted", "i8"),  # of these: stopped in their service
        ("down", "i8"),  # servers, without those that hold a stuck one
        ("duty", "i8"),
        ("fan", "i8"),  # those for whom edges stand
        ("sole", "i8"),  # the cause of all waiting here, NOBODY if it is shared or passed on
        ("rest", "f8"),  # still to be pushed
        ("used", "f8"),  # the use of servers is counted up to here
        ("told", "f8"),  # the waiting at a point with a sole cause is counted up to here
    ],
    align=True,
)
# All waiting without a sole cause: counted up to here, and how many.
SHARED = np.dtype([("told", "f8"), ("waiting", "i8")], align=True)


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
        now.point[point].sole = _sole(field.point[point], now.point[point])
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
        _use(field.point[point], now.point[point], tally.use[point], end)
        _tell(now.point[point], tally, point, end)


@inlined
def _wait(field, now, tally, event):
    """More or fewer wait at a point."""
    point, delta, time = event
    here = now.point[point]
    if here.sole == NOBODY:
        _explain(field, now, tally, time)
        now.shared[0].waiting += delta
    else:
        _tell(here, tally, point, time)
    here.waiting += delta


@inlined
def _tell(here, tally, point, time):
    """Gives the waiting at a point up to now to its sole cause."""
    if here.sole != NOBODY:
        tally.cause[point, here.sole] += here.waiting * (time - here.told)
    here.told = time


@inner
def _change(field, now, tally, event):
    """A change at a point; waiting up to now is explained first, where the change matters to it."""
    what, index, delta, time = event
    point = field.edge[index].source if what == EDGE else index
    here = now.point[point]
    before = here.sole
    if before == NOBODY:
        _explain(field, now, tally, time)
    if what == EDGE:
        now.edge[index] += delta
        here.fan += delta
    else:
        _use(field.point[point], here, tally.use[point], time)
        _count(here, what, delta)
    after = _sole(field.point[point], here)
    if after == before:
        return
    if before != NOBODY:
        _explain(field, now, tally, time)
    _tell(here, tally, point, time)
    now.shared[0].waiting += here.waiting * ((after == NOBODY) - (before == NOBODY))
    here.sole = after


@inlined
def _count(here, what, delta):
    if what == OCCUPIED:
        here.occupied += delta
    elif what == STUCK:
        here.stuck += delta
    elif what == HALTED:
        here.halted += delta
    elif what == DOWN:
        here.down += delta
    else:
        here.duty += delta


@inlined
def _sole(plan, here):
    """The one cause of waiting at a point, NOBODY where it is shared."""
    if plan.kind != STATION and plan.kind != LINK:
        return OWN if here.fan == 0 else NOBODY
    if here.duty == 0:
        return HOURS
    if plan.kind == LINK:
        return OWN if here.fan == 0 else NOBODY
    # Where servers are not counted there is always another: one that is blocked is in nobody's way.
    if plan.servers == 0 and here.down > 0:
        return BREAKDOWN
    if plan.needs == 0 and (plan.servers == 0 or (here.fan == 0 and here.down == 0)):
        return SERVICE
    return NOBODY


@inlined
def _running(here):
    """Services that go on."""
    return here.occupied - here.stuck - here.halted


@inlined
def _idle(plan, here, running):
    """Servers free, up and on duty."""
    free = plan.servers - (here.occupied - here.halted) - here.down
    return max(0, min(free, here.duty - running - here.stuck))


@inlined
def _use(plan, here, use, time):
    """Counts the server time of a station up to now."""
    lasted = time - here.used
    here.used = time
    if plan.servers == 0 or lasted <= 0.0:
        return
    running = _running(here)
    idle = _idle(plan, here, running)
    use[BUSY] += lasted * running
    use[BLOCKED] += lasted * here.stuck
    use[STARVED] += lasted * idle
    use[IS_DOWN] += lasted * here.down
    use[OFF_SHIFT] += lasted * (plan.servers - running - here.stuck - here.down - idle)


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
            here = now.point[field.order[i]]
            if here.sole == NOBODY:
                amount = here.rest + (here.waiting if turn == 0 else 0)
                if amount > 0.0:
                    here.rest = 0.0
                    ended += _push(field, now, tally, (field.order[i], amount, lasted))
        left -= ended
        # A pass may move waiting upstream in the order without ending any of it; a whole round may not.
        barren = 0 if ended > 0.0 else barren + 1
        if left <= enough or barren > len(field.order):
            break
    for i in range(len(field.order)):
        here = now.point[field.order[i]]
        if left > enough:
            tally.cause[field.order[i], JAM] += here.rest * lasted
        here.rest = 0.0


@inlined
def _push(field, now, tally, what):
    """Passes on the waiting at a point, or ends it. Returns how much was ended."""
    point, amount, lasted = what
    plan, here = field.point[point], now.point[point]
    if plan.kind == STATION:
        return _push_station(field, now, tally, what)
    own = 0.0
    # In a zone, and among parts, all share. On a link those who roll stop behind those who stand at its end,
    # so only these are in the way.
    if plan.kind != LINK:
        own = max(0.0, float(here.occupied - here.fan))
    share = amount / (own + here.fan)
    tally.cause[point, OWN] += own * share * lasted
    return own * share + _push_edges(field, now, tally, (point, share, lasted))


@inner
def _push_edges(field, now, tally, what):
    """Passes on to where those at a point want to go, or ends it at the service they are in."""
    point, share, lasted = what
    ended, first = 0.0, field.point[point].first_edge
    for edge in range(first, first + field.point[point].edges):
        if now.edge[edge] > 0:
            amount, target = share * now.edge[edge], field.edge[edge].target
            cause = now.point[target].sole
            if field.edge[edge].ends:
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
    plan, here = field.point[point], now.point[point]
    if plan.servers == 0:
        tally.need[_scarcest(field, now, plan)] += amount * lasted
        return amount
    running = _running(here)
    idle = _idle(plan, here, running) if plan.needs > 0 else 0
    down = min(here.down, max(0, here.duty - running - here.stuck))
    total = running + here.fan + down + idle
    if total == 0:
        tally.cause[point, SERVICE] += amount * lasted
        return amount
    share = amount / total
    tally.cause[point, SERVICE] += share * running * lasted
    tally.cause[point, BREAKDOWN] += share * down * lasted
    if idle > 0:
        tally.need[_scarcest(field, now, plan)] += share * idle * lasted
    return share * (running + down + idle) + _push_edges(field, now, tally, (point, share, lasted))


@inner
def _scarcest(field, now, plan):
    """The need that is not granted: the pool with least to spare, else the stock."""
    best, least, stock = plan.first_need, 1 << 60, -1
    for need in range(plan.first_need, plan.first_need + plan.needs):
        claim = field.need[need]
        if claim.is_stock:
            stock = need
            continue
        spare = now.free[claim.pool] - max(claim.units, 1)
        if spare < least:
            best, least = need, spare
    return stock if stock >= 0 and least >= 0 else best
