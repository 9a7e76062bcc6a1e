"""Where everything stands in a port, in metres: servers, those who wait for them, those who drive."""

from typing import NamedTuple

import numpy as np

from twin.show.map import servers_of, things_at

LANE = 4.0  # metres: the width of a lane, with its margin
TRUCK_PLACE = 18.5  # metres a truck takes when queued: 16.5 m and a gap of 2 m
ACROSS = 24  # at most so many servers stand side by side; beyond that they stand in rows
MOST_SERVERS = 80  # that are drawn of one station
MOST_OUTSIDE = 12  # rows that wait where entities come in: a longer queue would shrink the picture
# What a station does -> length, width, height in metres of what one server of it looks like.
SHAPES = {
    "gate": (4.0, 2.0, 3.2),
    "agv_gate": (4.0, 2.0, 3.2),
    "scan": (40.0, 12.0, 8.0),
    "examination": (18.0, 5.0, 0.8),
    "unloading": (18.0, 5.0, 0.8),
    "loading": (18.0, 5.0, 0.8),
    "parking": (18.0, 4.0, 0.4),
    "lifting": (8.0, 22.0, 12.0),
    "weighing": (18.0, 4.0, 0.6),
}
HOUSE = (8.0, 4.0, 4.0)
SEEN_SIZE = 1000.0  # metres across a port in which a booth is just seen: in a larger one all is enlarged
APART = 8.0  # metres between two stations of one place


class Post(NamedTuple):
    """A station on the ground."""

    middle: np.ndarray  # [2] metres
    heading: float  # radians: the way through it
    spots: np.ndarray  # [server, 2] metres


class File(NamedTuple):
    """Spots one behind the other, in lanes side by side."""

    end: np.ndarray  # [2] metres: where the first stands before
    back: np.ndarray  # [2] unit vector away from it
    rows: int
    lanes: int


def enlarged(layout):
    """How many times what stands on the ground is enlarged, to be seen in a port of this size."""
    places = np.array([tuple(place)[:2] for place in layout.places.values()], float).reshape(-1, 2)
    across = float(np.ptp(places, axis=0).max())
    return max(1.0, round(across / SEEN_SIZE))


def shape_of(station):
    """Length, width and height in metres of one server."""
    return SHAPES.get(station.does, HOUSE)


def starts(layout):
    """The places where entities come in: their queue stands outside the port."""
    return {flow.starts_at for flow in layout.flows.values()} - {None}


def way_through(layout, place):
    """The unit vector along which one drives through a place; north to south where no link says it."""
    inwards = [(link.from_, link.to) for link in layout.links.values()]
    inwards += [(link.to, link.from_) for link in layout.links.values() if link.both_ways]
    begins = place in starts(layout)
    for ends in inwards:
        if ends[0 if begins else 1] == place:
            way = np.subtract(*(layout.places[end][:2] for end in reversed(ends)))
            if np.hypot(*way) > 0:
                return way / np.hypot(*way)
    return np.array([0.0, -1.0])


def posts(layout, k):
    """{station: Post} of those that stand somewhere; servers side by side across the way, then in rows."""
    found = {}
    for place, at in layout.places.items():
        way = way_through(layout, place)
        stations = things_at(layout, place)[0]
        for name, along in _in_a_row(stations, k, _space(layout, place)):
            middle = np.array(at[:2], float) + way * along
            heading = float(np.arctan2(way[1], way[0]))
            found[name] = Post(middle, heading, _spots(stations[name], middle, heading, k))
    return found


def _space(layout, place):
    """Metres to the nearest other place: what is enlarged must not reach into it."""
    here = layout.places[place][:2]
    apart = [
        float(np.hypot(*np.subtract(at[:2], here))) for name, at in layout.places.items() if name != place
    ]
    return min((metres for metres in apart if metres > 0), default=np.inf)


def _in_a_row(stations, k, space):
    """Each station with its distance along the way from the middle of the place, one behind the other."""
    lengths = [(shape_of(s)[0] * _rows_of(s) + APART) * k for s in stations.values()]
    ends = np.cumsum(lengths)
    middles = ends - np.array(lengths) / 2 - (ends[-1] / 2 if lengths else 0.0)
    middles *= min(1.0, space / ends[-1]) if lengths else 1.0
    return list(zip(stations, middles.tolist(), strict=True))


def _rows_of(station):
    return 1 + (shown_servers(station) - 1) // ACROSS


def shown_servers(station):
    """How many servers are drawn; one where they are not counted."""
    return min(servers_of(station) or 1, MOST_SERVERS)


def _spots(station, middle, heading, k):
    shape = np.array(shape_of(station)) * k
    count = shown_servers(station)
    side, along = sides(heading)
    row, column = np.divmod(np.arange(count), ACROSS)
    aside = (column - (min(count, ACROSS) - 1) / 2) * (shape[1] + 1.5 * k)
    behind = (row - (_rows_of(station) - 1) / 2) * shape[0]
    return middle + aside[:, None] * side + behind[:, None] * along


def sides(heading):
    """The unit vectors across and along a heading."""
    return np.array([-np.sin(heading), np.cos(heading)]), np.array([np.cos(heading), np.sin(heading)])


def files(layout, place, k):
    """The Files of those who wait for a place: the lanes of the ways into it; outside where they come in."""
    at = np.array(layout.places[place][:2], float)
    if place in starts(layout):
        lanes = max((link.lanes for link in layout.links.values() if link.from_ == place), default=1)
        return [File(at, -way_through(layout, place), MOST_OUTSIDE, lanes)]
    found = []
    for link in layout.links.values():
        if link.to == place:
            back = np.array(layout.places[link.from_][:2], float) - at
            length = float(np.hypot(*back)) or 1.0
            found.append(File(at, back / length, int(length // (TRUCK_PLACE * k)), link.lanes))
    return found


def spot(file, i, k):
    """The [2] metres of the i-th of a File, and how wide a lane of it is."""
    row, lane = divmod(i, file.lanes)
    heading = float(np.arctan2(file.back[1], file.back[0]))
    wide = LANE * max(1.0, k / 2)
    side, _ = sides(heading)
    at = file.end + file.back * (row + 1) * TRUCK_PLACE * k + side * (lane - (file.lanes - 1) / 2) * wide
    return at, wide
