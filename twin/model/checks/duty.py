"""As many servers are on duty as there can be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from twin.model.calendar import open_intervals, servers_on_duty
from twin.model.checks.broken import Broken, Rule

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def shifts_of_stations_can_be_counted(scenario: "Scenario") -> Iterator[Broken]:
    """Shifts say how many servers are on duty, so there is a number of them."""
    for name in scenario.roster.shifts:
        station = scenario.layout.stations.get(name)
        if station is not None and station.servers is None:
            text = "its servers are not counted; give it servers:, or hours: instead of shifts"
            yield Broken(("roster", "shifts", name), text)


def shifts_of_stations_fit_their_servers(scenario: "Scenario") -> Iterator[Broken]:
    """Shifts of a station add up to no more than the servers there are."""
    for name in scenario.roster.shifts:
        if name not in scenario.layout.stations:
            continue
        there = scenario.layout.stations[name].count
        for moment, size in servers_on_duty(scenario, name, open_intervals(scenario, None)):
            if size > there:
                text = f"{size} are on duty from {clock(scenario, moment)}, {name} has {there} servers"
                yield Broken(("roster", "shifts", name), f"{text}; make a shift smaller, or give it servers")
                break


def clock(scenario: "Scenario", moment: float) -> str:
    """A moment of the run by the port's clock."""
    return f"{scenario.experiment.start + timedelta(seconds=moment):%Y-%m-%d %H:%M}"


RULES: tuple[Rule, ...] = (shifts_of_stations_can_be_counted, shifts_of_stations_fit_their_servers)
