"""The row of the table of trips that each visit belongs to."""

import numpy as np

from twin.plan.jit import entry
from twin.plan.visits import NOBODY


def trip_rows(visits, trips):
    """[visit] the row of its trip: both tables have the order (number, key, trip)."""
    return _match(
        np.ascontiguousarray(visits["key"]), np.ascontiguousarray(visits["trip"]),
        np.ascontiguousarray(trips["key"]), np.ascontiguousarray(trips["trip"]),
    )  # fmt: skip


@entry
def _match(key, trip, trip_key, trip_trip):
    out = np.full(len(key), NOBODY, np.int64)
    at = 0
    for row in range(len(key)):
        ahead = at
        while ahead < len(trip_key) and (trip_key[ahead] != key[row] or trip_trip[ahead] != trip[row]):
            ahead += 1
        if ahead < len(trip_key):
            at = ahead
            out[row] = at
    return out
