"""Starts and ends of one lane as sightings: one row for each time that somebody was seen at a place."""

from typing import NamedTuple

import numpy as np

from .changes import Change
from .plates import distances
from .told import ARRIVE, END, START, Told

NOBODY = -1
TYPO = 2  # signs by which two readings of one plate may differ
BACKWARDS = 3600.0  # seconds: numbers of a device whose times go back by more are not in order of time
AGAIN = 120.0  # seconds within which a second start of the same truck on a lane is the first one said again
LONG = 6.0  # a service longer than so many times the 99th percentile is two services


class Sightings(NamedTuple):
    """Who was seen where: an arrival alone, or a service of which the start or the end may be lost."""

    station: np.ndarray
    device: np.ndarray
    arrives: np.ndarray  # True: seen joining the queue; False: seen at service
    began: np.ndarray  # seconds; of an arrival, its time; nan if the start was lost
    ended: np.ndarray  # seconds; of an arrival, its time; nan if the end was lost
    began_within: np.ndarray
    ended_within: np.ndarray
    plate: np.ndarray  # the surest reading
    other: np.ndarray  # a second reading, or NOBODY
    tag: np.ndarray
    declaration: np.ndarray
    cls: np.ndarray
    case: np.ndarray  # as the log names it, or NOBODY
    first: np.ndarray  # index of the event that says arrival or start, NOBODY if lost
    last: np.ndarray  # index of the event that says the end, NOBODY if lost

    def only(self, which):
        """Those sightings that a mask or an index names."""
        return Sightings(*(column[which] for column in self))


def sightings(log: Told, within, letters):
    """The sightings of a log whose times are true, and the changes made on the way."""
    served = np.flatnonzero(log.kind != ARRIVE)
    order = served[_lane_order(log, served)]
    order, changes = _once(log, order)
    first, last = _adjacent(log, order, letters)
    paired = np.zeros(len(log.at), bool)
    paired[first] = paired[last] = True
    alone = order[~paired[order]]
    more_first, more_last = _apart(log, alone, _longest(log, first, last))
    first, last = np.append(first, more_first), np.append(last, more_last)
    paired[more_first] = paired[more_last] = True
    alone = order[~paired[order]]
    nobody = np.full(len(alone), NOBODY)
    begins = log.kind[alone] == START
    arrivals = np.flatnonzero(log.kind == ARRIVE)
    first = np.concatenate([first, np.where(begins, alone, nobody), arrivals])
    last = np.concatenate([last, np.where(begins, nobody, alone), np.full(len(arrivals), NOBODY)])
    return _told_by(log, within, first, last), changes


def _lane_order(log, served):
    """The order in which each lane spoke: by its own numbers where they agree with its times."""
    by_time = np.lexsort((log.kind[served] != END, log.seq[served], log.at[served], log.device[served]))
    by_number = np.lexsort((log.at[served], log.seq[served], log.device[served]))
    device, at = log.device[served][by_number], log.at[served][by_number]
    back = (np.diff(at) < -BACKWARDS) & (device[1:] == device[:-1])
    wrong = np.bincount(device[1:][back], minlength=log.device.max(initial=0) + 1)
    wrong = wrong + np.bincount(log.device[served][log.seq[served] < 0], minlength=len(wrong))
    number = np.empty(len(served), np.int64)
    number[by_number] = np.arange(len(served))
    place = np.empty(len(served), np.int64)
    place[by_time] = np.arange(len(served))
    trusted = wrong[log.device[served]] == 0
    return np.lexsort((np.where(trusted, number, place), log.device[served]))


def _once(log, order):
    """Events in order without a start (or end) that says again what the one before it said."""
    one, two = order[:-1], order[1:]
    same = (log.device[one] == log.device[two]) & (log.kind[one] == log.kind[two])
    same &= (log.case[one] == log.case[two]) & (np.abs(log.at[two] - log.at[one]) < AGAIN)
    same &= ((log.plate[one] == log.plate[two]) & (log.plate[one] >= 0)) | (
        (log.tag[one] == log.tag[two]) & (log.tag[one] >= 0)
    )
    gone = np.where(log.kind[one] == START, two, one)[same]
    keep = np.ones(len(log.at), bool)
    keep[gone] = False
    return order[keep[order]], [Change(log.row[gone], "seen again")]


