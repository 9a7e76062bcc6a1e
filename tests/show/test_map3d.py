"""The still is drawn off-screen in a child, and says why where it cannot be."""

import importlib.util
from io import BytesIO
from types import SimpleNamespace

import made_up
import numpy as np
import pytest

from twin.show import map3d
from twin.show.scene import scene


def boxes_of(drawn, colour):
    return [box for box in drawn["boxes"] if box["colour"] == colour]


def test_a_scene_has_a_road_a_link_and_a_box_a_server():
    layout = made_up.port().layout
    drawn = scene(made_up.port(), {})
    placed = [station for station in layout.stations.values() if station.at]
    servers = sum(int(station.count) for station in placed)
    assert len(drawn["boxes"]) == len(layout.links) + servers
    assert [sign["name"] for sign in drawn["signs"]] == [name for name, s in layout.stations.items() if s.at]


def test_trucks_stand_before_the_place_they_wait_for():
    empty, full = (scene(made_up.port(), waiting) for waiting in ({}, {"health": 5}))
    assert len(full["boxes"]) == len(empty["boxes"]) + 5
    trucks = full["boxes"]
    trucks = [box for box in trucks if box not in empty["boxes"]]
    assert all(-600 < box["centre"][1] < 0 for box in trucks)  # on the road from the line to the hall


def test_no_more_trucks_stand_on_a_road_than_it_holds():
    empty, full = (scene(made_up.port(), waiting) for waiting in ({}, {"health": 5000}))
    assert len(full["boxes"]) - len(empty["boxes"]) == 2 * (600 // 37)  # two lanes; all is enlarged twice


def test_a_queue_at_the_edge_stands_outside():
    empty, full = (scene(made_up.port(), waiting) for waiting in ({}, {"border_gate": 4}))
    trucks = [box for box in full["boxes"] if box not in empty["boxes"]]
    assert len(trucks) == 4
    assert all(box["centre"][1] > 0 for box in trucks)


def test_a_port_without_places_has_no_still_and_says_so():
    still = map3d.take_still(SimpleNamespace(layout=SimpleNamespace(places={})), "en")
    assert still == map3d.Still(None, "the layout names no places")


def test_without_pyvista_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(map3d, "find_spec", lambda name: None)
    still = map3d.take_still(made_up.port(), "en")
    assert still.png is None
    assert still.because == "pyvista is not installed; install porttwin[view]"


def test_a_renderer_that_dies_is_survived(monkeypatch):
    monkeypatch.setattr(map3d, "RENDERER", "twin.show.no_such_renderer")
    still = map3d.take_still(made_up.port(), "en")
    assert still.png is None
    assert "install libegl1" in still.because


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyvista") is None, reason="pyvista is not installed")
def test_a_still_shows_the_port():
    from matplotlib.image import imread

    stills = [map3d.take_still(made_up.port(), "zh", waiting={"health": 5}) for _ in range(2)]
    if stills[0].png is None:
        pytest.skip(stills[0].because)
    picture = imread(BytesIO(stills[0].png))[..., :3]
    assert picture.std() > 0.02
    assert np.abs(picture - np.array([213, 94, 0]) / 255).max(axis=2).min() < 0.25  # a truck
    assert stills[0].png == stills[1].png
