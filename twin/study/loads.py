"""What is expected to come to each thing of a port, and what that thing offers, hour by hour."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from twin.plan.plan import ENTER, SEIZE, VISIT
from twin.plan.visits import NOBODY
from twin.study.coming import hour_edges
from twin.study.expected import units_of
from twin.study.metering import by_hour
from twin.study.offered import link_seconds, pool_seconds, quota_units, station_seconds, stock_drained
from twin.study.streams import streams

KINDS = ("station", "link", "pool", "zone", "quota", "slot", "stock")
COUNTED = ("quota", "slot", "stock")  # by units that are used up, not by time


class Load(NamedTuple):
    """Work and what is offered are server or unit seconds, units of a quota or slot, or kg of a stock."""

    visits: float  # over the horizon
    work: float
    coming: np.ndarray  # [hour] visits, after the queues before
    work_by_hour: np.ndarray  # [hour]
    offered: np.ndarray  # [hour]
    longest: float = 0.0  # metres, of those who come
    metres: float = 0.0  # of all who come, end to end


class Book(NamedTuple):
    """What comes to points and pools by (kind, name): in all, then by hour, both [1 + hour]."""

    plan: object
    visits: dict
    work: dict
    room: dict  # [link] millimetres of all that pass
    longest: dict  # [point] metres
    metres: dict  # [point] of all who come


def loads(plan):
    """({(kind, name): Load}, [Round]) of a plan, in the order of KINDS and by name."""
    coming, rounds = streams(plan)
    hours = len(hour_edges(plan)) - 1
    tables = (defaultdict(lambda: np.zeros(1 + hours)) for _ in range(3))
    book = Book(plan, *tables, defaultdict(float), defaultdict(float))
    for stream, when in zip(coming, by_hour(plan, coming), strict=True):
        total = stream.chain.times * stream.arrivals.sum()
        for i, state in enumerate(stream.chain.states):
            _book(book, state, np.concatenate([[total[i]], when[i]]), stream.seconds[i])
    found = _loads(book)
    return dict(sorted(found.items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1]))), rounds


def use_of(plan, station):
    """Work over what is offered at one station over the horizon, as the preview has it."""
    work = 0.0
    points = {i for i, point in enumerate(plan.names.points) if point[:2] == ("station", station)}
    for stream in streams(plan)[0]:
        total = stream.chain.times * stream.arrivals.sum()
        for i, state in enumerate(stream.chain.states):
            step = plan.arrays.step[state.pc]
            if step["op"] == VISIT and int(step["a"]) in points:
                work += float(total[i] * stream.seconds[i])
    offered = sum(float(station_seconds(plan, point).sum()) for point in points if point < plan.stations)
    return work / offered if offered > 0 else (np.inf if work > 0 else 0.0)


def ratio_by_hour(load):
    """[hour] work over what is offered; what comes to a closed door comes with the next opening."""
    out, kept = np.zeros(len(load.offered)), 0.0
    for hour, (work, offered) in enumerate(zip(load.work_by_hour, load.offered, strict=True)):
        kept += work
        if offered > 0:
            out[hour], kept = kept / offered, 0.0
    return out


def _book(book, state, coming, seconds):
    """Adds those who come to a state, and what its step takes of what it holds."""
    plan, arrays = book.plan, book.plan.arrays
    step = arrays.step[state.pc]
    for pool, units in state.held:
        if _pool(plan, pool)[0] not in COUNTED:
            book.work[_pool(plan, pool)] += coming * seconds * units
    if state.zone != NOBODY and not (step["op"] == VISIT and arrays.station["sited"][step["a"]]):
        zone = _pool(plan, arrays.need["pool"][state.zone])
        book.work[zone] += coming * seconds * units_of(arrays, state.zone, state.cls)
    if step["op"] == VISIT:
        _book_visit(book, state, coming, seconds)
    elif step["op"] in (SEIZE, ENTER):
        rows = range(step["a"], step["a"] + (1 if step["op"] == ENTER else step["b"]))
        for need in rows:
            _book_claim(book, need, state.cls, coming, seconds=0.0)


def _book_visit(book, state, coming, seconds):
    arrays = book.plan.arrays
    station = int(arrays.step["a"][state.pc])
    point = book.plan.names.points[station][:2]
    book.visits[point] += coming
    book.work[point] += coming * seconds
    if coming[0] > 0:
        book.longest[point] = max(book.longest[point], arrays.cls["size"][state.cls] / 1000)
        book.metres[point] += coming[0] * arrays.cls["size"][state.cls] / 1000
    row = arrays.station[station]
    if row["holds_all"]:
        book.room[station] += coming * arrays.cls["size"][state.cls]
    each = seconds / max(int(row["batch_most"]), 1)  # full batches: one claims for all
    for need in range(row["first_need"], row["first_need"] + row["needs"]):
        _book_claim(book, need, state.cls, coming, seconds=each)


def _book_claim(book, need, cls, coming, *, seconds):
    """Adds a claim on a pool: held for so long, or used up."""
    pool = _pool(book.plan, book.plan.arrays.need["pool"][need])
    units = units_of(book.plan.arrays, need, cls)
    book.visits[pool] += coming
    book.work[pool] += coming * units * (1.0 if pool[0] in COUNTED else seconds)


def _pool(plan, pool):
    """(kind, name) of a pool: zones, quotas and stocks are pools too."""
    return plan.names.pool_kinds[pool], plan.names.pools[pool]


def _loads(book):
    """{(kind, name): Load} of all that is in the plan."""
    plan, offered = book.plan, {}
    for station in range(plan.stations):
        point = plan.names.points[station][:2]
        seconds = station_seconds(plan, station)
        if plan.arrays.station["holds_all"][station]:
            passing = book.visits[point][0]
            each = book.room[station][0] / passing if passing > 0 else 0.0
            seconds = link_seconds(plan, station, each)
        offered[point] = offered.get(point, 0.0) + seconds
    for pool in np.flatnonzero(plan.arrays.pool["reusable"] == 0).tolist():
        key = _pool(plan, pool)
        if key[0] not in KINDS:  # hours that are waited for take all who come
            continue
        offered[key] = _pool_offers(plan, pool, key[0])
    return {
        key: Load(
            *(book.visits[key][0], book.work[key][0], book.visits[key][1:], book.work[key][1:]),
            *(offers, book.longest[key], book.metres[key]),
        )
        for key, offers in offered.items()
    }


def _pool_offers(plan, pool, kind):
    if kind in ("quota", "slot"):
        return quota_units(plan, pool)
    if kind == "stock":
        return stock_drained(plan, plan.names.stocks.index(plan.names.pools[pool]))
    return pool_seconds(plan, pool)
