"""One event as the state keeps it, and why some cannot be true."""

import math
from functools import cached_property
from typing import NamedTuple

from twin.observed.cleaning.admitting import EARLIEST, LATEST, PLACEHOLDERS
from twin.observed.cleaning.plates import canonical
from twin.observed.event import KINDS

ARRIVE, START, END = range(len(KINDS))
LONGEST_NAME = 200  # signs of a plate, tag, declaration or case; a longer one is no name
FIELDS = (
    "device", "seq", "station", "kind", "at", "received", "plate", "tag", "declaration", "case", "cls",
)  # fmt: skip


class Said(NamedTuple):
    """The fields of an event; texts are "" where it did not say."""

    received: float  # by the clock of the server; its own time where the log has none
    device: str
    seq: int
    station: str
    kind: int  # ARRIVE, START or END
    at: float  # by the clock of the device
    plate: str  # as it reads once signs that look alike are one
    tag: str
    declaration: str
    case: str
    cls: str


class Event(Said):
    """What a device saw."""

    @cached_property
    def key(self):
        """What two copies of one event share."""
        number = str(self.seq) if self.seq >= 0 else f"{self.plate} {self.tag}"
        return self.device, self.kind, self.station, self.at, number

    @cached_property
    def names(self):
        """Everything that says who it was."""
        said = (("case", self.case), ("tag", self.tag), ("paper", self.declaration), ("plate", self.plate))
        return [name for name in said if name[1]]


class Refused(NamedTuple):
    """A row that is put aside."""

    device: str
    why: str


def read(rows, stations):
    """Of each row of a table of events: the Event, or that it is Refused; `stations` () takes any."""
    columns = (rows[name].tolist() for name in FIELDS)
    return [_read(dict(zip(FIELDS, row, strict=True)), stations) for row in zip(*columns, strict=True)]


def _read(row, stations):
    device, station = _text(row["device"]), _text(row["station"])
    received = row["received"] if _finite(row["received"]) else row["at"]
    why = _fault(row, device, (station, stations), received)
    if why:
        return Refused(device if _is_name(device) else "", why)
    names = {name: _text(row[name]) for name in ("tag", "declaration", "case", "cls")}
    plate = canonical(_text(row["plate"]))
    seq = int(row["seq"]) if _finite(row["seq"]) else -1
    return Event(
        float(received), device, seq, station, KINDS.index(row["kind"]), float(row["at"]), plate, **names
    )


def _fault(row, device, place, received):
    """Why a row can be no event, "" where it can."""
    station, stations = place
    if row["kind"] not in KINDS:
        return "kind unknown"
    if not _is_name(device):
        return "device unknown"
    if not _is_name(station) or (stations and station not in stations):
        return "station unknown"
    if not _finite(row["at"]):
        return "time missing"
    return "" if EARLIEST <= received - row["at"] <= LATEST else "time impossible"


def _text(value):
    """A text, "" for what is none or is too long to be a name."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME else ""


def _is_name(text):
    return text.strip(" ?-.").lower() not in PLACEHOLDERS


def _finite(number):
    return isinstance(number, (int, float)) and math.isfinite(number)
