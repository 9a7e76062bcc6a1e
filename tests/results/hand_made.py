"""Plans and runs made by hand: a few stations, a few visits, small enough to check on paper."""

import numpy as np

from twin.plan.plan import (
    CALENDAR_ENTRY,
    CLASS,
    FINISH,
    NEED,
    POOL,
    STATION,
    STEP,
    STOCK,
    UNLIMITED,
    Arrays,
    Names,
    Plan,
    Point,
)
from twin.plan.visits import DOWN, NOBODY, STOP, TRIP, VISIT, in_order

FILLED = ("station", "need", "pool", "stock", "calendar", "cls", "step")
NAN = float("nan")
TIMES = ("asked", "joined", "started", "ended", "left")


def station(name, servers=1, **fields):
    """(Point, fields) of a station; on duty are all servers, unless said."""
    lane = fields.pop("lane", -1)
    rest = {"servers": servers, "on_duty": max(servers, 1), "room": UNLIMITED, "shift_rule": FINISH, **fields}
    return Point("station", name, lane), rest


def link(name, metres):
    """(Point, fields) of a link with storage."""
    return Point("link", name), {
        "servers": 0,
        "on_duty": 1,
        "room": metres * 1000,
        "metric": 1,
        "holds_all": 1,
    }


def rows_of(dtype, rows):
    """Rows with their first fields said, the others nothing."""
    return np.array([(*row, *(0,) * (len(dtype.names) - len(row))) for row in rows], dtype)


def plan(stations, beyond=(), *, classes=("truck",), pools=(), **other):
    """A Plan of stations and of points beyond them; a class takes 20 m; pools are (name, units).

    `needs` of a station are (units, pool) pairs; calendar entries are (time, value, kind, index).
    """
    rows, needs = np.zeros(len(stations), STATION), []
    for row, (_, fields) in zip(rows, stations, strict=True):
        wanted = fields.get("needs", ())
        row["first_need"], row["needs"] = len(needs), len(wanted)
        needs += [(units, pool, 1) for units, pool in wanted]
        for name, value in fields.items():
            if name != "needs":
                row[name] = value
    stocks = other.get("stocks", ())
    empty = np.zeros(0, np.int64)
    arrays = Arrays(
        station=rows, need=rows_of(NEED, needs), pool=rows_of(POOL, [(units,) for _, units in pools]),
        stock=np.array([(0, pool, NOBODY) for _, pool in stocks], STOCK),
        calendar=np.array(sorted(other.get("calendar", ())), CALENDAR_ENTRY),
        step=np.zeros(0, STEP), cls=rows_of(CLASS, [(other.get("size", 20_000),)] * len(classes)),
        **{name: empty for name in Arrays._fields if name not in FILLED},
    )  # fmt: skip
    points = (*(point for point, _ in stations), *(Point(*point) for point in beyond))
    names = Names(
        points,
        tuple(other.get("areas", {}).get(point.name, NAN) for point in points),
        tuple(classes),
        ("in",),
        ("end", "out"),
        tuple(p for p, _ in pools),
        tuple(s for s, _ in stocks),
    )
    return Plan(
        arrays, names, (), other.get("start", "2026-03-02T00:00:00"), other.get("horizon", 100.0),
        other.get("warm_up", 0.0), 1, 0,
    )  # fmt: skip


def visit(key, point, *times, **fields):
    """A row of the visits table: asked, joined, started, ended, left, as far as they have come."""
    return {
        "key": key,
        "number": key,
        "point": point,
        "server": 0,
        **dict(zip(TIMES, times, strict=False)),
        **fields,
    }


def trip(key, arrived, left=NAN, **fields):
    """A row of the trips table."""
    out = NOBODY if np.isnan(left) else 1
    return {"key": key, "number": key, "arrived": arrived, "left": left, "exit": out, **fields}


def run(visits, trips=None, *, downs=(), stops=(), end=100.0):
    """A Run; trips not given last from the first request to the last departure of their entity.

    Stops are (key, stopped, resumed, visit, point, server, stays).
    """
    rows = np.zeros(len(visits), VISIT)
    for time in TIMES:
        rows[time] = NAN
    count = {}
    for row, fields in zip(rows, visits, strict=True):
        row["visit"] = count[fields["key"]] = count.get(fields["key"], -1) + 1
        for name, value in fields.items():
            row[name] = value
    trips = _trips(rows) if trips is None else trips
    trip_rows = np.zeros(len(trips), TRIP)
    for row, fields in zip(trip_rows, trips, strict=True):
        for name, value in fields.items():
            row[name] = value
    halts = np.array([(key, key, *rest) for key, *rest in stops], STOP)
    return in_order(rows, trip_rows, np.array(list(downs), DOWN), halts, end)


def _trips(rows):
    out = []
    for key in dict.fromkeys(rows["key"].tolist()):
        own = rows[rows["key"] == key]
        same = {name: own[name][0] for name in ("parent", "cls", "flow")}
        out.append(trip(key, own["asked"].min(), own["left"][-1], **same))
    return out
