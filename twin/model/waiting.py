"""What a step can wait for by name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from twin.model.origin import Path
from twin.model.steps import Mark, Wait
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.layout import Layout
    from twin.model.scenario import Scenario

QUOTA, SLOT, CALENDAR, PERMISSION, MARK = "quota", "slot", "calendar", "permission", "mark"
RATIONED = (QUOTA, SLOT)  # so many at a time: a loop through one of them cannot turn for ever at an instant


class Awaited(NamedTuple):
    """Something to wait for, and where it is said; of a mark, the first step that makes it."""

    kind: str
    path: Path


def awaited(scenario: "Scenario", name: str) -> list[Awaited]:
    """All that has this name; a port that is in order has no more than one."""
    sections: dict[str, tuple[Mapping[str, Any], Path]] = {
        QUOTA: (scenario.policy.quotas, ("policy", "quotas", name)),
        SLOT: (scenario.policy.slots, ("policy", "slots", name)),
        CALENDAR: (scenario.roster.calendars, ("roster", "calendars", name)),
        PERMISSION: (scenario.policy.permissions, ("policy", "permissions", name)),
    }
    found = [Awaited(kind, path) for kind, (things, path) in sections.items() if name in things]
    marks = marks_of(scenario.layout)
    return [*found, Awaited(MARK, marks[name])] if name in marks else found


def kind_of(scenario: "Scenario", name: str) -> str:
    """The kind of what has this name; '' where nothing has."""
    found = awaited(scenario, name)
    return found[0].kind if found else ""


def awaitable(scenario: "Scenario") -> list[str]:
    """Every name that can be waited for."""
    policy = scenario.policy
    return [
        *policy.quotas, *policy.slots, *scenario.roster.calendars, *policy.permissions,
        *marks_of(scenario.layout),
    ]  # fmt: skip


def marks_of(layout: "Layout") -> dict[str, Path]:
    """{mark: where the first step that makes it stands}."""
    marks: dict[str, Path] = {}
    for step, spot in all_steps(layout):
        if isinstance(step, Mark):
            marks.setdefault(step.mark, spot.path)
    return marks


def waited_for(scenario: "Scenario", kind: str) -> list[str]:
    """The names of a kind that some step waits for, as they come up."""
    names = (step.wait for step, _ in all_steps(scenario.layout) if isinstance(step, Wait))
    once = dict.fromkeys(name for name in names if isinstance(name, str))
    return [name for name in once if kind_of(scenario, name) == kind]
