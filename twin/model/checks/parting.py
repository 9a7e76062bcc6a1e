"""Wholes and their parts: how many there are, and what is gathered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule
from twin.model.journey import Met, trails
from twin.model.steps import OWN_SIZE, Gather, Split

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

MOST_PARTS = 1023  # of one split: more would have no order among them


def splits_say_how_many(scenario: "Scenario") -> Iterator[Broken]:
    """A split makes a number of parts that is known, or can be drawn."""
    for found in trails(scenario):
        for met in found.met:
            if isinstance(met.step, Split):
                for text in _number(scenario, met.step, met):
                    yield Broken(met.spot.path, text, said=met.spot.said)


def _number(scenario: "Scenario", step: Split, met: Met) -> Iterator[str]:
    if step.count is None:
        yield "says not how many; write count: 55, count: 16 to 45 or count: size"
    elif step.count != OWN_SIZE:
        if step.count[1] > MOST_PARTS:
            yield f"makes {step.count[1]} parts; at most {MOST_PARTS} at once, split in two steps"
        return
    for name in met.state.classes if step.count == OWN_SIZE else ():
        one = scenario.layout.classes[name]
        if "size" not in one.model_fields_set:
            yield f"{name} has no size; give it size: 55, or write count: 55 here"
        elif one.size.high > MOST_PARTS:
            yield f"{name} is made of {one.size.high}; at most {MOST_PARTS} at once, split in two steps"


def gathers_say_when(scenario: "Scenario") -> Iterator[Broken]:
    """A gather gives back a whole."""
    for found in trails(scenario):
        for met in found.met:
            if isinstance(met.step, Gather) and met.step.until is None:
                text = "says not until when; write until: all"
                yield Broken(met.spot.path, text, said=met.spot.said)


RULES: tuple[Rule, ...] = (splits_say_how_many, gathers_say_when)
