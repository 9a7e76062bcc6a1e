"""Gaps between where a truck was seen to leave and where it was then seen to come, by two clocks."""

from typing import NamedTuple

import numpy as np

from .told import ARRIVE, END, START, Told

DAY = 86400.0
APART = 43200.0  # seconds; a name that is seen again so long after is on another journey
NEAR = 8  # sightings apart on a journey that are compared
USUAL = 0.3  # the quantile of gaps that says how long a way is: most of those below it met no queue
LEAST = 0.05  # the quantile below which a gap is that of somebody else
FEW, ENOUGH = 3, 30  # gaps of two devices on a day, and of two places in all, that say something
FORWARD = 0.35  # of the gaps of a way are not negative
LOOSE = 900.0  # seconds of spread beyond which a way says nothing of clocks


class Gaps(NamedTuple):
    """Of each pair of devices on a day: its way, its day, and the gaps between them."""

    way: np.ndarray  # [cell] number of the pair of places
    one: np.ndarray  # [cell] device at the first place
    two: np.ndarray  # [cell] device at the second
    day: np.ndarray  # [cell]
    usual: np.ndarray  # [cell] seconds
    least: np.ndarray  # [cell] seconds
    weight: np.ndarray  # [cell] how surely the usual gap is known, in 1 / seconds


def gaps(log: Told, exact):
    """The Gaps of a log, from its exact times."""
    rows = np.flatnonzero(exact & (name_of(log) >= 0))
    name = name_of(log)[rows]
    rows = rows[np.lexsort((log.at[rows], name))]
    name, at = name_of(log)[rows], log.at[rows]
    if not len(rows):
        return Gaps(*(np.zeros(0, np.int64) for _ in Gaps._fields))
    journey = np.cumsum(np.append(True, (name[1:] != name[:-1]) | (np.diff(at) > APART))) - 1
    place = 3 * log.station[rows] + log.kind[rows]
    once = _once(journey, place)
    one, two = _pairs(journey[once], log.kind[rows[once]])
    return _cells(log, rows[once][one], rows[once][two])


def name_of(log):
    """The code of what each event calls its truck, NO_NAME where it was not read."""
    named, base = log.plate.copy(), log.plate.max(initial=-1) + 1
    for code in (log.tag, log.declaration):
        use = (named < 0) & (code >= 0)
        named[use] = base + code[use]
        base += code.max(initial=-1) + 1
    return named


def _once(journey, place):
    """The indexes of those that are at their place only once on a journey."""
    order = np.lexsort((place, journey))
    same = (journey[order][1:] == journey[order][:-1]) & (place[order][1:] == place[order][:-1])
    alone = ~(np.append(False, same) | np.append(same, False))
    return np.sort(order[alone])


def _pairs(journey, kind):
    """Pairs of one who leaves and one who comes on the same journey, in whatever order their clocks say."""
    found = []
    for apart in range(1, min(NEAR, len(journey) - 1) + 1):
        first = np.flatnonzero(journey[apart:] == journey[:-apart])
        found += [(first, first + apart), (first + apart, first)]
    one, two = (np.concatenate([pair[side] for pair in found] or [np.zeros(0, np.int64)]) for side in (0, 1))
    able = (kind[one] != START) & (kind[two] != END)
    return one[able], two[able]


def _cells(log, one, two):
    """The Gaps of pairs of events on ways that trucks do take."""
    stations, devices = int(log.station.max(initial=0)) + 1, int(log.device.max(initial=0)) + 1
    joins = (log.kind[one] == ARRIVE) & (log.kind[two] == START) & (log.station[one] == log.station[two])
    able = (log.device[one] != log.device[two]) & ((log.station[one] != log.station[two]) | joins)
    one, two = one[able], two[able]
    gap = log.at[two] - log.at[one]
    way = ((log.station[one] * 3 + log.kind[one]) * stations + log.station[two]) * 3 + log.kind[two]
    _, way = np.unique(way, return_inverse=True)
    taken = _taken(way, (gap >= 0) | joins[able])[way]
    one, two, gap, way = one[taken], two[taken], gap[taken], way[taken]
    day = np.floor(log.at[one] / DAY).astype(np.int64)
    cell = (way * devices + log.device[one]) * devices + log.device[two]
    order = np.lexsort((gap, day, cell))
    new = np.append(True, (np.diff(cell[order]) != 0) | (np.diff(day[order]) != 0))[: len(order)]
    begins = np.flatnonzero(new)
    number = np.diff(np.append(begins, len(order)))
    begins, number = begins[number >= FEW], number[number >= FEW]
    head = order[begins]
    at = [begins + (share * (number - 1)).astype(np.int64) for share in (USUAL, LEAST, 0.5)]
    usual, least, middle = (gap[order[place]] for place in at)
    spread = _spread(way[head], middle - usual)[way[head]]
    weight = np.where(spread <= LOOSE, np.sqrt(number) / spread, 0.0)
    every = Gaps(way[head], log.device[one][head], log.device[two][head], day[head], usual, least, weight)
    return Gaps(*(column[weight > 0] for column in every))


def _taken(way, forward):
    """[way] whether enough take it, and of them enough the right way round: some clocks may be far off."""
    number = np.bincount(way)
    return (number >= ENOUGH) & (np.bincount(way, forward) >= FORWARD * number)


def _spread(way, half):
    """[way] seconds by which gaps of two devices on one day differ, by their usual and their median."""
    spread = np.zeros(int(way.max(initial=-1)) + 1)
    for one in np.unique(way):
        spread[one] = 2 * np.median(half[way == one]) + 1.0
    return spread
