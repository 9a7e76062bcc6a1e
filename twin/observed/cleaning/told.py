"""The events of a log as arrays: names are codes, and NO_NAME (-1) is a name that was not read."""

from typing import NamedTuple

import numpy as np

from .plates import NO_NAME, canonical, coded, lettered

KINDS = ("arrive", "start", "end")
ARRIVE, START, END = range(3)
UNNAMED = "({station})"  # who told at a station and did not say which device it was


class Told(NamedTuple):
    """Events in some order; each array has one entry an event."""

    row: np.ndarray
    message: np.ndarray
    device: np.ndarray
    seq: np.ndarray
    case: np.ndarray
    station: np.ndarray
    kind: np.ndarray
    at: np.ndarray  # seconds
    received: np.ndarray  # seconds, nan if the log has no clock of a server
    plate: np.ndarray  # as it reads once signs that look alike are one
    spelled: np.ndarray  # as it was read
    sureness: np.ndarray
    tag: np.ndarray
    declaration: np.ndarray
    cls: np.ndarray

    def only(self, which):
        """Those events that a mask or an index names."""
        return Told(*(column[which] for column in self))


class Named(NamedTuple):
    """What the codes of a Told mean."""

    device: np.ndarray
    station: np.ndarray
    case: np.ndarray
    cls: np.ndarray
    plate: np.ndarray  # canonical
    spelled: np.ndarray
    letters: np.ndarray  # [plate, place] code points of the canonical plates
    lanes: int  # devices that are named; those behind them stand for who told at a station without a name


def told(events):
    """The table of events as arrays, and the meaning of their codes."""
    names = {name: coded(events[name]) for name in ("message", "device", "case", "station", "tag")}
    declaration, _ = coded(events["declaration"])
    cls, classes = coded(events["cls"])
    plate, plates = coded(events["plate"], canonical)
    spelled, spellings = coded(events["plate"])
    kind, kinds = coded(events["kind"])
    known = np.array([KINDS.index(text) if text in KINDS else NO_NAME for text in kinds] + [NO_NAME])
    number = {name: events[name].to_numpy(np.float64) for name in ("at", "received", "sureness")}
    device, devices = _with_unnamed(names)
    log = Told(
        row=events["row"].to_numpy(np.int64),
        message=names["message"][0],
        device=device,
        seq=events["seq"].to_numpy(np.int64),
        case=names["case"][0],
        station=names["station"][0],
        kind=known[kind],
        at=number["at"],
        received=number["received"],
        plate=plate,
        spelled=spelled,
        sureness=number["sureness"],
        tag=names["tag"][0],
        declaration=declaration,
        cls=cls,
    )
    kept = (devices, names["station"][1], names["case"][1], classes, plates, spellings)
    return log, Named(*kept, lettered(plates), len(names["device"][1]))


def _with_unnamed(names):
    """Devices of events, and what they are called: where none is said, one that stands for the station."""
    (device, devices), (station, stations) = names["device"], names["station"]
    if (device >= 0).all():
        return device, devices
    unnamed = np.array([UNNAMED.format(station=name) for name in stations], object)
    stand_in = np.where(station >= 0, len(devices) + station, NO_NAME)
    return np.where(device >= 0, device, stand_in), np.concatenate([devices, unnamed])
