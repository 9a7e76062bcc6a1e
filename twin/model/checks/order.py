"""Steps come in an order that every entity can go to its end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twin.model import questions
from twin.model.checks.broken import Broken, Rule
from twin.model.checks.on_the_way import broken_at, each
from twin.model.errors import listed, nearest
from twin.model.journey import trails
from twin.model.origin import Path
from twin.model.serving import OTHER, for_class, kinds_of_server
from twin.model.steps import Branch, Fork, Join, Visit
from twin.model.things import Station
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

LONG = ("vehicle", "train", "wagon")  # kinds of class that take metres of a queue


def _visits(scenario: "Scenario") -> Iterator[tuple[str, Station, tuple[str, ...]]]:
    """Each visit to a station that is there, with the classes that come."""
    for step, met in each(scenario, Visit):
        if step.visit in scenario.layout.stations:
            yield step.visit, scenario.layout.stations[step.visit], met.state.classes


def ways_have_an_end(scenario: "Scenario") -> Iterator[Broken]:
    """What following each flow step by step has found: ends, ways, forks, rounds."""
    for found in trails(scenario):
        for wrong in found.wrong:
            yield Broken(wrong.spot.path, wrong.text, said=wrong.spot.said)


def joins_wait_for_parts_there_are(scenario: "Scenario") -> Iterator[Broken]:
    """A join needs no more parts than its fork has."""
    forks = {step.fork: step for step, _ in all_steps(scenario.layout) if isinstance(step, Fork)}
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Join) and step.join in forks and step.need:
            paths = len(forks[step.join].into)
            if step.need > paths:
                text = f"needs {step.need} parts, the fork has {paths}; lower need:, or leave it out"
                yield Broken(spot.path, text, said=spot.said)


def branches_have_their_cases(scenario: "Scenario") -> Iterator[Broken]:
    """Yes or no has then and else, several answers have a case each."""
    for step, met in each(scenario, Branch):
        asked = questions.answers(scenario, met.state.classes, step.branch)
        if asked is not None:
            for text in _cases(step, asked):
                yield broken_at(met, text)


def _cases(step: Branch, asked: questions.Answers) -> Iterator[str]:
    if asked.is_yes_or_no:
        if step.cases:
            yield f"{step.branch} is answered by yes or no; write then: and else: instead of cases:"
        return
    if step.then or step.else_ or not step.cases:
        yield f"{step.branch} has several answers; write cases: with {listed(asked.cases)}"
        return
    known = [*asked.cases, OTHER]
    for case in step.cases:
        # A class that does not come here may have a case: another flow that does the part needs it.
        if case not in known and asked.kind != questions.CLASS:
            near = nearest(case, known)
            yield f"{case} is no answer to {step.branch}{near}; answers are {listed(asked.cases)}"
    for case in asked.cases if OTHER not in step.cases else ():
        if case not in step.cases:
            yield f"no case for {case} (write {case}: [] to pass by)"


def questions_have_answers(scenario: "Scenario") -> Iterator[Broken]:
    """Every class that is asked has an answer, and a station is asked after it was visited."""
    for step, met in each(scenario, Branch):
        asked = questions.answers(scenario, met.state.classes, step.branch)
        if asked is None:
            continue
        for one in met.state.classes:
            if one not in asked.shares:
                yield broken_at(met, _unsaid(scenario, step, asked, one))
        station, dot, _ = step.branch.partition(".")
        if dot and station not in met.state.known:
            yield broken_at(met, f"{station} is asked before it is visited on this way")


def _unsaid(scenario: "Scenario", step: Branch, asked: questions.Answers, one: str) -> str:
    name, dot, what = step.branch.partition(".")
    source = questions.asked_of(scenario.layout, name) if dot else None
    if source is not None and getattr(source, what) is None:
        return f"{name} says nothing of {what}; give it {what}:, e.g. {what}: 1 %"
    if asked.kind == "attribute":
        return f"{one} has no attribute {name}; give it attributes: {{{name}: …}}"
    return f"says nothing of {one}; add it, or {OTHER}:"


def services_are_said(scenario: "Scenario") -> Iterator[Broken]:
    """Every class that visits a station has a service time there."""
    for name, station, classes in _visits(scenario):
        for path, by in _service_times(scenario, name, station):
            for one in classes:
                if for_class(by, one) is None:
                    yield Broken(path, f"says nothing of {one}, which comes here; add it, or {OTHER}:")


def _service_times(scenario: "Scenario", name: str, station: Station) -> Iterator[tuple[Path, Any]]:
    path = ("layout", "stations", name)
    for task in station.tasks or ():
        yield (*path, "tasks", task.name, "service_time"), task.service_time
    for model in kinds_of_server(station):
        if model in scenario.equipment:
            yield ("equipment", str(model), "service_time"), scenario.equipment[str(model)].service_time
    if station.model is None and station.service_time is not None:
        yield (*path, "service_time"), station.service_time


def metres_are_known(scenario: "Scenario") -> Iterator[Broken]:
    """Where a queue takes metres, every vehicle that comes has a length."""
    for name, station, classes in _visits(scenario):
        if station.waiting_room is None or station.waiting_room.unit != "metres":
            continue
        for one in classes:
            about = scenario.layout.classes[one]
            if not about.length and about.kind in LONG:
                text = f"{name} has a waiting room in metres; give {one} a length:, e.g. length: 18 m"
                yield Broken(("layout", "classes", one), text)


def lanes_are_left_for_others(scenario: "Scenario") -> Iterator[Broken]:
    """Reserved lanes leave one to the classes they are not reserved for."""
    for name, station, classes in _visits(scenario):
        left = station.count - sum(station.reserved.values())
        for one in classes:
            if left < 1 and one not in station.reserved:
                text = f"all {station.count} lanes are reserved, and {one} comes too; leave it a lane"
                yield Broken(("layout", "stations", name, "reserved"), text)


RULES: tuple[Rule, ...] = (
    ways_have_an_end,
    joins_wait_for_parts_there_are,
    branches_have_their_cases,
    questions_have_answers,
    services_are_said,
    metres_are_known,
    lanes_are_left_for_others,
)
