"""What each who may be inside does now: one row for each thing that it may be doing."""

from typing import NamedTuple

from twin.live.records import BETWEEN, QUEUEING, SERVED
from twin.live.state.passing import longer
from twin.live.state.reading import ARRIVE, END, START

FEWEST = 5  # steps between two places before their times are learned
SHARE = 0.03  # of the ways on that are told; those who take rarer ones are told with the others
QUICK = 0.25  # of the times between two stations are those of who did not wait
WAY = 60.0  # seconds from one station to the next, where nothing is known: an assumption


class Row(NamedTuple):
    """A row of Present.inside; those of one case exclude each other."""

    case: str
    cls: str
    station: str
    server: str
    doing: str
    since: float
    since_within: float
    likely: float
    heard: float


def rows_of(people, passing, known, at):
    """The Rows of Persons at an instant."""
    return [row for one in people for row in _rows(one, passing, known, at)]


def _rows(one, passing, known, at):
    if one.kind == END:
        ways = ways_on(one, passing, known, at)
        return [_on_the_way(one, way, at) for way in ways] or [_row(one, QUEUEING, one.likely)]
    return [_row(one, QUEUEING if one.kind == ARRIVE else SERVED, one.likely)]


def _row(one, doing, likely):
    server = one.server if doing == SERVED else ""
    return Row(one.case, one.cls, one.station, server, doing, one.since, one.within, likely, one.heard)


class Way(NamedTuple):
    """Where one may go, how likely, and how long it takes to get there."""

    station: str
    share: float
    mean: float
    spread: float


def ways_on(one, passing, known, at):
    """The Ways of one who has been served, given that nothing was heard since; shares sum to 1."""
    shares = _known_shares(one, known) or _learned_shares(one, passing)
    silent = max(at - one.since, 0.0)
    found = []
    for station, share in sorted(shares.items()):
        taken = _steps(passing, one.station, station)
        still = longer(taken, silent) if len(taken) >= FEWEST else 1.0
        found.append(Way(station, share * still, *_travel(known, (one.station, station), taken)))
    total = sum(way.share for way in found)
    kept = [way for way in found if way.share > SHARE * total]
    total = sum(way.share for way in kept)
    return [way._replace(share=way.share / total) for way in kept]


def _known_shares(one, known):
    """Where a class goes, as it was calibrated; of one whose class is not known, as all go."""
    if not known:
        return {}
    ways = [known.routes[one.cls]] if one.cls in known.routes else known.routes.values()
    shares = {}
    for way in ways:
        for station, share in way.get(one.station, {}).items():
            if station in known.stations and share > 0:
                shares[station] = shares.get(station, 0.0) + share
    return shares


def _learned_shares(one, passing):
    shares = {}
    for (place, (station, _)), taken in passing.steps.items():
        if place == (one.station, END) and station != one.station and taken:
            shares[station] = shares.get(station, 0) + len(taken)
    return shares


def _steps(passing, station, other):
    """Seconds from the end at a station to the first mark at another, in order."""
    found = [passing.steps.get(((station, END), (other, kind)), ()) for kind in (ARRIVE, START)]
    return sorted([*found[0], *found[1]]) if found[0] else found[1]


def _travel(known, leg, taken):
    """Mean and spread of the seconds on the way."""
    if known and leg in known.travel:
        mean, cv = known.travel[leg]
        return mean, mean * cv
    mean = taken[int(QUICK * len(taken))] if len(taken) >= FEWEST else WAY
    return mean, mean / 2


def _on_the_way(one, way, at):
    """One who is on the way to a station, or waits there when it must have come there."""
    likely = one.likely * way.share
    if at - one.since < way.mean:
        return Row(one.case, one.cls, way.station, "", BETWEEN, one.since, one.within, likely, one.heard)
    within = one.within + way.spread
    came = one.since + way.mean
    return Row(one.case, one.cls, way.station, "", QUEUEING, came, within, likely, one.heard)
