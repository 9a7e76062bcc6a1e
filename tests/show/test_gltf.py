"""A scene is handed over as glTF that programs read: what it says of itself is so."""

import base64
import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.show.replay.gltf import as_gltf
from twin.show.scene import box

NUMBERS = {"VEC3": 3, "VEC4": 4, "SCALAR": 1}
KINDS = {5126: "<f4", 5121: "u1", 5125: "<u4"}
METRES = st.integers(-5000, 5000)
BOXES = st.lists(
    st.builds(
        box, st.tuples(METRES, METRES, METRES), st.tuples(*[st.integers(1, 900)] * 3), st.floats(-7, 7),
        st.sampled_from(["#ffffff", "#0b5394", "#000000"]),
    ),
    max_size=6,
)  # fmt: skip


def read(tree, number):
    accessor = tree["accessors"][number]
    view = tree["bufferViews"][accessor["bufferView"]]
    content = base64.b64decode(tree["buffers"][0]["uri"].partition(",")[2])
    part = content[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    return np.frombuffer(part, KINDS[accessor["componentType"]]).reshape(accessor["count"], -1)


@given(BOXES, BOXES)
def test_every_box_is_there_where_it_was_with_faces_that_look_outwards(standing, moving):
    tree = json.loads(as_gltf({"standing": standing, "moving": moving}, [("门", 1, 2, 3)]))
    groups = [boxes for boxes in (standing, moving) if boxes]
    assert len(tree["meshes"]) == len(groups)
    for mesh, boxes in zip(tree["meshes"], groups, strict=True):
        found = mesh["primitives"][0]
        points, normals, colours = (
            read(tree, found["attributes"][of]) for of in ("POSITION", "NORMAL", "COLOR_0")
        )
        assert len(points) == len(normals) == len(colours) == 24 * len(boxes)
        told = tree["accessors"][found["attributes"]["POSITION"]]
        assert (told["min"], told["max"]) == (points.min(axis=0).tolist(), points.max(axis=0).tolist())
        middles = points.reshape(-1, 24, 3).mean(axis=1)
        np.testing.assert_allclose(middles, [one["centre"] for one in boxes], atol=0.01)
        first, second, third = (
            points[read(tree, found["indices"]).ravel()].reshape(-1, 3, 3).transpose(1, 0, 2)
        )
        ways = np.cross(second - first, third - first)
        assert (np.einsum("ij,ij->i", ways, normals[::2]) > 0).all()


@given(BOXES)
def test_numbers_stand_where_their_size_allows_and_stations_are_found_by_name(boxes):
    tree = json.loads(as_gltf({"standing": boxes}, [("门", 1, 2, 3)]))
    for accessor in tree["accessors"]:
        view = tree["bufferViews"][accessor["bufferView"]]
        size = np.dtype(KINDS[accessor["componentType"]]).itemsize
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] == accessor["count"] * NUMBERS[accessor["type"]] * size
    assert tree["nodes"][-1] == {"name": "门", "translation": [1.0, 2.0, 3.0]}
    assert tree["nodes"][0]["children"] == list(range(1, len(tree["nodes"])))
