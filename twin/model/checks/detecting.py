"""What finds something says what, and how well."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from twin.model.checks.broken import Broken, Rule
from twin.model.detecting import found_by, said
from twin.model.origin import Path
from twin.model.serving import kinds_of_server
from twin.model.threats import MAKES_IMAGES, READER, THREATS

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

WORDS = ("detects", "detection", "false_alarm", "read")


def controls_say_what_they_find(scenario: "Scenario") -> Iterator[Broken]:
    """How well something is found belongs to what is found, and to a control that can find it."""
    for path, does, things in _all(scenario):
        own = [word for word in WORDS if getattr(things[0], word) is not None]
        yield from _odd_words(path, does, things, own)


def _odd_words(path: Path, does: str, things: tuple[Any, ...], own: list[str]) -> Iterator[Broken]:
    how_well = said(things, "detection") is not None
    if does == READER and "detects" in own:
        yield Broken((*path, "detects"), f"{READER} reads whatever the scans show; leave detects: out")
    elif "detection" in own and does != READER and not found_by(does, things) and "detects" not in own:
        text = f"says how well, but not what: {does} finds nothing by itself; write detects: [{THREATS[0]}]"
        yield Broken((*path, "detection"), f"{text}, or what else there is: {', '.join(THREATS)}")
    for word in ("detects", "false_alarm"):
        if word in own and not how_well and does != READER:
            text = "says nothing without the share that is found; write detection: 90 % as well"
            yield Broken((*path, word), text)
    if "read" in own and does not in MAKES_IMAGES:
        text = f"{does} makes no images; only {' and '.join(MAKES_IMAGES)} do, leave read: out"
        yield Broken((*path, "read"), text)


def _all(scenario: "Scenario") -> Iterator[tuple[Path, str, tuple[Any, ...]]]:
    """(path, what it does, it and the equipment behind it) of every control."""
    for name, station in scenario.layout.stations.items():
        path: Path = ("layout", "stations", name)
        models = [scenario.equipment.get(model or "") for model in kinds_of_server(station)]
        for model in models:
            yield path, station.does, (station,) if model is None else (station, model)
        for task in station.tasks or ():
            yield (*path, "tasks", task.name), task.does or station.does, (task,)
    for name, model in scenario.equipment.items():
        yield ("equipment", name), model.does, (model,)


def tasks_find_for_their_station(scenario: "Scenario") -> Iterator[Broken]:
    """A station with tasks finds what they do."""
    for name, station in scenario.layout.stations.items():
        for word in WORDS if station.tasks else ():
            if getattr(station, word) is not None:
                text = f"its tasks say what they find; write {word}: at one of them"
                yield Broken(("layout", "stations", name, word), text)


RULES: tuple[Rule, ...] = (controls_say_what_they_find, tasks_find_for_their_station)
