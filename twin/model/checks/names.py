"""Every name that is used is the name of something."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from twin.model import questions
from twin.model.checks.broken import Broken, Rule
from twin.model.demand import Appointments, ByFleet, ByProfile, Recorded, Timetable
from twin.model.errors import listed, nearest, unknown
from twin.model.origin import Path
from twin.model.serving import OTHER, kinds_of_server
from twin.model.steps import (
    Awaiting,
    Branch,
    Do,
    Fork,
    Gather,
    Leave,
    Match,
    Release,
    Return,
    Seize,
    Split,
    Step,
    Travel,
    Visit,
    Wait,
)
from twin.model.waiting import awaitable, marks_of
from twin.model.walk import Spot, all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

KINDS = ("stations", "zones", "pools", "stocks", "classes", "conditions", "matches")  # one name, one thing
SINGULAR = {"stations": "station", "zones": "zone", "pools": "pool", "stocks": "stock", "classes": "class",
            "conditions": "condition", "matches": "match"}  # fmt: skip


def _known(kind: str, word: str | None, there: Iterable[str], path: Path) -> Iterator[Broken]:
    names = list(there)
    if word is not None and word not in names:
        yield Broken(path, unknown(kind, word, names))


def _by_class(scenario: "Scenario", value: Any, path: Path) -> Iterator[Broken]:
    if isinstance(value, Mapping):
        for name in value:
            yield from _known("class", name, [*scenario.layout.classes, OTHER], (*path, name))


def one_name_one_thing(scenario: "Scenario") -> Iterator[Broken]:
    """A name is that of one station, zone, pool, stock or class."""
    owners: dict[str, str] = {}
    for kind in KINDS:
        for name in getattr(scenario.layout, kind):
            if name in owners:
                text = (
                    f"{name} is a {SINGULAR[owners[name]]} already; one name, one thing: rename one of them"
                )
                yield Broken(("layout", kind, name), text)
            owners.setdefault(name, kind)


def places_are_known(scenario: "Scenario") -> Iterator[Broken]:
    """Links, stations, zones, stocks and flows stand at places of the layout."""
    layout = scenario.layout
    for name, link in layout.links.items():
        yield from _known("place", link.from_, layout.places, ("layout", "links", name, "from"))
        yield from _known("place", link.to, layout.places, ("layout", "links", name, "to"))
    for kind in ("stations", "zones", "stocks", "pools"):
        for name, thing in getattr(layout, kind).items():
            yield from _known("place", thing.at, layout.places, ("layout", kind, name, "at"))
    for name, flow in layout.flows.items():
        yield from _known("place", flow.starts_at, layout.places, ("layout", "flows", name, "starts_at"))


def stations_name_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """Hours, pools, stock and classes of a station are those of the port."""
    layout = scenario.layout
    for name, station in layout.stations.items():
        path: Path = ("layout", "stations", name)
        yield from _known("calendar", station.hours, scenario.roster.calendars, (*path, "hours"))
        yield from _known("stock", station.fills, layout.stocks, (*path, "fills"))
        for pool in station.needs if "needs" in station.model_fields_set else ():
            yield from _known("pool", pool, layout.pools, (*path, "needs", pool))
        for one in station.reserved:
            yield from _known("class", one, layout.classes, (*path, "reserved", one))
        for word in ("service_time", "fails", "alarm"):
            yield from _by_class(scenario, getattr(station, word), (*path, word))
        for task in station.tasks or ():
            for word in ("service_time", "fails", "alarm"):
                yield from _by_class(scenario, getattr(task, word), (*path, "tasks", task.name, word))


def equipment_is_in_the_catalogue(scenario: "Scenario") -> Iterator[Broken]:
    """A station's models are in the catalogue, do what the station does, and need pools of this port."""
    for name, station in scenario.layout.stations.items():
        path: Path = ("layout", "stations", name)
        several = isinstance(station.servers, dict)
        for model in filter(None, kinds_of_server(station)):
            at = (*path, "servers", model) if several else (*path, "model")
            yield from _known("equipment", model, scenario.equipment, at)
            found = scenario.equipment.get(model)
            if found is None:
                continue
            if found.does != station.does:
                yield Broken(at, f"{model} does {found.does}, the station does {station.does}")
            for pool in found.needs:
                yield from _known("pool", pool, scenario.layout.pools, ("equipment", model, "needs", pool))


def stocks_name_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """A stock's hours are a calendar, and what clears it is a mark that a step makes."""
    marks = sorted(marks_of(scenario.layout))
    for name, stock in scenario.layout.stocks.items():
        path: Path = ("layout", "stocks", name)
        yield from _known("calendar", stock.hours, scenario.roster.calendars, (*path, "hours"))
        yield from _known("mark", stock.only_when, marks, (*path, "only_when"))


def flows_have_classes(scenario: "Scenario") -> Iterator[Broken]:
    """A flow's classes are those of the port."""
    for name, flow in scenario.layout.flows.items():
        if not flow.classes:
            yield Broken(("layout", "flows", name, "classes"), "names no class; write at least one")
        for one in flow.classes:
            yield from _known("class", one, scenario.layout.classes, ("layout", "flows", name, "classes"))


def steps_act_on_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """The name behind a verb is that of a thing the verb can act on."""
    for step, spot in all_steps(scenario.layout):
        for kind, word, there in _acted_on(scenario, step):
            if word not in there:
                yield Broken(spot.path, unknown(kind, word, list(there)), said=spot.said)


