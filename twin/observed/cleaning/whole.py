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
    watching,
    ways,
)
from .told import told

ROUGHLY, NEARLY = 3.0, 0.6  # seconds to which clocks are known among times by hand, and without them


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
    by_fit: int  # links that no name made
    entries: np.ndarray  # stations where journeys begin
    exits: np.ndarray  # stations where they end
    joins: np.ndarray  # of those, stations where joining the queue is told


def clean(events, zone="UTC"):
    """What a table of events tells of a port: visits and cases, clocks, repairs, and how good records are."""
    every, names = told(events)
    log, aside = admitting.put_aside(every, names)
    log, again = admitting.said_once(log)
    if not len(log.row):
        raise ValueError(
            f"none of the {len(every.row)} events can be true; look at their kinds (arrive, start, end), "
            "stations, devices and times, and at the map they were imported with"
        )
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
    error = np.zeros(len(log.at))
    for slack in (0.0, ROUGHLY, NEARLY):
        within = grains.half_widths(log, error, slack)
        spans = clocks.gauge(log, within == 0)
        error = clocks.errors(log, spans)
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
    by_name = len(links[0])
    if not (found.case >= 0).all():
        learned = ways.learn(seen, links, doors)
        known = set(zip(*(side.tolist() for side in links), strict=True))
        links = joining.joined(found, seen, links, learned, names.letters)
        by_name = len(known & set(zip(*(side.tolist() for side in links), strict=True)))
    size = len(found.station)
    graph = coo_array((np.ones(len(links[0]), bool), links), shape=(size, size))
    _, chain = connected_components(graph, directed=False)
    if not (found.case >= 0).all():
        seen = chains.settled(chain, np.arange(size), seen)
    entries, exits = (np.unique(np.flatnonzero(door) // 2) for door in doors)
    entries, exits = entries[np.isin(entries, found.station)], exits[np.isin(exits, found.station)]
    joins = np.unique(found.station[found.arrives])
    return Linked(found, seen, chain, len(links[0]) - by_name, entries, exits, joins), changed


def _cleaned(work, linked, repaired, zone):
    """The tables, from journeys of sightings."""
    names, stations = work.names, len(work.names.station)
    linked, nobody = _without_nobody(linked)
    linked = linked._replace(chain=_in_order(linked))
    owner = _owners(len(work.log.row), linked)
    visits = assembling.visits_of(linked.sightings, linked.seen, linked.chain, names)
    visits = assembling.reckon(visits, assembling.travel(visits, stations))
    window = (float(work.true.at.min()), float(work.true.at.max()))
    unseen = watching.missed(visits, linked.entries, stations)
    watched, dark = watching.watched(work.true, names, window, unseen)
    lost = nobody.first[nobody.first >= 0]
    repaired += repairing.of_halves(work.log, linked.sightings)
    repaired += [
        *repairing.of_names(work.log, owner, names),
        changes.Change(work.log.row[lost], "put aside: nobody's"),
    ]
    repairs = changes.table(repaired)
    table = scoring.scores(_raw(work, repairs), work.true, _facts(work, linked), dark, names)
    cases = _cases(visits, linked, names)
    cleaned = Cleaned(
        visits=_named(visits, names),
        cases=cases,
        watched=watched,
        clocks=clocks.by_day(work.spans, names.device, window),
        repairs=repairs,
        scores=table,
        span=window,
        zone=zone,
        stated={},
    )
    return cleaned._replace(stated=_stated(work, linked, cleaned, dark))


def _without_nobody(linked):
    """Journeys without those of one sighting of which nothing was read, and those sightings."""
    s, count = linked.sightings, np.bincount(linked.chain)
    nobody = (count[linked.chain] == 1) & (s.plate < 0) & (s.tag < 0) & (s.declaration < 0) & (s.case < 0)
    kept = ~nobody
    seen = linked.seen._replace(**{n: v[kept] for n, v in linked.seen._asdict().items() if n != "places"})
    return linked._replace(sightings=s.only(kept), seen=seen, chain=linked.chain[kept]), s.only(nobody)


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
    return {"named": named, "whole": whole, "exact": work.within == 0, "error": work.error}


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
    table["server"] = _category(visits["server"], names.device)
    times = ["joined", "started", "ended", "joined_within", "started_within", "ended_within", "joined_from"]
    return pd.concat([table, visits[times]], axis=1)


def _category(codes, names):
    """A category of the names that occur, "" where there is no code."""
    every = pd.Categorical.from_codes(np.where(codes < 0, len(names), codes), [*map(str, names), ""])
    return every.remove_unused_categories()


def _stated(work, linked, cleaned, dark):
    """What a reader should know before trusting the visits."""
    visits, cases = cleaned.visits, cleaned.cases
    count = cleaned.repairs["what"].value_counts()
    served = visits["started"].notna() | visits["ended"].notna()
    return {
        "events": len(work.every.row),
        "put_aside": int(sum(n for what, n in count.items() if what.startswith("put aside"))),
        "duplicates": int(count.get("duplicate", 0) + count.get("seen again", 0)),
        "cases": len(cases),
        "visits": len(visits),
        "arrivals_not_seen": int((~cases["seen_in"]).sum()),
        "exits_not_seen": int((~cases["seen_out"]).sum()),
        "starts_lost": int((served & visits["started"].isna()).sum()),
        "ends_lost": int((served & visits["ended"].isna()).sum()),
        "joined_reckoned": int((visits["joined_from"] == "reckoned").sum()),
        "given_by_fit": int(linked.by_fit),
        "times_rounded": int((work.within > 0).sum()),
        "dark_hours": float(sum(ends - begins for _, _, begins, ends in dark) / 3600),
    }
