"""Answers add up to 100 %."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule
from twin.model.demand import ByStates
from twin.model.errors import LONGEST_LIST
from twin.model.origin import Path

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

ROUNDING = 1e-9  # of a sum of shares that were each rounded to a float


def _whole(table: Mapping[str, float], path: Path) -> Iterator[Broken]:
    total = sum(table.values())
    if table and abs(total - 1.0) > ROUNDING:
        said = [f"{name} {100 * share:.6g} %" for name, share in table.items()]
        shown = ", ".join(said[:LONGEST_LIST]) + (", …" if len(said) > LONGEST_LIST else "")
        yield Broken(path, f"adds up to {100 * total:.6g} %, not 100 %: {shown}")


def channels_add_up(scenario: "Scenario") -> Iterator[Broken]:
    """The answers of a channel are all there are."""
    for name, table in scenario.policy.channels.items():
        if not table:
            yield Broken(("policy", "channels", name), "has no answer; write e.g. {green: 90 %, red: 10 %}")
        yield from _whole(table, ("policy", "channels", name))


def attributes_add_up(scenario: "Scenario") -> Iterator[Broken]:
    """The values of an attribute are all there are."""
    for name, one in scenario.layout.classes.items():
        for attribute, table in one.attributes.items():
            yield from _whole(table, ("layout", "classes", name, "attributes", attribute))


def permissions_add_up(scenario: "Scenario") -> Iterator[Broken]:
    """The cases of a permission are all there are."""
    for name, permission in scenario.policy.permissions.items():
        path = ("policy", "permissions", name, "cases")
        if not permission.cases:
            yield Broken(path, "has no case; write e.g. {at_once: {share: 100 %, after: 0 s}}")
        yield from _whole({case: one.share for case, one in permission.cases.items()}, path)


def mixes_add_up(scenario: "Scenario") -> Iterator[Broken]:
    """The classes of a flow are all that arrive in it."""
    for name, arrives in scenario.demand.flows.items():
        yield from _whole(arrives.mix, ("demand", "flows", name, "mix"))


def states_are_followed(scenario: "Scenario") -> Iterator[Broken]:
    """What follows a state is all that can."""
    for name, arrives in scenario.demand.flows.items():
        for state, said in arrives.states.items() if isinstance(arrives, ByStates) else ():
            yield from _whole(said.then, ("demand", "flows", name, "states", state, "then"))


def states_add_up(scenario: "Scenario") -> Iterator[Broken]:
    """What comes after a state of a condition is all that may come."""
    for name, condition in scenario.layout.conditions.items():
        for state, said in condition.states.items():
            yield from _whole(said.then, ("layout", "conditions", name, "states", state, "then"))


RULES: tuple[Rule, ...] = (
    channels_add_up,
    attributes_add_up,
    permissions_add_up,
    mixes_add_up,
    states_are_followed,
    states_add_up,
)
