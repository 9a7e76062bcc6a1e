"""Conditions name what is there and take time, and who is sent for to repair can come."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from twin.model.checks.broken import Broken, Rule
from twin.model.conditions import Condition
from twin.model.errors import unknown
from twin.model.origin import Path
from twin.model.serving import breakdown, kinds_of_server, needs

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


class Sent(NamedTuple):
    """A crew that is sent for, where that is said, and the place it comes to."""

    path: Path
    crew: Mapping[str, int]
    place: str | None


def conditions_are_known(scenario: "Scenario") -> Iterator[Broken]:
    """What stations depend on is a condition of the layout."""
    conditions = list(scenario.layout.conditions)
    for name, station in scenario.layout.stations.items():
        for one in station.depends_on:
            if one not in conditions:
                path = ("layout", "stations", name, "depends_on")
                yield Broken(path, unknown("condition", one, conditions))


def states_are_known(scenario: "Scenario") -> Iterator[Broken]:
    """A condition starts in a state of its own, and a state leads to such."""
    for name, condition in scenario.layout.conditions.items():
        path, states = ("layout", "conditions", name), list(condition.in_order)
        if condition.starts is not None and condition.starts not in states:
            yield Broken((*path, "starts"), unknown("state", condition.starts, states))
        for state, said in condition.states.items():
            for one in said.then:
                if one not in states:
                    yield Broken((*path, "states", state, "then"), unknown("state", one, states))


def conditions_take_time(scenario: "Scenario") -> Iterator[Broken]:
    """A condition does not go round its states without time passing."""
    for name, condition in scenario.layout.conditions.items():
        timeless = [state for state, said in condition.in_order.items() if said.stays.is_zero]
        ring = next((ring for state in timeless for ring in _ring(condition, timeless, state)), None)
        if ring:
            said = " → ".join([*ring, ring[0]])
            text = f"may go round {said} without time passing; give one of these states a time above 0 s"
            yield Broken(("layout", "conditions", name), text)


def _ring(condition: Condition, timeless: list[str], start: str) -> Iterator[list[str]]:
    """Ways through timeless states that come back to where they began."""
    paths = [[start]]
    seen = set()
    while paths:
        path = paths.pop()
        for to in condition.after(path[-1]):
            if to == start:
                yield path
            if to in timeless and to not in seen:
                seen.add(to)
                paths.append([*path, to])


def crews_are_pools(scenario: "Scenario") -> Iterator[Broken]:
    """Who is sent for is a pool of the port, to which nobody else puts units back."""
    pools = scenario.layout.pools
    for path, crew, _ in crews(scenario):
        for pool in crew:
            if pool not in pools:
                yield Broken((*path, pool), unknown("pool", pool, list(pools)))
            elif pools[pool].reusable:
                yield Broken((*path, pool), f"{pool} is put back by others; a crew is a pool of its own")


def crews_are_not_held_up_by_the_job(scenario: "Scenario") -> Iterator[Broken]:
    """The service that a failure stops keeps what it needs, so the crew must be others."""
    for name, station in scenario.layout.stations.items():
        kept = needs(scenario, station)
        for model in kinds_of_server(station):
            failing = breakdown(scenario, station, model)
            for pool, units in failing.crew.items() if failing and not failing.degraded else ():
                size = scenario.layout.pools[pool].size if pool in scenario.layout.pools else None
                if pool in kept and size is not None and units + kept[pool] > size:
                    text = (
                        f"sends for {units} of {pool} while the service that stopped keeps {kept[pool]} of "
                        f"them; there are {size}, so it would wait for ever: name another pool, or more of it"
                    )
                    yield Broken(("layout", "stations", name, "breakdown", "crew"), text)


def crews(scenario: "Scenario") -> Iterator[Sent]:
    """Everyone who is sent for."""
    for name, condition in scenario.layout.conditions.items():
        path: Path = ("layout", "conditions", name)
        yield Sent((*path, "crew"), condition.crew, None)
        for state, said in condition.states.items():
            yield Sent((*path, "states", state, "crew"), said.crew, None)
    for name, station in scenario.layout.stations.items():
        for model in kinds_of_server(station):
            failing = breakdown(scenario, station, model)
            if failing is not None:
                found = scenario.equipment.get(model) if model else None
                by_model = found is not None and failing is found.breakdown
                at: Path = ("equipment", str(model)) if by_model else ("layout", "stations", name)
                yield Sent((*at, "breakdown", "crew"), failing.crew, station.at)


RULES: tuple[Rule, ...] = (
    conditions_are_known,
    states_are_known,
    crews_are_pools,
    conditions_take_time,
    crews_are_not_held_up_by_the_job,
)
