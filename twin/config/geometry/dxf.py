"""A DXF drawing: what lies on a layer is named as the layer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twin.config.geometry.shapes import LINE, POINT, POLYGON, UNITS, Drawing, DrawingError, Shape

POINTS = {"POINT": "location", "INSERT": "insert", "CIRCLE": "center", "TEXT": "insert", "MTEXT": "insert"}
LINES = ("LINE", "LWPOLYLINE", "POLYLINE", "ARC", "SPLINE")
OF_HEADER = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m", 7: "km"}  # $INSUNITS
NAMELESS = ("0", "defpoints")  # layers that every drawing has
FLAT = 0.5  # drawing units that a straight piece may be off a curve, as a share of a metre
TOUCH = 0.01  # metres between the ends of lines that are one


def read(path: Path, file: str, unit: str | None) -> Drawing:
    """The drawing of a file; `unit` says what its numbers are where the file does not."""
    drawing = _opened(path)
    unit = unit or OF_HEADER.get(drawing.header.get("$INSUNITS", 0))
    if unit is None:
        raise DrawingError(f"does not say its unit; say it: --unit m (or {', '.join(list(UNITS)[1:])})")
    found: dict[str, list[Shape]] = {}
    for entity in drawing.modelspace():
        for shape in _shape(entity, FLAT / UNITS[unit]):
            found.setdefault(shape.name, []).append(shape)
    shapes = tuple(shape for same in found.values() for shape in _joined(same, TOUCH / UNITS[unit]))
    if not shapes:
        raise DrawingError("nothing lies on a layer with a name; put each thing on a layer named as it is")
    return Drawing(file, shapes, unit)


def _opened(path: Path) -> Any:
    try:
        import ezdxf
        from ezdxf import recover
    except ImportError:
        raise DrawingError(
            "DXF is read by ezdxf, which is not installed; pip install 'porttwin[cad]'"
        ) from None
    try:
        drawing, audit = recover.readfile(str(path))
    except (OSError, ezdxf.DXFError) as error:
        raise DrawingError(
            f"is no DXF that can be read ({error}); save it again as DXF R2010 or later"
        ) from None
    if audit.has_errors:
        raise DrawingError(f"is damaged ({audit.errors[0].message}); save it again as DXF R2010 or later")
    return drawing


def _shape(entity: Any, flat: float) -> Iterator[Shape]:
    from ezdxf.path import make_path

    kind, layer = entity.dxftype(), entity.dxf.layer
    if layer.lower() in NAMELESS:
        return
    if kind in POINTS:
        at = entity.dxf.get(POINTS[kind])
        yield Shape(layer, POINT, ((float(at.x), float(at.y)),))
    elif kind in LINES:
        way = make_path(entity)
        points = tuple((float(at.x), float(at.y)) for at in way.flattening(flat))
        yield Shape(layer, POLYGON if way.is_closed and len(points) > 3 else LINE, points)


def _joined(same: list[Shape], touch: float) -> list[Shape]:
    """Lines of one layer that follow each other as one line; all else as it is."""
    out: list[Shape] = []
    for shape in same:
        before = out[-1] if out and out[-1].kind == shape.kind == LINE else None
        if before and _touch(before.points[-1], shape.points[0], touch):
            out[-1] = before._replace(points=before.points + shape.points[1:])
        else:
            out.append(shape)
    return out


def _touch(a: tuple[float, float], b: tuple[float, float], touch: float) -> bool:
    return abs(a[0] - b[0]) <= touch and abs(a[1] - b[1]) <= touch
