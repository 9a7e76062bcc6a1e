"""Somebody arrives, and it is known who."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.calendar import openings
from twin.model.checks.broken import Broken, Rule
from twin.model.demand import Appointments, Arrives, ByFleet, ByProfile, ByStates, Every, Recorded
from twin.model.errors import listed
from twin.model.origin import Path

SHORTEST_GAP = 0.001  # seconds, on average
MOST_A_DAY = 500_000.0
MOST_AT_START = 200_000

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def somebody_arrives(scenario: "Scenario") -> Iterator[Broken]:
    """At least one flow has demand."""
    flows = scenario.demand.flows
    if not any(_comes(arrives) for arrives in flows.values()):
        way = f"say in demand.flows how one arrives, e.g. {next(iter(scenario.layout.flows), 'flow')}"
        yield Broken(
            ("demand", "flows"), f"nobody arrives in any flow; {way}: {{arrives: profile, volume: 660/d}}"
        )


def _comes(arrives: Arrives) -> bool:
    if arrives.at_start:
        return True
    if isinstance(arrives, ByStates):
        return any(state.rate > 0 for state in arrives.states.values())
    return not isinstance(arrives, ByProfile) or arrives.volume > 0


def several_classes_have_a_mix(scenario: "Scenario") -> Iterator[Broken]:
    """Where several classes share a flow, it is said who arrives how often."""
    for name, arrives in scenario.demand.flows.items():
        flow = scenario.layout.flows.get(name)
        if flow is None or len(flow.classes) < 2 or arrives.mix or isinstance(arrives, ByFleet):
            continue
        if isinstance(arrives, Recorded) and all(row.class_ for row in arrives.rows) and not arrives.at_start:
            continue
        example = f"mix: {{{flow.classes[0]}: 60 %, {flow.classes[1]}: 40 %}}"
        yield Broken(
            ("demand", "flows", name), f"{listed(flow.classes)} arrive here; say how many of each: {example}"
        )


def fleets_fit_their_flow(scenario: "Scenario") -> Iterator[Broken]:
    """A fleet runs in one flow, which its class may do."""
    runs: dict[str, str] = {}
    for name, arrives in scenario.demand.flows.items():
        if not isinstance(arrives, ByFleet):
            continue
        path = ("demand", "flows", name, "fleet")
        fleet, flow = scenario.demand.fleets.get(arrives.fleet), scenario.layout.flows.get(name)
        if fleet and flow and fleet.class_ not in flow.classes:
            yield Broken(
                path, f"{arrives.fleet} is of class {fleet.class_}, {name} is for {listed(flow.classes)}"
            )
        if arrives.fleet in runs:
            yield Broken(
                path, f"{arrives.fleet} runs in {runs[arrives.fleet]} already; give {name} a fleet of its own"
            )
        runs.setdefault(arrives.fleet, name)
        if fleet and arrives.at_start > fleet.size:
            text = f"{arrives.at_start} of {arrives.fleet} wait at the start, and it has {fleet.size}"
            yield Broken(("demand", "flows", name, "at_start"), text)


def slots_fit_their_hours(scenario: "Scenario") -> Iterator[Broken]:
    """A slot is no longer than the hours it lies in."""
    for name, arrives in scenario.demand.flows.items():
        if not isinstance(arrives, Appointments) or arrives.hours not in scenario.roster.calendars:
            continue
        longest = max((end - start for _, start, end in openings(scenario, arrives.hours)), default=0.0)
        if 0 < longest < arrives.slot:
            text = f"no slot of {arrives.slot:g} s fits into {arrives.hours}, open for {longest:g} s at most"
            yield Broken(("demand", "flows", name, "slot"), f"{text}; make the slot shorter")


def volumes_can_be_told_apart(scenario: "Scenario") -> Iterator[Broken]:
    """So many a day have a name of their own."""
    for name, arrives in scenario.demand.flows.items():
        volumes: dict[Path, float] = {(): arrives.volume} if isinstance(arrives, ByProfile) else {}
        if isinstance(arrives, ByStates):
            volumes = {("states", state, "rate"): said.rate for state, said in arrives.states.items()}
        for path, volume in volumes.items():
            if volume > MOST_A_DAY:
                text = f"{volume:,.0f} a day; one flow draws {MOST_A_DAY:,.0f} at most, make it several"
                yield Broken(("demand", "flows", name, *(path or ("volume",))), text)


def gaps_take_time(scenario: "Scenario") -> Iterator[Broken]:
    """Who comes one after the other does not come all at once: an hour of them must fit into memory."""
    for name, arrives in scenario.demand.flows.items():
        if not isinstance(arrives, Every) or arrives.count is not None:
            continue
        mean = arrives.every.mean
        if mean < SHORTEST_GAP:
            text = f"one every {mean:g} s; a flow draws one every {SHORTEST_GAP:g} s at most"
            yield Broken(("demand", "flows", name, "every"), f"{text}, write a longer time")


def there_is_room_at_the_start(scenario: "Scenario") -> Iterator[Broken]:
    """No more are there at the start than a run can hold."""
    there = {("flows", name, "at_start"): one.at_start for name, one in scenario.demand.flows.items()}
    there |= {("fleets", name, "size"): fleet.size for name, fleet in scenario.demand.fleets.items()}
    for path, n in there.items():
        if n > MOST_AT_START:
            text = f"{n:,} at the start; a run can hold no more than {MOST_AT_START:,}, let some come later"
            yield Broken(("demand", *path), text)


RULES: tuple[Rule, ...] = (
    somebody_arrives,
    several_classes_have_a_mix,
    fleets_fit_their_flow,
    slots_fit_their_hours,
    volumes_can_be_told_apart,
    gaps_take_time,
    there_is_room_at_the_start,
)