def _acted_on(scenario: "Scenario", step: Step) -> list[tuple[str, str, Iterable[str]]]:
    layout = scenario.layout
    match step:
        case Visit():
            return [("station", step.visit, layout.stations)]
        case Travel():
            return [("zone or place", step.travel, [*layout.zones, *layout.places])]
        case Split():
            return [("class", step.split, layout.classes)]
        case Gather():
            named = [("class", step.gather, list(layout.classes)), ("class", step.into, list(layout.classes))]
            named.append(("slot", step.cut_off, list(scenario.policy.slots)))
            return [(kind, name, there) for kind, name, there in named if name is not None]
        case Match():
            return [("match", step.match, layout.matches)]
        case Do():
            return [("part", step.do, layout.parts)]
        case Wait() if isinstance(step.wait, str):
            return [("quota, slot, calendar, permission or mark", step.wait, awaitable(scenario))]
        case Seize() | Release():
            claimed = step.seize if isinstance(step, Seize) else step.release
            return [("pool", pool, layout.pools) for pool in claimed]
        case Leave():
            return [("exit", step.leave, layout.exits)]
        case Return():
            return [("fleet", step.return_, scenario.demand.fleets)]
        case _:
            return []


def patience_is_of_classes(scenario: "Scenario") -> Iterator[Broken]:
    """Where patience is said by class, the classes are those of the port."""
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Awaiting):
            yield from _by_class(scenario, step.gives_up_after, (*spot.path, "gives_up_after"))


def questions_are_known(scenario: "Scenario") -> Iterator[Broken]:
    """A branch asks a station, a channel, an attribute, the class or a share."""
    known = questions.askable(scenario)
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Branch):
            asked, dot, what = step.branch.partition(".")
            if dot and questions.asked_of(scenario.layout, asked) is None:
                yield _at(spot, unknown("station", asked, list(scenario.layout.stations)))
            elif not dot and asked not in known:
                yield _at(
                    spot, f"nothing says how {asked} is answered{nearest(asked, known)}; {_ways(known)}"
                )


def _ways(known: list[str]) -> str:
    return f"add it to policy.shares or policy.channels; what can be asked is {listed(known)}"


def _at(spot: Spot, text: str) -> Broken:
    return Broken(spot.path, text, said=spot.said)


def demand_names_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """Demand is for flows, classes, profiles, fleets and steps that are there."""
    layout, demand = scenario.layout, scenario.demand
    for name, arrives in demand.flows.items():
        path: Path = ("demand", "flows", name)
        yield from _known("flow", name, layout.flows, path)
        classes = layout.flows[name].classes if name in layout.flows else arrives.mix
        for one in arrives.mix:
            yield from _known(f"class in flow {name} named", one, classes, (*path, "mix", one))
        if isinstance(arrives, ByProfile):
            yield from _known("profile", arrives.profile, demand.profiles, (*path, "profile"))
        if isinstance(arrives, ByFleet):
            yield from _known("fleet", arrives.fleet, demand.fleets, (*path, "fleet"))
        if isinstance(arrives, Appointments):
            yield from _known("calendar", arrives.hours, scenario.roster.calendars, (*path, "hours"))
        for holiday in arrives.closed if isinstance(arrives, Timetable) else ():
            yield from _known("holiday", holiday, scenario.roster.holidays, (*path, "closed"))
        if isinstance(arrives, Recorded):
            yield from _recorded(scenario, arrives, classes, path)
    for name, fleet in demand.fleets.items():
        yield from _known("class", fleet.class_, layout.classes, ("demand", "fleets", name, "class"))
    if isinstance(demand.growth, Mapping):
        for name in demand.growth:
            yield from _known("flow", name, [*layout.flows, OTHER], ("demand", "growth", name))


def _recorded(
    scenario: "Scenario", arrives: Recorded, classes: Iterable[str], path: Path
) -> Iterator[Broken]:
    visits = {step.name: None for step, _ in all_steps(scenario.layout) if isinstance(step, Visit)}
    for one in dict.fromkeys(row.class_ for row in arrives.rows if row.class_):
        yield from _known(f"class in flow {path[-1]} named", one, classes, (*path, "rows"))
    for name in arrives.stations:
        yield from _known("visit to", name, visits, (*path, "rows"))


def roster_names_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """Shifts are of pools and stations, and what closes a calendar is a holiday."""
    roster = scenario.roster
    for name, calendar in roster.calendars.items():
        for holiday in calendar.closed:
            yield from _known("holiday", holiday, roster.holidays, ("roster", "calendars", name, "closed"))
    for pool, shifts in roster.shifts.items():
        staffed = [*scenario.layout.pools, *scenario.layout.stations]
        yield from _known("pool or station", pool, staffed, ("roster", "shifts", pool))
        for name, shift in shifts.items():
            for holiday in shift.closed:
                yield from _known(
                    "holiday", holiday, roster.holidays, ("roster", "shifts", pool, name, "closed")
                )


def policy_names_what_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """Shares by class are of classes that are there, priorities of classes or flows."""
    for name, share in scenario.policy.shares.items():
        yield from _by_class(scenario, share, ("policy", "shares", name))
    for name in scenario.policy.priority:
        there = [*scenario.layout.classes, *scenario.layout.flows]
        yield from _known("class or flow", name, there, ("policy", "priority", name))


def forks_have_paths(scenario: "Scenario") -> Iterator[Broken]:
    """A fork opens at least one path, and a choice at least one way."""
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Fork) and not step.into:
            yield _at(spot, "a fork with no path; write into: {name: steps}, or leave the fork out")


RULES: tuple[Rule, ...] = (
    one_name_one_thing,
    places_are_known,
    stations_name_what_is_there,
    equipment_is_in_the_catalogue,
    stocks_name_what_is_there,
    flows_have_classes,
    steps_act_on_what_is_there,
    patience_is_of_classes,
    questions_are_known,
    demand_names_what_is_there,
    roster_names_what_is_there,
    policy_names_what_is_there,
    forks_have_paths,
)
