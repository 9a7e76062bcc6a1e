"""The port in three dimensions as data: shapes, paint on the ground, what stands where, signs."""

from typing import NamedTuple

import numpy as np

from twin.show.buildings import ROOFED, fence, hall, standing
from twin.show.map import agency_colour
from twin.show.painted import in_rows, painted
from twin.show.replay.ground import ground_of
from twin.show.shapes import STEEL, moving
from twin.show.stage import files, shape_of, sides, spot
from twin.show.style import STYLE

TRUCK = (16.5, 2.6, 3.6)  # metres: length, width, height
ROOF = 7.0  # metres
FEWEST = 3  # servers under a roof


class Stand(NamedTuple):
    """A shape on the ground, as often as said, a step further each time."""

    shape: str
    x: float
    y: float
    heading: float
    colour: str
    times: int = 1
    step: tuple[float, float] = (0.0, 0.0)


class Thing(NamedTuple):
    """A shape that is seen at one instant, stretched along, across and up."""

    shape: str
    x: float
    y: float
    heading: float
    scale: tuple[float, float, float]
    colour: str


class Scene(NamedTuple):
    """All that is drawn; metres."""

    scale: float  # how many times larger things are drawn than they are
    shapes: dict  # name -> Parts
    paint: tuple  # Strips
    stands: tuple  # Stands
    signs: tuple  # (station, x, y, z)
    box: tuple  # west, east, south, north of its places
    things: tuple = ()  # Things


def standing_scene(scenario, ground, rows):
    """The Scene of what does not move; `rows` are {zone: rows of its yard}."""
    layout, k = scenario.layout, ground.scale
    shapes, stands, signs = {}, [], []
    for name, spots in ground.posts.items():
        station, heading = layout.stations[name], ground.headings[name]
        size, colour = shape_of(station), agency_colour(station)
        shapes[f"station:{station.does}"] = standing(station.does, size)
        for first, times, step in in_rows(spots):
            where = (*_pair(first), heading, colour, times, _pair(step))
            stands.append(Stand(f"station:{station.does}", *where))
        if station.does in ROOFED and len(spots) >= FEWEST:
            middle, long, wide = _around(spots, heading, size, k)
            shapes[f"hall:{name}"] = hall(long, wide, ROOF)
            stands.append(Stand(f"hall:{name}", *_pair(middle), heading, colour))
        signs.append((name, *_pair(spots.mean(axis=0)), size[2] * k))
    for name, yard in ground.yards.items():
        wide, deep = yard.across * yard.pitch[0], rows[name] * yard.pitch[1]
        shapes[f"fence:{name}"] = fence(deep / k + 1.0, wide / k + 1.0)
        middle = yard.corner[0] + wide / 2, yard.corner[1] + deep / 2
        stands.append(Stand(f"fence:{name}", *_pair(middle), np.pi / 2, STEEL))
    strips = tuple(painted(scenario, ground, rows))
    return Scene(k, shapes, strips, tuple(stands), tuple(signs), _box(ground))


def _box(ground):
    every = np.array(list(ground.first.values()), float).reshape(-1, 2)
    (west, south), (east, north) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return west, east, south, north


def rows_held(scenario, ground):
    """{zone: rows of its yard that are full when all it holds is there}; one where that is not counted."""
    rows = {}
    for name, yard in ground.yards.items():
        holds = scenario.layout.zones[name].holds
        counted = holds is not None and holds.unit != "metres"
        rows[name] = max(int(-(-holds.amount // yard.across)), 1) if counted else 1
    return rows


def waiting_scene(scenario, waiting):
    """The Scene of a port with trucks that wait: {station: how many stand before it}."""
    ground = ground_of(scenario)
    empty = standing_scene(scenario, ground, rows_held(scenario, ground))
    layout, things = scenario.layout, []
    for place in layout.places:
        here = [name for name, station in layout.stations.items() if station.at == place]
        things += _trucks(layout, place, sum(waiting.get(name, 0) for name in here), ground.scale)
    return empty._replace(
        shapes={**empty.shapes, "class:truck": moving("truck", *TRUCK)}, things=tuple(things)
    )


def _around(spots, heading, size, k):
    """The middle of all spots of a station, and how long and wide what covers them is, unenlarged."""
    side, along = sides(heading)
    reach = np.stack([spots @ along, spots @ side], axis=1)
    low, high = reach.min(axis=0), reach.max(axis=0)
    middle = along * (low[0] + high[0]) / 2 + side * (low[1] + high[1]) / 2
    long, wide = (high - low) / k + size[:2]
    return middle, float(long), float(wide)


def _trucks(layout, place, count, k):
    """Trucks that wait before a place; as many as there is room for."""
    things = []
    for file in files(layout, place, k):
        here = min(max(int(count) - len(things), 0), file.rows * file.lanes)
        heading = float(np.arctan2(-file.back[1], -file.back[0]))
        for i in range(here):
            at, wide = spot(file, i, k)
            scale = (k, min(k, wide * 0.8 / TRUCK[1]), k)
            things.append(Thing("class:truck", float(at[0]), float(at[1]), heading, scale, STYLE.second))
    return things


def _pair(point):
    """Two numbers that JSON can hold, to the centimetre."""
    return round(float(point[0]), 2), round(float(point[1]), 2)
