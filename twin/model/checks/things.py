"""The numbers of things fit each other."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule

if TYPE_CHECKING:
    from twin.model.places import Place
    from twin.model.scenario import Scenario


def task_names_are_their_own(scenario: "Scenario") -> Iterator[Broken]:
    """A task's name is that of no station and no other task: it keys luck and questions."""
    taken = dict.fromkeys(scenario.layout.stations, "a station")
    for name, station in scenario.layout.stations.items():
        for task in station.tasks or ():
            if task.name in taken:
                path = ("layout", "stations", name, "tasks", task.name)
                yield Broken(
                    path, f"{task.name} is {taken[task.name]} already; give the task a name of its own"
                )
            taken.setdefault(task.name, f"a task of {name}")


def stocks_begin_within_their_room(scenario: "Scenario") -> Iterator[Broken]:
    """A stock starts with no more than it holds."""
    for name, stock in scenario.layout.stocks.items():
        if stock.starts_with > stock.holds:
            text = f"starts with {stock.starts_with:g} kg and holds {stock.holds:g} kg; start with less"
            yield Broken(("layout", "stocks", name, "starts_with"), text)


def links_lead_somewhere(scenario: "Scenario") -> Iterator[Broken]:
    """A link joins two different places."""
    for name, link in scenario.layout.links.items():
        if link.from_ == link.to:
            yield Broken(("layout", "links", name), f"leads from {link.from_} to itself; name another place")


def places_lie_apart(scenario: "Scenario") -> Iterator[Broken]:
    """No two places are drawn at one point, and none reaches into another."""
    for (name, place), (other, there) in combinations(scenario.layout.places.items(), 2):
        if place.overlaps(there):
            both = f"{name} ({_ground(place)}) and {other} ({_ground(there)})"
            if place[:2] == there[:2]:
                text = f"{both} are in one point; move one of them, or let one place stand for both"
            else:
                text = f"{both} overlap; move one of them, or make its size: smaller"
            yield Broken(("layout", "places", other), text)


def _ground(place: "Place") -> str:
    middle = f"{place.east:g} m east, {place.north:g} m north"
    return f"{middle}, {place.width:g} m x {place.depth:g} m" if place.width else middle


def the_warm_up_ends(scenario: "Scenario") -> Iterator[Broken]:
    """The warm-up leaves something of the horizon."""
    experiment = scenario.experiment
    if experiment.warm_up >= experiment.horizon:
        spans = f"{experiment.warm_up:g} s of warm-up, {experiment.horizon:g} s of horizon"
        yield Broken(
            ("experiment", "warm_up"), f"leaves nothing to look at: {spans}; make the horizon longer"
        )


RULES: tuple[Rule, ...] = (
    task_names_are_their_own,
    stocks_begin_within_their_room,
    links_lead_somewhere,
    places_lie_apart,
    the_warm_up_ends,
)
