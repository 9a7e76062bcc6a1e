"""The Present of a tracker: what its events tell of an instant."""

import math

import pandas as pd

from twin.live.records import QUEUEING, SERVED, UP, Present
from twin.live.state.chances import mean, miscounted, number_of, quantile, together
from twin.live.state.devices import Device
from twin.live.state.opening import opened
from twin.live.state.placing import Row

STATIONS = (
    "station", "queue", "queue_low", "queue_high", "unseen", "serving", "open", "open_low", "open_high",
    "up", "devices", "age", "trust",
)  # fmt: skip
LOW, HIGH = 0.05, 0.95
RARE = 0.05  # a silence that is less likely than this takes from the trust in a station


def present_of(at, heard, rows, seen):
    """The Present of rows; seen: a Seen, what else there is to tell."""
    number = number_of(_by_case(rows))
    for chance in seen.unseen.values():
        number = together(number, chance)
    counted = miscounted(number)
    return Present(
        at,
        heard,
        pd.DataFrame(rows, columns=list(Row._fields)),
        pd.DataFrame([_station(s, rows, seen, at) for s in seen.stations], columns=list(STATIONS)),
        pd.DataFrame([one.row for one in seen.devices], columns=list(Device._fields)),
        mean(number),
        quantile(counted, LOW),
        quantile(counted, HIGH),
    )


def _by_case(rows):
    """How likely each is to be inside, whatever it does there."""
    total = {}
    for row in rows:
        total[row.case] = total.get(row.case, 0.0) + row.likely
    return total.values()


def _station(station, rows, seen, at):
    mine = [row for row in rows if row.station == station]
    devices = [one for one in seen.devices if one.row.station == station]
    unseen = seen.unseen.get(station)
    queue = number_of(row.likely for row in mine if row.doing == QUEUEING)
    queue = queue if unseen is None else together(queue, unseen)
    open_now = opened(station, mine, seen.lanes.get(station, {}), seen.usual(station, at), at)
    heard = max((one.row.heard for one in devices), default=-math.inf)
    return (
        station, mean(queue), quantile(queue, LOW), quantile(queue, HIGH),
        0.0 if unseen is None else mean(unseen),
        sum(row.likely for row in mine if row.doing == SERVED), *open_now,
        sum(one.row.status == UP for one in devices), len(devices), max(at - heard, 0.0), _trust(devices),
    )  # fmt: skip


def _trust(devices):
    """0 where no device can be believed, 1 where all are heard as often as ever."""
    if not devices:
        return 0.0
    return sum(min(1.0, one.chance / RARE) for one in devices) / len(devices)
