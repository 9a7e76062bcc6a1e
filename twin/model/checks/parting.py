"""Wholes and their parts: how many there are, and what is gathered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twin.model.checks.broken import Broken, Rule
from twin.model.checks.on_the_way import broken_at, each
from twin.model.demand import ByFleet, Every, Recorded
from twin.model.journey import Met, trails
from twin.model.steps import OWN_SIZE, Gather, Split, Step

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

MOST = 1023  # parts of one split, members of one whole: more would have no order among them


def splits_say_how_many(scenario: "Scenario") -> Iterator[Broken]:
    """A split makes a number of parts that is known, or can be drawn."""
    for step, met in each(scenario, Split):
        for text in _number(scenario, step, met):
            yield broken_at(met, text)


def _number(scenario: "Scenario", step: Split, met: Met) -> Iterator[str]:
    if met.state.carries:
        if step.count is not None:
            yield f"those who ride get out, as many as they are; leave count: {_said(step.count)} out"
        return
    if step.count is None:
        yield "says not how many; write count: 55, count: 16 to 45 or count: size"
        return
    if not isinstance(step.count, str):
        if step.count[1] > MOST:
            yield f"makes {step.count[1]} parts; at most {MOST} at once, split in two steps"
        return
    for name in met.state.classes:
        one = scenario.layout.classes[name]
        if "size" not in one.model_fields_set:
            yield f"{name} has no size; give it size: 55, or write count: 55 here"
        elif one.size.high > MOST:
            yield f"{name} is made of {one.size.high}; at most {MOST} at once, split in two steps"


def _said(count: Any) -> str:
    if count == OWN_SIZE:
        return OWN_SIZE
    return str(count[0]) if count[0] == count[1] else f"{count[0]} to {count[1]}"


def gathers_say_when(scenario: "Scenario") -> Iterator[Broken]:
    """A gather gives back a whole, or makes a new one that is known to go some time."""
    for step, met in each(scenario, Gather):
        for text in _whole(step):
            yield broken_at(met, text)


def _whole(step: Gather) -> Iterator[str]:
    full = step.full_at
    if (step.until is None) == (step.into is None):
        yield "write until: all to give back the whole, or into: a class to make a new one"
    elif step.until is not None:
        for word in ("full_at", "timeout", "cut_off", "by", "top_up"):
            if getattr(step, word):
                yield f"{word}: is of a new whole; write into: instead of until: all, or leave {word}: out"
    elif full is None and step.timeout is None and step.cut_off is None:
        yield "says not when the new whole goes; write full_at: {count: 75}, timeout: 6 h or cut_off: a slot"
    elif full is not None and full.count is None and full.length is None and full.mass is None:
        yield "full_at: says nothing; write full_at: {count: 75, length: 1050 m, mass: 2000 t}"
    if step.top_up and not step.by:
        yield "top_up: takes those of other values along; say of what, by: [destination], or leave it out"
    elif step.top_up and step.timeout is None and step.cut_off is None:
        yield "top_up: is for a whole that goes before it is full; write timeout: 6 h or cut_off: a slot"
    if step.into == step.gather:
        yield f"a {step.gather} is not made of {step.gather}; give the new whole a class of its own"
    most = MOST if full is None or full.count is None else full.count
    if most > MOST:
        yield f"is full with {most}; at most {MOST} become one, gather in two steps"
    if step.fewest > most:
        yield f"goes with {step.fewest} at the fewest, and is full with {most}; write a lower fewest:"


def members_fit(scenario: "Scenario") -> Iterator[Broken]:
    """A whole is longer and heavier than one of its members."""
    for step, met in each(scenario, Gather):
        full, one = step.full_at, scenario.layout.classes.get(step.gather)
        if full is None or one is None:
            continue
        if full.length is not None and one.length > full.length:
            yield broken_at(met, f"is full at {full.length:g} m, and one {step.gather} has {one.length:g} m")
        if full.mass is not None and one.carries > full.mass:
            said = f"{full.mass / 1000:g} t, and one {step.gather} has {one.carries / 1000:g} t"
            yield broken_at(met, f"is full at {said}")


def gathers_go_by_attributes(scenario: "Scenario") -> Iterator[Broken]:
    """Members find each other by an attribute that they have."""
    for step, met in each(scenario, Gather):
        one = scenario.layout.classes.get(step.gather)
        for name in step.by:
            if one is not None and name not in one.attributes:
                text = f"{step.gather} has no attribute {name}; give it attributes: {{{name}: …}}"
                yield broken_at(met, text)


def enough_come_to_fill(scenario: "Scenario") -> Iterator[Broken]:
    """A whole that goes only when it is full is full some time: so many come."""
    for found in trails(scenario):
        come = _most(scenario, found.flow)
        for met in found.met:
            count = _only_when(met.step)
            if count is None or come is None:
                continue
            most = _members(scenario, met, come)
            if count > most:
                text = f"goes with {count} only, and no more than {most} ever come; write a lower count:"
                yield broken_at(met, f"{text}, or a timeout: after which it goes anyway")


def _only_when(step: Step) -> int | None:
    """The number with which a new whole goes, if it never goes with fewer."""
    if not isinstance(step, Gather) or step.full_at is None:
        return None
    if step.timeout is not None or step.cut_off is not None:
        return None
    return step.full_at.count if step.full_at.length is None and step.full_at.mass is None else None


def _most(scenario: "Scenario", flow: str) -> int | None:
    """How many come in a flow; of a fleet, how many there are at once."""
    match scenario.demand.flows.get(flow):
        case ByFleet() as arrives:
            fleet = scenario.demand.fleets.get(arrives.fleet)
            return fleet.size if fleet is not None else None
        case Recorded() as arrives:
            return arrives.there + len(arrives.rows)
        case Every(count=int() as count, platoon=platoon) as arrives:
            return None if platoon.high is None else arrives.there + count * platoon.high
        case _:
            return None


def _members(scenario: "Scenario", met: Met, come: int) -> int:
    """Of so many who come, the most that there can be at a step: parts are more, wholes are fewer."""
    for split in met.state.opened:
        sizes = [scenario.layout.classes[one].size.high for one in split.state.classes]
        if isinstance(split.step.count, tuple):
            come *= split.step.count[1]
        elif split.step.count == OWN_SIZE:
            come *= max(sizes, default=1)
    for made in met.state.carries:
        come //= _only_when(made.step) or 1
    return come


RULES: tuple[Rule, ...] = (
    splits_say_how_many,
    gathers_say_when,
    members_fit,
    gathers_go_by_attributes,
    enough_come_to_fill,
)
