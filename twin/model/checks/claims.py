"""Nobody claims more than there is."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from twin.model.calendar import pool_sizes
from twin.model.checks.broken import Broken, Rule
from twin.model.checks.conditions import crews
from twin.model.origin import Path
from twin.model.pools import Units
from twin.model.serving import needs
from twin.model.steps import Seize
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def pools_have_a_size(scenario: "Scenario") -> Iterator[Broken]:
    """A pool's size is said once: by itself or by its shifts."""
    for name, pool in scenario.layout.pools.items():
        shifts = scenario.roster.shifts.get(name)
        path = ("layout", "pools", name)
        if pool.size is None and not shifts:
            yield Broken(path, f"has no size; write size:, or its shifts: roster.shifts.{name}")
        if pool.size is not None and shifts:
            yield Broken(
                (*path, "size"), f"roster.shifts.{name} says how many there are; keep one of the two"
            )


def claims_fit_their_pools(scenario: "Scenario") -> Iterator[Broken]:
    """Within the horizon there is a moment at which each claim can be granted."""
    most = most_units(scenario)
    for path, said, claim in _claims(scenario):
        for pool, units in claim.items():
            if not isinstance(units, int):
                continue
            there = most.get(pool)
            if there == 0:
                text = f"wants {units} of {pool}, and none is on duty within the horizon; give {pool} a shift"
                yield Broken(path, text, said=said)
            elif there is not None and units > there:
                text = f"wants {units} of {pool}, there are {there}: it would wait for ever"
                yield Broken(path, f"{text}; claim fewer, or have more of it", said=said)


def most_units(scenario: "Scenario") -> dict[str, int]:
    """The most units there ever are of a pool that has a size; of a reusable one, what it may hold."""
    most = {
        name: max(size for _, size in pool_sizes(scenario, name))
        for name, pool in scenario.layout.pools.items()
        if (pool.size is not None or name in scenario.roster.shifts) and not pool.reusable
    }
    bounded = {name: pool.most for name, pool in scenario.layout.pools.items() if pool.most is not None}
    return most | bounded


def _claims(scenario: "Scenario") -> Iterator[tuple[Path, str, Mapping[str, Units]]]:
    for name, station in scenario.layout.stations.items():
        path: Path = ("layout", "stations", name)
        model = scenario.equipment.get(station.model or "")
        own = station.needs and (model is None or station.needs is not model.needs)
        yield (*path, "needs") if own else path, "", needs(scenario, station)
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Seize):
            yield spot.path, spot.said, step.seize
    for name, pool in scenario.layout.pools.items():
        if pool.cleaning:
            yield ("layout", "pools", name, "cleaning", "needs"), "", pool.cleaning.needs
    for sent in crews(scenario):
        yield sent.path, "", sent.crew


RULES: tuple[Rule, ...] = (pools_have_a_size, claims_fit_their_pools)