def _adjacent(log, order, letters):
    """Starts and ends that follow each other on a lane and can be of one truck."""
    one, two = order[:-1], order[1:]
    pair = (log.device[one] == log.device[two]) & (log.station[one] == log.station[two])
    pair &= (log.kind[one] == START) & (log.kind[two] == END) & (log.case[one] == log.case[two])
    one, two = one[pair], two[pair]
    able = ~conflicting(log, letters, one, two)
    longest = _longest(log, one[able], two[able])
    able &= log.at[two] - log.at[one] <= longest[log.station[one]]
    return one[able], two[able]


def _longest(log, first, last):
    """Seconds beyond which a service of a station is none, by station."""
    longest = np.full(log.station.max(initial=0) + 1, np.inf)
    took = log.at[last] - log.at[first]
    for station in np.unique(log.station[first]):
        mine = took[log.station[first] == station]
        if len(mine) >= 20:
            longest[station] = LONG * np.quantile(mine, 0.99)
    return longest


def _apart(log, alone, longest):
    """Starts and ends of one truck at one station with others between them."""
    known = alone[(log.plate[alone] >= 0) | (log.case[alone] >= 0)]
    order = known[
        np.lexsort((log.kind[known], log.at[known], log.plate[known], log.case[known], log.station[known]))
    ]
    one, two = order[:-1], order[1:]
    same = (log.station[one] == log.station[two]) & (log.kind[one] == START) & (log.kind[two] == END)
    same &= (log.plate[one] == log.plate[two]) & (log.case[one] == log.case[two])
    same &= log.at[two] - log.at[one] <= longest[log.station[one]]
    return one[same], two[same]


def conflicting(log, letters, one, two):
    """Where two rows, of events or of sightings, are of two trucks by what was read of them."""
    unlike = np.zeros(len(one), bool)
    for name in ("tag", "declaration", "case", "cls"):
        code = getattr(log, name)
        unlike |= (code[one] >= 0) & (code[two] >= 0) & (code[one] != code[two])
    both = np.flatnonzero((log.plate[one] >= 0) & (log.plate[two] >= 0) & ~unlike)
    both = both[log.plate[one[both]] != log.plate[two[both]]]
    far = distances(letters, log.plate[one[both]], log.plate[two[both]]) > TYPO
    sure = np.zeros(len(one), bool)
    for name in ("tag", "declaration", "case"):
        code = getattr(log, name)
        sure |= (code[one] >= 0) & (code[one] == code[two])
    unlike[both[far]] = ~sure[both[far]]
    return unlike


def _told_by(log, within, first, last):
    """The sightings that pairs of events tell; an event of no pair stands with NOBODY."""
    some = np.where(first >= 0, first, last)
    rest = np.where(last >= 0, last, some)
    arrives = log.kind[some] == ARRIVE
    began = np.where(first >= 0, log.at[some], np.nan)
    ended = np.where((last >= 0) | arrives, log.at[rest], np.nan)
    surer = np.where(_sureness(log, rest) > _sureness(log, some), rest, some)
    weaker = np.where(surer == some, rest, some)
    plate, other = log.plate[surer], log.plate[weaker]
    return Sightings(
        station=log.station[some],
        device=log.device[some],
        arrives=arrives,
        began=began,
        ended=ended,
        began_within=np.where(first >= 0, within[some], np.inf),
        ended_within=np.where((last >= 0) | arrives, within[rest], np.inf),
        plate=plate,
        other=np.where(other == plate, NOBODY, other),
        tag=np.maximum(log.tag[some], log.tag[rest]),
        declaration=np.maximum(log.declaration[some], log.declaration[rest]),
        cls=np.maximum(log.cls[some], log.cls[rest]),
        case=log.case[some],
        first=first,
        last=last,
    )


def _sureness(log, which):
    """How sure a plate was read; a plate that was not read is surer than nothing."""
    return np.where(log.plate[which] >= 0, np.nan_to_num(log.sureness[which], nan=0.5), -1.0)
