"""Shapes are as large as what they are of, and stand on the ground."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.show.buildings import FORMS as BUILDINGS
from twin.show.buildings import fence, hall, standing
from twin.show.faces import faces_of
from twin.show.shapes import FORMS, moving
from twin.show.stage import HOUSE, SHAPES

SIDES = st.floats(2.0, 60.0)


def reach(parts):
    """How far parts go from (0, 0, 0), and the lowest point of them."""
    points = faces_of(parts).points.reshape(-1, 3)
    return np.abs(points).max(axis=0), points[:, 2].min()


@pytest.mark.parametrize("form", [*FORMS, "x"])
@settings(max_examples=20)
@given(SIDES, st.floats(1.0, 4.0), st.floats(1.5, 5.0))
def test_who_moves_is_within_his_size_and_stands_on_the_ground(form, long, wide, high):
    (along, across, up), low = reach(moving(form, max(long, 2 * wide), wide, high))
    assert low == 0.0 and up <= max(high, 3.2) + 0.01
    assert along <= max(long, 2 * wide) / 2 + 7.0 and across <= max(wide / 2 * 1.04, 0.28) + 0.01


@pytest.mark.parametrize(
    ("form", "size"), [("truck", (16.5, 2.6, 3.6)), ("train", (60.0, 3.2, 4.4)), ("person", (0.8, 0.8, 1.7))]
)
def test_what_is_drawn_is_as_long_and_as_high_as_it_is(form, size):
    (along, _, up), _ = reach(moving(form, *size))
    assert up == pytest.approx(size[2], abs=0.05)
    assert along == pytest.approx(size[0] / 2, abs=0.6)


@pytest.mark.parametrize("does", [*BUILDINGS, "anything else"])
def test_buildings_stand_within_reach_of_their_server(does):
    long, wide, high = SHAPES.get(does, HOUSE)
    parts = standing(does, (long, wide, high))
    if does == "parking":
        assert not parts
        return
    (along, across, up), low = reach(parts)
    assert low >= 0.0 and up <= max(high + 1.5, 6.0)
    assert along <= long and across <= wide / 2 + 2.0


@given(SIDES, SIDES)
def test_a_fence_goes_around_and_a_roof_covers_all(long, wide):
    around, _ = reach(fence(long, wide))
    over, _ = reach(hall(long, wide, 7.0))
    assert around[:2] == pytest.approx([long / 2, wide / 2], abs=0.1)
    assert over[0] >= long / 2 and over[1] >= wide / 2 and over[2] > 7.0
