"""The port as coloured boxes in metres: roads, gates, halls, yards and trucks."""

import numpy as np

from twin.show.map import agency_colour
from twin.show.stage import LANE, enlarged, files, posts, shape_of, spot
from twin.show.style import STYLE

TRUCK = (16.5, 2.6, 3.6)  # metres: length, width, height
FLAT = {"road": 0.3, "corridor": 0.4, "track": 0.5, "footpath": 0.2}  # metres above the ground


def scene(scenario, waiting):
    """Everything to draw: `boxes` (centre, size, heading, colour) and `signs` (name, x, y, z).

    `waiting`: how many stand before each station.
    """
    layout = scenario.layout
    k = enlarged(layout)
    boxes, signs = roads(layout, k), []
    for name, post in posts(layout, k).items():
        station = layout.stations[name]
        boxes += servers(station, post, k)
        height = shape_of(station)[2] * k
        signs.append({"name": name, "x": float(post.middle[0]), "y": float(post.middle[1]), "z": height})
    for place in layout.places:
        here = [name for name, station in layout.stations.items() if station.at == place]
        boxes += _trucks(layout, place, sum(waiting.get(name, 0) for name in here), k)
    return {"boxes": boxes, "signs": signs}


def box(centre, size, heading, colour):
    """One box, as numbers that JSON can hold."""
    centre, size = [float(c) for c in centre], [float(s) for s in size]
    return {"centre": centre, "size": size, "heading": float(heading), "colour": colour}


def roads(layout, k):
    """A flat box for each link."""
    boxes = []
    for link in layout.links.values():
        begin, end = (np.array(layout.places[place][:2], float) for place in (link.from_, link.to))
        way = end - begin
        length, heading = float(np.hypot(*way)), float(np.arctan2(way[1], way[0]))
        width = LANE * link.lanes * max(1.0, k / 2)
        thick = FLAT[link.kind] * k
        colour = STYLE.link.get(link.kind, STYLE.quiet)
        boxes.append(box([*((begin + end) / 2), thick / 2], [length, width, thick], heading, colour))
    return boxes


def servers(station, post, k):
    """A box for each server of a station."""
    size = np.array(shape_of(station)) * k
    colour = agency_colour(station)
    return [box([*at, size[2] / 2], size * [0.85, 1, 1], post.heading, colour) for at in post.spots]


def _trucks(layout, place, count, k):
    """Trucks that wait before a place; as many as there is room for."""
    boxes = []
    for file in files(layout, place, k):
        here = min(max(int(count) - len(boxes), 0), file.rows * file.lanes)
        heading = float(np.arctan2(file.back[1], file.back[0]))
        for i in range(here):
            at, wide = spot(file, i, k)
            size = [TRUCK[0] * k, min(TRUCK[1] * k, wide * 0.8), TRUCK[2] * k]
            boxes.append(box([*at, size[2] / 2 + 0.3 * k], size, heading, STYLE.second))
    return boxes
