"""Where steps stand: lists of steps, the arms of a step, and how a fault names a place in them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from twin.model.layout import Layout
from twin.model.matches import Matching
from twin.model.origin import Path
from twin.model.steps import Branch, Choose, Fork, Gather, Match, Split, Step, Steps, Visit, Wait


class Spot(NamedTuple):
    """A place in the tree, and how it is read aloud: 'layout.parts.checks at branch lab_fails else'."""

    path: Path
    said: str

    def at(self, step: Step, index: int) -> "Spot":
        """The spot of a step of this list."""
        return Spot((*self.path, index), f"{self.said} at {step.said}")

    def arm(self, arm: "Arm") -> "Spot":
        """The list below a step."""
        return Spot((*self.path, *arm.path), f"{self.said} {arm.said}")


class Arm(NamedTuple):
    """One of the ways a step opens: its case or name, and its steps."""

    name: str
    said: str
    path: Path
    steps: Steps


def arms(step: Step) -> list[Arm]:
    """The ways a step opens, in the order they are written; none for a plain step."""
    if isinstance(step, Branch):
        two = [Arm("then", "then", ("then",), step.then), Arm("else", "else", ("else",), step.else_)]
        cases = [Arm(name, name, ("cases", name), steps) for name, steps in step.cases.items()]
        return cases if cases else two
    if isinstance(step, Choose):
        return [Arm(name, f"of {name}", ("of", name), steps) for name, steps in step.of.items()]
    if isinstance(step, Fork):
        return [Arm(name, f"into {name}", ("into", name), steps) for name, steps in step.into.items()]
    if isinstance(step, Visit):
        said = {"then": step.then, "if_full": step.if_full}
        return [Arm(word, word, (word,), steps) for word, steps in said.items() if steps is not None]
    if isinstance(step, Match) and step.then is not None:
        return [Arm("then", "then", ("then",), step.then)]
    return []


def end_of_parts(steps: Sequence[Step]) -> int:
    """Where the steps of the parts end that the first step splits off: at their gather, or with the list."""
    inner, first = 0, steps[0]
    if isinstance(first, Split) and first.parent == "ends":
        return len(steps)
    for index, step in enumerate(steps):
        if isinstance(step, Split) and step.parent == "waits":
            inner += 1
        elif isinstance(step, Gather) and step.until == "all":
            inner -= 1
        if inner == 0 and index:
            return index
    return len(steps)


def part_spot(name: str) -> Spot:
    """The list of a part."""
    return Spot(("layout", "parts", name), f"layout.parts.{name}")


def flow_spot(name: str) -> Spot:
    """The list of a flow."""
    return Spot(("layout", "flows", name, "steps"), f"layout.flows.{name}")


def waits_of(match: Matching, role: str) -> Steps:
    """The waits before a match: `when` is short for them."""
    return tuple(Wait(wait=name) for name in match.when.get(role, ()))


def when_spot(name: str, role: str) -> Spot:
    """What a role waits for before a match."""
    return Spot(("layout", "matches", name, "when", role), f"layout.matches.{name}.when.{role}")


def together_spot(name: str) -> Spot:
    """The list of what those do together who have met."""
    return Spot(("layout", "matches", name, "together"), f"layout.matches.{name}.together")


def all_steps(layout: Layout) -> Iterator[tuple[Step, Spot]]:
    """Every step as it is written, once, matches and parts before flows."""
    for name, match in layout.matches.items():
        for role in match.when:
            yield from _steps(waits_of(match, role), when_spot(name, role))
        yield from _steps(match.together, together_spot(name))
    for name, steps in layout.parts.items():
        yield from _steps(steps, part_spot(name))
    for name, flow in layout.flows.items():
        yield from _steps(flow.steps, flow_spot(name))


def _steps(steps: Steps, spot: Spot) -> Iterator[tuple[Step, Spot]]:
    for index, step in enumerate(steps):
        here = spot.at(step, index)
        yield step, here
        for arm in arms(step):
            yield from _steps(arm.steps, here.arm(arm))
