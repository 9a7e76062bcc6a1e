"""Which thing of a layout each shape of a drawing is, and what the drawing says of it."""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from twin.config.geometry.placing import placed
from twin.config.geometry.shapes import (
    LINE,
    OWN,
    POLYGON,
    Drawing,
    DrawingError,
    Point,
    Shape,
    area,
    box,
    path_length,
)
from twin.model.errors import listed, nearest

SAME = 0.005  # metres: what is nearer is where it was
ASTRAY = 50.0  # metres that a line may end beside the place it leads to, before it is told


class Says(NamedTuple):
    """What a drawing says of a port, in metres, and what of it is no part of the port."""

    places: dict[str, tuple[Point, tuple[float, float] | None]]  # the middle, and the ground of a polygon
    lengths: dict[str, float]  # [link]
    areas: dict[str, float]  # [zone]
    unmatched: dict[str, str]  # [name in the drawing] what it may have meant
    remarks: list[str]


def says(drawing: Drawing, layout: Any) -> Says:
    """What a drawing says of a layout; refused where it says a thing twice, or nothing at all."""
    spots = {**_names(layout.places), **_names(layout.zones)}
    ways = _names(layout.links)
    names = {
        s.name: ways.get(_key(s.name), "") if s.kind == LINE else spots.get(_key(s.name), "")
        for s in drawing.shapes
    }
    known = [shape for shape in drawing.shapes if names[shape.name]]
    _must_be_drawn_once(known, names)
    unmatched = {s.name: _guess(s, layout) for s in drawing.shapes if not names[s.name]}
    if not known:
        there = listed([*layout.places, *layout.links, *layout.zones])
        raise DrawingError(
            f"nothing in it is called as a thing of the layout; it has {listed(unmatched)}, wanted is {there}"
        )
    where = {name: place[:2] for name, place in layout.places.items()}
    in_metres = placed(drawing._replace(shapes=tuple(known)), where, names)
    found = Says({}, {}, {}, unmatched, [])
    for shape in in_metres.shapes:
        if shape.kind != LINE:
            _spot(found, shape, names[shape.name], layout)
    for shape in in_metres.shapes:
        if shape.kind == LINE:
            _way(found, shape, names[shape.name], layout, is_placed=in_metres.anchor is not None)
    if drawing.unit == OWN:
        _leave_unmoved(found, layout)
    if in_metres.anchor:
        found.remarks.append(f"{in_metres.anchor} stays where it is, and the others stand around it as drawn")
    if in_metres.anchor is None:
        found.remarks.append("no place is drawn, so only lengths and areas are taken")
    return found


def _leave_unmoved(found: Says, layout: Any) -> None:
    """Takes out what an exported map still says of the port itself: it is no news, and has its origin."""
    for name, (middle, ground) in list(found.places.items()):
        place = layout.places[name]
        there = (*middle, *(ground or place[2:4]))
        if max(abs(a - b) for a, b in zip(there, place[:4], strict=True)) < SAME:
            del found.places[name]
    for name, length in list(found.lengths.items()):
        if abs(length - layout.links[name].length) < SAME:
            del found.lengths[name]
    if not (found.places or found.lengths or found.areas):
        found.remarks.append("it says nothing that the layout does not say")


def _names(things: Mapping[str, Any]) -> dict[str, str]:
    """The name of a thing by all that it may be called: its name, its label in both languages."""
    out: dict[str, str] = {}
    for name, thing in things.items():
        label = getattr(thing, "label", None)
        for said in (name, *(label or ())):
            out.setdefault(_key(said), name)
    return {**out, **{name: name for name in things}}


def _key(name: str) -> str:
    """A name as drawing programs leave it: blanks, dashes and capitals make no difference."""
    return re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")


def _must_be_drawn_once(shapes: list[Shape], names: Mapping[str, str]) -> None:
    seen = set()
    for shape in shapes:
        what = (names[shape.name], shape.kind == LINE)
        if what in seen:
            raise DrawingError(f"{shape.name} is drawn twice; keep one, or give the other a name of its own")
        seen.add(what)


def _guess(shape: Shape, layout: Any) -> str:
    """What a name may have meant that no place, link or zone has."""
    key = _key(shape.name)
    station = layout.stations.get(key)
    if station is not None and station.at:
        return f"{key} is a station; it stands at {station.at}, so draw that place"
    if key in (layout.links if shape.kind != LINE else {**layout.places, **layout.zones}):
        wanted = "a line" if shape.kind != LINE else "a point or a polygon"
        return f"{key} is drawn as a {shape.kind}, and wanted is {wanted}"
    things = layout.links if shape.kind == LINE else {**layout.places, **layout.zones}
    return nearest(key, list(things)).removeprefix("; ") or f"there is {listed(things) or 'none'}"


def _spot(found: Says, shape: Shape, name: str, layout: Any) -> None:
    if shape.kind == POLYGON and name in layout.zones:
        found.areas[name] = area(shape.points)
    if name in layout.places:
        middle, ground = box(shape.points)
        found.places[name] = (middle, ground if shape.kind == POLYGON and min(ground) > 0 else None)


def _way(found: Says, shape: Shape, name: str, layout: Any, *, is_placed: bool) -> None:
    """The length of a link; its ends are where the places stand that are not drawn themselves."""
    length = shape.length or path_length(shape.points)
    if length <= 0:
        raise DrawingError(f"{shape.name} is a line without length; draw it again")
    found.lengths[name] = length
    if not is_placed:
        return
    link = layout.links[name]
    ends = [shape.points[0], shape.points[-1]]
    drawn = [found.places.get(place) for place in (link.from_, link.to)]
    if _apart(ends[::-1], drawn) < _apart(ends, drawn):
        ends.reverse()  # a line has no direction to those who draw it
    for place, end, there in zip((link.from_, link.to), ends, drawn, strict=True):
        if there is None:
            found.places[place] = (end, None)
        elif (far := math.dist(end, there[0])) > ASTRAY + max(there[1] or (0.0,)):
            found.remarks.append(
                f"{name} ends {far:.0f} m from {place}; see whether the line is the right one"
            )


def _apart(ends: list[Point], drawn: list[Any]) -> float:
    return sum(math.dist(end, there[0]) for end, there in zip(ends, drawn, strict=True) if there)
