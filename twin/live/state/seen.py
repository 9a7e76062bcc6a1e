"""What there is to tell of an instant beside who is inside: stations, devices, lanes, and who came unseen."""

import math
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from twin.live.state.beyond import HOURS, hidden, waiting
from twin.live.state.devices import AROUND, DAY, dark, devices_of
from twin.live.state.opening import LATELY
from twin.live.state.reading import ARRIVE, END, START

HOUR = 3600.0


class Seen(NamedTuple):
    """What present_of needs of a tracker beside its rows."""

    stations: tuple[str, ...]
    devices: list
    unseen: dict  # by station: [number] who came and no device saw
    lanes: dict  # by station: {lane: when it last started}
    usual: Callable  # (station, at): servers that are usually open, or nan


def seen_by(tracker, at):
    """The Seen of a tracker at an instant."""
    lanes = tracker.links.lanes_of()
    there = tracker.known.stations if tracker.known else sorted(tracker.stations())
    devices = devices_of(tracker, at)
    return Seen(
        tuple(there),
        devices,
        {station: _unseen(tracker, station, devices, at) for station in sorted(tracker.comings.used.entries)},
        {station: _starts(lanes.get(station, ())) for station in there},
        tracker.known.open if tracker.known else _not_known,
    )


def _not_known(station, at):
    return math.nan


def _starts(lanes):
    """When each lane started last."""
    out = {}
    for device, lane in lanes:
        for true, _, _, key in reversed(lane):
            if key[1] == START:
                out[device] = true
                break
    return out


def _unseen(tracker, station, devices, at):
    """[number] who came to an entry and were not seen by any device."""
    since, rate = dark(devices, station, at), _rate(tracker, station)
    if not math.isnan(since):
        after = sum(_middle(tracker.passing.silences[station, kind]) for kind in (ARRIVE, START, END))
        return hidden(rate(at), at - since, after)
    if station in tracker.comings.used.joins:
        return hidden(0.0, 0.0, 0.0)
    begins = max(at - HOURS * HOUR, tracker.begins())
    lanes = tracker.links.lanes_of().get(station, ())
    services = _services(lanes, begins, tracker.known, at)
    return waiting(services, rate, begins=begins, at=at, free=_free(lanes, at))


def _free(lanes, at):
    """Since when a lane that was at work lately has been free, `at` where none is."""
    ends = [lane[-1][0] for _, lane in lanes if lane[-1][-1][1] == END]
    return min((end for end in ends if at - end < LATELY), default=at)


def _services(lanes, begins, known, at):
    """(started, when its lane was free before) of all that began since, in order."""
    out = []
    for _, lane in lanes:
        first = bisect_left(lane, (begins,))
        for (free, _, _, before), (started, _, _, key) in zip(lane[first:-1], lane[first + 1 :], strict=True):
            if key[1] != START or started > at:
                continue
            law = known.served(key[2], "") if known and before[1] == START else None
            out.append((started, min(free + (law[0] if law else 0.0), started)))
    return sorted(out)


def _rate(tracker, station):
    """Of a time: how many come to an entry in a second."""
    if tracker.known:
        return lambda at: tracker.known.entering(station, at)
    turns = tracker.passing.turns[(station, ARRIVE), (station, START)]
    number = max(tracker.passing.number[station, kind] for kind in (ARRIVE, START))
    usual = number / max(min(tracker.keeps, tracker.heard - tracker.begins()), HOUR)

    def rate(at):
        yesterday = at - DAY
        if not turns or turns[0][0] > yesterday - AROUND:
            return usual
        low, high = (bisect_left(turns, (yesterday + side,)) for side in (-AROUND, AROUND))
        return (high - low) / (2 * AROUND)

    return rate


def _middle(ordered):
    return ordered[len(ordered) // 2] if ordered else 0.0
