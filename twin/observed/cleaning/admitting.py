"""Which events of a log can be true at all, and which say again what another one said."""

import numpy as np

from .changes import Change, as_text
from .told import Told

DAY = 86400.0
EARLIEST = -0.75 * DAY  # an event may come this long before the server had it, and less ...
LATEST = 8 * DAY  # ... or so much later: a device that was off the network for a week
RARE_AT_STATION = 0.001  # a device with fewer of a station's events does not belong to it
RARE_OF_DEVICE = 0.01  # a device belongs where it says at least so much of what it says
WIDE = 30 * DAY  # beyond the middle half of the times by more, and by twice its width: no time of this log
PLACEHOLDERS = {"", "test", "unknown", "null", "none", "nan", "n/a", "na", "测试", "未知"}


def put_aside(log: Told, named):
    """The events that can be true, and the changes that say why the others are not."""
    reasons = (
        ("kind unknown", log.kind < 0),
        ("device unknown", _nameless(log.device, named.device)),
        ("station unknown", _nameless(log.station, named.station)),
        ("time missing", ~np.isfinite(log.at)),
        ("time impossible", _impossible(log)),
    )
    kept, changes = np.ones(len(log.row), bool), []
    for reason, faulty in reasons:
        faulty = faulty & kept
        changes.append(Change(log.row[faulty], f"put aside: {reason}", as_text(log.at[faulty])))
        kept &= ~faulty
    strange = kept & _out_of_place(log, kept)
    changes.append(Change(log.row[strange], "put aside: not the station of this device"))
    return log.only(kept & ~strange), changes


def _nameless(codes, names):
    """Where a name is missing, or stands for none: "???", "test"."""
    empty = [str(name).strip(" ?-.").lower() in PLACEHOLDERS for name in names]
    return (codes < 0) | np.append(np.asarray(empty, bool), True)[codes]


def _impossible(log):
    """Where a time is far from when the server had it, or from all other times of the log."""
    at = log.at
    finite = at[np.isfinite(at)]
    if not len(finite):
        return np.zeros(len(at), bool)
    with np.errstate(invalid="ignore"):
        late = log.received - at
        low, high = np.quantile(finite, (0.25, 0.75))
        far = np.maximum(WIDE, 2 * (high - low))
        return (late < EARLIEST) | (late > LATEST) | (at < low - far) | (at > high + far)


def _out_of_place(log, kept):
    """Where a device speaks of a station at which it hardly ever speaks."""
    if (log.case[kept] >= 0).all():
        return np.zeros(len(log.row), bool)
    stations = int(log.station.max(initial=0)) + 1
    devices = int(log.device.max(initial=0)) + 1
    pair = np.where(kept, log.device * stations + log.station, 0)
    count = np.bincount(pair[kept], minlength=devices * stations).reshape(devices, stations)
    rare = (count < RARE_AT_STATION * count.sum(0)) | (count < RARE_OF_DEVICE * count.sum(1, keepdims=True))
    return rare.ravel()[pair]


def said_once(log: Told):
    """Each message once, as the server had it first, and the changes that name the others."""
    order = np.lexsort((log.row, log.received, log.at, log.kind, log.device))
    told = log.only(order)
    again = np.zeros(len(order), bool)
    same = [(told.device, told.kind, told.at)]
    same_moment = np.logical_and.reduce([column[1:] == column[:-1] for column in same[0]])
    for identity in (told.seq, told.message, told.plate, told.declaration, told.tag):
        again[1:] |= same_moment & (identity[1:] == identity[:-1]) & (identity[1:] >= 0)
    nobody = (told.plate < 0) & (told.declaration < 0) & (told.tag < 0) & (told.seq < 0)
    again[1:] |= same_moment & nobody[1:] & nobody[:-1]
    named = told.case >= 0  # where the log names the journey, one lane may do two things at one time
    again[1:] &= ~(named[1:] & (told.case[1:] != told.case[:-1]))
    kept = np.sort(order[~again])
    return log.only(kept), [Change(np.sort(told.row[again]), "duplicate")]
