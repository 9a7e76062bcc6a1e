"""What looks odd in a sound scenario, and is perhaps meant."""

from collections.abc import Callable, Iterator
from math import isinf
from typing import TYPE_CHECKING

from twin.model.calendar import open_intervals, servers_on_duty
from twin.model.checks.broken import Broken
from twin.model.checks.circles import circles_that_may_close
from twin.model.checks.duty import clock
from twin.model.demand import Appointments, ByFleet, Timetable
from twin.model.detecting import controls
from twin.model.errors import Fault
from twin.model.journey import Met, trails
from twin.model.origin import Where
from twin.model.questions import URGENT
from twin.model.serving import kinds_of_server
from twin.model.steps import Do, Gather, Leave, Match, Release, Return, Seize, Set, Visit, Wait
from twin.model.threats import APART, READER
from twin.model.walk import all_steps

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

Oddity = Callable[["Scenario", list[Met]], Iterator[Broken]]


def warnings(scenario: "Scenario", where: Where = lambda path: "") -> list[Fault]:
    """What looks odd, said as faults are; none of it stops a run."""
    met = [one for found in trails(scenario) for one in found.met]
    return list(dict.fromkeys(odd.fault(where) for look in ODDITIES for odd in look(scenario, met)))


def stations_nobody_visits(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A station without visits does nothing."""
    visited = {one.step.visit for one in met if isinstance(one.step, Visit)}
    for name in scenario.layout.stations:
        if name not in visited:
            yield Broken(("layout", "stations", name), "no flow visits it")


def flows_nobody_arrives_in(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A flow without demand stays empty."""
    for name in scenario.layout.flows:
        if name not in scenario.demand.flows:
            yield Broken(("layout", "flows", name), f"nobody arrives in it; demand.flows has no {name}")


def parts_nobody_does(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A part without a do: is never done."""
    done = {step.do for step, _ in all_steps(scenario.layout) if isinstance(step, Do)}
    for name in scenario.layout.parts:
        if name not in done:
            yield Broken(("layout", "parts", name), "no flow does it")


def matches_nobody_does(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """Of a match without a step nothing comes."""
    done = {one.step.match for one in met if isinstance(one.step, Match)}
    for name in scenario.layout.matches:
        if name not in done:
            yield Broken(("layout", "matches", name), f"no flow does it; write - match: {name}")


def policies_nobody_waits_for(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A quota, slot or permission without a wait: holds nobody up."""
    waited = {step.wait for step, _ in all_steps(scenario.layout) if isinstance(step, Wait)}
    gathers = (step for step, _ in all_steps(scenario.layout) if isinstance(step, Gather))
    waited |= {step.cut_off for step in gathers if step.cut_off is not None}
    for kind in ("quotas", "slots", "permissions"):
        for name in getattr(scenario.policy, kind):
            if name not in waited:
                yield Broken(("policy", kind, name), "no flow waits for it")


def conditions_that_change_nothing(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A condition that no station depends on, and a state that none leads to."""
    named = {name for station in scenario.layout.stations.values() for name in station.depends_on}
    for name, condition in scenario.layout.conditions.items():
        if name not in named:
            yield Broken(("layout", "conditions", name), f"nothing depends on it; say depends_on: {name}")
        reached, fresh = {condition.first}, [condition.first]
        while fresh:
            new = set(condition.after(fresh.pop())) - reached
            reached |= new
            fresh.extend(new)
        for state in condition.states:
            if state not in reached:
                yield Broken(("layout", "conditions", name, "states", state), "no state leads to it")


def hours_that_never_come(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A station or stock that is never open within the horizon."""
    for kind in ("stations", "stocks"):
        for name, thing in getattr(scenario.layout, kind).items():
            if thing.hours is not None and not open_intervals(scenario, thing.hours):
                text = f"{thing.hours} is never open within the horizon: look at its holidays and the start"
                yield Broken(("layout", kind, name, "hours"), text)


def shifts_that_leave_gaps(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A station whose shifts leave nobody on duty within its hours, or never put anybody there."""
    for name in scenario.roster.shifts:
        station = scenario.layout.stations.get(name)
        if station is None:
            continue
        path = ("roster", "shifts", name)
        opens = open_intervals(scenario, station.hours)
        duty = servers_on_duty(scenario, name, opens)
        empty = [moment for moment, size in duty if not size and _lies_within(moment, opens)]
        if not any(size for _, size in duty):
            hours = station.hours or "the horizon"
            yield Broken(path, f"no shift falls into {hours}: nobody is ever on duty")
        elif station.hours is not None and empty:
            text = f"nobody is on duty from {clock(scenario, empty[0])}, though {station.hours} is open"
            yield Broken(path, f"{text}; is that a break?")


def _lies_within(moment: float, opens: list[tuple[float, float]]) -> bool:
    return any(start <= moment < end for start, end in opens)


def fleets_that_do_not_come_back(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A flow of a fleet without a return: runs empty."""
    returned = {step.return_ for step, _ in all_steps(scenario.layout) if isinstance(step, Return)}
    for name, arrives in scenario.demand.flows.items():
        if isinstance(arrives, ByFleet) and arrives.fleet not in returned:
            text = f"no step returns to {arrives.fleet}, so each vehicle comes once; end with return:"
            yield Broken(("demand", "flows", name, "fleet"), text)


def pools_carried_away(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """Units that are seized and not released before the entity leaves."""
    for one in met:
        carried = sorted({pool for pool, units in one.state.held if units != 0})
        if isinstance(one.step, Leave | Return) and carried:
            held = " and ".join(carried)
            yield Broken(
                one.spot.path, f"may still hold {held}; release before it leaves", said=one.spot.said
            )


def stocks_only_taken_or_only_put_back(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A reusable pool whose books cannot balance: it runs empty, or grows without end."""
    taken = {pool for one in met if isinstance(one.step, Seize) for pool in one.step.seize}
    put_back = {pool for one in met if isinstance(one.step, Release) for pool in one.step.release}
    for name, pool in scenario.layout.pools.items():
        if pool.reusable and (name in taken) != (name in put_back):
            text = "is only taken and never put back: it runs empty; release it in another flow"
            if name in put_back:
                text = "is only put back and never taken: it grows without end; seize it in another flow"
            yield Broken(("layout", "pools", name), text)


def loads_of_nothing(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A class that unloads into a stock and carries nothing."""
    stations = scenario.layout.stations
    for one in met:
        fills = stations[one.step.visit].fills if isinstance(one.step, Visit) else None
        for name in one.state.classes if fills else ():
            if not scenario.layout.classes[name].carries:
                yield Broken(
                    ("layout", "classes", name), f"fills {fills} and carries nothing; give it carries:"
                )


def promises_nobody_has(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A queue by what is due next, where nothing ever is."""
    if any(cls.promise is not None for cls in scenario.layout.classes.values()):
        return
    if any(isinstance(arrives, Appointments | Timetable) for arrives in scenario.demand.flows.values()):
        return
    for name, station in scenario.layout.stations.items():
        if station.discipline == "earliest_due":
            text = "no class has a promise:, so it goes by the order of arrival; give one, e.g. promise: 2 h"
            yield Broken(("layout", "stations", name, "discipline"), text)


def priorities_nobody_has(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A queue by priority, where nobody is before anybody."""
    urgent = any(isinstance(one.step, Set) and URGENT in one.step.set for one in met)
    if urgent or scenario.policy.priority:
        return
    for name, station in scenario.layout.stations.items():
        if station.discipline in ("priority", "preemptive"):
            text = "nobody goes before others; say who does in policy.priority:, or leave it out"
            yield Broken(("layout", "stations", name, "discipline"), text)


def rooms_that_are_never_full(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A way for those who find no room, where there always is some."""
    for one in met:
        if isinstance(one.step, Visit) and one.step.if_full is not None:
            room = scenario.layout.stations[one.step.visit].waiting_room
            if room is None or isinf(room.amount):
                text = f"is never full: give {one.step.visit} a waiting_room:, or leave if_full: out"
                yield Broken(one.spot.path, text, said=one.spot.said)


def lanes_that_nobody_can_change(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """Jockeys where there is one lane."""
    for name, station in scenario.layout.stations.items():
        if station.jockeys and station.count < 2:
            yield Broken(("layout", "stations", name, "jockeys"), "has one lane, and nobody can change it")


def images_nobody_reads(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """A scan that leaves its images to readers, where no flow comes to any."""
    visited = {one.step.visit for one in met if isinstance(one.step, Visit)}
    made = {
        name: {
            control.read
            for model in kinds_of_server(station)
            for control in controls(scenario, station, model)
        }
        for name, station in scenario.layout.stations.items()
        if name in visited
    }
    if not any(READER in reads for reads in made.values()):
        for name, reads in made.items():
            if APART in reads:
                text = "nobody reads its images, so it finds nothing; add a station that does image_review"
                yield Broken(("layout", "stations", name), f"{text}, or write read: here")


ODDITIES: tuple[Oddity, ...] = (
    stations_nobody_visits,
    flows_nobody_arrives_in,
    parts_nobody_does,
    matches_nobody_does,
    policies_nobody_waits_for,
    conditions_that_change_nothing,
    hours_that_never_come,
    shifts_that_leave_gaps,
    fleets_that_do_not_come_back,
    pools_carried_away,
    stocks_only_taken_or_only_put_back,
    circles_that_may_close,
    loads_of_nothing,
    priorities_nobody_has,
    promises_nobody_has,
    rooms_that_are_never_full,
    lanes_that_nobody_can_change,
    images_nobody_reads,
)
