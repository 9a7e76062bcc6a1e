"""How well a station finds what it looks for: as it says itself, else as its equipment does."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from twin.model.things import Station
from twin.model.threats import APART, BY_CONTROL, HERE, READ_APART, READER

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


class Control(NamedTuple):
    """What one visit finds; one that reads images finds no threat itself."""

    threats: tuple[str, ...]
    read: str  # HERE, APART, or READER of the one who reads
    detection: float  # share found of those who carry it
    false_alarm: float  # share of the harmless that it takes for more


def controls(scenario: "Scenario", station: Station, model: str | None) -> Iterator[Control]:
    """The controls of a visit to a server of a model: each of the tasks, or the station's only one."""
    equipment = scenario.equipment.get(model) if model is not None else None
    for task in station.tasks or ():
        yield from _control(task.does or station.does, (task,))
    if not station.tasks:
        yield from _control(station.does, (station,) if equipment is None else (station, equipment))


def _control(does: str, things: tuple[Any, ...]) -> Iterator[Control]:
    detection, false_alarm = said(things, "detection"), said(things, "false_alarm") or 0.0
    if does == READER:
        yield Control((), READER, 1.0 if detection is None else detection, false_alarm)
    elif detection is not None:
        read = said(things, "read") or (APART if does in READ_APART else HERE)
        yield Control(found_by(does, things), read, detection, false_alarm)


def said(things: tuple[Any, ...], word: str) -> Any:
    """A field of the first of some things that has it, else None."""
    return next((getattr(thing, word) for thing in things if getattr(thing, word) is not None), None)


def found_by(does: str, things: tuple[Any, ...]) -> tuple[str, ...]:
    """What a control finds: as the first of the things says that does, else as all of its kind."""
    detects = said(things, "detects")
    return BY_CONTROL.get(does, ()) if detects is None else detects
