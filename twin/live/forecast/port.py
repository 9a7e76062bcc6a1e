"""The port that forecasts are made of: a scenario, what records call its parts, how words change it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from twin.calibrate.overlay.matching import plain
from twin.model.dates import zone
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

COMPILED = 8 * 86400.0  # seconds, for which calendars are written


class Port(NamedTuple):
    """A scenario, and the names in its layout of what the records name; `plain` text on the left."""

    scenario: Scenario
    stations: dict[str, str]
    classes: dict[str, str]
    changed: Callable | None = None  # (words of the language) -> the Scenario with these changes
    possible: Any = None  # twin.live.forecast.possible.Possible; None: its values are taken as they are

    def station(self, said):
        """The name in the layout, None of a station that the layout does not have."""
        return self.stations.get(plain(said))

    def class_of(self, said):
        """The name in the layout, None of a class that the layout does not have."""
        return self.classes.get(plain(said))

    def said_station(self, name):
        """What the records call a station of the layout."""
        return said_of(self.scenario.layout.stations[name], name)

    def said_class(self, name):
        """What the records call a class of the layout."""
        return said_of(self.scenario.layout.classes[name], name)


def port_of(scenario, changed=None):
    """The Port of a scenario: what the records name is found by label or name.

    `changed(words)` gives the scenario with changes in words of the language, as `what_if` brings them.
    """
    layout = scenario.layout
    return Port(scenario, known(layout.stations), known(layout.classes), changed)


def known(things):
    """{what the records may say: name in the layout}."""
    said = {}
    for name, thing in things.items():
        label = getattr(thing, "label", None)
        for text in (getattr(label, "zh", ""), getattr(label, "en", ""), name):
            if text:
                said[plain(text)] = name
    return said


def said_of(thing, name):
    """A layout that was made of records has their name as its label, in both languages."""
    label = getattr(thing, "label", None)
    return label.en if label is not None and label.en == label.zh else name


def plan_from(scenario, at, seconds):
    """The Plan of a scenario whose second 0 is an instant, seconds since 1970.

    It is compiled for a week and a day, in which whatever opens at all is open once, and ends earlier.
    """
    clock = zone(scenario.layout.about.time_zone)
    start = datetime.fromtimestamp(at, UTC).astimezone(clock).replace(tzinfo=None)
    when = scenario.experiment.model_copy(update={"start": start, "horizon": COMPILED, "warm_up": 0.0})
    return replace(compile_plan(replace(scenario, experiment=when)), horizon=seconds)


def second_of(scenario, at, clock):
    """Seconds after `at` of the next time that the port's clock shows so many seconds after midnight."""
    here = datetime.fromtimestamp(at, UTC).astimezone(zone(scenario.layout.about.time_zone))
    now = here.hour * 3600 + here.minute * 60 + here.second + here.microsecond / 1e6
    return (clock - now) % 86400.0
