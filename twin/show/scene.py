"""The port as coloured boxes in metres: roads, gates, halls, yards and trucks."""

import numpy as np

from twin.show.map import agency_colour, servers_of, things_at
from twin.show.style import STYLE

LANE = 4.0  # metres: the width of a lane, with its margin
TRUCK = (16.5, 2.6, 3.6)  # metres: length, width, height
TRUCK_PLACE = 18.5  # metres a truck takes when queued: 16.5 m and a gap of 2 m
ACROSS = 24  # at most so many servers stand side by side; beyond that they stand in rows
MOST_OUTSIDE = 12  # rows of trucks drawn outside: a longer queue would shrink the picture
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
FLAT = {"road": 0.3, "corridor": 0.4, "track": 0.5, "footpath": 0.2}  # metres above the ground
SEEN_SIZE = 1000.0  # metres across a port in which a booth is just seen: in a larger one all is enlarged
APART = 8.0  # metres between two stations of one place


def enlarged(layout):
    """How many times what stands on the ground is enlarged, to be seen in a port of this size."""
    places = np.array([tuple(place)[:2] for place in layout.places.values()], float).reshape(-1, 2)
    across = float(np.ptp(places, axis=0).max())
    return max(1.0, round(across / SEEN_SIZE))


def scene(scenario, waiting):
    """Everything to draw: `boxes` (centre, size, heading, colour) and `signs` (place, name, x, y, z).

    `waiting`: how many stand before each station.
    """
    layout = scenario.layout
    k = enlarged(layout)
    boxes, signs = _roads(layout, k), []
    for place, at in layout.places.items():
        way = _way_through(layout, place)
        stations = things_at(layout, place)[0]
        for name, along in _in_a_row(stations, k, _space(layout, place)):
            middle = np.array(at[:2], float) + way * along
            boxes += _station(stations[name], middle, float(np.arctan2(way[1], way[0])), k)
            height = _shape(stations[name])[2] * k
            signs.append({"name": name, "x": float(middle[0]), "y": float(middle[1]), "z": height})
        boxes += _trucks(layout, place, sum(waiting.get(name, 0) for name in stations), k)
    return {"boxes": boxes, "signs": signs}


def _shape(station):
    return SHAPES.get(station.does, HOUSE)


def _space(layout, place):
    """Metres to the nearest other place: what is enlarged must not reach into it."""
    here = layout.places[place][:2]
    apart = [
        float(np.hypot(*np.subtract(at[:2], here))) for name, at in layout.places.items() if name != place
    ]
    return min((metres for metres in apart if metres > 0), default=np.inf)


def _in_a_row(stations, k, space):
    """Each station with its distance along the way from the middle of the place, one behind the other."""
    lengths = [(_shape(s)[0] * rows_of(s) + APART) * k for s in stations.values()]
    ends = np.cumsum(lengths)
    middles = ends - np.array(lengths) / 2 - (ends[-1] / 2 if lengths else 0.0)
    middles *= min(1.0, space / ends[-1]) if lengths else 1.0
    return list(zip(stations, middles.tolist(), strict=True))


def rows_of(station):
    """How many rows the servers of a station stand in."""
    return 1 + (shown_servers(station) - 1) // ACROSS


def shown_servers(station):
    """How many servers are drawn; one where they are not counted."""
    return min(servers_of(station) or 1, 80)


def _box(centre, size, heading, colour):
    centre, size = [float(c) for c in centre], [float(s) for s in size]
    return {"centre": centre, "size": size, "heading": heading, "colour": colour}


def starts(layout):
    """The places where entities come in: their queue stands outside the port."""
    return {flow.starts_at for flow in layout.flows.values()} - {None}


def _way_through(layout, place):
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


def _roads(layout, k):
    boxes = []
    for link in layout.links.values():
        begin, end = (np.array(layout.places[place][:2], float) for place in (link.from_, link.to))
        way = end - begin
        length, heading = float(np.hypot(*way)), float(np.arctan2(way[1], way[0]))
        width = LANE * link.lanes * max(1.0, k / 2)
        thick = FLAT[link.kind] * k
        colour = STYLE.link.get(link.kind, STYLE.quiet)
        boxes.append(_box([*((begin + end) / 2), thick / 2], [length, width, thick], heading, colour))
    return boxes


def _station(station, middle, heading, k):
    """Its servers side by side across the way, in rows where they are many."""
    shape = np.array(_shape(station)) * k
    count = shown_servers(station)
    wide = min(count, ACROSS)
    side, along = _sides(heading)
    boxes = []
    for server in range(count):
        row, column = divmod(server, ACROSS)
        back = row - (rows_of(station) - 1) / 2
        apart = side * (column - (wide - 1) / 2) * (shape[1] + 1.5 * k) + along * back * shape[0]
        boxes.append(
            _box([*(middle + apart), shape[2] / 2], shape * [0.85, 1, 1], heading, agency_colour(station))
        )
    return boxes


def _sides(heading):
    """The unit vectors across and along a heading."""
    return np.array([-np.sin(heading), np.cos(heading)]), np.array([np.cos(heading), np.sin(heading)])


def _trucks(layout, place, count, k):
    """Trucks that wait before a place, on the lanes of the ways into it; where entities come in, outside."""
    if place in starts(layout):
        back = -_way_through(layout, place)
        lanes = max((link.lanes for link in layout.links.values() if link.from_ == place), default=1)
        return _file(np.array(layout.places[place][:2], float), back, (MOST_OUTSIDE, lanes), count, k)
    boxes = []
    for link in layout.links.values():
        if link.to == place:
            end, begin = (np.array(layout.places[p][:2], float) for p in (place, link.from_))
            length = float(np.hypot(*(begin - end))) or 1.0
            rows = int(length // (TRUCK_PLACE * k))
            boxes += _file(end, (begin - end) / length, (rows, link.lanes), count - len(boxes), k)
    return boxes


def _file(end, back, room, count, k):
    """So many trucks from an end backwards; `room` is (rows, lanes)."""
    heading = float(np.arctan2(back[1], back[0]))
    side, _ = _sides(heading)
    wide = LANE * max(1.0, k / 2)
    size = [TRUCK[0] * k, min(TRUCK[1] * k, wide * 0.8), TRUCK[2] * k]
    boxes = []
    for i in range(min(int(count), room[0] * room[1])):
        row, lane = divmod(i, room[1])
        at = end + back * (row + 1) * TRUCK_PLACE * k + side * (lane - (room[1] - 1) / 2) * wide
        boxes.append(_box([*at, size[2] / 2 + 0.3 * k], size, heading, STYLE.second))
    return boxes
