"""As many servers are on duty as there can be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from twin.model.calendar import open_intervals, servers_on_duty
from twin.model.checks.broken import Broken, Rule
from twin.model.errors import unknown
from twin.model.origin import Path
from twin.model.policy import Opening
from twin.model.things import Station

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


def openings_are_of_stations(scenario: "Scenario") -> Iterator[Broken]:
    """A rule of opening is for one queue before several servers that are counted."""
    for name, opening in scenario.policy.opening.items():
        path: Path = ("policy", "opening", name)
        station = scenario.layout.stations.get(name)
        if station is None:
            yield Broken(path, unknown("station", name, list(scenario.layout.stations)))
        elif station.servers is None:
            yield Broken(path, f"the servers of {name} are not counted; give it servers:")
        elif station.queue == "lanes":
            text = f"opens servers before one queue, {name} has lanes; write queue: one, or shifts"
            yield Broken(path, text)
        else:
            yield from _numbers(station, opening, path)


def _numbers(station: Station, opening: Opening, path: Path) -> Iterator[Broken]:
    for word in ("fewest", "most"):
        wanted = getattr(opening, word)
        if wanted is not None and wanted > station.count:
            yield Broken((*path, word), f"{wanted} of {station.count} servers cannot be open; lower it")
    room, queue = station.waiting_room, opening.open_at_queue
    if queue is not None and room is not None and room.unit == "entities" and room.amount < queue:
        text = f"never opens: no more than {room.amount:g} can wait; lower it, or open_at_wait: instead"
        yield Broken((*path, "open_at_queue"), text)


def clock(scenario: "Scenario", moment: float) -> str:
    """A moment of the run by the port's clock."""
    return f"{scenario.experiment.start + timedelta(seconds=moment):%Y-%m-%d %H:%M}"


RULES: tuple[Rule, ...] = (
    shifts_of_stations_can_be_counted,
    shifts_of_stations_fit_their_servers,
    openings_are_of_stations,
)
