"""Where those who are inside stand, drive and wait: every spot of a port in metres."""

from typing import NamedTuple

import numpy as np

from twin.show.stage import ACROSS, LANE, enlarged, posts, shape_of, sides, starts, way_through

# Metres that one of a kind takes where its class gives no length, and how wide it is.
LENGTHS = {
    "vehicle": 12.0, "person": 0.8, "train": 400.0, "wagon": 14.0, "container": 12.2, "cargo": 3.0,
    "baggage": 0.8, "animal": 2.5,
}  # fmt: skip
LONGEST = 60.0  # metres of a train that are drawn
WIDTHS = {"vehicle": 2.6, "person": 0.8, "train": 3.2, "wagon": 3.2, "container": 2.5, "cargo": 2.0}
WIDTH = 1.0
PAPER = ("document", "sample")  # kinds that nobody sees go by
STEP = 120.0  # metres between stations of a port without a map
ASIDE = 14.0  # metres between a place and the yard beside it
OUTSIDE = 0.3  # of the length of a port: room drawn for those who wait outside


class Road(NamedTuple):
    """A link in one direction."""

    begin: tuple[float, float]
    end: tuple[float, float]


class Line(NamedTuple):
    """Where a queue stands: from `head` backwards, in so many lanes, within `room` metres."""

    head: tuple[float, float]
    back: tuple[float, float]
    lanes: int
    room: float


class Yard(NamedTuple):
    """Ground on which some stand in a grid, `across` of them side by side."""

    corner: tuple[float, float]
    across: int
    pitch: tuple[float, float]


class Ground(NamedTuple):
    """All spots of a port; what acts name by number."""

    scale: float  # how many times larger things are drawn than they are
    posts: dict  # station -> [server, 2] metres
    roads: dict  # link, or link:back -> Road
    lines: dict  # place, or (station, lane) -> Line
    yards: dict  # zone -> Yard
    place_of: dict  # station -> place
    first: dict  # place -> (x, y)
    sizes: dict  # class -> (length, width) metres
    headings: dict  # station -> radians: the way through it


def ground_of(scenario):
    """The Ground of a scenario; stations of a port without places stand in a row."""
    layout = scenario.layout
    sizes = {name: size_of(cls) for name, cls in layout.classes.items() if cls.kind not in PAPER}
    if not layout.places:
        return _row(layout, sizes)
    k = enlarged(layout)
    at = {name: tuple(map(float, tuple(place)[:2])) for name, place in layout.places.items()}
    standing = posts(layout, k)
    lines = {place: _line(layout, place, k) for place in layout.places}
    for name, post in standing.items():
        if layout.stations[name].queue == "lanes":
            lines |= _lanes(name, post, lines[layout.stations[name].at], k)
    return Ground(
        k,
        {name: post.spots for name, post in standing.items()},
        _roads(layout, at),
        lines,
        {name: _yard(layout, zone, k) for name, zone in layout.zones.items() if zone.at in at},
        {name: layout.stations[name].at for name in standing},
        at,
        sizes,
        {name: post.heading for name, post in standing.items()},
    )


def size_of(cls):
    """Length and width in metres of one of a class."""
    return float(cls.length or LENGTHS.get(cls.kind, 1.0)), WIDTHS.get(cls.kind, WIDTH)


def _roads(layout, at):
    roads = {}
    for name, link in layout.links.items():
        roads[name] = Road(at[link.from_], at[link.to])
        roads[f"{name}:back"] = Road(at[link.to], at[link.from_])
    return roads


def _line(layout, place, k):
    """The line before a place: along the longest way into it, or outside where one comes in."""
    at = np.array(layout.places[place][:2], float)
    if place in starts(layout):
        lanes = max((link.lanes for link in layout.links.values() if link.from_ == place), default=1)
        return Line(_pair(at), _pair(-way_through(layout, place)), lanes, _outside(layout))
    into = [(link.from_, link.lanes) for link in layout.links.values() if link.to == place]
    into += [
        (link.to, link.lanes) for link in layout.links.values() if link.from_ == place and link.both_ways
    ]
    found = [(np.array(layout.places[start][:2], float) - at, lanes) for start, lanes in into]
    found = [(float(np.hypot(*back)), back, lanes) for back, lanes in found if np.hypot(*back) > 0]
    if not found:
        return Line(_pair(at), _pair(-way_through(layout, place)), 1, _outside(layout))
    length, back, lanes = max(found, key=lambda one: one[0])
    return Line(_pair(at), _pair(back / length), lanes, length)


def _outside(layout):
    places = np.array([tuple(place)[:2] for place in layout.places.values()], float)
    return max(OUTSIDE * float(np.ptp(places, axis=0).max()), 20.0)


def _lanes(station, post, before, k):
    """A line before each server of a station."""
    _, along = sides(post.heading)
    ahead = along * 3.0 * k
    return {
        (station, lane): Line(_pair(spot - ahead), before.back, 1, before.room)
        for lane, spot in enumerate(post.spots)
    }


def _yard(layout, zone, k):
    place = layout.places[zone.at]
    length = min(LENGTHS.get(zone.unit, 1.0), LONGEST) * 1.15 * k
    width = WIDTHS.get(zone.unit, WIDTH) * 1.5 * k
    room = zone.holds.amount if zone.holds is not None and zone.holds.unit != "metres" else 40
    across = int(np.clip(np.ceil(np.sqrt(room * length / width)), 1, ACROSS * 4))
    deep = np.ceil(room / across) * length
    if place.width:
        corner = place.east - place.width / 2, place.north - place.depth / 2
        return Yard((float(corner[0]), float(corner[1])), max(int(place.width // width), 1), (width, length))
    beside = way_through(layout, zone.at)
    side = np.array([-beside[1], beside[0]]) * (ASIDE * k + across * width / 2)
    corner = np.array([place.east, place.north]) + side - np.array([across * width, deep]) / 2
    return Yard(_pair(corner), across, (width, length))


def _row(layout, sizes):
    """A port of which no place is known: its stations one after the other."""
    first, posted, lines = {}, {}, {}
    for i, (name, station) in enumerate(layout.stations.items()):
        size = shape_of(station)
        count = min(int(getattr(station, "servers", 1) or 1), 80) if np.isscalar(station.servers) else 1
        aside = (np.arange(count) - (count - 1) / 2) * (size[1] + LANE)
        posted[name] = np.stack([np.full(count, i * STEP), aside], axis=1)
        first[name] = (i * STEP, 0.0)
        lines[name] = Line((i * STEP - size[0], 0.0), (-1.0, 0.0), 1, STEP * 0.6)
    places = {name: name for name in posted}
    return Ground(1.0, posted, {}, lines, {}, places, first, sizes, dict.fromkeys(posted, 0.0))


def _pair(point):
    return float(point[0]), float(point[1])
