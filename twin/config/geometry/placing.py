"""A drawing in the metres of a port: the drawn place nearest to the port's origin stays where it is."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from twin.config.geometry.projection import metres
from twin.config.geometry.shapes import DEGREES, LINE, OWN, UNITS, Drawing, Point, Shape, box

AS_DRAWN = (0.0, 0.0)


class Placed(NamedTuple):
    """Shapes in metres; `anchor` is the place that stays, '' where the drawing has the port's own metres.

    Without any place in the drawing only lengths and areas mean something: `anchor` is None.
    """

    shapes: tuple[Shape, ...]
    anchor: str | None


def placed(drawing: Drawing, places: Mapping[str, Point], names: Mapping[str, str]) -> Placed:
    """The shapes in metres; `places` are the port's, and `names` says which of them a shape is."""
    if drawing.unit == OWN:
        return Placed(drawing.shapes, "")
    there = {
        names[shape.name]: box(shape.points)[0]
        for shape in drawing.shapes
        if shape.kind != LINE and names.get(shape.name) in places
    }
    anchor = min(there, key=lambda name: math.hypot(*places[name]), default=None)
    origin = there[anchor] if anchor else drawing.shapes[0].points[0]
    stays = places[anchor] if anchor else AS_DRAWN
    move = _mover(drawing.unit, origin, stays)
    shapes = (shape._replace(points=tuple(map(move, shape.points))) for shape in drawing.shapes)
    return Placed(tuple(shapes), anchor)


def _mover(unit: str, origin: Point, stays: Point) -> Callable[[Point], Point]:
    """From the drawing's numbers to metres, such that `origin` comes to where it stays."""

    def move(point: Point) -> Point:
        if unit == DEGREES:
            east, north = metres(point, origin)
        else:
            east, north = ((a - b) * UNITS[unit] for a, b in zip(point, origin, strict=True))
        return east + stays[0], north + stays[1]

    return move
