"""The places and links of a port as GeoJSON, in the port's own metres."""

from math import dist

# A port has no longitude; a reader of the file is told so in the place where old GeoJSON names its system.
OWN_METRES = "metres east and north of the port's own origin"


def geojson(scenario, lang):
    """A FeatureCollection: a point a place, or a polygon where it takes ground, and a line a link."""
    layout = scenario.layout
    features = [_place(name, place) for name, place in layout.places.items()]
    for name, link in layout.links.items():
        ends = [list(layout.places[end][:2]) for end in (link.from_, link.to)]
        # The line is straight and the way is not: whoever reads the file can tell whether it was drawn anew.
        said = {"name": name, "is": "link", "from": link.from_, "to": link.to, "length": link.length}
        said["straight"] = dist(*ends)
        features.append(_feature(said, "LineString", ends))
    about = layout.about.label
    title = getattr(about, lang) if about else scenario.name
    crs = {"type": "name", "properties": {"name": OWN_METRES}}
    return {"type": "FeatureCollection", "name": title, "crs": crs, "features": features}


def _place(name, place):
    said = {"name": name, "is": "place"}
    if not place.width:
        return _feature(said, "Point", [place.east, place.north])
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [[place.east + x * place.width / 2, place.north + y * place.depth / 2] for x, y in corners]
    return _feature(said, "Polygon", [ring])


def _feature(said, kind, coordinates):
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
