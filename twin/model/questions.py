"""What a branch asks: the answers of a question, their order, and how likely each is for a class."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from twin.model.layout import Layout
from twin.model.serving import for_class
from twin.model.steps import Visit
from twin.model.things import Station, Task
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

THEN, ELSE = "then", "else"
CLASS = "class"
URGENT = "urgent"  # 1: goes before all others where there is a priority; set, and never asked
OF_STATIONS = ("alarm", "fails")


class Answers(NamedTuple):
    """The answers to one question. Kind: alarm, fails, channel, attribute, class or share.

    `shares` has one row a class: a probability for each case; a class that nothing is said of has no row."""

    kind: str
    cases: tuple[str, ...]
    shares: Mapping[str, tuple[float, ...]]

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the branch has then: and else: rather than cases:."""
        return self.cases == (THEN, ELSE)


def answers(scenario: "Scenario", classes: Sequence[str], question: str) -> Answers | None:
    """The answers that entities of these classes can give, None where nothing answers the question."""
    asked, dot, what = question.partition(".")
    if dot:
        source = asked_of(scenario.layout, asked)
        return _yes_or_no(what, getattr(source, what), classes) if source is not None else None
    if question in scenario.policy.channels:
        channel = scenario.policy.channels[question]
        return Answers("channel", tuple(channel), dict.fromkeys(classes, tuple(channel.values())))
    if any(question in scenario.layout.classes[name].attributes for name in classes):
        return _attribute(scenario.layout, classes, question)
    if question == CLASS:
        rows = {name: tuple(float(name == case) for case in classes) for name in classes}
        return Answers(CLASS, tuple(classes), rows)
    if question in scenario.policy.shares:
        return _yes_or_no("share", scenario.policy.shares[question], classes)
    return None


def counted(scenario: "Scenario", classes: Sequence[str], question: str) -> Answers | None:
    """The answers as they are kept: a value of an attribute has one place among those of all classes.

    So a value that is set, inherited or handed over means the same to whoever has it.
    """
    said = answers(scenario, classes, question)
    if said is None or said.kind != "attribute":
        return said
    of_all = _attribute(scenario.layout, list(scenario.layout.classes), question)
    return of_all._replace(shares={name: row for name, row in of_all.shares.items() if name in classes})


def asked_of(layout: Layout, name: str) -> Station | Task | None:
    """The station or task whose alarm or failure is asked for; the station of a visit named by `as:` too."""
    if name in layout.stations:
        return layout.stations[name]
    for station in layout.stations.values():
        for task in station.tasks or ():
            if task.name == name:
                return task
    return layout.stations.get(_named_visits(layout).get(name, ""))


def askable(scenario: "Scenario") -> list[str]:
    """Every question that has an answer here, in the order of looking up."""
    stations = [
        f"{name}.{what}"
        for name, station in scenario.layout.stations.items()
        for what in OF_STATIONS
        if getattr(station, what) is not None
    ]
    attributes = [name for one in scenario.layout.classes.values() for name in one.attributes]
    return [*stations, *scenario.policy.channels, *dict.fromkeys(attributes), CLASS, *scenario.policy.shares]


def _named_visits(layout: Layout) -> dict[str, str]:
    return {step.as_: step.visit for step, _ in all_steps(layout) if isinstance(step, Visit) and step.as_}


def _yes_or_no(kind: str, share: float | Mapping[str, float] | None, classes: Sequence[str]) -> Answers:
    said = {name: for_class(share, name) for name in classes}
    rows = {name: (value, 1.0 - value) for name, value in said.items() if value is not None}
    return Answers(kind, (THEN, ELSE), rows)


def _attribute(layout: Layout, classes: Sequence[str], question: str) -> Answers:
    tables = {name: layout.classes[name].attributes.get(question) for name in classes}
    cases = tuple(dict.fromkeys(case for table in tables.values() for case in table or ()))
    rows = {name: tuple(table.get(case, 0.0) for case in cases) for name, table in tables.items() if table}
    return Answers("attribute", cases, rows)
