"""A scenario becomes a plan: names, units and the layout stop here."""

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.plan import calendar
from twin.plan.instructions import Stop
from twin.plan.laws import Laws
from twin.plan.order import Code, reached, settle_order
from twin.plan.places import Ways
from twin.plan.plan import CLASS, ENTER, VISIT, Arrays, Names, Plan
from twin.plan.pools import MM, Pools
from twin.plan.program import Program, Table, rows_of
from twin.plan.services import Services
from twin.plan.sources import Records, source_of
from twin.plan.stations import Stations
from twin.plan.verbs import Draft


def compile_plan(scenario):
    """The Plan of a Scenario; raises ScenarioError with what only shows once ways and rooms are known."""
    draft = Draft(scenario, Laws(), Pools(scenario), Ways(scenario.layout))
    records = Records(scenario)
    services = Services(scenario, draft.laws, records.columns)
    program = Program()
    for flow in scenario.demand.flows:
        program.add(draft, flow)
    table = Table(draft.classes, _points(program), services, draft.legs, draft.pools)
    step = rows_of(program, table)
    step, points, code, states = _in_order(scenario, program, table, step)
    sources = tuple(
        source_of(draft, flow, entry=program.entries[flow], records=records) for flow in scenario.demand.flows
    )
    experiment = scenario.experiment
    plan = Plan(
        arrays=_arrays(draft, step, points, (table, services, records)),
        names=_names(draft, points),
        sources=sources,
        start=experiment.start.isoformat(),
        horizon=experiment.horizon,
        warm_up=experiment.warm_up,
        replications=experiment.replications,
        seed=experiment.seed,
    )
    _refuse(_too_large(draft, plan, code, states))
    return plan


def _points(program):
    """{Point: index} in order of appearance, stations and links before those that have no servers or room."""
    seen = [(instruction, instruction.point) for _, instruction in program.lines if hasattr(instruction, "point")]
    stations = [point for instruction, point in seen if isinstance(instruction, Stop)]
    others = [point for instruction, point in seen if not isinstance(instruction, Stop)]
    return {point: i for i, point in enumerate(dict.fromkeys([*stations, *others]))}


def _in_order(scenario, program, table, step):
    """(steps, points, Code, states reached) with the stations in the order of settle."""
    classes = list(scenario.layout.classes)
    starts = [
        (program.entries[flow], classes.index(cls))
        for flow in scenario.demand.flows
        for cls in scenario.layout.flows[flow].classes
    ]
    code = Code(step.tolist(), table.tab, table.cum)
    states = reached(code, starts)
    points = list(table.points)
    stations = len({point for point in points if point.kind in ("station", "link")})
    order = settle_order(code, states, stations)
    place = np.empty(stations, np.int32)
    place[order] = np.arange(stations)
    visits = step["op"] == VISIT
    step["a"][visits] = place[step["a"][visits]]
    return step, [points[i] for i in order] + points[stations:], code._replace(step=step.tolist()), states


def _arrays(draft, step, points, made):
    table, services, records = made
    scenario = draft.scenario
    stations = Stations(draft, services, calendar.open_at_start(scenario))
    placed = [point for point in points if point.kind in ("station", "link")]
    for point in placed:
        stations.add(point)
    station, server, group_station, group_first = stations.arrays()
    pool, need, stock = draft.pools.arrays(draft.marks)
    service, task = services.arrays()
    dist, nodes = draft.laws.arrays()
    return Arrays(
        step=step,
        dist=dist,
        service=service,
        task=task,
        station=station,
        server=server,
        pool=pool,
        need=need,
        stock=stock,
        group_station=group_station,
        group_first=group_first,
        calendar=calendar.entries(scenario, placed, draft.pools),
        cls=_classes(scenario),
        tab=np.array(table.tab, np.int64),
        cum=np.array(table.cum, float),
        table=nodes,
        given=records.given,
        run_key=np.zeros(1, np.int64),
    )


def _classes(scenario):
    """[class] CLASS; a class without a priority comes after those that have one."""
    levels = scenario.policy.priority
    last = max(levels.values(), default=-1) + 1
    rows = [
        (round(cls.taken * MM), round(cls.carries), levels.get(name, last))
        for name, cls in scenario.layout.classes.items()
    ]
    return np.array(rows, CLASS)


def _names(draft, points):
    return Names(
        points=tuple(points),
        classes=draft.classes,
        flows=tuple(draft.scenario.layout.flows),
        exits=draft.exits,
        pools=tuple(name for _, name in draft.pools.index),
        stocks=tuple(draft.scenario.layout.stocks),
    )


def _too_large(draft, plan, code, states):
    """Faults of entities that would wait for ever, since they are longer or heavier than what is to take them."""
    layout, found = draft.scenario.layout, {}
    for pc, cls in sorted(states):
        name, said = plan.names.classes[cls], layout.classes[plan.names.classes[cls]]
        op, a, c = (code.step[pc][i] for i in (1, 2, 4))
        point = plan.names.points[a] if op == VISIT else plan.names.points[c] if op == ENTER else None
        if point is None:
            continue
        if point.kind == "link" and said.taken > draft.legs[point].room:
            link = point.name.partition(":")[0]
            found[f"layout.links.{link}", name] = (draft.legs[point].room, said.taken, "m", "storage: or lanes:")
        elif point.kind == "zone" and _metres(layout.zones[point.name].holds) < said.taken:
            room = _metres(layout.zones[point.name].holds)
            found[f"layout.zones.{point.name}.holds", name] = (room, said.taken, "m", "metres")
        elif point.kind == "station" and layout.stations[point.name].fills:
            stock = layout.stations[point.name].fills
            if layout.stocks[stock].holds < said.carries:
                tonnes = layout.stocks[stock].holds / 1000
                found[f"layout.stocks.{stock}.holds", name] = (tonnes, said.carries / 1000, "t", "tonnes")
    return [
        Fault(path, "", f"has {room:g} {unit}, a {cls} takes {taken:g} {unit} and would wait for ever; give it more {more}")
        for (path, cls), (room, taken, unit, more) in found.items()
    ]


def _metres(room):
    return room.amount if room is not None and room.unit == "metres" else float("inf")


def _refuse(faults):
    if faults:
        raise ScenarioError(faults)
