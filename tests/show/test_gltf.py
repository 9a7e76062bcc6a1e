"""A scene is handed over as glTF that programs read: what it says of itself is so."""

import base64
import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.show.painted import Strip
from twin.show.replay.gltf import as_gltf
from twin.show.scene import Scene, Stand, Thing
from twin.show.shapes import box, column

NUMBERS = {"VEC3": 3, "VEC4": 4, "SCALAR": 1}
KINDS = {5126: "<f4", 5121: "u1", 5125: "<u4"}
METRES, TURNS = st.integers(-5000, 5000), st.floats(-7, 7)
COLOURS = st.sampled_from(["#ffffff", "#0b5394", "#000000"])
SIZES = st.tuples(*[st.integers(1, 90)] * 3)
PLACES = st.tuples(*[st.integers(-90, 90)] * 3)
PARTS = st.lists(
    st.builds(
        lambda made, *more: made(*more), st.sampled_from([box, column]), PLACES, SIZES,
        st.sampled_from(["#cc2924", "#cc292438"]), st.floats(0, 1),
    ),
    min_size=1, max_size=3,
)  # fmt: skip
STANDS = st.builds(
    Stand, st.just("one"), METRES, METRES, TURNS, COLOURS, st.integers(1, 3), st.tuples(METRES, METRES)
)
THINGS = st.builds(Thing, st.just("one"), METRES, METRES, TURNS, st.tuples(*[st.integers(1, 9)] * 3), COLOURS)
STRIPS = st.builds(
    Strip, st.tuples(METRES, METRES), st.tuples(METRES, METRES), st.integers(1, 9), st.just("road"),
    st.floats(0, 1), st.integers(1, 3), st.tuples(METRES, METRES),
)  # fmt: skip
SCENES = st.builds(
    lambda parts, paint, stands, things: Scene(
        2.0, {"one": parts}, tuple(paint), tuple(stands), (("gate", 1.0, 2.0, 3.0),), (0, 1, 0, 1), things
    ),
    PARTS, st.lists(STRIPS, max_size=2), st.lists(STANDS, max_size=3),
    st.lists(THINGS, max_size=3).map(tuple),
)  # fmt: skip


def read(tree, number):
    accessor = tree["accessors"][number]
    view = tree["bufferViews"][accessor["bufferView"]]
    content = base64.b64decode(tree["buffers"][0]["uri"].partition(",")[2])
    part = content[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    return np.frombuffer(part, KINDS[accessor["componentType"]]).reshape(accessor["count"], -1)


@given(SCENES)
def test_every_thing_is_a_node_where_it_is_with_faces_that_look_outwards(scene):
    tree = json.loads(as_gltf(scene, ["门"]))
    nodes = {node.get("name"): node for node in tree["nodes"]}
    moving = [tree["nodes"][i] for i in nodes.get("moving", {"children": ()})["children"]]
    assert [node["translation"][:2] for node in moving] == [[thing.x, thing.y] for thing in scene.things]
    stood = nodes.get("standing", {"children": ()})["children"]
    assert len(stood) == sum(stand.times for stand in scene.stands)
    for mesh in tree["meshes"]:
        for found in mesh["primitives"]:
            points, normals = (read(tree, found["attributes"][of]) for of in ("POSITION", "NORMAL"))
            corners = points[read(tree, found["indices"]).ravel()].reshape(-1, 3, 3).transpose(1, 0, 2)
            ways = np.cross(corners[1] - corners[0], corners[2] - corners[0])
            assert (np.einsum("ij,ij->i", ways, normals[::2]) >= -1e-3).all()
            told = tree["accessors"][found["attributes"]["POSITION"]]
            assert (told["min"], told["max"]) == (points.min(axis=0).tolist(), points.max(axis=0).tolist())


@given(SCENES)
def test_numbers_stand_where_their_size_allows_and_stations_are_found_by_name(scene):
    tree = json.loads(as_gltf(scene, ["门"]))
    for accessor in tree["accessors"]:
        view = tree["bufferViews"][accessor["bufferView"]]
        size = np.dtype(KINDS[accessor["componentType"]]).itemsize
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] == accessor["count"] * NUMBERS[accessor["type"]] * size
    assert tree["nodes"][-1] == {"name": "门", "translation": [1.0, 2.0, 3.0]}
    assert tree["nodes"][0]["children"][-1] == len(tree["nodes"]) - 1
