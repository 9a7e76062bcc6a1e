"""Degrees become metres as geodesy has them."""

import pytest

from twin.config.geometry.projection import metres
from twin.config.geometry.shapes import area, box, path_length


@pytest.mark.parametrize(
    ("place", "origin", "wanted"),
    [
        # A degree of the meridian and of the parallel at 45° and at the equator, by tables of WGS84.
        ((0.0, 45.5), (0.0, 45.0), (0.0, 111_132 / 2)),
        ((1.0, 45.0), (0.0, 45.0), (78_847.0, 0.0)),
        ((1.0, 0.0), (0.0, 0.0), (111_320.0, 0.0)),
        ((0.0, 0.5), (0.0, 0.0), (0.0, 110_574 / 2)),
    ],
)
def test_a_degree_is_as_long_as_the_tables_say(place, origin, wanted):
    assert metres(place, origin) == pytest.approx(wanted, rel=5e-4, abs=1e-6)


def test_west_and_south_are_below_zero():
    east, north = metres((107.0, 42.0), (107.5, 42.5))
    assert east < 0 and north < 0


def test_a_polygon_has_one_area_whichever_way_round_and_wherever_it_is_drawn():
    ring = [
        (4_500_000.0, 460_000.0),
        (4_500_060.0, 460_000.0),
        (4_500_060.0, 460_040.0),
        (4_500_000.0, 460_040.0),
    ]
    assert area(ring) == area(ring[::-1]) == area([*ring, ring[0]]) == 2400.0
    assert box(ring) == ((4_500_030.0, 460_020.0), (60.0, 40.0))


def test_a_line_is_as_long_as_its_pieces():
    assert path_length([(0, 0), (3, 4), (3, 10)]) == 11.0
