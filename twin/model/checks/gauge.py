"""Whoever runs on rails stands on rails of its gauge, and so does what it takes along."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from twin.model.checks.broken import Broken, Rule
from twin.model.checks.movable import uses
from twin.model.checks.on_the_way import broken_at
from twin.model.gauge import Gauge, other_gauge, run_together
from twin.model.journey import Met, trails
from twin.model.serving import needs
from twin.model.shortest import by_metres, by_time, links_by, shortest
from twin.model.steps import Again, Gather, Match, Seize, Step, Travel, Visit
from twin.model.things import Link, Station, Zone

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

WAY_OUT = (
    "use one of its own gauge, write gauge: both, or let it pass a station that does gauge_change before"
)


class Runner(NamedTuple):
    """A class and the gauge it runs on where it is."""

    cls: str
    gauge: Gauge | None

    @property
    def said(self) -> str:
        """Read aloud."""
        return f"{self.cls} runs on {self.gauge} gauge here"


def they_stand_on_their_gauge(scenario: "Scenario") -> Iterator[Broken]:
    """A zone or a station takes in who runs on its gauge, and those who are with it."""
    partners = _partners(scenario)
    for met in _met(scenario):
        found = _thing(scenario, met.step)
        if found is None:
            continue
        name, thing = found
        for one in [*_runners(scenario, met), *partners.get(met.state.leads, ())]:
            if not run_together(one.gauge, thing.gauge):
                yield broken_at(met, f"{one.said}, and {name} is {thing.gauge}; {WAY_OUT}")


def they_go_over_their_gauge(scenario: "Scenario") -> Iterator[Broken]:
    """A way between two places leads over links of one's gauge."""
    for met in _met(scenario):
        end = _destination(scenario, met.step)
        for start in sorted(one for one in met.state.places if one is not None):
            for link in _way(scenario, start, end, cost=by_time):
                gauge = scenario.layout.links[link].gauge
                for one in _runners(scenario, met):
                    if not run_together(one.gauge, gauge):
                        text = f"{one.said}, and its way from {start} to {end} leads over {link}, which is"
                        yield broken_at(met, f"{text} {gauge}; {WAY_OUT}")


def pools_are_used_on_their_gauge(scenario: "Scenario") -> Iterator[Broken]:
    """A locomotive is claimed where it can stand."""
    pools = scenario.layout.pools
    for met in _met(scenario):
        for pool in _claimed(scenario, met.step):
            gauge = pools[pool].gauge if pool in pools else None
            for ground, under in _grounds(scenario, met):
                if not run_together(gauge, under):
                    text = f"{pool} is {gauge}, and {ground} {under}"
                    yield broken_at(
                        met, f"{text}; claim one of that gauge, or write gauge: both where both lie"
                    )


def units_come_over_their_gauge(scenario: "Scenario") -> Iterator[Broken]:
    """Units that move come over links of their gauge."""
    found = list(uses(scenario))
    for name, pool in scenario.layout.pools.items():
        places = [str(use.place) for use in found if use.pool == name and use.place is not None]
        for start in dict.fromkeys([str(pool.at), *places]) if pool.moves else ():
            for use in found:
                mine = use.pool == name and use.is_claim
                for link in _way(scenario, start, use.place, cost=by_metres) if mine else ():
                    gauge = scenario.layout.links[link].gauge
                    if not run_together(pool.gauge, gauge):
                        way = f"its way from {start} to {use.place} leads over {link}, which is {gauge}"
                        out = "lay a shorter link of its gauge, or write gauge: both"
                        yield Broken(use.path, f"{name} is {pool.gauge}, and {way}; {out}", said=use.said)


def wholes_run_on_the_gauge_of_their_members(scenario: "Scenario") -> Iterator[Broken]:
    """A new train is made of wagons that stand on its gauge."""
    for met in _met(scenario):
        into = met.step.into if isinstance(met.step, Gather) else None
        whole = scenario.layout.classes.get(into or "")
        for one in _runners(scenario, met):
            if whole is not None and not run_together(one.gauge, whole.gauge):
                yield broken_at(met, f"{one.said}, and {into} is {whole.gauge}; {WAY_OUT}")


