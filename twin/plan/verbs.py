"""What each verb becomes: instructions, from the place where the entity stands, and where they lead."""

from twin.model.demand import ByFleet
from twin.model.errors import Fault, ScenarioError
from twin.model.questions import URGENT as URGENT_WORD
from twin.model.questions import counted
from twin.plan import waits
from twin.plan.choosing import RULES
from twin.plan.claiming import Errand, after_service, releasing, seizing
from twin.plan.instructions import (
    Ask,
    Await,
    End,
    Enter,
    Goto,
    Home,
    Leave,
    Pick,
    Put,
    Spawn,
    Stop,
)
from twin.plan.matching import match, meet, meet_known, part
from twin.plan.parting import gather, gather_known, split
from twin.plan.patience import instead
from twin.plan.plan import URGENT, Point
from twin.plan.visits import NOBODY
from twin.plan.writing import ARRIVAL, Block, Spot


def write(writing, spot):
    """The Block of a spot."""
    if isinstance(spot, Errand):
        return Block([*spot.instructions, End()])
    if spot.node is None:
        return Block([End()])
    if spot.lane != NOBODY:
        return _stop(writing, spot)
    if spot.known:
        return KNOWING[spot.node.step.verb](writing, spot)
    return WRITE[spot.node.step.verb](writing, spot.node, spot.place)


def lanes_of(station):
    """The lanes of a station, none where it has one queue."""
    return range(station.count) if station.queue == "lanes" else ()


def _visit(writing, node, place):
    station = writing.layout.stations[node.step.visit]
    on_the_way = writing.travel(place, station.at)
    here = station.at or place
    if on_the_way:
        return Block(on_the_way, Spot(node, here))
    if lanes_of(station):
        return _choice(writing, [node], here, by=(station.lane_rule, station.jockeys))
    return _stop(writing, Spot(node, here))


def _choose(writing, node, place):
    first = list(node.ways.values())
    sites = {writing.layout.stations[way.step.visit].at or place for way in first}
    if len(sites) > 1:
        said = ", ".join(f"{way.step.visit} at {writing.layout.stations[way.step.visit].at}" for way in first)
        text = f"queues are compared at one place, here are {said}; give them one at:, or use branch:"
        raise ScenarioError([Fault(node.path, "", text)])
    here = sites.pop()
    on_the_way = writing.travel(place, here)
    if on_the_way:
        return Block(on_the_way, Spot(node, here))
    return _choice(writing, first, here, by=(node.step.choose, node.step.jockeys))


def _choice(writing, visits, here, *, by):
    """The lanes and stations to choose from by a rule, for each class those that it may use."""
    rule, jockeys = by
    ways = {cls: [] for cls in visits[0].thread.classes}
    targets = []
    for node in visits:
        station = writing.layout.stations[node.step.visit]
        lanes = lanes_of(station)
        spots = [Spot(node, here, lane) for lane in lanes or (len(lanes),)]
        targets.extend(spots)
        owner = _reserved(station)
        for cls, open_ways in ways.items():
            open_ways.extend(spot for spot in spots if owner.get(spot.lane) in (None, cls))
    pick = Pick(tuple(targets), {cls: tuple(way) for cls, way in ways.items()}, RULES[rule])
    if jockeys:
        writing.picks.update(dict.fromkeys(targets, pick))
    return Block([pick])


def _reserved(station):
    """{lane: class} of the last lanes, in the order of the classes named."""
    names = [cls for cls, n in station.reserved.items() for _ in range(n)]
    free = len(lanes_of(station)) - len(names)
    return {free + i: cls for i, cls in enumerate(names)}


def _stop(writing, spot):
    """The visit itself, once it is chosen where."""
    node, step = spot.node, spot.node.step
    station = writing.layout.stations[step.visit]
    here = Point("station", step.visit, spot.lane if lanes_of(station) else NOBODY)
    stop = Stop(here, step.name, instead(writing, spot), writing.picks.get(spot))
    return Block([stop, *after_service(writing, station, node.name)], writing.after(node, spot.place))


def _travel(writing, node, place):
    name = node.step.travel
    zone = writing.layout.zones.get(name)
    there = name if zone is None else zone.at or place
    out = writing.travel(place, there)
    if zone is not None:
        out.append(Enter(writing.draft.pools.of_zone(name), Point("zone", name)))
    return Block(out, writing.after(node, there))


def _branch(writing, node, place):
    question, classes = node.step.branch, node.thread.classes
    said = counted(writing.draft.scenario, classes, question)
    targets = []
    for case in said.cases:
        way = node.ways.get(case, node.ways.get("other", node.after))
        targets.append(Spot(way, place))
    unsaid = (0.0,) * (len(said.cases) - 1) + (1.0,)
    shares = {cls: said.shares.get(cls, unsaid) for cls in classes}
    register = writing.registers.get(question, NOBODY)
    return Block([Ask(question, shares, tuple(targets), register, said.kind == "attribute")])


def _fork(writing, node, place):
    out = []
    for name, other in node.parts.items():
        cls = writing.draft.classes.index(name) if name in writing.layout.classes else NOBODY
        out.append(Spawn(f"{node.name}.{name}", cls, node.counter, Spot(other.first, place)))
    return Block(out, writing.after(node, place))


def _join(writing, node, place):
    parts = NOBODY if node.step.need is None else node.step.need
    return Block([Await(node.counter, parts, Point("join", node.step.name))], writing.after(node, place))


def _seize(writing, node, place):
    return Block(seizing(writing, node.step, place), writing.after(node, place))


def _release(writing, node, place):
    return Block(releasing(writing, node, place), writing.after(node, place))


def _set(writing, node, place):
    out = []
    for question, value in node.step.set.items():
        if question == URGENT_WORD:
            out.append(Put(URGENT, int(value) + 1))
        elif question in writing.registers:
            said = counted(writing.draft.scenario, node.thread.classes, question)
            if said is not None and value in said.cases:
                out.append(Put(writing.registers[question], said.cases.index(value) + 1))
    return Block(out, writing.after(node, place))


def _leave(writing, node, place):
    return Block([Leave(writing.draft.exits.index(node.step.leave))])


def _return(writing, node, place):
    name = node.step.return_
    demand = writing.draft.scenario.demand
    exit = writing.draft.exits.index(name, len(writing.layout.exits) + 1)
    arrives = demand.flows[writing.flow]
    if not isinstance(arrives, ByFleet) or arrives.fleet != name:
        return Block([Leave(exit)])
    return Block([Home(name, writing.draft.laws.index(demand.fleets[name].away), exit, (ARRIVAL,))])


def _again(writing, node, place):
    target = node.thread.named[node.step.again]
    station = writing.layout.stations.get(target.step.visit) if target.step.verb == "visit" else None
    there = station.at if station is not None and station.at is not None else place
    return Block([*writing.travel(place, there), Goto((Spot(target, there),))], again=True)


WRITE = {
    "visit": _visit,
    "travel": _travel,
    "branch": _branch,
    "choose": _choose,
    "fork": _fork,
    "join": _join,
    "split": split,
    "gather": gather,
    "match": match,
    "meet": meet,
    "part": part,
    "seize": _seize,
    "release": _release,
    "wait": waits.wait,
    "set": _set,
    "mark": waits.mark,
    "leave": _leave,
    "return": _return,
    "again": _again,
}

# Of those that go by attributes: with the cases of some of them known.
KNOWING = {"gather": gather_known, "meet": meet_known}
