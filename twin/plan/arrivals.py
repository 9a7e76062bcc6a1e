"""Who arrives, window by window: arrivals of all sources in order of time, the same for both engines."""

import math
from typing import NamedTuple

import numpy as np

from twin.plan.branching import Past, salt_of
from twin.plan.draws import mix, name_key, uniform
from twin.plan.jit import entry
from twin.plan.plan import ARRIVAL
from twin.plan.processes.coming import Progress, only
from twin.plan.visits import NOBODY

_CLASS = name_key("class")
_WINDOW = 25_000  # arrivals in one window, about
_SHORTEST, _LONGEST = 3600.0, 7 * 86400.0  # seconds of a window
ORDER_BITS = 30  # of a number: below them, children


def replication_key(plan, replication):
    """The root of all luck of one replication."""
    return mix(mix(name_key("porttwin"), plan.seed), replication)


def for_replication(plan, replication, branches=()):
    """The plan's arrays with the luck of one replication, or of a future in it."""
    words = [replication_key(plan, replication), salt_of(branches)]
    return plan.arrays._replace(run_key=np.array(words, np.int64))


def root_of(plan, replication, source, branches=()):
    """The root of the luck of a source."""
    key = replication_key(plan, replication)
    return mix(mix(key, salt_of(branches)) if branches else key, source.key)


class Drawn(NamedTuple):
    """How far arrivals were drawn: all before `until`, and each source's progress after them."""

    until: float
    progress: tuple


def windows(plan, replication, after=None, branches=()):
    """Yields (ARRIVAL array, Drawn): all arrivals not yielded yet, window by window, at last to the horizon.

    `after` is the Drawn to go on from, None from the start, or from the last of the branches.
    """
    length = window_length(plan)
    drawn = after or branched(plan, replication, branches)
    while drawn.until < math.inf:
        until = drawn.until + length
        if until >= plan.horizon:
            until = math.inf
        rows, progress = window(plan, replication, until=until, progress=drawn.progress, branches=branches)
        drawn = Drawn(until, progress)
        yield rows, drawn


def branched(plan, replication, branches):
    """The Drawn at the last of some branches: who has come by then has come, the others have other luck."""
    if not branches:
        return Drawn(0.0, (Progress(),) * len(plan.sources))
    *before, last = branches
    until = math.nextafter(last.time, math.inf)
    came = branched(plan, replication, before).progress
    _, came = window(plan, replication, until=until, progress=came, branches=before)
    renewed = []
    for source, progress in zip(plan.sources, came, strict=True):
        since = (-math.inf, *(branch.time for branch in branches))
        roots = [root_of(plan, replication, source, branches[:n]) for n in range(len(since))]
        past = Past(last.time, last.left, tuple(zip(since, roots, strict=True)))
        renewed.append(source.process.renewed(past, plan.arrays, progress))
    return Drawn(until, tuple(renewed))


def window_length(plan):
    """Seconds, so that a window holds as many arrivals in every port; who comes does not depend on it."""
    rate = sum(source.process.rate for source in plan.sources)
    return min(max(_WINDOW / rate, _SHORTEST), _LONGEST) if rate > 0 else _LONGEST


def window(plan, replication, *, until, progress, branches=()):
    """(ARRIVAL array by (time, number) of all before `until` not given out before, progress after them)."""
    parts, after = [], []
    end = min(until, math.nextafter(plan.horizon, math.inf))
    for index, source in enumerate(plan.sources):
        root = root_of(plan, replication, source, branches)
        coming, moved = source.process.draw(root, plan.arrays, progress[index], end)
        # The first day may have begun before the start.
        rows = _arriving(source, root, only(coming, coming.time >= 0.0))
        if not progress[index].began:
            rows = np.concatenate([_at_start(source, root), rows], dtype=ARRIVAL)
        _promise(rows, _promised(plan, source))
        _number(rows, (len(source.seen) + moved.numbered) * len(plan.sources) + index, len(plan.sources))
        parts.append(rows)
        after.append(moved._replace(numbered=moved.numbered + len(rows), began=True))
    return _in_order(parts), tuple(after)


def _in_order(parts):
    """Rows of the sources, each in order already, by (time, number)."""
    some = [rows for rows in parts if len(rows)]
    if len(some) == 1:
        return some[0]
    rows = np.concatenate([np.zeros(0, ARRIVAL), *some], dtype=ARRIVAL)
    time = rows["time"].copy()
    order = np.argsort(time, kind="stable")  # of a few that are in order it merges them
    ahead = time[order]
    if (ahead[1:] == ahead[:-1]).any():
        order = np.lexsort((rows["number"], time))
    return np.take(rows, order)


def _at_start(source, root):
    """Rows of those who wait at second 0 already."""
    identity = source.first_waiting + np.arange(source.waiting)
    rows = _rows(source, root, np.zeros(source.waiting), identity)
    rows["pc"] = source.waiting_pc
    return rows


def _arriving(source, root, coming):
    """Rows of those who arrive, with what was recorded of them."""
    rows = _rows(source, root, *coming)
    if source.process.recorded:
        recorded, rows["record"] = source.process.recorded(coming.identity)
        rows["cls"] = np.where(recorded == NOBODY, rows["cls"], recorded)
        rows["pc"] = np.array(source.pc)[rows["cls"]]
    if source.process.agreed:
        rows["deadline"] = source.process.agreed(coming.identity)
    return rows


def _promised(plan, source):
    """[class] seconds that its stay may take; who comes as agreed, and has no promise, is due as agreed."""
    promise = plan.arrays.cls["promise"]
    return np.where(np.isfinite(promise), promise, 0.0) if source.process.agreed else promise


def _rows(source, root, time, identity):
    rows = np.zeros(len(time), ARRIVAL)
    rows["flow"], rows["record"] = source.flow, NOBODY
    classes, shares = zip(*source.mix, strict=True)
    _fill(rows, root, (time, identity), (np.array(classes), np.array(shares), np.array(source.pc)))
    return rows


@entry
def _promise(rows, promised):
    """Adds what is promised to the deadlines."""
    for i in range(len(rows)):
        rows[i]["deadline"] += promised[rows[i]["cls"]]


@entry
def _number(rows, first, step):
    """Numbers the rows one after the other, with room for their parts."""
    for i in range(len(rows)):
        rows[i]["number"] = (first + i * step) << ORDER_BITS


@entry
def _fill(rows, root, coming, mixed):
    """When each comes, its key, and what it is by its luck."""
    time, identity = coming
    classes, shares, pc = mixed
    for i in range(len(rows)):
        row, case = rows[i], 0
        key = mix(root, identity[i])
        if len(classes) > 1:
            u = uniform(key, _CLASS, 0)
            while case < len(classes) - 1 and shares[case] <= u:
                case += 1
        row["time"] = row["deadline"] = time[i]
        row["key"] = key
        row["cls"] = classes[case]
        row["pc"] = pc[classes[case]]
