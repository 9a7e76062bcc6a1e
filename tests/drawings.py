"""Drawings in one line each."""

import json
from pathlib import Path


def point(name, *at, **said):
    return feature(name, "Point", list(at), **said)


def line(name, *points, **said):
    return feature(name, "LineString", [list(each) for each in points], **said)


def polygon(name, *points):
    return feature(name, "Polygon", [[*(list(each) for each in points), list(points[0])]])


def feature(name, kind, coordinates, **said):
    named = {} if name is None else {"name": name}
    return {
        "type": "Feature",
        "properties": {**named, **said},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(*features, crs=None, file="site.geojson"):
    """A GeoJSON of these features, and its file."""
    tree = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        tree["crs"] = {"type": "name", "properties": {"name": crs}}
    Path(file).write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return file
