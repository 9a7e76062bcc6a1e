"""A scene of boxes as glTF 2.0, for programs that show scenes: one file of text, with all that is in it."""

import base64
import json

import numpy as np
from matplotlib.colors import to_rgb

CORNERS = np.array([[x, y, z] for z in (-0.5, 0.5) for y in (-0.5, 0.5) for x in (-0.5, 0.5)])
# The corners of each face against the clock as seen from outside, and which way it looks.
FACES = np.array([[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]])
NORMALS = np.array([[0, 0, -1], [0, 0, 1], [0, -1, 0], [0, 1, 0], [-1, 0, 0], [1, 0, 0]], float)
UP = [-(0.5**0.5), 0.0, 0.0, 0.5**0.5]  # glTF looks along z where a port looks up
FLOAT, BYTE, INTEGER = 5126, 5121, 5125  # kinds of numbers, as glTF calls them
VERTICES, INDICES = 34962, 34963


def as_gltf(groups, signs):
    """The text: `groups` are {name: boxes}, `signs` are (name, x, y, z) of places that programs can find."""
    tree = {
        "asset": {"version": "2.0", "generator": "PortTwin"},
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"name": "port", "rotation": UP, "children": []}],
        "meshes": [], "accessors": [], "bufferViews": [], "buffers": [],
        "materials": [{"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.9}}],
    }  # fmt: skip
    content = bytearray()
    for name, boxes in groups.items():
        if boxes:
            _add(tree, {"name": name, "mesh": len(tree["meshes"])})
            tree["meshes"].append({"name": name, "primitives": [_primitive(tree, content, boxes)]})
    for name, *at in signs:
        _add(tree, {"name": name, "translation": [float(part) for part in at]})
    uri = "data:application/octet-stream;base64," + base64.b64encode(bytes(content)).decode("ascii")
    tree["buffers"].append({"byteLength": len(content), "uri": uri})
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)


def _add(tree, node):
    tree["nodes"][0]["children"].append(len(tree["nodes"]))
    tree["nodes"].append(node)


def _primitive(tree, content, boxes):
    """What is drawn of boxes; their numbers go to the end of the content."""
    points, normals, colours = (np.concatenate(parts) for parts in zip(*map(_faces, boxes), strict=True))
    first = 4 * np.arange(len(points) // 4, dtype="<u4")[:, None]
    corners = (first + np.array([0, 1, 2, 0, 2, 3], "<u4")).ravel()
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    bounds = {"min": low, "max": high}
    attributes = {
        "POSITION": _put(tree, content, points, ("VEC3", FLOAT, VERTICES, bounds)),
        "NORMAL": _put(tree, content, normals, ("VEC3", FLOAT, VERTICES, {})),
        "COLOR_0": _put(tree, content, colours, ("VEC4", BYTE, VERTICES, {"normalized": True})),
    }
    indices = _put(tree, content, corners, ("SCALAR", INTEGER, INDICES, {}))
    return {"attributes": attributes, "indices": indices, "material": 0}


def _put(tree, content, array, told):
    """Adds an array to the content; gives the number of the accessor that reads it."""
    kind, number, target, more = told
    begin = len(content)
    content += array.tobytes()
    view = {"buffer": 0, "byteOffset": begin, "byteLength": array.nbytes, "target": target}
    tree["bufferViews"].append(view)
    read = {
        "bufferView": len(tree["bufferViews"]) - 1,
        "componentType": number,
        "count": len(array),
        "type": kind,
    }
    tree["accessors"].append({**read, **more})
    return len(tree["accessors"]) - 1


def _faces(box):
    """[24, 3] points and where they look, and [24, 4] colours of a box."""
    cos, sin = np.cos(box["heading"]), np.sin(box["heading"])
    turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    points = (CORNERS * box["size"]) @ turn + box["centre"]
    colour = np.append(np.round(255 * _linear(np.array(to_rgb(box["colour"])))), 255).astype("u1")
    normals = np.repeat(NORMALS @ turn, 4, axis=0)
    return points[FACES.ravel()].astype("<f4"), normals.astype("<f4"), np.tile(colour, (24, 1))


def _linear(shade):
    """Light of a colour as screens write it (IEC 61966-2-1)."""
    return np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4)
