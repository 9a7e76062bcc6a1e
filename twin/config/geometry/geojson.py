"""GeoJSON as a drawing: each feature by its property `name`."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from twin.config.geometry.shapes import (
    DEGREES,
    LINE,
    OWN,
    POINT,
    POLYGON,
    Drawing,
    DrawingError,
    Point,
    Shape,
    path_length,
)
from twin.show.geojson import OWN_METRES

GEOGRAPHIC = re.compile(r"(CRS84|EPSG:{1,2}(4326|4490))$")  # systems of longitude and latitude
KINDS = {"Point": POINT, "LineString": LINE, "Polygon": POLYGON}
FEWEST = {POINT: 1, LINE: 2, POLYGON: 4}
SAME = 1.0  # metres: a line that was not moved is as long as it was
WAY_OUT = "export it as WGS84 longitude and latitude (EPSG:4326), or say what its numbers are: --unit m"


def read(text: str, file: str, unit: str | None) -> Drawing:
    """The drawing of a file's text; `unit` says what its numbers are where they are no degrees."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DrawingError(f"is not JSON: {error}; export it again as GeoJSON") from None
    features = _features(tree)
    unit = unit or _unit(tree)
    shapes = tuple(shape for number, feature in enumerate(features, 1) for shape in _shape(feature, number))
    if not shapes:
        raise DrawingError("no feature has a name; give each a property name, as of a place, link or zone")
    if unit == DEGREES:
        _must_be_degrees(shapes)
    return Drawing(file, shapes, unit)


def _features(tree: Any) -> list[Any]:
    kind = tree.get("type") if isinstance(tree, dict) else None
    if kind == "Feature":
        return [tree]
    features = tree.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise DrawingError("is no GeoJSON: a FeatureCollection with a list of features is wanted")
    return features


def _unit(tree: dict[str, Any]) -> str:
    said = tree.get("crs")
    if said is None:
        return DEGREES
    properties = said.get("properties") if isinstance(said, dict) else None
    name = str(properties.get("name")) if isinstance(properties, dict) else str(said)
    if name == OWN_METRES:
        return OWN
    if GEOGRAPHIC.search(name):
        return DEGREES
    raise DrawingError(f"its coordinate system is {name}; {WAY_OUT}")


def _shape(feature: Any, number: int) -> Iterator[Shape]:
    """The shape of a feature, or nothing where it has no name."""
    said = feature.get("properties") if isinstance(feature, dict) else None
    said = said if isinstance(said, dict) else {}
    name = next((value for key, value in said.items() if key.lower() == "name"), None) or (
        feature.get("id") if isinstance(feature, dict) else None
    )
    if name is None or isinstance(name, dict | list) or not str(name).strip():
        return
    geometry = _single(feature.get("geometry"), str(name))
    kind = KINDS.get(geometry["type"])
    if kind is None:
        raise DrawingError(f"{name} is a {geometry['type']}; draw a point, a line or a polygon")
    coordinates = geometry.get("coordinates")
    rows = [coordinates] if kind == POINT else coordinates
    rows = rows[0] if kind == POLYGON and isinstance(rows, list) and rows else rows
    points = tuple(_point(row, str(name)) for row in rows) if isinstance(rows, list) else ()
    if len(points) < FEWEST[kind]:
        raise DrawingError(
            f"{name} (feature {number}) has too few points for a {geometry['type']}; draw it again"
        )
    yield Shape(str(name).strip(), kind, points, _said_length(said, points) if kind == LINE else None)


def _single(geometry: Any, name: str) -> dict[str, Any]:
    """The geometry itself, or the one part of a Multi… geometry, as drawing programs like to write it."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str):
        raise DrawingError(f"{name} has no geometry; draw it, or take the feature away")
    if not kind.startswith("Multi"):
        return geometry
    parts = geometry.get("coordinates")
    if not isinstance(parts, list) or len(parts) != 1:
        raise DrawingError(f"{name} has several parts; draw it as one, or give each part a name of its own")
    return {"type": kind.removeprefix("Multi"), "coordinates": parts[0]}


def _point(row: Any, name: str) -> Point:
    numbers = row[:2] if isinstance(row, list) else []
    if len(numbers) < 2 or not all(_is_number(each) for each in numbers):
        raise DrawingError(f"{name} has a coordinate that is no pair of numbers: {row}; draw it again")
    return float(numbers[0]), float(numbers[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _said_length(said: dict[str, Any], points: tuple[Point, ...]) -> float | None:
    """The length of the way that an exported line stands for, as long as nobody has moved it."""
    length, straight = said.get("length"), said.get("straight")
    if not (_is_number(length) and _is_number(straight)):
        return None
    return float(length or 0) if abs(path_length(points) - float(straight or 0)) <= SAME else None


def _must_be_degrees(shapes: tuple[Shape, ...]) -> None:
    for shape in shapes:
        for east, north in shape.points:
            if abs(east) > 180 or abs(north) > 90:
                swapped = abs(east) <= 90 and abs(north) <= 180
                why = "latitude seems to stand first" if swapped else "they are no degrees"
                raise DrawingError(f"{shape.name} lies at {east:g}, {north:g}: {why}; {WAY_OUT}")
