"""What is waited for comes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from twin.model.calendar import open_intervals, slot_times
from twin.model.checks.broken import Broken, Rule
from twin.model.checks.on_the_way import broken_at
from twin.model.errors import path_text
from twin.model.journey import Met, Trail, trails
from twin.model.steps import Gather, Mark, Wait
from twin.model.waiting import CALENDAR, MARK, SLOT, awaited, kind_of
from twin.model.walk import Spot, all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def what_is_waited_for_is_one_thing(scenario: "Scenario") -> Iterator[Broken]:
    """A name that is waited for is that of one quota, slot, calendar, permission or mark."""
    for name, spot in _named(scenario):
        found = awaited(scenario, name)
        if len(found) > 1:
            said = " and ".join(f"a {one.kind} ({path_text(one.path)})" for one in found)
            yield Broken(spot.path, f"{name} is {said}; give one of them another name", said=spot.said)


def _named(scenario: "Scenario") -> Iterator[tuple[str, Spot]]:
    """The names that are waited for, and where."""
    for step, spot in all_steps(scenario.layout):
        if isinstance(step, Wait) and isinstance(step.wait, str):
            yield step.wait, spot


def cut_offs_come(scenario: "Scenario") -> Iterator[Broken]:
    """A slot that closes what has gathered is open at some time within the horizon."""
    for step, spot in all_steps(scenario.layout):
        name = step.cut_off if isinstance(step, Gather) else None
        if name in scenario.policy.slots and not slot_times(scenario, name):
            text = f"cut_off: {name} is never open within the horizon"
            yield Broken(spot.path, f"{text}; look at its times, the start and the horizon", said=spot.said)


def what_is_waited_for_opens(scenario: "Scenario") -> Iterator[Broken]:
    """A slot or calendar that is waited for is open at some time within the horizon."""
    for name, spot in _named(scenario):
        opens = _OPENS.get(kind_of(scenario, name))
        if opens is not None and not opens(scenario, name):
            text = f"{name} is never open within the horizon, and it would wait for ever"
            yield Broken(spot.path, f"{text}; look at its times, the start and the horizon", said=spot.said)


_OPENS: dict[str, Callable[["Scenario", str], Sequence[object]]] = {
    SLOT: slot_times,
    CALENDAR: open_intervals,
}


def marks_are_made(scenario: "Scenario") -> Iterator[Broken]:
    """A mark that is waited for is made in the same flow, and not only by the one who waits, afterwards."""
    for found in trails(scenario):
        for met in found.met:
            name = met.step.wait if isinstance(met.step, Wait) else None
            if isinstance(name, str) and kind_of(scenario, name) == MARK:
                text = _never(found, met, name)
                if text:
                    yield broken_at(met, f"{text}: it would wait for ever")


def _never(trail: Trail, met: Met, mark: str) -> str:
    """Why a mark never comes to who waits for it; '' where it may."""
    makers = [one for one in trail.met if isinstance(one.step, Mark) and one.step.mark == mark]
    if not makers:
        return f"no step of {trail.flow} marks {mark}"
    if mark in met.state.marked or met.state.child or any(one.state.child for one in makers):
        return ""
    return f"{mark} is only made by the one who waits, behind it or on another way"


RULES: tuple[Rule, ...] = (
    what_is_waited_for_is_one_thing,
    what_is_waited_for_opens,
    cut_offs_come,
    marks_are_made,
)