def _met(scenario: "Scenario") -> Iterator[Met]:
    """Every step on every way, in a port that knows of gauges at all."""
    layout = scenario.layout
    things = (layout.classes, layout.stations, layout.zones, layout.links, layout.pools)
    if any(thing.gauge is not None for kind in things for thing in kind.values()):
        for found in trails(scenario):
            yield from found.met


def _runners(scenario: "Scenario", met: Met) -> list[Runner]:
    """The classes that come to a step, with the gauges on which they may run there."""
    classes = [one for one in met.state.classes if one in scenario.layout.classes]
    gauges = {one: scenario.layout.classes[one].gauge for one in classes}
    return [
        Runner(one, other_gauge(gauge) if turned else gauge)
        for one, gauge in gauges.items()
        for turned in sorted(met.state.regauged)
    ]


def _partners(scenario: "Scenario") -> dict[str, list[Runner]]:
    """[match] those who are with its leader, as they come to it."""
    found: dict[str, list[Runner]] = {}
    for met in _met(scenario):
        step = met.step
        if isinstance(step, Match) and step.match in scenario.layout.matches:
            about = scenario.layout.matches[step.match]
            others = [one for one in _runners(scenario, met) if one.cls != about.between[about.leader]]
            found.setdefault(step.match, []).extend(others)
    return found


def _thing(scenario: "Scenario", step: Step) -> tuple[str, Station | Zone] | None:
    """The zone or the station that a step leads to."""
    layout = scenario.layout
    if isinstance(step, Visit) and step.visit in layout.stations:
        return step.visit, layout.stations[step.visit]
    if isinstance(step, Travel) and step.travel in layout.zones:
        return step.travel, layout.zones[step.travel]
    return None


def _destination(scenario: "Scenario", step: Step) -> str | None:
    """The place that a step leads to; None where it leads to none of its own."""
    found = _thing(scenario, step)
    if found is not None:
        return found[1].at
    if isinstance(step, Again):
        station = scenario.layout.stations.get(step.again)
        return station.at if station is not None else None
    return step.travel if isinstance(step, Travel) else None


def _way(
    scenario: "Scenario", start: str, end: str | None, *, cost: Callable[[Link], float]
) -> tuple[str, ...]:
    """The links of the cheapest way from a place to another, none where there is no way."""
    ways = shortest(links_by(cost, scenario.layout), start)
    return tuple(name for name, _ in ways[end][1]) if end in ways else ()


def _claimed(scenario: "Scenario", step: Step) -> tuple[str, ...]:
    if isinstance(step, Seize):
        return tuple(step.seize)
    if isinstance(step, Visit) and step.visit in scenario.layout.stations:
        return tuple(needs(scenario, scenario.layout.stations[step.visit]))
    return ()


def _grounds(scenario: "Scenario", met: Met) -> list[tuple[str, Gauge | None]]:
    """What lies under the one who claims, with its gauge: the station's, else its zone's, else its own."""
    found = _thing(scenario, met.step)
    if found is not None and found[1].gauge is not None:
        return [(f"{found[0]} is", found[1].gauge)]
    zones = {name: scenario.layout.zones[name].gauge for name in met.state.zones if name is not None}
    if zones and None not in zones.values() and None not in met.state.zones:
        return [(f"{name} is", gauge) for name, gauge in sorted(zones.items())]
    return [(f"{one.cls} runs here on", one.gauge) for one in _runners(scenario, met)]


RULES: tuple[Rule, ...] = (
    they_stand_on_their_gauge,
    they_go_over_their_gauge,
    pools_are_used_on_their_gauge,
    units_come_over_their_gauge,
    wholes_run_on_the_gauge_of_their_members,
)
