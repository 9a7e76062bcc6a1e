"""What is expected to come to each thing of a port, hour by hour, and what that thing offers."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from twin.plan.plan import ENTER, RETURN, SEIZE, VISIT, WALK
from twin.plan.processes import DAY, HOUR
from twin.plan.visits import NOBODY
from twin.study import capacity
from twin.study.coming import arrivals_by_hour, class_shares, fleet_by_hour, hour_edges, is_fleet
from twin.study.durations import mean_duration, mean_service
from twin.study.expected import State, expected_states, first_step, units_of

KINDS = ("station", "link", "pool", "zone", "quota", "stock")
AT_ONCE = 1e-9  # seconds: less is no time


class Load(NamedTuple):
    """What comes to one thing of the port in each hour, and what it offers."""

    visits: np.ndarray  # [hour]
    work: np.ndarray  # [hour] server seconds, unit seconds; units of a quota; kg of a stock
    offered: np.ndarray  # [hour] in the same measure


class Book(NamedTuple):
    """The plan, what was worked out once of it, and what comes to its points and pools so far."""

    plan: object
    service: dict  # [service row] mean seconds, filled as needed
    offered: dict  # [station] open server seconds by hour
    visits: dict  # [(kind, name)] by hour
    work: dict  # [(kind, name)] by hour
    room: dict  # [link] millimetres of all that pass


class Round(NamedTuple):
    """How often the vehicles of a fleet come, if nobody waits."""

    flow: str
    size: int
    away_hours: float
    unloaded_hours: float
    trips_per_day: float


def loads(plan):
    """({(kind, name): Load}, [Round]) of a plan, in the order of KINDS and by name."""
    hours = len(hour_edges(plan)) - 1
    counters = (defaultdict(lambda: np.zeros(hours)) for _ in range(3))
    offered = {i: capacity.station_seconds(plan, i) for i in range(plan.stations)}
    book = Book(plan, {}, offered, *counters)
    rounds = [one for source in plan.sources for one in _count(book, source)]
    return dict(sorted(_loads(book).items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1]))), rounds


def ratio_by_hour(load):
    """[hour] work over what is offered; what comes to a closed door comes with the next opening."""
    out, kept = np.zeros(len(load.work)), 0.0
    for hour, (work, offered) in enumerate(zip(load.work, load.offered, strict=True)):
        kept += work
        if offered > 0:
            out[hour], kept = kept / offered, 0.0
    return out


def _count(book, source):
    """Adds what a source brings to the book; the Round of its fleet, if it is one."""
    plan = book.plan
    preference = {
        i: offered.sum() if np.isfinite(offered).all() else DAY * 1e3 for i, offered in book.offered.items()
    }
    chains = {
        cls: expected_states(plan, State(first_step(plan, source.pc[cls]), cls), preference)
        for cls in class_shares(source)
    }
    if not is_fleet(source):
        for cls, arrivals in arrivals_by_hour(plan, source).items():
            if cls in chains:
                _book(book, chains[cls], arrivals)
        return []
    cls, chain = next(iter(chains.items()))
    away, unloaded = _round(book, chain)
    arrivals = fleet_by_hour(
        plan, source, seconds_round=away + unloaded, open_seconds=_first_gate(book, chain)
    )
    _book(book, chain, arrivals)
    per_day = arrivals.sum() * DAY / plan.horizon
    return [Round(plan.names.flows[source.flow], source.process.size, away / HOUR, unloaded / HOUR, per_day)]


def _book(book, chain, arrivals):
    """Adds the expected visits and work of entities that follow a chain."""
    plan, arrays = book.plan, book.plan.arrays
    for state, times in chain.items():
        step = arrays.step[state.pc]
        coming = times * arrivals
        seconds = _seconds(book, state)
        for pool, units in state.held:
            book.work[_pool(plan, pool)] += coming * seconds * units
        if state.zone != NOBODY and not (step["op"] == VISIT and arrays.station["sited"][step["a"]]):
            zone = _pool(plan, arrays.need["pool"][state.zone])
            book.work[zone] += coming * seconds * units_of(arrays, state.zone, state.cls)
        if step["op"] == VISIT:
            _book_visit(book, state, coming, seconds)
        elif step["op"] in (SEIZE, ENTER):
            _book_claim(book, step, state, coming)


def _book_visit(book, state, coming, seconds):
    arrays = book.plan.arrays
    station = int(arrays.step["a"][state.pc])
    point = book.plan.names.points[station]
    book.visits[point[:2]] += coming
    book.work[point[:2]] += coming * seconds
    row = arrays.station[station]
    if row["holds_all"]:
        book.room[station] += coming * arrays.cls["size"][state.cls]
    for need in range(row["first_need"], row["first_need"] + row["needs"]):
        pool, units = _pool(book.plan, arrays.need["pool"][need]), units_of(arrays, need, state.cls)
        book.visits[pool] += coming
        book.work[pool] += coming * (seconds if arrays.need["back"][need] else 1.0) * units


def _book_claim(book, step, state, coming):
    arrays = book.plan.arrays
    rows = range(step["a"], step["a"] + (1 if step["op"] == ENTER else step["b"]))
    for need in rows:
        pool = _pool(book.plan, arrays.need["pool"][need])
        book.visits[pool] += coming
        if not arrays.need["back"][need]:
            book.work[pool] += coming * units_of(arrays, need, state.cls)


def _seconds(book, state):
    """What the step of a state takes, nobody waiting."""
    arrays = book.plan.arrays
    step = arrays.step[state.pc]
    if step["op"] == WALK:
        return mean_duration(arrays, step["a"])
    if step["op"] != VISIT:
        return 0.0
    station = arrays.station[step["a"]]
    first, n = station["first_server"], station["servers"]
    models = sorted(set(arrays.server["model"][first : first + n].tolist())) or [0]
    rates = []
    for model in models:
        row = int(arrays.tab[step["b"] + state.cls * step["c"] + model])
        if row not in book.service:
            book.service[row] = mean_service(arrays, row)
        rates.append(1.0 / max(book.service[row] + station["move_up"], AT_ONCE))
    # A quicker server serves more of them.
    return 0.0 if max(rates) >= 1.0 / AT_ONCE else len(rates) / sum(rates)


def _round(book, chain):
    """(seconds away, seconds inside) of one round of a fleet; its parts run beside it."""
    arrays = book.plan.arrays
    away = sum(
        t * mean_duration(arrays, arrays.step["a"][s.pc])
        for s, t in chain.items()
        if arrays.step["op"][s.pc] == RETURN
    )
    return away, sum(times * _seconds(book, state) for state, times in chain.items() if not state.is_part)


def _first_gate(book, chain):
    """[hour] open seconds of the first station on the way that is sometimes closed."""
    arrays, width = book.plan.arrays, np.diff(hour_edges(book.plan))
    for state in sorted(chain):
        if arrays.step["op"][state.pc] == VISIT and not book.offered[arrays.step["a"][state.pc]].all():
            offered = book.offered[arrays.step["a"][state.pc]]
            return np.where(np.isinf(offered), width, offered)
    return width


def _pool(plan, pool):
    """(kind, name) of a pool: zones, quotas and stocks are pools too."""
    name = plan.names.pools[pool]
    if name in plan.names.stocks:
        return "stock", name
    kinds = [point.kind for point in plan.names.points if point.name == name and point.kind in KINDS[2:]]
    return (kinds[0] if kinds else "pool"), name


def _loads(book):
    """{(kind, name): Load} of all that has a limit or is visited."""
    plan, out = book.plan, {}
    for station in range(plan.stations):
        point = plan.names.points[station]
        offered = book.offered[station]
        if plan.arrays.station["holds_all"][station]:
            passing = book.visits[point[:2]].sum()
            offered = capacity.link_seconds(
                plan, station, book.room[station].sum() / passing if passing > 0 else 0.0
            )
        before = out[point[:2]].offered if point[:2] in out else 0.0
        out[point[:2]] = Load(book.visits[point[:2]], book.work[point[:2]], before + offered)
    for pool in range(len(plan.names.pools)):
        kind, name = _pool(plan, pool)
        out[kind, name] = Load(book.visits[kind, name], book.work[kind, name], _pool_offers(plan, pool, kind))
    return out


def _pool_offers(plan, pool, kind):
    if kind == "quota":
        return capacity.quota_units(plan, pool)
    if kind == "stock":
        return capacity.stock_drained(plan, plan.names.stocks.index(plan.names.pools[pool]))
    return capacity.pool_seconds(plan, pool)
