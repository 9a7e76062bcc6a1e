"""Units that come to where they are needed can come there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from twin.model.checks.broken import Broken, Rule
from twin.model.checks.conditions import crews
from twin.model.journey import reach, trails
from twin.model.origin import Path
from twin.model.serving import needs
from twin.model.steps import Release, Seize, Visit

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


class Use(NamedTuple):
    """A pool of units that move, taken or set down somewhere."""

    pool: str
    units: object
    place: str | None
    is_claim: bool
    path: Path
    said: str = ""


def units_come_one_by_one(scenario: "Scenario") -> Iterator[Broken]:
    """A claim is for one unit that moves, at a place."""
    for use in uses(scenario):
        if use.is_claim and use.units != 1:
            text = f"wants {use.units} of {use.pool}, whose units come one at a time; claim one"
            yield Broken(use.path, text, said=use.said)
        if use.place is None:
            text = f"{use.pool} has units that come to places, and here is none; give an at: before it"
            yield Broken(use.path, text, said=use.said)


def there_is_a_way_for_units(scenario: "Scenario") -> Iterator[Broken]:
    """From wherever a unit may stand there is a way to wherever it is claimed."""
    found = list(uses(scenario))
    for name, pool in scenario.layout.pools.items():
        mine = [use for use in found if use.pool == name and use.place in scenario.layout.places]
        if not pool.moves or pool.at not in scenario.layout.places:
            continue
        for start in dict.fromkeys([pool.at, *(str(use.place) for use in mine)]):
            reached = reach(scenario, start)
            for use in mine:
                if use.is_claim and use.place not in reached:
                    text = f"there is no way from {start} to {use.place} for {name}"
                    yield Broken(use.path, f"{text}; add a link, or both_ways: true", said=use.said)


def uses(scenario: "Scenario") -> Iterator[Use]:
    """Wherever units that move are taken or set down."""
    layout = scenario.layout
    moving = {name for name, pool in layout.pools.items() if pool.moves}
    if not moving:
        return
    for sent in crews(scenario):
        for pool in moving & set(sent.crew):
            yield Use(pool, sent.crew[pool], sent.place, True, sent.path)
    for found in trails(scenario):
        for met in found.met:
            step = met.step
            if isinstance(step, Visit) and step.visit in layout.stations:
                station = layout.stations[step.visit]
                path: Path = ("layout", "stations", step.visit, "needs")
                for pool, units in needs(scenario, station).items():
                    if pool in moving:
                        yield Use(pool, units, station.at, True, path)
            claimed = (
                step.seize if isinstance(step, Seize) else step.release if isinstance(step, Release) else {}
            )
            for pool, amount in claimed.items():
                for place in met.state.places if pool in moving else ():
                    yield Use(pool, amount, place, isinstance(step, Seize), met.spot.path, met.spot.said)


RULES: tuple[Rule, ...] = (units_come_one_by_one, there_is_a_way_for_units)
