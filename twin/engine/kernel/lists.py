"""The event list and the sorted lists of those who wait."""

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from twin.engine.kernel.state import NO_ONE
from twin.plan.jit import inlined

# A word of an event: what happens, in four bits of which one is the sign, to whom, and which of its events.
KIND_AT, KINDS = 59, 15
INDEX_AT, INDICES = 31, (1 << 28) - 1
GEN = (1 << 31) - 1


@intrinsic
def _lowest_bit(typingctx, word):
    """The position of the lowest set bit of a uint64 that is not 0."""

    def emit(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), emit


def _lowest_bit_interpreted(word):
    word = int(word)
    return (word & -word).bit_length() - 1


lowest_bit = _lowest_bit_interpreted if numba.config.DISABLE_JIT else _lowest_bit


@inlined
def event_of(kind, index, gen):
    """What happens to whom, in one word."""
    return (np.int64(kind) << KIND_AT) | (np.int64(index) << INDEX_AT) | (gen & GEN)


@inlined
def push(S, time, kind, index, gen):
    """A bound event. Only times are compared: what happens at one instant may happen in any order."""
    count = S.count[0]
    i = count.heap
    count.heap = i + 1
    while i > 0:
        up = (i - 1) >> 1
        if S.due[up] <= time:
            break
        S.due[i] = S.due[up]
        S.event[i] = S.event[up]
        i = up
    S.due[i] = time
    S.event[i] = event_of(kind, index, gen)


@inlined
def pop(S):
    """Takes the earliest bound event off the list and gives its payload."""
    count = S.count[0]
    out = S.event[0]
    n = count.heap - 1
    count.heap = n
    time, event = S.due[n], S.event[n]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= n:
            break
        if down + 1 < n and S.due[down + 1] < S.due[down]:
            down += 1
        if time <= S.due[down]:
            break
        S.due[i] = S.due[down]
        S.event[i] = S.event[down]
        i = down
    S.due[i] = time
    S.event[i] = event
    return out


@inlined
def kind_of(event):
    """What happens."""
    return (event >> KIND_AT) & KINDS


@inlined
def index_of(event):
    """To whom."""
    return (event >> INDEX_AT) & INDICES


@inlined
def is_valid(event, gen):
    """False for an event that was overtaken by another."""
    return (event & GEN) == (gen & GEN)


@inlined
def before(a, b):
    """The order of two in one list: time, number, key."""
    if a.since != b.since:
        return a.since < b.since
    if a.number != b.number:
        return a.number < b.number
    return a.key < b.key


@inlined
def put(S, which, e):
    """Sorts an entity into a list; nearly always it is the last."""
    place = S.tail[which]
    while place != NO_ONE and before(S.entity[e], S.entity[place]):
        place = S.entity[place].before
    put_behind(S, which, e, place)


@inlined
def put_behind(S, which, e, place):
    """Puts an entity into a list, right behind another, or first of all."""
    entity = S.entity[e]
    entity.list = which
    entity.before = place
    if place == NO_ONE:
        entity.after = S.head[which]
        S.head[which] = e
    else:
        entity.after = S.entity[place].after
        S.entity[place].after = e
    if entity.after == NO_ONE:
        S.tail[which] = e
    else:
        S.entity[entity.after].before = e


@inlined
def first_waiting(A, S, station):
    """The first of the queue, best priority level first; NO_ONE if it is empty."""
    plan = A.station[station]
    base = len(A.station) + plan.first_level
    for level in range(-plan.by_priority, plan.levels):
        e = S.head[base + level]
        if e != NO_ONE:
            return e
    return NO_ONE


@inlined
def take(S, e):
    """Takes an entity out of its list."""
    entity = S.entity[e]
    if entity.before == NO_ONE:
        S.head[entity.list] = entity.after
    else:
        S.entity[entity.before].after = entity.after
    if entity.after == NO_ONE:
        S.tail[entity.list] = entity.before
    else:
        S.entity[entity.after].before = entity.before
    entity.list = NO_ONE


@inlined
def touch(S, item):
    """Marks an item of settle: it may have a move. To mark too many does no harm."""
    S.dirty[item >> 6] |= np.uint64(1) << np.uint64(item & 63)


@inlined
def untouch(S, item):
    """The item has no move left."""
    S.dirty[item >> 6] &= ~(np.uint64(1) << np.uint64(item & 63))


@inlined
def first_touched(S):
    """The first marked item, or NO_ONE."""
    for word in range(len(S.dirty)):
        if S.dirty[word] != np.uint64(0):
            return np.int64(word) * 64 + np.int64(lowest_bit(S.dirty[word]))
    return NO_ONE
