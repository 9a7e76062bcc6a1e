"""What comes out of a run: one row a visit, a trip, a downtime, a stop of a service.

A time that has not come yet is nan; an index to nobody is NOBODY.
"""

from typing import NamedTuple

import numpy as np

NOBODY = -1

VISIT = np.dtype(
    [
        ("number", "i8"),  # order in ties; the root's part is number >> 30
        ("key", "i8"),  # names the entity's luck
        ("parent", "i8"),  # key of the entity it was forked from, 0 for a root
        ("asked", "f8"),  # came to the door
        ("joined", "f8"),  # let in: waits before the servers
        ("started", "f8"),  # first start of service
        ("ended", "f8"),  # service over
        ("left", "f8"),  # left the place: the next one had room
        ("visit", "i4"),  # counts the visits of the entity, from 0
        ("trip", "i4"),  # rounds of a fleet entity, from 0
        ("point", "i4"),  # index in plan.names.points
        ("server", "i4"),  # index in the station, NOBODY where servers are not counted
        ("stops", "i4"),  # how often the service was interrupted
        ("flow", "i2"),
        ("cls", "i2"),
    ],
    align=True,
)

TRIP = np.dtype(
    [
        ("number", "i8"),
        ("key", "i8"),
        ("parent", "i8"),
        ("arrived", "f8"),
        ("left", "f8"),
        ("origin", "f8"),  # when it came to the port, or the whole that it is a part of
        ("load", "i8"),  # kg on board when it leaves
        ("trip", "i4"),
        ("exit", "i4"),  # index in plan.names.exits, NOBODY while inside
        ("flow", "i4"),
        ("cls", "i4"),
        ("half", "i8"),  # 1: of no class of its own: one of the ways, or an errand, of who it is a part of
    ],
    align=True,
)

DOWN = np.dtype([("down", "f8"), ("up", "f8"), ("point", "i4"), ("server", "i4")], align=True)

STOP = np.dtype(
    [
        ("number", "i8"),
        ("key", "i8"),
        ("stopped", "f8"),
        ("resumed", "f8"),
        ("visit", "i4"),
        ("point", "i4"),
        ("server", "i4"),  # on which it was stopped
        ("stays", "i4"),  # 1: it stayed there; 0: it went back to the queue, and the server was free
    ],
    align=True,
)


class Run(NamedTuple):
    """One replication: its tables in canonical order, and the clock at its end."""

    visits: np.ndarray  # [visit] VISIT, by (number, key, visit)
    trips: np.ndarray  # [trip] TRIP, by (number, key, trip)
    downs: np.ndarray  # [downtime] DOWN, by (point, server, down)
    stops: np.ndarray  # [stop] STOP, by (number, key, visit, stopped)
    end: float  # seconds


TABLES = (VISIT, TRIP, DOWN, STOP)  # in the order of Run


def in_order(visits, trips, downs, stops, end):
    """The Run of tables that come in the order of events."""
    return Run(
        _sorted(visits, "number", "key", "visit"),
        _sorted(trips, "number", "key", "trip"),
        downs[np.lexsort((downs["down"], downs["server"], downs["point"]))],
        stops[np.lexsort((stops["stopped"], stops["visit"], stops["key"], stops["number"]))],
        end,
    )


def _sorted(rows, first, second, third):
    """By three columns; rows come nearly in order of the first, and seldom differ in the second only.

    Rows are taken by np.take: an index in brackets takes ten times as long where a row has many fields.
    """
    columns = [np.ascontiguousarray(rows[name]) for name in (first, second, third)]
    order = np.argsort(columns[0], kind="stable")
    one, two, three = (column[order] for column in columns)
    if len(rows) > 1 and ((one[1:] == one[:-1]) & (two[1:] != two[:-1])).any():
        return np.take(rows, np.lexsort(columns[::-1]))
    group = np.zeros(len(rows), np.int64)
    np.cumsum(one[1:] != one[:-1], out=group[1:])
    return np.take(rows, order[np.argsort((group << 32) + three, kind="stable")])
