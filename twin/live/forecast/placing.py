"""Where those who are inside stand in a plan: at visits, and on the way to one."""

import math
from typing import NamedTuple

import numpy as np

from twin.live.forecast.repairing import stuck_for
from twin.live.records import BETWEEN, SERVED, STUCK
from twin.plan import seen
from twin.plan.draws import name_key, quantile
from twin.plan.order import Code, reached
from twin.plan.plan import VISIT, WALK
from twin.plan.processes.recorded import Rows
from twin.plan.residual import residual
from twin.plan.seen import Standing
from twin.plan.visits import NOBODY

OLDEST = 0.99  # a service that is older than so many of its kind is taken to be as old as this
WITHIN = 1 - 1e-6  # ... and a trifle younger: a time that is certain has not passed yet


class Spot(NamedTuple):
    """A visit that one of a class can be at."""

    source: int
    pc: int
    station: int  # index of the point
    oldest: float  # seconds that a service is taken to be old at most
    law: tuple | None  # row of DIST of its service, of the first task
    way: tuple | None  # row of DIST of the way to it, None where none is drawn


class Standers(NamedTuple):
    """Those of one world: at visits by source, and under way to a spot."""

    seen: dict  # source: [Standing]
    under_way: tuple  # ((Spot, class, seconds since it set out), ...)


def spots_of(port, plan):
    """{(station, class)} of the names in the layout: the Spot, in a flow that arrives now if one does."""
    found = {}
    code = Code(plan.arrays.step.tolist(), plan.arrays.tab.tolist(), plan.arrays.cum.tolist())
    for index in sorted(range(len(plan.sources)), key=lambda i: not _comes_now(plan.sources[i])):
        source = plan.sources[index]
        alone = _alone(port.scenario, source.name)
        for cls, _ in source.mix:
            for pc, one in sorted(reached(code, [(source.waiting_pc, cls)])):
                if one == cls and _is_visit(plan, pc, alone):
                    spot = _spot(plan, index, pc, cls)
                    name = plan.names.points[spot.station].name
                    found.setdefault((name, plan.names.classes[cls]), spot)
    return found


def _comes_now(source):
    factors = getattr(source.process, "factors", (1.0,))
    return factors[0] > 0


def _alone(scenario, flow):
    """Keys of the visits of a flow to which one comes alone and empty-handed, of whom a place tells all."""
    trail = next(trail for trail in scenario.trails if trail.flow == flow)
    return {
        name_key(met.step.name)
        for met in trail.met
        if getattr(met.step, "visit", None) and _is_alone(met.state)
    }


def _is_alone(state):
    parted = state.child or state.forks or state.opened or state.carries or state.leads
    return not parted and not any(units for _, units in state.held)


def _is_visit(plan, pc, alone):
    step = plan.arrays.step[pc]
    if step["op"] != VISIT or int(step["key"]) not in alone:
        return False
    point = plan.names.points[step["a"]]
    return point.kind == "station" and point.lane == NOBODY


def _spot(plan, source, pc, cls):
    arrays, step = plan.arrays, plan.arrays.step[pc]
    laws = _laws(arrays, step, cls)
    oldest = WITHIN * sum(_quantile(law, arrays.table, OLDEST) for law in laws)
    way = _way(arrays, pc, cls) if pc else None
    return Spot(source, pc, int(step["a"]), oldest, laws[0] if laws else None, way)


def _way(arrays, pc, cls):
    """The law of the way to a step: of the wait before it, or of a station there that has no servers."""
    before = arrays.step[pc - 1]
    if before["op"] == WALK:
        return arrays.dist[before["a"]]
    if before["op"] == VISIT and not arrays.station["servers"][before["a"]]:
        return next(iter(_laws(arrays, before, cls)), None)
    return None


def _laws(arrays, step, cls):
    """[task] law of a service of a class, at the first server."""
    first = arrays.station["first_server"][step["a"]]
    counted = arrays.station["servers"][step["a"]] > 0
    model = int(arrays.server["model"][first]) if counted else 0
    service = arrays.service[arrays.tab[step["b"] + cls * step["c"] + model]]
    tasks = arrays.task[service["first"] : service["first"] + service["n"]]
    laws = [arrays.dist[task["dist"]] for task in tasks]
    return [arrays.dist[law["n"]] if law["kind"] == seen.GIVEN else law for law in laws]


