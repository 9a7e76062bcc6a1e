"""Who was seen stands where one of his flow can stand, and holds what there is."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.arrivals.seen import Seen
from twin.model.checks.broken import Broken, Rule
from twin.model.checks.claims import most_units
from twin.model.demand import ByFleet
from twin.model.errors import listed, nearest
from twin.model.journey import Met, State, trail
from twin.model.origin import Path
from twin.model.serving import needs
from twin.model.steps import Visit

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def _rows(scenario: "Scenario") -> Iterator[tuple[str, Path, Seen]]:
    """(flow, path, row) of each row of the flows that are there."""
    for flow, arrives in scenario.demand.flows.items():
        for index, row in enumerate(arrives.seen if flow in scenario.layout.flows else ()):
            yield flow, ("demand", "flows", flow, "seen", index), row


def seen_at_a_visit(scenario: "Scenario") -> Iterator[Broken]:
    """Where one was seen is one visit of the flow, to which its class comes alone and empty-handed."""
    for flow, path, row in _rows(scenario):
        if isinstance(scenario.demand.flows[flow], ByFleet):
            yield Broken(path, f"{flow} is run by a fleet; say in at_start: how many of it are at the port")
            continue
        met = [met for met in trail(scenario, flow).met if isinstance(met.step, Visit)]
        there = {one.spot.path: one for one in met if one.step.name == row.at}
        if len(there) != 1:
            text = f"{flow} has no visit called {row.at}{nearest(row.at, {one.step.name for one in met})}"
            if there:
                text = f"{flow} has {len(there)} visits called {row.at}; give each a name of its own by as:"
            yield Broken((*path, "at"), text)
            continue
        (one,) = there.values()
        text = _wrong(scenario, row, one) or _more_than_a_place(one.state)
        if text:
            yield Broken((*path, "class" if text.startswith("class") else "at"), text)


def _wrong(scenario: "Scenario", row: Seen, met: Met) -> str:
    """Why one of the class is not seen there as the row says."""
    classes = met.state.classes
    if row.class_ is None and len(classes) > 1:
        return f"class: is one of {listed(classes)} at {row.at}; say which"
    if row.class_ is not None and row.class_ not in classes:
        return f"class {row.class_} does not come to {row.at}; those are {listed(classes)}"
    station = scenario.layout.stations.get(met.step.visit) if isinstance(met.step, Visit) else None
    if station is not None and station.queue == "lanes":
        return f"{row.at} has a queue for each server; write its lanes as stations, and choose: between them"
    return ""


def _more_than_a_place(state: State) -> str:
    """What one brings there besides itself, of which a row does not speak."""
    pools = sorted({pool for pool, units in state.held if units})
    if pools:
        return f"one holds {listed(pools)} there; begin before the seize, or claim it by needs:"
    if state.child or state.forks or state.opened or state.carries or state.leads:
        return "one is there in parts, as a part, or with others; begin before it is forked or gathered"
    return ""


def seen_with_what_there_is(scenario: "Scenario") -> Iterator[Broken]:
    """No more are at servers, and no more units are with them, than there are."""
    servers: Counter[str] = Counter()
    units: Counter[str] = Counter()
    most = most_units(scenario)
    for flow, path, row in _rows(scenario):
        visits = {met.step.name: met.step for met in trail(scenario, flow).met if isinstance(met.step, Visit)}
        name = visits[row.at].visit if row.at in visits else ""
        station = scenario.layout.stations.get(name)
        if station is None or row.doing == "queueing":
            continue
        servers[name] += row.count
        if station.servers is not None and servers[name] > station.count:
            text = f"{servers[name]} are at the servers of {name}, and it has {station.count}"
            yield Broken(path, f"{text}; write doing: queueing for those who wait")
        for pool, n in needs(scenario, station).items() if row.doing == "served" else ():
            units[pool] += n * row.count
            if pool in most and units[pool] > most[pool]:
                text = f"{units[pool]} of {pool} are with those who are served, and there are {most[pool]}"
                yield Broken(path, f"{text}; fewer are served, or there are more")


RULES: tuple[Rule, ...] = (seen_at_a_visit, seen_with_what_there_is)
