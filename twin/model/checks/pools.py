"""Pools are seized and given back in ways they allow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule
from twin.model.checks.claims import most_units
from twin.model.checks.on_the_way import broken_at, each
from twin.model.checks.parting import MOST as MOST_MEMBERS
from twin.model.errors import unknown
from twin.model.journey import Met, trails
from twin.model.pools import ENOUGH
from twin.model.steps import Release, Seize
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def cleaners_are_there(scenario: "Scenario") -> Iterator[Broken]:
    """Cleaning needs pools of the port that are not cleaned themselves."""
    pools = scenario.layout.pools
    for name, pool in pools.items():
        for cleaner in pool.cleaning.needs if pool.cleaning else ():
            path = ("layout", "pools", name, "cleaning", "needs", cleaner)
            if cleaner not in pools:
                yield Broken(path, unknown("pool", cleaner, list(pools)))
            elif pools[cleaner].cleaning:
                yield Broken(path, f"{cleaner} is cleaned after use itself; name a pool without cleaning:")
            elif pools[cleaner].reusable:
                yield Broken(path, f"{cleaner} is a stock that is put back by others; name a crew")
            elif pools[cleaner].moves:
                yield Broken(path, f"{cleaner} comes to a place, and units are cleaned at none; name a crew")


def consignments_have_what_keeps_them_apart(scenario: "Scenario") -> Iterator[Broken]:
    """What keeps consignments apart is the class or an attribute of some class."""
    classes = scenario.layout.classes.values()
    known = ["class", *dict.fromkeys(name for one in classes for name in one.attributes)]
    for name, pool in scenario.layout.pools.items():
        for attribute in pool.keep_apart:
            if attribute not in known:
                yield Broken(("layout", "pools", name, "keep_apart"), unknown("attribute", attribute, known))


def reusable_stocks_begin_with_a_size(scenario: "Scenario") -> Iterator[Broken]:
    """A stock of things is not on shifts."""
    for name, pool in scenario.layout.pools.items():
        if pool.reusable and pool.size is None and name in scenario.roster.shifts:
            text = f"is a stock, not a crew; write size: and leave roster.shifts.{name} out"
            yield Broken(("layout", "pools", name), text)


def enough_is_known(scenario: "Scenario") -> Iterator[Broken]:
    """Enough of a pool is known from what a unit holds, and never more than there is."""
    most = most_units(scenario)
    for found in trails(scenario):
        for met in found.met:
            for pool in _enough(scenario, met):
                for one in met.state.classes:
                    size = _most_heads(scenario, met, one)
                    units = scenario.layout.pools[pool].units_for(size)
                    if units > most.get(pool, units):
                        text = (
                            f"{one} has a size of {size} and needs {units} of {pool}, "
                            f"there are {most[pool]}: it would wait for ever"
                        )
                        yield broken_at(met, text)


def nobody_holds_more_than_there_is(scenario: "Scenario") -> Iterator[Broken]:
    """One who seizes again waits for what is left beside what he holds."""
    most = most_units(scenario)
    for step, met in each(scenario, Seize):
        for pool, units in step.seize.items():
            held = [one for name, one in met.state.held if name == pool and one != ENOUGH]
            if held and units != ENOUGH and units <= most.get(pool, 0) < units + max(held):
                text = f"wants {units} more of {pool} and may hold {max(held)}, there are {most[pool]}"
                yield broken_at(met, f"{text}: it would wait for ever")


def _most_heads(scenario: "Scenario", met: Met, one: str) -> int:
    """What one is made of at most: its members if it was gathered, else what its class says."""
    if not met.state.carries:
        return scenario.layout.classes[one].size.high
    full = met.state.carries[-1].step.full_at
    return MOST_MEMBERS if full is None or full.count is None else full.count


def _enough(scenario: "Scenario", met: Met) -> Iterator[str]:
    for pool, units in met.step.seize.items() if isinstance(met.step, Seize) else ():
        about = scenario.layout.pools.get(pool)
        if units == ENOUGH and about is not None and about.each_holds is not None:
            yield pool


def claims_say_how_many(scenario: "Scenario") -> Iterator[Broken]:
    """Enough is of a pool that says what a unit holds; what was not seized is put back in numbers."""
    pools = scenario.layout.pools
    for step, spot in all_steps(scenario.layout):
        claim = step.seize if isinstance(step, Seize) else step.release if isinstance(step, Release) else {}
        for pool, units in claim.items():
            if pool not in pools:
                continue
            if units == ENOUGH and pools[pool].each_holds is None:
                text = f"{pool} does not say what one unit holds; give it each_holds:, e.g. each_holds: 60"
                yield Broken(spot.path, text, said=spot.said)
            if units is None and pools[pool].reusable:
                text = f"{pool} is a stock that anybody puts back; say how many, e.g. release: {{{pool}: 2}}"
                yield Broken(spot.path, text, said=spot.said)


RULES: tuple[Rule, ...] = (
    cleaners_are_there,
    consignments_have_what_keeps_them_apart,
    reusable_stocks_begin_with_a_size,
    claims_say_how_many,
    enough_is_known,
    nobody_holds_more_than_there_is,
)
