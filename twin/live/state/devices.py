"""How each device is: heard of as often as it should be at this hour, silent, or down."""

import math
from bisect import bisect_left
from typing import NamedTuple

from twin.live.records import DOWN, SILENT, UP
from twin.live.state.shifts import by_roster, by_yesterday

HOUR, DAY = 3600.0, 86400.0
RECENT = 3 * HOUR  # that tells how busy it is today
AROUND = HOUR  # before and after this time yesterday
CHANCE = 0.001  # of a silence that is not taken for chance
PASSED = 3  # trucks that passed a station unseen since: its devices are down
AT_TIMES = 2.0  # of a lane beside others, which is closed or not needed at times: a gamma law of that shape
FEWEST = 10  # messages before a device is missed at all
MOSTLY = 0.8  # of the time that one device is silent no other of its station was heard either
MOST = 5.0  # times as busy as yesterday, or less busy


class Device(NamedTuple):
    """A row of Present.devices."""

    device: str
    station: str
    status: str
    heard: float
    usual: float
    offset: float
    late: int
    twice: int
    refused: int


class Listened(NamedTuple):
    """A Device, and how likely so long a silence is of one that is up."""

    row: Device
    chance: float


def devices_of(tracker, at):
    """The Listened of all devices at an instant, in order of station and name."""
    busy = _busy(tracker, at)
    lanes = tracker.links.lanes_of()
    many = {device for beside in lanes.values() if len(beside) > 1 for device, _ in beside}
    shifts = _shifts(tracker, lanes, at)
    found = [_listened(tracker, name, (busy, name in many, shifts.get(name)), at) for name in tracker.clocks]
    passed = tracker.passed() if any(one.chance < CHANCE for one in found) else ()
    return sorted((_judged(one, passed) for one in found), key=lambda one: (one.row.station, one.row.device))


def _shifts(tracker, lanes, at):
    """{device: since when it should be heard} of lanes at stations with a roster."""
    out = {}
    for station, beside in lanes.items() if tracker.known else ():
        if math.isnan(tracker.known.open(station, at)):
            continue
        heard = [(device, tracker.clocks[device].heard[-1][0]) for device, _ in beside]
        out |= by_roster(heard, lambda time, station=station: tracker.known.open(station, time), at)
    return out


def _listened(tracker, name, known, at):
    clock, (busy, is_beside_others, on_shift) = tracker.clocks[name], known
    station = tracker.links.events[clock.heard[-1][-1]].station
    heard, usual = clock.heard[-1][0], _usual(clock, busy, at)
    since = by_yesterday([one[0] for one in clock.heard], at) if on_shift is None else on_shift
    missed = max(at - since, 0.0) / usual if len(clock.heard) >= FEWEST else 0.0
    chance = (1 + missed / AT_TIMES) ** -AT_TIMES if is_beside_others else math.exp(-missed)
    counts = tracker.links.late[name], tracker.twice[name], tracker.refused[name]
    return Listened(Device(name, station, UP, heard, usual, clock.offset(), *counts), chance)


def _judged(one, passed):
    """A device as its silence and who passed it meanwhile say; passed: (time, station)."""
    if one.chance >= CHANCE:
        return one
    number = sum(time > one.row.heard and station == one.row.station for time, station in passed)
    return one._replace(row=one.row._replace(status=DOWN if number >= PASSED else SILENT))


def _number(clock, begins, ends):
    """Messages received between two times."""
    return bisect_left(clock.heard, (ends,)) - bisect_left(clock.heard, (begins,))


def _busy(tracker, at):
    """How busy the port is, in times of yesterday at this hour."""
    now, before = (
        sum(_number(clock, end - RECENT, end) for clock in tracker.clocks.values()) + 5.0
        for end in (at, at - DAY)
    )
    return min(max(now / before, 1 / MOST), MOST)


def _usual(clock, busy, at):
    """Seconds between messages, by those of this time yesterday, else by the last ones."""
    first, last = clock.heard[0][0], clock.heard[-1][0]
    begins, ends = min(last, at - AROUND) - DAY, at - DAY + AROUND
    if first > begins:
        begins, ends, busy = max(last - RECENT, first), last, 1.0
    number = _number(clock, begins, ends)
    return max(ends - begins, 1.0) / (busy * max(number, 0.5))


def dark(devices, station, at):
    """Since when no device of a station has been heard, if that is no chance for one of them; else nan."""
    mine = [one.row for one in devices if one.row.station == station]
    silent = [one.heard for one in mine if one.status != UP]
    last = max((one.heard for one in mine), default=at)
    return last if silent and at - last > MOSTLY * (at - max(silent)) else math.nan