def _quantile(law, table, u):
    first, n, p, q, r, kind = law.item()
    return quantile(kind, first, n, p, q, r, table, u)


def mix_of(plan):
    """[class] share of those who come now, by the demand: of one whose class nobody has read yet."""
    out = np.zeros(len(plan.names.classes))
    for source in plan.sources:
        rate = source.process.rate if _comes_now(source) else 0.0
        shares = np.diff([share for _, share in source.mix], prepend=0.0)
        for (cls, _), share in zip(source.mix, shares, strict=True):
            out[cls] += max(rate, 1e-9) * share
    return out / out.sum()


def standers_of(port, plan, spots, world, rng):
    """The Standers of a World; who is where the layout has no place is left out.

    No more are served than there are servers: those who came last wait. Who is stuck in a server that is down
    is served for as long as the repair takes, and for what is left of the service then.
    """
    standing, under_way = [], []
    guesses = rng.choice(len(plan.names.classes), len(world.cls), p=mix_of(plan))
    for said, station, doing, since, guess in zip(*world[:4], guesses, strict=True):
        cls = port.class_of(said) or plan.names.classes[guess]
        spot = spots.get((port.station(station), cls))
        if spot is None:
            continue
        index = plan.names.classes.index(cls)
        age = since if 0.0 < since < math.inf else 0.0  # a clock may be off, and a time not known
        if doing == BETWEEN:
            under_way.append((spot, index, age))
        else:
            standing.append((spot, index, doing, age))
    standing.sort(key=lambda one: (one[2] not in (SERVED, STUCK), -one[3]))
    free = dict(enumerate(plan.arrays.station["servers"].tolist()))
    out = {}
    for spot, index, doing, age in standing:
        is_served = doing in (SERVED, STUCK) and free[spot.station] > 0
        free[spot.station] -= is_served
        is_stuck = is_served and doing == STUCK
        left = stuck_for(plan.arrays, (spot.station, spot.law), age, rng) if is_stuck else math.nan
        age = min(age, spot.oldest) if is_served else age
        does = seen.SERVED if is_served else seen.QUEUEING
        out.setdefault(spot.source, []).append(Standing(spot.pc, index, does, age, left))
    for rows in out.values():
        rows.sort(key=lambda one: (one.doing == seen.QUEUEING, -one.since))
    return Standers(out, tuple(under_way))


def with_standers(plan, standers, rng):
    """(sources, [under way] seconds until it is there): the sources of a plan with those who are inside.

    Who is under way arrives when the rest of its way is over, at the visit that it goes to.
    """
    sources = [source._replace(seen=(), waiting=0) for source in plan.sources]
    for index, rows in standers.seen.items():
        sources[index] = sources[index]._replace(seen=tuple(rows))
    left = [
        residual(spot.way, plan.arrays.table, since, u) if spot.way is not None else 0.0
        for (spot, _, since), u in zip(standers.under_way, rng.random(len(standers.under_way)), strict=True)
    ]
    by_pc = {}
    for (spot, cls, _), seconds in zip(standers.under_way, left, strict=True):
        by_pc.setdefault((spot.source, spot.pc), []).append((seconds, cls))
    for (source, pc), rows in sorted(by_pc.items()):
        sources.append(_coming(plan, plan.sources[source], pc, sorted(rows)))
    return tuple(sources), np.array(left)


def _coming(plan, source, pc, rows):
    """The Source of those who come to a visit at known times."""
    times, classes = zip(*rows, strict=True)
    name = f"{source.name} under way to {pc}"
    return source._replace(
        name=name, key=name_key(name), pc=(pc,) * len(plan.names.classes), mix=((classes[0], 1.0),),
        process=Rows(times, classes, NOBODY), waiting=0, seen=(),
    )  # fmt: skip
