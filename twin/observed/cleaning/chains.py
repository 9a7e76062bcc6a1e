"""Sightings that bear the same name, as chains in order of time: one chain for each journey."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .ways import OFTEN, RARE, TOLD, doors

DAY = 86400.0
JOURNEY = 1.5 * DAY  # a name that is seen again so long after is on another journey
NEAR = 4  # places apart on a journey whose order is learned
PASSES = 6  # a sighting gives way to so many others
SURE = 60.0  # seconds of doubt up to which a time is taken at its word
LITTLE = 0.001  # seconds by which one comes after another
SLIPS = 5.0  # times as many as would be a slip take a step that is usual
MOSTLY = 2.0  # times as many trucks go one way as the other: that is the way
EARLY = 2.0  # seconds by which who joins may seem to come after who is served: clocks are that good


class Seen(NamedTuple):
    """Of each sighting: its place (station, and whether it waits or is served), class and times."""

    place: np.ndarray
    cls: np.ndarray
    begins: np.ndarray  # seconds; where it was lost, the end less the usual service
    ends: np.ndarray  # seconds; where it was lost, the begin and the usual service
    rank: np.ndarray  # seconds by which it is put in order
    tie: np.ndarray  # what decides where two are at one time
    doubt: np.ndarray  # seconds by which its begin or end may be wrong
    places: int


def placed(sightings, stations):
    """The places and times of sightings, lost times filled in by the station's median service."""
    took = sightings.ended - sightings.began
    usual = np.zeros(stations)
    for station in range(stations):
        mine = took[(sightings.station == station) & ~sightings.arrives & np.isfinite(took)]
        usual[station] = np.median(mine) if len(mine) else 0.0
    place = 2 * sightings.station + ~sightings.arrives
    service = np.where(sightings.arrives, 0.0, usual[sightings.station])
    begins = np.where(np.isnan(sightings.began), sightings.ended - service, sightings.began)
    ends = np.where(np.isnan(sightings.ended), sightings.began + service, sightings.ended)
    cased = sightings.case >= 0
    rank = np.where(np.isnan(sightings.began), sightings.ended, sightings.began)
    rank = rank - EARLY * (sightings.arrives & ~cased)
    tie = np.where(cased, np.maximum(sightings.first, sightings.last), place % 2)
    lost = np.isnan(sightings.began) | np.isnan(sightings.ended)
    known = np.where(lost, 0.0, np.maximum(sightings.began_within, sightings.ended_within))
    doubt = EARLY + known + np.where(lost, 1.5 * service, 0.0)
    return Seen(place, sightings.cls, begins, np.maximum(ends, begins), rank, tie, doubt, 2 * stations)


def by_name(sightings, seen):
    """Links (from, to) between sightings of one plate, tag, declaration or case, and the ways in and out.

    The sightings' ranks are to be settled before.
    """
    one, two = _namesakes(sightings, seen)
    size = len(sightings.station)
    told = (sightings.case >= 0).all()
    found = doors(seen, _together(one, two, size), TOLD if told else OFTEN)
    usual = _usual(seen, one, two)
    named = sightings.case[one] >= 0  # whoever named the journey has parted them already
    same = named | ~parted(seen, (*found, usual), one, two)
    chain = _together(one[same], two[same], size)
    order = np.lexsort((seen.tie, seen.rank, chain))
    one, two = order[:-1], order[1:]
    same = chain[one] == chain[two]
    same &= (sightings.case[one] >= 0) | ~parted(seen, (*found, usual), one, two)
    return (one[same], two[same]), found


def settled_by_name(sightings, seen):
    """The same with ranks that keep the order of places where a time is not sure enough to."""
    key, member = _keys(sightings)
    return seen if (sightings.case >= 0).all() else settled(key, member, seen)


def settled(group, member, seen):
    """The same with ranks that keep the order of places within each group of sightings of one truck.

    A time written by hand may stand before one that it came after. Which of two places comes first is what
    most trucks show; a sighting gives way to it by as much as its time is in doubt.
    """
    rank, first = seen.rank.copy(), _precedence(group, member, seen)
    for _ in range(PASSES):
        order = np.lexsort((seen.tie[member], rank[member], group))
        ordered, mine = member[order], group[order]
        one, two = ordered[:-1], ordered[1:]
        doubt = np.maximum(seen.doubt[one], seen.doubt[two])
        wrong = (mine[1:] == mine[:-1]) & first[seen.place[two], seen.place[one]] & (one != two)
        wrong &= (rank[two] - rank[one] <= 2 * doubt) & (doubt > SURE)
        if not wrong.any():
            break
        one, two = one[wrong], two[wrong]
        later = seen.doubt[one] >= seen.doubt[two]  # the less sure of the two gives way
        after, before = rank[two] + LITTLE, rank[one] - LITTLE
        rank[one[later]] = after[later]
        rank[two[~later]] = before[~later]
    return seen._replace(rank=rank)


def _precedence(group, member, seen):
    """[place, place] True where the first comes before the second on most journeys that have both."""
    order = np.lexsort((seen.tie[member], seen.rank[member], group))
    group, place = group[order], seen.place[member[order]]
    count = np.zeros((seen.places, seen.places))
    for apart in range(1, NEAR + 1):
        then = np.flatnonzero(group[apart:] == group[:-apart])
        np.add.at(count, (place[then], place[then + apart]), 1)
    return count > MOSTLY * count.T + 3


def _namesakes(sightings, seen):
    """Pairs of sightings that follow each other under one name."""
    key, member = _keys(sightings)
    order = np.lexsort((seen.tie[member], seen.rank[member], key))
    key, member = key[order], member[order]
    same = (key[1:] == key[:-1]) & (member[1:] != member[:-1])
    return member[:-1][same], member[1:][same]


def _together(one, two, size):
    """The number of the connected group that each of `size` sightings is in."""
    graph = coo_array((np.ones(len(one), bool), (one, two)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def _usual(seen, one, two):
    """[place, place] True where too many of those at the second come from the first by name to be a slip."""
    count = np.zeros((seen.places, seen.places))
    np.add.at(count, (seen.place[one], seen.place[two]), 1)
    total = np.bincount(seen.place, minlength=seen.places)
    return count > SLIPS * RARE * np.maximum(total, 1)


def parted(seen, found, one, two):
    """Where a second sighting begins another journey: long after, at a way in, or after a way out.

    Some journeys may end, or begin, where others go on: a step that many take does not part them, unless it
    leads from a way out to a way in.
    """
    way_in, way_out, usual = found
    into, out = way_in & ~way_out, way_out & ~way_in
    a, b = seen.place[one], seen.place[two]
    late = seen.begins[two] - seen.ends[one] > JOURNEY
    again = (out[a] & into[b]) | ((out[a] | into[b]) & ~usual[a, b])
    return late | (again & (a // 2 != b // 2))


def _keys(sightings):
    """Pairs of a name's code and a sighting that bears it; codes of different kinds of name differ."""
    keys, members, base = [], [], 0
    if (sightings.case >= 0).all():
        return sightings.case, np.arange(len(sightings.case))
    plates = max(sightings.plate.max(initial=0), sightings.other.max(initial=0)) + 1
    kinds = (
        (sightings.plate, plates),
        (sightings.other, 0),
        (sightings.tag, None),
        (sightings.declaration, None),
    )
    for codes, width in kinds:
        named = np.flatnonzero(codes >= 0)
        if codes is sightings.other:
            keys.append(codes[named])
        else:
            keys.append(codes[named] + base)
            base += plates if width else codes.max(initial=0) + 1
        members.append(named)
    return np.concatenate(keys), np.concatenate(members)
