"""Longitude and latitude as metres east and north of a point near by.

On the WGS84 ellipsoid a degree is as long as the two radii of curvature at the point say. Ten kilometres from
it this is right to some metres, which is less than a port is drawn to.
"""

import math

from twin.config.geometry.shapes import Point

EQUATOR = 6378137.0  # metres: half of the longer axis
ECCENTRICITY = 0.00669437999014  # squared


def metres(place: Point, origin: Point) -> Point:
    """How far a (longitude, latitude) lies east and north of another."""
    latitude = math.radians(origin[1])
    bend = 1 - ECCENTRICITY * math.sin(latitude) ** 2
    east = EQUATOR / math.sqrt(bend) * math.cos(latitude) * math.radians(place[0] - origin[0])
    north = EQUATOR * (1 - ECCENTRICITY) / bend**1.5 * math.radians(place[1] - origin[1])
    return east, north
