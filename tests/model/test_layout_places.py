"""A place is a point, or a point with the ground around it; no two take the same ground."""

import pytest
from trees import fault, one_booth, port, refused

from twin.model.places import Place
from twin.model.record import Label


def places(**written):
    """The places of a port, as the model has them."""
    return port(layout__places=written).layout.places


def test_a_place_in_short_is_a_point():
    assert places(hall=["0 m", "-0.6 km"]) == {"hall": Place(0.0, -600.0)}


def test_a_place_may_have_a_size_and_a_label():
    hall = {"at": ["0 m", "-600 m"], "size": ["60 m", "0.04 km"], "label": {"zh": "大厅", "en": "hall"}}
    assert places(hall=hall)["hall"] == Place(0.0, -600.0, 60.0, 40.0, Label("大厅", "hall"))


def test_places_that_touch_do_not_overlap():
    west = {"at": ["0 m", "0 m"], "size": ["60 m", "40 m"]}
    assert len(places(west=west, east=west | {"at": ["60 m", "0 m"]})) == 2
    assert len(places(west=west, south=west | {"at": ["10 m", "-40 m"]})) == 2


def test_a_point_may_lie_within_the_ground_of_a_place():
    assert len(places(yard={"at": ["0 m", "0 m"], "size": ["600 m", "400 m"]}, tip=["20 m", "30 m"])) == 2


def test_every_pair_that_overlaps_is_named():
    one = {"at": ["0 m", "0 m"], "size": ["60 m", "40 m"]}
    tree = one_booth(layout__places={"a": one, "b": one | {"at": ["1 m", "0 m"]}, "c": ["0 m", "0 m"]})
    said = refused(tree)
    assert "overlap" in said and "one point" in said and said.count("layout.places.") == 2


@pytest.mark.parametrize(
    ("written", "path", "said"),
    [
        ("0 m", "hall", "is '0 m': a place is written [east, north], e.g. [0 m, -250 m]"),
        (["0 m"], "hall", "a place is written [east, north], e.g. [0 m, -250 m]"),
        ({"size": ["6 m", "4 m"]}, "hall", "needs at:"),
        (
            {"at": ["0 m", "0 m"], "size": "60 m"},
            "hall.size",
            "is '60 m': a size is written [width, depth], from east to west first, e.g. [60 m, 40 m]",
        ),
        (
            {"at": ["0 m", "0 m"], "size": ["60 m", "0 m"]},
            "hall.size[2]",
            "is '0 m': a length is above 0 here",
        ),
        (
            {"at": ["0 m", "0 m"], "sise": ["6 m", "4 m"]},
            "hall.sise",
            "'sise' is not a word here; did you mean size?; the words here are label, note, at, size",
        ),
    ],
)
def test_a_place_that_is_not_written_so_is_refused(written, path, said):
    assert refused(one_booth(layout__places__hall=written)) == fault(f"layout.places.{path}", said)
