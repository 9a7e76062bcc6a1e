"""Steps as they are met when flows are followed, and what a rule says of one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from twin.model.checks.broken import Broken
from twin.model.journey import Met, trails
from twin.model.steps import Step

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

S = TypeVar("S", bound=Step)


def each(scenario: "Scenario", wanted: type[S]) -> Iterator[tuple[S, Met]]:
    """Every step of a kind, as often as a way leads to it."""
    for found in trails(scenario):
        for met in found.met:
            if isinstance(met.step, wanted):
                yield met.step, met


def broken_at(met: Met, text: str) -> Broken:
    """A rule broken by a step, which is named by its words."""
    return Broken(met.spot.path, text, said=met.spot.said)
