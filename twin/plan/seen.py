"""Who is inside when the run begins: whose service is how old, and what is left of it, by luck."""

import math
from typing import NamedTuple

import numpy as np

from twin.plan.arrivals import ORDER_BITS, root_of
from twin.plan.branching import lasting
from twin.plan.draws import GIVEN, mix, name_key, uniform
from twin.plan.instructions import Stop
from twin.plan.plan import NO_DIST, PATIENCE, SEEN, UNTIL
from twin.plan.processes.keyed import keys_of
from twin.plan.residual import residual
from twin.plan.under_way import Service, draw, whole
from twin.plan.visits import NOBODY

QUEUEING, SERVED, BLOCKED = range(3)  # what they do
DOING = {"queueing": QUEUEING, "served": SERVED, "blocked": BLOCKED}
_FIRST = 1 << 61  # identity of the first, beyond those who arrive and those who wait at the start
_LEFT = name_key("left")


class Standing(NamedTuple):
    """One of them, at a visit."""

    pc: int
    cls: int
    doing: int
    since: float  # seconds before the start
    left: float = math.nan  # seconds that its service still takes; nan: what its law leaves, drawn


def standing(scenario, flow, program, classes):
    """The Standings of a flow in order: at servers, then in queues, who has been there longest first."""
    out = []
    for row in scenario.demand.flows[flow].seen:
        cls = row.class_ or next(iter(scenario.layout.flows[flow].classes))
        pc = next(i for i, line in enumerate(program.lines) if line[0] == flow and _is_at(line[1], row.at))
        out += [Standing(pc, classes.index(cls), DOING[row.doing], row.since)] * row.count
    return tuple(sorted(out, key=_order))


def _is_at(line, name):
    return isinstance(line, Stop) and line.name == name and line.point.kind == "station"


def _order(one):
    return one.doing == QUEUEING, -one.since


def seen(plan, replication):
    """[entity] SEEN: those of all flows in the order in which they take their places."""
    rows = np.zeros(sum(len(source.seen) for source in plan.sources), SEEN)
    at = 0
    for index, source in enumerate(plan.sources):
        own = rows[at : at + len(source.seen)]
        at += len(own)
        own["key"] = keys_of(root_of(plan, replication, source), _FIRST + np.arange(len(own)))
        own["number"] = (np.arange(len(own)) * len(plan.sources) + index) << ORDER_BITS
        own["flow"] = source.flow
        for row, one in zip(own, source.seen, strict=True):
            row["time"], row["pc"], row["cls"], row["doing"] = 0.0 - one.since, one.pc, one.cls, one.doing
            row["left"] = one.left
            row["deadline"] = row["time"] + plan.arrays.cls["promise"][one.cls]
    rows = rows[np.lexsort((rows["number"], rows["time"], rows["doing"] == QUEUEING))]
    _draw(plan.arrays, rows)
    return rows


def _draw(arrays, rows):
    """What has lasted so long gets luck with which it lasts longer: services, and patience."""
    taken = {}
    for row in rows:
        age = -row["time"].item()
        if row["doing"] == QUEUEING:
            found = _patience(arrays, row, age)
        else:
            station = arrays.step["a"][row["pc"]].item()
            server = taken[station] = taken.get(station, -1) + 1
            known = not math.isnan(row["left"])
            found = (0, row["left"]) if known else _service(arrays, row, (station, server), age)
        row["salt"], row["left"] = found


def _service(arrays, row, where, age):
    """(salt, seconds left) of a service on the server of a station that is taken in turn."""
    station, server = where
    counted = arrays.station["servers"][station] > 0
    model = arrays.server["model"][arrays.station["first_server"][station] + server] if counted else 0
    key = row["key"].item()
    service = Service(key, row["pc"].item(), row["cls"].item(), 0, NOBODY, int(model))
    if row["doing"] == BLOCKED:
        return 0, 0.0
    found = lasting(age, _LEFT, lambda salt: whole(arrays, service, salt))
    if found:
        return found[0], found[1] - age
    law = _only_law(arrays, service)  # older than nearly all of its kind
    return 0, 0.0 if law is None else residual(law, arrays.table, age, uniform(key, _LEFT, 0))


def _only_law(arrays, service):
    step = arrays.step[service.pc]
    row = arrays.service[arrays.tab[step["b"] + service.cls * step["c"] + service.model]]
    if row["n"] != 1:
        return None
    law = arrays.dist[arrays.task["dist"][row["first"]]]
    return arrays.dist[law["n"]] if law["kind"] == GIVEN else law  # nobody has recorded them


def _patience(arrays, row, age):
    """(salt, 0) with which one who queues has not gone yet; one whom no law holds so long goes at once."""
    record = arrays.step["d"][row["pc"]]
    law = arrays.tab[record + UNTIL + row["cls"]] if record else NO_DIST
    if law == NO_DIST:
        return 0, 0.0
    key, purpose = row["key"].item(), arrays.tab[record + PATIENCE]
    found = lasting(age, _LEFT, lambda salt: draw(arrays, law, mix(key, salt), (purpose, 0)))
    return (found[0] if found else 0), 0.0
