"""A scenario becomes a plan: names, units and the layout stop here."""

import math

import numpy as np

from twin.model.errors import ScenarioError
from twin.plan import acting, calendar
from twin.plan.choosing import expected_work, lanes_that_are_left, traits
from twin.plan.finds import finds
from twin.plan.fits import too_large
from twin.plan.instructions import Stop
from twin.plan.laws import Laws
from twin.plan.meetings import Meetings
from twin.plan.order import Code, reached, settle_order
from twin.plan.places import Ways
from twin.plan.plan import CLASS, ENTER, SEIZE, VISIT, Arrays, Names, Plan, table_of
from twin.plan.pools import MM, Pools
from twin.plan.priority import levels
from twin.plan.program import Program, Table, rows_of
from twin.plan.services import Services
from twin.plan.sources import Records, source_of
from twin.plan.stations import Stations
from twin.plan.writing import Draft


def compile_plan(scenario):
    """The Plan of a Scenario; raises ScenarioError with what only shows once ways and rooms are known."""
    draft = Draft(scenario, Laws(), Pools(scenario), Meetings(scenario), Ways(scenario.layout))
    records = Records(scenario)
    services = Services(scenario, draft.laws, records.columns)
    program = Program()
    for flow in scenario.demand.flows:
        program.add(draft, flow)
    acting.write_conditions(draft, program)
    acting.write_repairs(draft, program)
    table = Table(draft.classes, _points(program), services, draft.legs, draft.pools)
    step = rows_of(program, table)
    step, points, states = _in_order(scenario, program, table, step)
    sources = tuple(
        source_of(draft, flow, program=program, records=records) for flow in scenario.demand.flows
    )
    experiment = scenario.experiment
    plan = Plan(
        arrays=_arrays(draft, step, points, (table, services, records, program)),
        names=_names(draft, points),
        sources=sources,
        start=experiment.start.isoformat(),
        horizon=experiment.horizon,
        warm_up=experiment.warm_up,
        replications=experiment.replications,
        seed=experiment.seed,
        finds=finds(scenario, points),
    )
    faults = too_large(draft, plan, states)
    if faults:
        raise ScenarioError(faults)
    return plan


def _points(program):
    """{Point: index} in order of appearance, stations and links before those that have no servers or room."""
    seen = [line for _, line in program.lines if hasattr(line, "point")]
    stations = [line.point for line in seen if isinstance(line, Stop)]
    others = [line.point for line in seen if not isinstance(line, Stop)]
    return {point: i for i, point in enumerate(dict.fromkeys([*stations, *others]))}


def _in_order(scenario, program, table, step):
    """(steps, points, (pc, class) reached) with the stations in the order of settle."""
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
    return step, [points[i] for i in order] + points[stations:], states


def _arrays(draft, step, points, made):
    (table, services, records, program), scenario = made, draft.scenario
    hours = calendar.hours_of(scenario)
    placed = [point for point in points if point.kind in ("station", "link")]
    duties = calendar.duties(scenario, placed, hours)
    stations = Stations(draft, services, duties, program.entries).of(placed)
    station, server, group_station, group_first = stations.arrays()
    claims = np.isin(step["op"], (SEIZE, ENTER))
    step["d"][claims] = [draft.pools.group_of_need(row) for row in step["a"][claims]]
    station["traits"] |= traits(step, table.tab, len(placed), len(draft.classes))
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
        unit=draft.pools.unit,
        way=draft.pools.way,
        group_station=group_station,
        group_first=group_first,
        **draft.meetings.arrays(),
        calendar=calendar.entries(scenario, _by_index(placed, duties), draft=draft, hours=hours),
        cls=_classes(scenario),
        work=expected_work(scenario, placed, station),
        jockeys=lanes_that_are_left(step),
        level=levels(scenario),
        tab=np.array(table.tab, np.int64),
        cum=np.array(table.cum, float),
        table=nodes,
        given=records.given,
        run_key=np.zeros(2, np.int64),
        **acting.tables(draft, program, placed),
    )


def _by_index(points, of_point):
    """What is known of points, by their index."""
    return {index: of_point[point] for index, point in enumerate(points) if point in of_point}


def _classes(scenario):
    """[class] CLASS."""
    classes = scenario.layout.classes.values()
    rows = []
    for cls in classes:
        taken, length, load = round(cls.taken * MM), round(cls.length * MM), round(cls.carries)
        rows.append((taken, length, load, cls.promise or math.inf, *cls.size))
    return table_of(rows, CLASS)


def _area(layout, point):
    """What those who stand at a point share, in m2."""
    things = {"station": layout.stations, "zone": layout.zones}.get(point.kind, {})
    area = things[point.name].area if point.name in things else None
    return math.nan if area is None else area


def _names(draft, points):
    return Names(
        points=tuple(points),
        areas=tuple(_area(draft.scenario.layout, point) for point in points),
        classes=draft.classes,
        flows=tuple(draft.scenario.layout.flows),
        exits=draft.exits,
        pools=draft.pools.names,
        stocks=tuple(draft.scenario.layout.stocks),
        pool_kinds=tuple(kind for kind, _ in draft.pools.index),
        conditions=tuple(draft.scenario.layout.conditions),
        roles=tuple(draft.meetings.roles),
    )
