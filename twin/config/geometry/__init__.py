"""A drawing of the site, by GeoJSON or DXF, gives a port its places, lengths and areas."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from twin.config import library
from twin.config.geometry import dxf, geojson
from twin.config.geometry.matching import Says, says
from twin.config.geometry.shapes import UNITS, Drawing, DrawingError
from twin.config.rewriting import at, with_values
from twin.model import yaml_text
from twin.model.errors import Fault, ScenarioError
from twin.model.origin import Path as Dotted
from twin.model.origin import path_text
from twin.model.yaml_text import Fields

LARGEST = 50_000_000  # bytes of a drawing


class Set(NamedTuple):
    """One value that a drawing gave: what stood there before ('' for nothing), and what stands there now."""

    path: str
    before: str
    after: str


class Drawn(NamedTuple):
    """What became of a drawing."""

    file: str
    values: list[Set]
    unmatched: dict[str, str]
    remarks: list[str]


def draw(layout: str, drawing: str | Path, unit: str | None = None, folder: str | Path = ".") -> Drawn:
    """Sets the places, lengths and areas of a layout of the user's own by a drawing."""
    from twin.config import compose

    target = _own(layout, folder)
    path = Path(drawing)
    try:
        found = says(_read(path, unit), compose([f"layout={layout}"], folder).layout)
    except DrawingError as error:
        raise ScenarioError([Fault(path.name, "", str(error))]) from None
    text = target.read_text(encoding="utf-8-sig")
    # A file may be called anything, and its name stands behind a bar, where a comma or a colon ends it.
    values = _values(text, found, "drawing " + re.sub(r"[^\w.-]", "_", path.name))
    before = yaml_text.read(text, "").root
    told = [
        Set(path_text(("layout", *where)), _said(text, before, where), value)
        for where, value in values.items()
    ]
    _put(target, text, values)
    try:
        compose([f"layout={layout}"], folder)
    except BaseException:
        target.write_text(text, encoding="utf-8")
        raise
    return Drawn(str(target), told, found.unmatched, found.remarks)


def _own(layout: str, folder: str | Path) -> Path:
    """The user's file of a layout; what is shipped is not written to."""
    places = library.library(folder)
    file = library.find(places, "layout", layout)
    if file is None:
        raise ScenarioError([Fault("layout", "", library.absent(places, "layout", layout))])
    if file.origin != library.HERE:
        text = f"{layout} is shipped, and stays so; begin a port of your own: twin new NAME --from {layout}"
        raise ScenarioError([Fault("layout", "", text)])
    return file.path


def _read(path: Path, unit: str | None) -> Drawing:
    if unit is not None and unit not in UNITS:
        raise DrawingError(f"{unit} is no unit of a drawing; it is one of {', '.join(UNITS)}")
    if not path.is_file():
        raise DrawingError("there is no such file; name a .geojson, .json or .dxf")
    if path.stat().st_size > LARGEST:
        raise DrawingError(f"is larger than {LARGEST // 10**6} MB; leave out what is no place, link or zone")
    if path.suffix.lower() == ".dxf":
        return dxf.read(path, path.name, unit)
    if path.suffix.lower() not in (".geojson", ".json"):
        raise DrawingError("is neither GeoJSON nor DXF; save the drawing as .geojson or .dxf")
    try:
        return geojson.read(path.read_text(encoding="utf-8-sig"), path.name, unit)
    except UnicodeDecodeError:
        raise DrawingError("is not written in UTF-8; save it as UTF-8 text") from None


def _values(text: str, found: Says, origin: str) -> dict[Dotted, str]:
    """What stands at which path of the layout's file."""
    root = yaml_text.read(text, "").root
    values: dict[Dotted, str] = {}
    for name, (middle, ground) in found.places.items():
        pair, size = _pair(middle, origin), ground and _pair(ground, origin)
        if isinstance(at(root, ("places", name)), Fields):
            values["places", name, "at"] = pair
            values |= {("places", name, "size"): size} if size else {}
        else:
            values["places", name] = f"{{at: {pair}, size: {size}}}" if size else pair
    for name, length in found.lengths.items():
        values["links", name, "length"] = f"{_number(length)} m | {origin}"
    for name, square in found.areas.items():
        said = f"{_number(square)} m2 | {origin}"
        bare = not isinstance(at(root, ("zones", name)), Fields)
        values |= {("zones", name): f"{{area: {said}}}"} if bare else {("zones", name, "area"): said}
    return values


def _pair(pair: tuple[float, float], origin: str) -> str:
    return f"[{_number(pair[0])} m | {origin}, {_number(pair[1])} m | {origin}]"


def _number(value: float) -> str:
    """Metres to the centimetre, without zeros that say nothing.

    >>> _number(-0.001), _number(12.50), _number(600.0)
    ('0', '12.5', '600')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _put(target: Path, text: str, values: Mapping[Dotted, str]) -> None:
    try:
        target.write_text(with_values(text, values), encoding="utf-8")
    except KeyError as error:
        where = path_text(("layout", *error.args[0]))
        said = "stands in a file that this one is laid over; write it into this one first"
        raise ScenarioError([Fault(where, "", said, target.name)]) from None


def _said(text: str, root: Any, where: Dotted) -> str:
    node = at(root, where)
    return text[slice(*node.span)] if node else ""
