"""Where everything stands, for programs that draw: nothing is missing, and what has no place is said so."""

import json

import pytest
from ports import one_booth

from twin.config import compose, names
from twin.model.scenario import Scenario
from twin.show.plotted import plotted


@pytest.fixture(scope="module")
def road():
    return compose(["layout=ganqimaodu_road"])


def test_every_thing_of_a_port_is_there_with_both_names(road):
    ground = plotted(road)
    for kind in ("places", "links", "stations", "zones", "stocks"):
        assert list(ground[kind]) == list(getattr(road.layout, kind))
        assert all(one["label"]["zh"] and one["label"]["en"] for one in ground[kind].values())
    assert json.loads(json.dumps(ground, allow_nan=False)) == ground


def test_every_server_has_a_spot_near_its_place(road):
    ground = plotted(road)
    for one in ground["stations"].values():
        if one["at"]:
            assert len(one["spots"]) == min(one["servers"], 80)
            assert one["colour"] == ground["agencies"][one["agency"]]["colour"]
        else:
            assert one["spots"] == []


def test_a_place_that_is_moved_stands_elsewhere_and_its_road_keeps_its_length():
    words = ["layout=ganqimaodu_road", "layout.places.apron=[120 m, -300 m]"]
    ground = plotted(compose(words))
    assert ground["places"]["apron"]["at"] == [120.0, -300.0]
    link = ground["links"]["line_to_apron"]
    assert link["length"] == 250.0
    assert link["straight"] == pytest.approx(323.1, abs=0.1)


def test_a_port_without_places_is_told_by_the_order_of_its_steps():
    ground = plotted(Scenario.from_tree(one_booth()))
    assert ground["places"] == {}
    assert ground["process"]["nodes"]["station:booth"]["label"]["en"] == "booth"
    assert [(way["from"], way["to"]) for way in ground["process"]["ways"]] == [
        ("flow:through", "station:booth"),
        ("station:booth", "exit:out"),
    ]


@pytest.mark.prove
@pytest.mark.parametrize("port", names("layouts"))
def test_every_shipped_port_is_plotted_whole(port):
    scenario = compose([f"layout={port}"])
    ground = plotted(scenario)
    assert set(ground["stations"]) == set(scenario.layout.stations)
    assert ground["process"] is None
    assert len(json.dumps(ground, allow_nan=False)) < 400_000
