"""A log that fits in memory, cleaned in one go."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..records import Cleaned
from . import (
    admitting,
    assembling,
    chains,
    changes,
    clocks,
    grains,
    joining,
    pairing,
    repairing,
    scoring,
    travels,
    watching,
    ways,
)
from .days import ahead, midnights
from .stated import stated
from .told import told

ASIDE = ("put aside", "duplicate")  # what is said of events that are left out
ROUGHLY, NEARLY = 3.0, 0.6  # seconds to which clocks are known among times by hand, and without them


class NothingTrueError(ValueError):
    """No event of a log can be true; repairs say why of each."""

    def __init__(self, events, repairs):
        counted = repairs["what"].astype(str).value_counts().items()
        why = ", ".join(f"{what} ({n})" for what, n in counted if what.startswith(ASIDE))
        super().__init__(
            f"none of the {events} events can be true{': ' if why else ''}{why}; look at their kinds "
            "(arrive, start, end), stations, devices, times and names, and at the map they were imported with"
        )
        self.repairs = repairs


class Raw(NamedTuple):
    """Of every event as it came: where and when, and whether it was put aside or said again."""

    station: np.ndarray
    at: np.ndarray
    received: np.ndarray
    aside: np.ndarray
    again: np.ndarray


class Linked(NamedTuple):
    """Sightings, and the journey that each is part of."""

    sightings: pairing.Sightings
    seen: chains.Seen
    chain: np.ndarray
    by_fit: np.ndarray  # sightings that no name linked to the one before
    entries: np.ndarray  # stations where journeys begin
    exits: np.ndarray  # stations where they end
    joins: np.ndarray  # of those, stations where joining the queue is told


def clean(events, zone="UTC"):
    """What a table of events tells of a port: visits and cases, clocks, repairs, and how good records are."""
    every, names = told(events)
    log, aside = admitting.put_aside(every, names)
    log, again = admitting.said_once(log)
    if not len(log.row):
        raise NothingTrueError(len(every.row), changes.table([*aside, *again]))
    within, spans, error = _timed(log)
    true = log._replace(at=log.at - error)
    linked, seen_again = _linked(true, within, names)
    repaired = [*aside, *again, *seen_again, *repairing.of_times(log, error, within)]
    return _cleaned(_Work(every, log, true, error, within, spans, names), linked, repaired, zone)


def _timed(log):
    """Half-widths of the times, spans of the clocks, and each event's error.

    Times by hand blur the clock, and a clock that is off hides them: each is looked for again once the other
    is known.
    """
    error, by_travel = np.zeros(len(log.at)), None
    for slack in (0.0, ROUGHLY, NEARLY):
        within = grains.half_widths(log, error, slack)
        spans = clocks.gauge(log, grains.by_clock(within))
        silent = clocks.silent(log, spans)
        spans = [span for span in spans if span.device not in silent]
        if by_travel is None:
            heard = log._replace(at=log.at - clocks.errors(log, spans))
            by_travel = travels.gauge(heard, grains.by_clock(within), silent)
        told_apart = [span for span in by_travel if span.device in silent]
        spans = sorted([*spans, *told_apart], key=lambda span: (span.device, span.begins))
        error = travels.at_steps(log, clocks.errors(log, spans), told_apart)
    return within, spans, error


class _Work(NamedTuple):
    """What the last step of cleaning needs of the first ones."""

    every: tuple
    log: tuple
    true: tuple  # the log with true times
    error: np.ndarray
    within: np.ndarray
    spans: list
    names: tuple


def _linked(true, within, names):
    """The sightings of a log with true times, and the journeys that they make up."""
    found, changed = pairing.sightings(true, within, names.letters)
    seen = chains.settled_by_name(found, chains.placed(found, len(names.station)))
    links, doors = chains.by_name(found, seen)
    by_fit = np.zeros(len(found.station), bool)
    if not (found.case >= 0).all():
        learned = ways.learn(seen, links, doors)
        by_name = np.full(len(found.station), pairing.NOBODY)
        by_name[links[1]] = links[0]
        links = joining.joined(found, seen, links, learned, names.letters)
        by_fit[links[1]] = by_name[links[1]] != links[0]
    size = len(found.station)
    graph = coo_array((np.ones(len(links[0]), bool), links), shape=(size, size))
    _, chain = connected_components(graph, directed=False)
    if not (found.case >= 0).all():
        seen = chains.settled(chain, np.arange(size), seen)
    entries, exits = (np.unique(np.flatnonzero(door) // 2) for door in doors)
    entries, exits = entries[np.isin(entries, found.station)], exits[np.isin(exits, found.station)]
    joins = np.unique(found.station[found.arrives])
    return Linked(found, seen, chain, by_fit, entries, exits, joins), changed


def _cleaned(work, linked, repaired, zone):
    """The tables, from journeys of sightings."""
    names, stations = work.names, len(work.names.station)
    linked, nobody = _without_nobody(linked)
    lost = np.append(nobody.first, nobody.last)
    gone = changes.Change(work.log.row[lost[lost >= 0]], "put aside: nobody's")
    if not len(linked.sightings.station):
        raise NothingTrueError(len(work.every.row), changes.table([*repaired, gone]))
    linked = linked._replace(chain=_in_order(linked))
    owner = _owners(len(work.log.row), linked)
    visits = assembling.visits_of(linked.sightings, linked.seen, linked.chain, names)
    visits = assembling.reckon(visits, assembling.travel(visits, stations))
    window = (float(work.true.at.min()), float(work.true.at.max()))
    edges = midnights(window, zone)
    unseen = watching.missed(visits, (linked.entries, linked.exits), stations)
    watched, dark = watching.watched(work.true, names, window, (*unseen, ahead(window[0], zone)))
    again = assembling.said_again(linked.sightings, linked.seen, linked.chain)
    repaired.append(changes.Change(work.log.row[again], "seen again"))
    repaired += repairing.of_halves(work.log, linked.sightings)
    repaired.append(repairing.of_links(work.log, linked.sightings.only(linked.by_fit)))
    repaired += [*repairing.of_names(work.log, owner, names), gone]
    repairs = changes.table(repaired)
    facts, grid = _facts(work, linked), (names.station, edges)
    table = scoring.scores(_raw(work, repairs), work.true, facts, dark, grid)
    cases = _cases(visits, linked, names)
    cleaned = Cleaned(
        visits=_named(visits, names),
        cases=cases,
        watched=watched,
        clocks=clocks.by_day(work.spans, names.device, edges),
        repairs=repairs,
        scores=table,
        span=window,
        zone=zone,
        stated={},
    )
    return cleaned._replace(stated=stated(cleaned, len(work.every.row)))


def _without_nobody(linked):
    """Journeys without those of one sighting of which nothing was read, and those sightings."""
    s, count = linked.sightings, np.bincount(linked.chain)
    nobody = (count[linked.chain] == 1) & (s.plate < 0) & (s.tag < 0) & (s.declaration < 0) & (s.case < 0)
    kept = ~nobody
    seen = linked.seen._replace(**{n: v[kept] for n, v in linked.seen._asdict().items() if n != "places"})
    left = {"sightings": s.only(kept), "chain": linked.chain[kept], "by_fit": linked.by_fit[kept]}
    return linked._replace(seen=seen, **left), s.only(nobody)


def _in_order(linked):
    """Numbers of journeys in the order in which they begin."""
    _, chain = np.unique(linked.chain, return_inverse=True)
    begins = np.full(chain.max(initial=-1) + 1, np.inf)
    np.minimum.at(begins, chain, linked.seen.rank)
    place = np.empty(len(begins), np.int64)
    place[np.argsort(begins, kind="stable")] = np.arange(len(begins))
    return place[chain]


def _owners(size, linked):
    """The journey of each event of the log, NOBODY for those that no sighting has."""
    owner = np.full(size, pairing.NOBODY)
    for events in (linked.sightings.first, linked.sightings.last):
        owner[events[events >= 0]] = linked.chain[events >= 0]
    return owner


def _raw(work, repairs):
    """Every event as it came, with what became of it."""
    what = repairs["what"].astype(str)
    row = work.every.row
    aside = np.isin(row, repairs["row"][what.str.startswith("put aside")])
    again = np.isin(row, repairs["row"][what.isin(["duplicate", "seen again"])])
    return Raw(work.every.station, work.every.at, work.every.received, aside, again)


def _facts(work, linked):
    """Of each event: whether it was named, its sighting whole, its time exact, and its clock's error."""
    log, s = work.log, linked.sightings
    whole = np.zeros(len(log.row), bool)
    full = s.arrives | ((s.first >= 0) & (s.last >= 0))
    for events in (s.first, s.last):
        whole[events[full & (events >= 0)]] = True
    named = (log.plate >= 0) | (log.tag >= 0) | (log.declaration >= 0) | (log.case >= 0)
    return {"named": named, "whole": whole, "exact": grains.by_clock(work.within), "error": work.error}


