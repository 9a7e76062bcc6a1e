"""What a drawing holds: named points, lines and polygons, in whatever its numbers are."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
POINT, LINE, POLYGON = "point", "line", "polygon"
DEGREES, OWN = "degrees", "own"  # longitude and latitude; metres from the port's own origin
UNITS = {"m": 1.0, "km": 1000.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254}


class Shape(NamedTuple):
    """One thing that is drawn; `length` is that of a line which only stands for a longer way."""

    name: str
    kind: str
    points: tuple[Point, ...]
    length: float | None = None


class Drawing(NamedTuple):
    """Everything that is drawn; `unit` is DEGREES, OWN, or a key of UNITS."""

    file: str
    shapes: tuple[Shape, ...]
    unit: str


class DrawingError(Exception):
    """A drawing that cannot be used: what is wrong, and the way out."""


def path_length(points: Sequence[Point]) -> float:
    """The length of a line."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def area(points: Sequence[Point]) -> float:
    """The area of a polygon, whichever way round it is drawn.

    >>> area([(0, 0), (4, 0), (4, 3), (0, 3)])
    12.0
    """
    first = points[0]
    moved = [(x - first[0], y - first[1]) for x, y in points]  # map coordinates are large, and lose digits
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*moved, moved[0]]))) / 2


def box(points: Sequence[Point]) -> tuple[Point, Point]:
    """The middle, and the width and depth, of all points."""
    low, high = ([pick(each) for each in zip(*points, strict=True)] for pick in (min, max))
    return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2), (high[0] - low[0], high[1] - low[1])
