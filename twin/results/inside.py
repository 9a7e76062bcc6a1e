"""Visits of those who are inside yet, kept until they leave: as many as there are people in the port."""

from typing import NamedTuple

import numpy as np

from twin.plan.jit import entry, inlined
from twin.plan.visits import NOBODY

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)

STAY = np.dtype([("key", "i8"), ("trip", "i4"), ("last", "i4"), ("after", "i4")], align=True)
KEPT = np.dtype(
    [
        ("asked", "f8"),
        ("joined", "f8"),
        ("started", "f8"),
        ("ended", "f8"),
        ("left", "f8"),
        ("visit", "i4"),
        ("point", "i4"),
        ("cls", "i4"),
        ("before", "i4"),  # of the same stay
    ],
    align=True,
)


class Inside(NamedTuple):
    """Stays that have not ended, found by key and trip, each with its visits, the last one first."""

    bucket: np.ndarray  # [hash] the first stay
    stay: np.ndarray  # [stay] STAY; the next of its bucket is its `after`
    row: np.ndarray  # [row] KEPT
    free_stays: np.ndarray  # [.] stack
    free_rows: np.ndarray  # [.] stack
    free: np.ndarray  # [2] heights of the stacks


def nobody_inside(n=1 << 13):
    """An Inside with room for n stays and rows."""
    stack = np.arange(n, dtype=np.int64)
    return Inside(
        bucket=np.full(2 * n, NOBODY, np.int64),
        stay=np.zeros(n, STAY),
        row=np.zeros(n, KEPT),
        free_stays=stack,
        free_rows=stack.copy(),
        free=np.array([n, n]),
    )


def with_room(inside, rows):
    """The same Inside, or one twice as large, with room for so many more rows, each of another stay."""
    while inside.free.min() < rows:
        inside = _doubled(inside)
    return inside


def _doubled(inside):
    n = len(inside.row)
    bigger = nobody_inside(2 * n)
    bigger.stay[:n], bigger.row[:n] = inside.stay, inside.row
    for which, stack in enumerate((inside.free_stays, inside.free_rows)):
        free = np.concatenate([stack[: inside.free[which]], np.arange(n, 2 * n)])
        (bigger.free_stays, bigger.free_rows)[which][: len(free)] = free
        bigger.free[which] = len(free)
    _find_again(inside, bigger)
    return bigger


@entry
def _find_again(inside, bigger):
    """Puts the stays of an Inside into the buckets of a bigger one, which has them at the same indices."""
    for bucket in range(len(inside.bucket)):
        at = inside.bucket[bucket]
        while at != NOBODY:
            stay = inside.stay[at]
            to = _bucket(bigger, stay["key"], stay["trip"])
            bigger.stay[at]["after"] = bigger.bucket[to]
            bigger.bucket[to] = at
            at = np.int64(stay["after"])


@inlined
def _bucket(inside, key, trip):
    mixed = (np.uint64(np.int64(key)) + np.uint64(np.int64(trip))) * _GOLDEN
    return np.int64((mixed >> np.uint64(32)) & np.uint64(len(inside.bucket) - 1))


@inlined
def stay_of(inside, key, trip):
    """The stay of a key and trip, begun if there is none."""
    bucket = _bucket(inside, key, trip)
    at = inside.bucket[bucket]
    while at != NOBODY:
        stay = inside.stay[at]
        if stay["key"] == key and stay["trip"] == trip:
            return at
        at = np.int64(stay["after"])
    inside.free[0] -= 1
    at = inside.free_stays[inside.free[0]]
    stay = inside.stay[at]
    stay["key"], stay["trip"], stay["last"], stay["after"] = key, trip, NOBODY, inside.bucket[bucket]
    inside.bucket[bucket] = at
    return at


@inlined
def keep(inside, visit):
    """Keeps a row of visits with its stay, in their order: rows come when they are over, nearly in it."""
    stay = inside.stay[stay_of(inside, visit["key"], visit["trip"])]
    inside.free[1] -= 1
    at = inside.free_rows[inside.free[1]]
    row = inside.row[at]
    row["asked"], row["joined"], row["started"] = visit["asked"], visit["joined"], visit["started"]
    row["ended"], row["left"] = visit["ended"], visit["left"]
    row["visit"], row["point"], row["cls"] = visit["visit"], visit["point"], visit["cls"]
    later, before = np.int64(NOBODY), np.int64(stay["last"])
    while before != NOBODY and inside.row[before]["visit"] > row["visit"]:
        later, before = before, np.int64(inside.row[before]["before"])
    row["before"] = before
    if later == NOBODY:
        stay["last"] = at
    else:
        inside.row[later]["before"] = at


@inlined
def forget(inside, at):
    """A stay and its rows are no longer kept."""
    stay = inside.stay[at]
    bucket = _bucket(inside, stay["key"], stay["trip"])
    before, here = np.int64(NOBODY), inside.bucket[bucket]
    while here != at:
        before, here = here, np.int64(inside.stay[here]["after"])
    if before == NOBODY:
        inside.bucket[bucket] = stay["after"]
    else:
        inside.stay[before]["after"] = stay["after"]
    inside.free_stays[inside.free[0]] = at
    inside.free[0] += 1
    row = np.int64(stay["last"])
    while row != NOBODY:
        inside.free_rows[inside.free[1]] = row
        inside.free[1] += 1
        row = np.int64(inside.row[row]["before"])
