"""The still is drawn off-screen in a child, and says why where it cannot be."""

import importlib.util
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import made_up
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from twin.show import map3d
from twin.show.changed import COLOURS, GONE
from twin.show.pair3d import Side, take_pair
from twin.show.scene import waiting_scene


def test_a_scene_has_paint_a_link_a_shape_a_server_and_a_sign_a_station():
    port = made_up.port()
    drawn = waiting_scene(port, {})
    placed = {name: one for name, one in port.layout.stations.items() if one.at}
    stood = sum(one.times for one in drawn.stands if one.shape.startswith("station:"))
    assert stood == sum(int(one.count) for one in placed.values())
    assert {strip.paint for strip in drawn.paint} >= {link.kind for link in port.layout.links.values()}
    assert [sign[0] for sign in drawn.signs] == list(placed)


def test_trucks_stand_before_the_place_they_wait_for():
    assert not waiting_scene(made_up.port(), {}).things
    trucks = waiting_scene(made_up.port(), {"health": 5}).things
    assert len(trucks) == 5
    assert all(-600 < truck.y < 0 for truck in trucks)  # on the road from the line to the hall
    assert all(np.sin(truck.heading) < -0.9 for truck in trucks)  # and look along it


def test_no_more_trucks_stand_on_a_road_than_it_holds():
    full = waiting_scene(made_up.port(), {"health": 5000})
    assert len(full.things) == 2 * (600 // 37)  # two lanes; all is enlarged twice


def test_a_queue_at_the_edge_stands_outside():
    trucks = waiting_scene(made_up.port(), {"border_gate": 4}).things
    assert len(trucks) == 4
    assert all(truck.y > 0 for truck in trucks)


def test_a_port_without_places_has_no_still_and_says_so():
    still = map3d.take_still(SimpleNamespace(layout=SimpleNamespace(places={})), "en", None)
    assert still == map3d.Still(None, "the layout names no places")


def test_without_pyvista_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(map3d, "find_spec", lambda name: None)
    still = map3d.take_still(made_up.port(), "en", waiting_scene(made_up.port(), {}))
    assert still.png is None
    assert still.because == "pyvista is not installed; install porttwin[view]"


def test_a_renderer_that_dies_is_survived(monkeypatch):
    monkeypatch.setattr(map3d, "RENDERER", "twin.show.no_such_renderer")
    still = map3d.take_still(made_up.port(), "en", waiting_scene(made_up.port(), {}))
    assert still.png is None
    assert "install libegl1" in still.because


def sides(layout):
    """A made-up port before and after its layout is changed."""
    port = made_up.port()
    after = replace(port, layout=port.layout.model_copy(update=layout))
    return [
        Side(one, waiting_scene(one, {"health": 3}), name)
        for one, name in ((port, "as it is"), (after, "new"))
    ]


def without(name):
    stations = made_up.port().layout.stations
    return {"stations": {key: one for key, one in stations.items() if key != name}}


def test_where_no_change_has_a_place_two_stills_are_not_taken_and_the_reason_is_said():
    assert take_pair(*sides({}), "en").because == "nothing with a place on the map is changed"
    assert take_pair(*sides(without("image_review")), "en").png is None


def test_two_stills_whose_renderer_dies_say_so(monkeypatch):
    monkeypatch.setattr(map3d, "RENDERER", "twin.show.no_such_renderer")
    assert "install libegl1" in take_pair(*sides(without("h986")), "en").because


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyvista") is None, reason="pyvista is not installed")
def test_before_and_after_stand_side_by_side_and_what_is_gone_is_marked_before():
    from matplotlib.image import imread

    pair = take_pair(*sides(without("h986")), "zh")
    if pair.png is None:
        pytest.skip(pair.because)
    picture = imread(BytesIO(pair.png))[..., :3]
    middle = picture.shape[1] // 2
    assert {"as it is", "new", "H986 大型机检 ×2"} <= set(pair.words)  # by which a picture is withheld
    is_gone = np.abs(picture - np.array(to_rgb(COLOURS[GONE]))).max(axis=2) < 0.1
    assert is_gone[:, :middle].sum() > 50 > is_gone[:, middle:].sum()


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyvista") is None, reason="pyvista is not installed")
def test_a_still_shows_the_port():
    from matplotlib.image import imread

    scene = waiting_scene(made_up.port(), {"health": 5})
    views = map3d.View(), map3d.near((0.0, -600.0), scene.scale)
    stills = [map3d.take_still(made_up.port(), "zh", scene, *views) for _ in range(2)]
    if stills[0].png is None:
        pytest.skip(stills[0].because)
    picture = imread(BytesIO(stills[0].png))[..., :3]
    assert picture.std() > 0.02
    assert np.abs(picture - np.array([213, 94, 0]) / 255).max(axis=2).min() < 0.25  # a truck
    assert stills[0].png == stills[1].png
