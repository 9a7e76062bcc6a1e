"""How many servers of a station are open: its roster, corrected by what is seen of its lanes."""

import math
from typing import NamedTuple

from twin.live.records import QUEUEING, SERVED

LATELY = 1800.0  # seconds within which a lane has started, or is served, to be surely open
SURELY = 0.5  # likely enough to count
WAITED = 120.0  # seconds after which one who waits shows that no server is free


class Opened(NamedTuple):
    """Servers that are open, and the least and most that there may be."""

    number: float
    low: float
    high: float


def opened(station, rows, lanes, usual, at):
    """The Opened of a station; lanes: when each of its lanes started last; usual: by the roster, or nan."""
    serving = len({row.server for row in rows if row.doing == SERVED and row.likely > SURELY})
    lately = sum(at - start < LATELY for start in lanes.values())
    low = max(serving, 1.0 if lately else 0.0)
    waits = any(row.doing == QUEUEING and row.likely > SURELY and at - row.since > WAITED for row in rows)
    most = max(len(lanes), serving)
    if waits and serving:
        return Opened(float(serving), low, float(max(serving, lately)))
    number = max(lately, serving) if math.isnan(usual) else max(usual, low)
    return Opened(float(number), float(low), float(max(number, most)))