def _cases(visits, linked, names):
    """One row a journey: when it came and left, nan where that was not seen."""
    chain = visits["chain"].to_numpy()
    starts = np.flatnonzero(np.diff(chain, prepend=-1))
    ends = np.append(starts[1:], len(chain)) - 1 if len(starts) else starts
    first, last = visits.iloc[starts], visits.iloc[ends]
    station = first["station"].to_numpy()
    told_joining = np.isin(station, linked.joins)
    seen_joined = first["joined"].where(first["joined_from"] == "seen").to_numpy()
    came = np.where(told_joining, seen_joined, first["started"])
    arrived = np.where(np.isin(station, linked.entries), came, np.nan)
    left = np.where(np.isin(last["station"], linked.exits), last["ended"], np.nan)
    cases = pd.DataFrame(
        {"case": chain[starts], "cls": _category(first["cls"], names.cls), "arrived": arrived}
    )
    return cases.assign(left=left, seen_in=np.isfinite(arrived), seen_out=np.isfinite(left))


def _named(visits, names):
    """Visits with names instead of codes, in the order of the record's columns."""
    number = visits.groupby("chain").cumcount().astype("int32")
    table = pd.DataFrame({"case": visits["chain"].astype("int64"), "number": number})
    table["cls"] = _category(visits["cls"], names.cls)
    table["station"] = _category(visits["station"], names.station)
    server = visits["server"].where(visits["server"] < names.lanes, pairing.NOBODY)
    table["server"] = _category(server, names.device[: names.lanes])
    times = ["joined", "started", "ended", "joined_within", "started_within", "ended_within", "joined_from"]
    return pd.concat([table, visits[times]], axis=1)


def _category(codes, names):
    """A category of the names that occur, "" where there is no code."""
    every = pd.Categorical.from_codes(np.where(codes < 0, len(names), codes), [*map(str, names), ""])
    return every.remove_unused_categories()
