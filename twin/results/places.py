"""The places a reader sees: lanes of one name are one place."""

from typing import NamedTuple

import numpy as np

from twin.plan.plan import BY_SIZE, UNLIMITED

KINDS = (
    "station", "link", "zone", "pool", "quota", "join", "slot", "calendar", "permission", "mark", "crew",
    "gather", "match",
)  # fmt: skip
STATION, LINK, ZONE, POOL, QUOTA, JOIN = range(6)


class Place(NamedTuple):
    """A kind of KINDS and a name of the layout."""

    kind: str
    name: str


class Places(NamedTuple):
    """What a plan's points are to a reader."""

    names: tuple[Place, ...]  # [place] in the order of the plan's points
    of_point: np.ndarray  # [point] its place
    kind: np.ndarray  # [point] index in KINDS
    servers: np.ndarray  # [place] 0 where not counted
    storage: np.ndarray  # [place] entities or metres, inf without limit, nan where there is no such thing
    in_metres: np.ndarray  # [place] whether storage is metres
    area: np.ndarray  # [place] m2 to stand on, nan where it is not said


def places(plan):
    """The places of a plan."""
    names = list(dict.fromkeys(Place(point.kind, point.name) for point in plan.names.points))
    index = {place: i for i, place in enumerate(names)}
    of_point = np.array([index[point.kind, point.name] for point in plan.names.points], np.int64)
    kind = np.array([KINDS.index(point.kind) for point in plan.names.points], np.int64)
    station = plan.arrays.station
    stands = of_point[: plan.stations]
    servers = np.bincount(stands, station["servers"], len(names)).astype(np.int64)
    in_metres = np.bincount(stands, station["metric"], len(names)) > 0
    room = np.where(station["room"] >= UNLIMITED, np.inf, station["room"].astype(np.float64))
    room /= np.where(station["metric"] == 1, 1000.0, 1.0)
    storage = np.full(len(names), np.nan)
    storage[stands] = 0.0
    np.add.at(storage, stands, room)
    for i, place in enumerate(names):
        if place.kind == "zone":
            storage[i], in_metres[i] = _zone_storage(plan, place.name)
    area = np.full(len(names), np.nan)
    area[of_point] = plan.names.areas  # lanes share one
    return Places(tuple(names), of_point, kind, servers, storage, in_metres, area)


def _zone_storage(plan, name):
    """What a zone holds, and whether that is metres; inf without limit."""
    if name not in plan.names.pools:
        return np.inf, False
    pool = plan.names.pools.index(name)
    units = float(plan.arrays.pool["units"][pool])
    in_metres = bool((plan.arrays.need["units"][plan.arrays.need["pool"] == pool] == BY_SIZE).any())
    return (np.inf if units >= UNLIMITED else units / (1000.0 if in_metres else 1.0)), in_metres
