"""Matches: every role is there, is told apart, and somebody comes in it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from twin.model.checks.broken import Broken, Rule
from twin.model.errors import listed, unknown
from twin.model.journey import trails
from twin.model.matches import LOAD, HandOver, Matching
from twin.model.origin import Path
from twin.model.steps import Match
from twin.model.things import EntityClass
from twin.model.waiting import MARK, PERMISSION, kind_of

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def _matches(scenario: "Scenario") -> Iterator[tuple[str, Matching, Path]]:
    for name, match in scenario.layout.matches.items():
        yield name, match, ("layout", "matches", name)


def _classes(scenario: "Scenario", match: Matching) -> dict[str, EntityClass]:
    """{role: class} of those that are there."""
    there = scenario.layout.classes
    return {role: there[one] for role, one in match.between.items() if one in there}


def roles_are_told_apart(scenario: "Scenario") -> Iterator[Broken]:
    """A match has two roles or more, each of a class of its own: the class says in which role one comes."""
    for _, match, path in _matches(scenario):
        if len(match.between) < 2:
            text = "needs two roles or more; write between: {loaded: broad_wagon, empty: flat_wagon}"
            yield Broken((*path, "between"), text)
        taken: dict[str, str] = {}
        for role, one in match.between.items():
            at = (*path, "between", role)
            if one not in scenario.layout.classes:
                yield Broken(at, unknown("class", one, list(scenario.layout.classes)))
            elif one in taken:
                text = f"{taken[one]} and {role} are both of class {one}, and nothing tells them apart; "
                yield Broken(at, f"{text}give one a class of its own, or gather: {one} with count: 2")
            taken.setdefault(one, role)


def roles_are_named(scenario: "Scenario") -> Iterator[Broken]:
    """What is said of a role is said of one that there is."""
    for _, match, path in _matches(scenario):
        said = {("when", role): role for role in match.when}
        if match.hand_over is not None:
            said |= {("hand_over", "from"): match.hand_over.from_, ("hand_over", "to"): match.hand_over.to}
        for where, role in said.items():
            if role not in match.between:
                yield Broken((*path, *where), unknown("role", role, list(match.between)))


def conditions_can_be_waited_for(scenario: "Scenario") -> Iterator[Broken]:
    """`when` names permissions and marks: what one has, once it has it, and does not use up."""
    for name, match, path in _matches(scenario):
        for role, names in match.when.items():
            for one in names:
                kind = kind_of(scenario, one)
                if kind not in (PERMISSION, MARK, ""):
                    text = f"{one} is a {kind}, and when: is for permissions and marks; write"
                    yield Broken((*path, "when", role), f"{text} - wait: {one} before - match: {name}")


def same_is_what_all_have(scenario: "Scenario") -> Iterator[Broken]:
    """Those who meet have the attributes by which they find each other, and values in common."""
    for _, match, path in _matches(scenario):
        classes = _classes(scenario, match)
        for name in match.same:
            tables = {role: one.attributes.get(name) for role, one in classes.items()}
            lacking = [role for role, table in tables.items() if table is None]
            for role in lacking:
                yield Broken((*path, "same"), _lacks(match.between[role], name))
            for value, (role, other) in {} if lacking else _alone(tables).items():
                text = f"{name} of {role} may be {value}, that of {other} never, and it would wait for ever"
                yield Broken((*path, "same"), f"{text}; give both classes the same values")


def _alone(tables: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """{value: (role that has it, role that has it not)}, of each value one."""
    return {
        value: (role, other)
        for role, table in tables.items()
        for other, values in tables.items()
        for value in table
        if value not in values
    }


def _lacks(cls: str, name: str) -> str:
    return f"{cls} has no attribute {name}; give it attributes: {{{name}: …}}"


def what_is_handed_over_is_there(scenario: "Scenario") -> Iterator[Broken]:
    """One role gives to another the load, or attributes that both have with the same values."""
    for _, match, path in _matches(scenario):
        given = match.hand_over
        if given is None:
            continue
        at = (*path, "hand_over")
        if given.from_ == given.to:
            yield Broken((*at, "to"), f"{given.to} hands over to itself; name another role")
        for name in given.what:
            for text in _given(_classes(scenario, match), given, name):
                yield Broken((*at, "what"), text)


def _given(classes: dict[str, EntityClass], given: HandOver, name: str) -> Iterator[str]:
    both = [classes[role] for role in (given.from_, given.to) if role in classes]
    tables = [one.attributes.get(name) for one in both]
    if name == LOAD:
        if any(tables):
            yield f"{LOAD} is what one carries, and here an attribute too; give the attribute another name"
        return
    for role, table in zip((given.from_, given.to), tables, strict=False):
        if table is None:
            yield f"{role} has no attribute {name}; give its class attributes: {{{name}: …}}, or write load"
    said = [table for table in tables if table]
    if len(said) == 2 and set(said[0]) != set(said[1]):
        first, second = map(listed, said)
        yield f"{name} is {first} of {given.from_}, and {second} of {given.to}; give both the same values"


def loads_are_given_before_they_are_unloaded(scenario: "Scenario") -> Iterator[Broken]:
    """Who has filled a stock that is cleared later, by what it carries then, hands over no load."""
    layout = scenario.layout
    late = {
        name: station.fills
        for name, station in layout.stations.items()
        if station.fills in layout.stocks and layout.stocks[station.fills].only_when is not None
    }
    for found in trails(scenario):
        for met in found.met:
            match = layout.matches.get(met.step.match) if isinstance(met.step, Match) else None
            if match is None or match.hand_over is None or LOAD not in match.hand_over.what:
                continue
            for name in sorted(met.state.known & late.keys()):
                text = f"has filled {late[name]} at {name}, which is cleared by what it carries then"
                yield Broken(met.spot.path, f"{text}; hand over the load before", said=met.spot.said)


def somebody_comes_in_each_role(scenario: "Scenario") -> Iterator[Broken]:
    """Of a match that some wait for, somebody comes in every role; else they would wait for ever."""
    come: dict[str, set[str]] = {}
    for found in trails(scenario):
        for met in found.met:
            if isinstance(met.step, Match):
                come.setdefault(met.step.match, set()).update(met.state.classes)
    for name, match, path in _matches(scenario):
        for role, one in match.between.items():
            if come.get(name) and one in scenario.layout.classes and one not in come[name]:
                text = f"no {one} ever comes to - match: {name}, and the others would wait for ever"
                yield Broken((*path, "between", role), f"{text}; write the step where one is ready")


RULES: tuple[Rule, ...] = (
    roles_are_told_apart,
    roles_are_named,
    conditions_can_be_waited_for,
    same_is_what_all_have,
    what_is_handed_over_is_there,
    loads_are_given_before_they_are_unloaded,
    somebody_comes_in_each_role,
)
