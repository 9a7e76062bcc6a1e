"""Pools whose units come to places are said whole, and have ways to come by."""

import pytest
from trees import fault, refused, steps

from twin.model.scenario import Scenario

OUT = {"leave": "out"}
GROUND = {
    "layout__places": {"west": ["0 m", "0 m"], "east": ["400 m", "0 m"]},
    "layout__links": {
        "road": {"from": "west", "to": "east", "length": "400 m", "speed": "10 m/s", "both_ways": True}
    },
    "layout__flows__cars__starts_at": "west",
}
CALL = [{"seize": "tractor"}, {"travel": "east"}, {"release": "tractor"}, OUT]


def called(*written, **changes):
    """Cars that call a tractor, with changes."""
    tractor = {"size": 2, "at": "west", "speed": "15 km/h"}
    tree = steps(*(written or CALL), **GROUND | {"layout__pools__tractor": tractor} | changes)
    # A flow is written whole by its steps, so what begins it comes after.
    tree["layout"]["flows"]["cars"]["starts_at"] = changes.get("starts_at", "west")
    return tree


def test_a_tractor_that_is_called_and_goes_along_is_sound():
    assert Scenario.from_tree(called())


@pytest.mark.parametrize(
    ("tractor", "said"),
    [
        ({"size": 1, "at": "west"}, "write speed: how fast its units come"),
        ({"size": 1, "speed": "5 km/h"}, "write at: where its units stand"),
        ({"at": "west", "speed": "5 km/h"}, "wants size: and no shifts"),
        ({"size": 1, "at": "west", "speed": "5 km/h", "comes_back": "5 s"}, "leave comes_back: out"),
        ({"size": 1, "at": "west", "speed": "5 km/h", "reusable": True}, "leave reusable: out"),
        ({"size": 1, "at": "west", "speed": "5 km/h", "each_holds": 3}, "leave each_holds: out"),
        ({"size": 1, "at": "west", "speed": "5 km/h", "cleaning": {"takes": "1 h"}}, "leave cleaning: out"),
        ({"size": 1, "at": "south", "speed": "5 km/h"}, "there is no place south"),
        ({"size": 1, "at": "west", "speed": "0 km/h"}, "a speed is above 0 here"),
    ],
)
def test_a_pool_that_moves_by_halves_is_refused(tractor, said):
    assert said in refused(called(layout__pools__tractor=tractor))


def test_units_come_one_at_a_time():
    tree = called({"seize": {"tractor": 2}}, {"release": "tractor"}, OUT)
    said = "wants 2 of tractor, whose units come one at a time; claim one"
    assert fault("layout.flows.cars at seize tractor", said) in refused(tree)


def test_a_team_that_comes_to_the_entity_cannot_call_a_unit():
    tree = called({"visit": "booth"}, OUT, layout__stations__booth__needs={"tractor": 1})
    said = "tractor has units that come to places, and here is none; give an at: before it"
    assert fault("layout.stations.booth.needs", said) in refused(tree)


def test_one_who_stands_nowhere_cannot_call_a_unit():
    tree = called()
    del tree["layout"]["flows"]["cars"]["starts_at"]
    said = "tractor has units that come to places, and here is none; give an at: before it"
    assert fault("layout.flows.cars at seize tractor", said) in refused(tree)


def test_a_unit_that_was_left_behind_a_one_way_link_cannot_come_back():
    tree = called()
    tree["layout"]["links"]["road"]["both_ways"] = False
    said = "there is no way from east to west for tractor; add a link, or both_ways: true"
    assert fault("layout.flows.cars at seize tractor", said) in refused(tree)


def test_a_unit_that_moves_cleans_nothing():
    pens = {"size": 1, "cleaning": {"takes": "1 h", "needs": {"tractor": 1}}}
    said = "tractor comes to a place, and units are cleaned at none; name a crew"
    assert fault("layout.pools.pens.cleaning.needs.tractor", said) in refused(
        called(layout__pools__pens=pens)
    )
