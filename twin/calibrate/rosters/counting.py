"""Servers of every station by the hour, on weekdays and at weekends."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, SURE, Parameter, Servers
from twin.calibrate.recorded import WEEKDAY, WEEKEND, hour_of, type_of
from twin.calibrate.rosters.closing import closed_hours
from twin.calibrate.rosters.evidence import evidence_at
from twin.calibrate.rosters.steps import CHANGE, roster_of, steps_of
from twin.calibrate.why import NOTHING, Why

PROOFS = 3  # starts after a wait, with all servers busy, from which a number is known from above
FEWEST = 30  # starts, below which nothing is said
METHOD = "most busy at once, and who waited meanwhile, with the fewest changes in a day"


class Manned(NamedTuple):
    """The rosters of all stations, as Servers and as Parameters."""

    servers: tuple[Servers, ...]
    parameters: tuple[Parameter, ...]


def servers_of(log):
    """The Manned of a Recorded."""
    servers, parameters = [], []
    for s, station in enumerate(log.stations):
        evidence = evidence_at(log, log.station == s)
        if len(evidence.started) < FEWEST:
            parameters.append(unknown(station, len(evidence.started)))
            continue
        found = rosters(log, evidence)
        for days, roster, n in found:
            made = servers_from(station, days, roster, closed_hours(log, days_of(log, s, days, found)))
            servers.append(made)
            parameters += numbers_of(made, roster, n)
    return Manned(tuple(servers), tuple(parameters))


def days_of(log, station, days, found):
    """[visit] those of a station on one type of day, or on all if they have one roster."""
    here = log.station == station
    if found[0][1] is found[-1][1]:
        return here
    return here & ((type_of(log.clock(log.started), log.holidays) > 0) == (days != WEEKDAY))


def rosters(log, evidence):
    """[(type of day, Roster, starts)]: one for both types of day unless two explain the starts better."""
    clock = log.clock(evidence.started)
    hours, free = hour_of(clock), type_of(clock, log.holidays) > 0
    one = roster_of(evidence, hours)
    parts = [(WEEKDAY, ~free), (WEEKEND, free)]
    if min(mask.sum() for _, mask in parts) < FEWEST:
        return [(days, one, len(hours)) for days, _ in parts]
    two = [roster_of(part_of(evidence, mask), hours[mask]) for _, mask in parts]
    if sum(roster.cost for roster in two) + CHANGE < one.cost and (two[0].number != two[1].number).any():
        return [(days, roster, int(mask.sum())) for (days, mask), roster in zip(parts, two, strict=True)]
    return [(days, one, len(hours)) for days, _ in parts]


def part_of(evidence, mask):
    return evidence._replace(
        started=evidence.started[mask], busy=evidence.busy[mask], waited=evidence.waited[mask]
    )


def servers_from(station, days, roster, closed):
    """The Servers of a Roster: an interval of numbers, without an end above where nobody had to wait."""
    rising = roster.weights.cumsum(axis=1)
    low = (rising >= (1 - SURE) / 2).argmax(axis=1) + 1.0
    high = (rising >= (1 + SURE) / 2).argmax(axis=1) + 1.0
    high = np.where(roster.proofs >= PROOFS, np.maximum(high, roster.number), np.inf)
    number, low, high = (np.where(closed, 0.0, each) for each in (roster.number, low, high))
    return Servers(station, days, number, np.minimum(low, number), high)


def numbers_of(made, roster, n):
    """A Parameter for each time of day with a number of its own."""
    for group in sorted(steps_of(made.number), key=lambda hours: hours[0] if hours[0] < hours[-1] else -1):
        first, last = int(group[0]), (int(group[-1]) + 1) % 24 or 24
        hour = group[0]
        known = np.isfinite(made.high[hour])
        why = (
            NOTHING
            if known
            else Why("at least so many: nobody had to wait while {n:.0f} were busy", n=made.number[hour])
        )
        closed = Why("closed: some waited all through these hours, and nobody was served")
        why = why if made.number[hour] else closed
        yield Parameter(
            "servers", made.station, ALL, f"{made.days} {first:02d}-{last:02d}", made.number[hour],
            made.low[hour], made.high[hour], n, METHOD, CALIBRATED if known else NOT_IDENTIFIED, why,
        )  # fmt: skip


def unknown(station, starts):
    why = Why(
        "{n} starts of services; {least} are needed, with ends, to see who was busy at once",
        n=starts,
        least=FEWEST,
    )
    return Parameter("servers", station, ALL, "", np.nan, 1.0, np.inf, starts, METHOD, NOT_IDENTIFIED, why)
