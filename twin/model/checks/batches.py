"""Batches can be served, and can come together."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken, Rule
from twin.model.demand import Arrives, ByFleet, Every, Recorded
from twin.model.journey import trails
from twin.model.serving import breakdown, kinds_of_server, needs
from twin.model.steps import Visit
from twin.model.things import Batch, Station

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def batches_are_served_in_order(scenario: "Scenario") -> Iterator[Broken]:
    """A batch is the first of one queue, on a server that is counted, and is never taken apart."""
    for name, station, _ in _batches(scenario):
        path = ("layout", "stations", name)
        if station.servers is None:
            yield Broken((*path, "servers"), "a batch has a server to itself; say how many there are")
        if station.discipline != "fifo":
            text = f"a batch takes those who came first, not by {station.discipline}; leave discipline: out"
            yield Broken((*path, "discipline"), text)
        if station.end_of_shift not in ("finish", "pause"):
            text = "a batch stays together until its service is over; write finish or pause"
            yield Broken((*path, "end_of_shift"), text)
        fails = [breakdown(scenario, station, model) for model in kinds_of_server(station)]
        if any(failing and failing.after == "goes_back" for failing in fails):
            text = "stays together until its service is over, and does not go back to the queue"
            yield Broken((*path, "batch"), f"{text}; let its servers fail with after: resume or repeat")
        if station.fills:
            text = f"a batch claims what its first member needs, not room in {station.fills} for each"
            yield Broken((*path, "batch"), f"{text}; let each be served alone, or leave fills: out")
        for pool in needs(scenario, station):
            if pool in scenario.layout.pools and scenario.layout.pools[pool].takes_time_to_return:
                text = f"a batch claims {pool} once, and each of it would send {pool} back"
                yield Broken((*path, "batch"), f"{text}; write seize: and release: around the visit")


def batches_come_together(scenario: "Scenario") -> Iterator[Broken]:
    """Without a timeout, as many as a batch needs can wait at its station at once."""
    comers = _comers(scenario)
    for name, station, batch in _batches(scenario):
        if batch.timeout is not None:
            continue
        path = ("layout", "stations", name, "batch")
        there, classes = comers.get(name, (math.inf, set()))
        if there < batch.fewest:
            text = f"waits for {batch.fewest}, and no more than {there:g} ever come: it would wait for ever"
            yield Broken((*path, "fewest"), f"{text}; lower it, or give it a timeout:")
        short = _metres_short(scenario, station, batch, sorted(classes))
        if short > 0:
            text = f"{batch.fewest} of the longest may not fit in before one leaves"
            wanted = f"give it {short:g} m more waiting_room:, or a timeout:"
            yield Broken(path, f"{text}, so it may wait for ever; {wanted}")


def _batches(scenario: "Scenario") -> Iterator[tuple[str, Station, Batch]]:
    for name, station in scenario.layout.stations.items():
        if station.batch is not None:
            yield name, station, station.batch


def _comers(scenario: "Scenario") -> dict[str, tuple[float, set[str]]]:
    """{station: (most who can ever be there, their classes)}; of parts there is no end."""
    found: dict[str, tuple[float, set[str]]] = {}
    for flow in trails(scenario):
        visits = [(met.step.visit, met.state) for met in flow.met if isinstance(met.step, Visit)]
        there = _number(scenario, scenario.demand.flows.get(flow.flow))
        for name in {name for name, _ in visits}:
            states = [state for visited, state in visits if visited == name]
            number, classes = found.get(name, (0, set()))
            number += math.inf if any(state.child for state in states) else there
            found[name] = number, classes.union(*(state.classes for state in states))
    return found


def _number(scenario: "Scenario", arrives: Arrives | None) -> float:
    """How many there are of those who arrive in a flow, inf without end."""
    if arrives is None:
        return 0
    if isinstance(arrives, ByFleet):
        fleet = scenario.demand.fleets.get(arrives.fleet)
        return fleet.size if fleet is not None else math.inf
    if isinstance(arrives, Recorded):
        return arrives.there + len(arrives.rows)
    if isinstance(arrives, Every) and arrives.count is not None:
        return arrives.there + arrives.count * (arrives.platoon.high or math.inf)
    return math.inf


def _metres_short(scenario: "Scenario", station: Station, batch: Batch, classes: list[str]) -> float:
    """Metres that are missing where long ones are let in first and a short one asks for the last place."""
    room = station.waiting_room
    if room is None or room.unit != "metres" or not classes:
        return 0.0
    taken = [scenario.layout.classes[name].taken for name in classes if name in scenario.layout.classes]
    each = room.amount / station.count if station.queue == "lanes" else room.amount
    return (batch.fewest - 1) * max(taken) + min(taken) - each - batch.most * min(taken)


RULES: tuple[Rule, ...] = (batches_are_served_in_order, batches_come_together)
