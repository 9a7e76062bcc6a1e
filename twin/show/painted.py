"""What is painted on the ground of a port, strip after strip: lanes, rails, sleepers, slots."""

from typing import NamedTuple

import numpy as np

from twin.show.map import agency_colour
from twin.show.stage import ACROSS, LANE, shape_of

GAUGES = {"standard": (1.435,), "broad": (1.52,), "both": (1.435, 1.52)}  # metres between rails
RAIL, SLEEPER = 0.14, 0.26  # metres wide
RAILS, SLEEPERS = 0.9, 0.35  # how much of the ground they cover
SLEEPERS_APART, SLEEPER_LONG = 0.6, 2.6  # metres
MOST = 400  # sleepers, or dashes, of one link
DASH = 6.0  # metres
DARK, PALE = "#212429", "#edede8"
SLOT = 0.425  # of the length of a server that its ground reaches before and behind it


class Strip(NamedTuple):
    """A strip between two points, as often as said, a step further each time."""

    begin: tuple[float, float]
    end: tuple[float, float]
    wide: float
    paint: str  # "#rrggbb", or what it is of: road, track, broad, corridor, footpath, inside
    alpha: float = 1.0
    times: int = 1
    step: tuple[float, float] = (0.0, 0.0)


def painted(scenario, ground, rows):
    """All Strips of a port; `rows` are {zone: rows of its yard}."""
    layout, k = scenario.layout, ground.scale
    return [
        *(strip for line in ground.lines.values() for strip in _queue(line, k)),
        *(
            strip
            for name, link in layout.links.items()
            if name in ground.roads
            for strip in _link(link, ground.roads[name], k)
        ),
        *(strip for name, yard in ground.yards.items() for strip in _yard(yard, rows[name])),
        *(
            strip
            for name, spots in ground.posts.items()
            for strip in _post(layout.stations[name], spots, (ground.headings[name], k))
        ),
    ]


def in_rows(spots):
    """(first, times, step) of spots that stand side by side."""
    for begin in range(0, len(spots), ACROSS):
        row = spots[begin : begin + ACROSS]
        yield row[0], len(row), row[1] - row[0] if len(row) > 1 else np.zeros(2)


def _queue(line, k):
    head, back = np.array(line.head), np.array(line.back)
    wide = (line.lanes + 0.3) * LANE * max(1.0, k / 2)
    yield Strip(_pair(head), _pair(head + back * line.room), wide, "road", 0.6)


def _link(link, road, k):
    begin, end = np.array(road.begin), np.array(road.end)
    long = float(np.hypot(*(end - begin)))
    if not long:
        return
    wide = link.lanes * LANE * max(1.0, k / 2)
    yield Strip(_pair(begin), _pair(end), wide, "broad" if link.gauge == "broad" else link.kind)
    along = (end - begin) / long
    aside = np.array([-along[1], along[0]])
    if link.kind == "track":
        half, many = aside * SLEEPER_LONG / 2 * k, min(int(long // (SLEEPERS_APART * k)), MOST)
        yield from _spread((begin - half, begin + half), SLEEPER * k, along * long, (many, DARK, SLEEPERS))
        for gauge in GAUGES.get(link.gauge, GAUGES["standard"]):
            for off in (-aside * gauge * k / 2, aside * gauge * k / 2):
                yield Strip(_pair(begin + off), _pair(end + off), RAIL * k, DARK, RAILS)
    elif link.kind == "road":
        dash = DASH * max(1.0, k / 2)
        many = min(int(long // (dash * 2.5)), MOST)
        for lane in range(1, link.lanes):
            first = begin + aside * (lane / link.lanes - 0.5) * wide
            yield from _spread((first, first + along * dash), 0.2 * k, along * long, (many, PALE, 0.75))


def _spread(ends, wide, way, look):
    """A strip many times along a way, none where it is too short for one."""
    many, *paint = look
    if many:
        step = way / many
        begin, end = (_pair(point + step / 3) for point in ends)
        yield Strip(begin, end, wide, *paint, many, _pair(step))


def _yard(yard, rows):
    """The ground of a yard, with a line between those who stand side by side."""
    (x, y), wide, deep = yard.corner, yard.across * yard.pitch[0], rows * yard.pitch[1]
    yield Strip((x + wide / 2, y), (x + wide / 2, y + deep), wide, "inside", 0.22)
    line = yard.pitch[0] * 0.05
    yield Strip((x, y), (x, y + deep), line, PALE, 0.45, yard.across + 1, (yard.pitch[0], 0.0))


def _post(station, spots, way):
    """The ground of servers; lines between those that are nothing else."""
    heading, k = way
    long, wide, _ = (metres * k for metres in shape_of(station))
    along = np.array([np.cos(heading), np.sin(heading)]) * long * SLOT
    aside = np.array([-np.sin(heading), np.cos(heading)]) * wide / 2
    for first, times, step in in_rows(spots):
        yield Strip(
            _pair(first - along), _pair(first + along), wide, agency_colour(station), 0.4, times, _pair(step)
        )
        for side in (-aside, aside) if station.does == "parking" else ():
            begin, end = _pair(first + side - along), _pair(first + side + along)
            yield Strip(begin, end, 0.18 * k, PALE, 0.8, times, _pair(step))


def _pair(point):
    """Two numbers that JSON can hold, to the centimetre."""
    return round(float(point[0]), 2), round(float(point[1]), 2)
