"""A scene as glTF 2.0, for programs that show scenes: one file of text, with all that is in it."""

import base64
import json

import numpy as np

from twin.show.faces import Lit, faces_of, flat_of, placed, rgba
from twin.show.style import STYLE

UP = [-(0.5**0.5), 0.0, 0.0, 0.5**0.5]  # glTF looks along z where a port looks up
FLOAT, BYTE, INTEGER = 5126, 5121, 5125  # kinds of numbers, as glTF calls them
VERTICES, INDICES = 34962, 34963
LAYER = 0.002  # metres that a strip lies over the one before
OPAQUE, CLEAR = 0, 1  # materials
ROUGH = {"metallicFactor": 0.0, "roughnessFactor": 0.9}


def as_gltf(scene, names):
    """The text of a Scene; `names` are what its signs say, for programs that look for places."""
    file = _File()
    if scene.paint:
        file.tree["nodes"][0]["children"].append(file.painted(scene.paint))
    for group, things in (("standing", _stood(scene)), ("moving", scene.things)):
        nodes = [file.thing(thing, scene.shapes[thing[0]]) for thing in things if scene.shapes[thing[0]]]
        if nodes:
            file.tree["nodes"][0]["children"].append(file.node({"name": group, "children": nodes}))
    for name, (_, *at) in zip(names, scene.signs, strict=True):
        file.tree["nodes"][0]["children"].append(file.node({"name": name, "translation": list(at)}))
    return file.text()


def _stood(scene):
    """(shape, x, y, heading, scale, colour) of all that stands."""
    k = scene.scale
    for name, x, y, heading, colour, times, (dx, dy) in scene.stands:
        for i in range(times):
            yield name, x + i * dx, y + i * dy, heading, (k, k, k), colour


class _File:
    """A glTF file while it is written: one mesh a shape and colour, one node a thing."""

    def __init__(self):
        clear = {"pbrMetallicRoughness": ROUGH, "alphaMode": "BLEND"}
        self.tree = {
            "asset": {"version": "2.0", "generator": "PortTwin"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"name": "port", "rotation": UP, "children": []}],
            "meshes": [], "accessors": [], "bufferViews": [], "buffers": [],
            "materials": [{"pbrMetallicRoughness": ROUGH}, clear],
        }  # fmt: skip
        self.content = bytearray()
        self.meshes = {}

    def node(self, node):
        """Adds a node; gives its number."""
        self.tree["nodes"].append(node)
        return len(self.tree["nodes"]) - 1

    def thing(self, thing, parts):
        """Adds a node of a shape where it stands."""
        name, x, y, heading, scale, colour = thing
        turn = [0.0, 0.0, float(np.sin(heading / 2)), float(np.cos(heading / 2))]
        where = {"translation": [float(x), float(y), 0.0], "rotation": turn, "scale": list(scale)}
        return self.node({"mesh": self._mesh(name, colour, parts), **where})

    def painted(self, paint):
        """Adds what is painted on the ground; gives the number of its node."""
        points, colours = flat_of(paint, STYLE.paint, LAYER)
        lit = Lit(points, np.tile([0.0, 0.0, 1.0], (len(points), 1)), colours)
        self.tree["meshes"].append(
            {"name": "paint", "primitives": [self._primitive(lit, slice(None), CLEAR)]}
        )
        return self.node({"name": "paint", "mesh": len(self.tree["meshes"]) - 1})

    def _mesh(self, name, colour, parts):
        if (name, colour) not in self.meshes:
            lit = placed(faces_of(parts), [(0, 0, 0, 1, 1, 1, *rgba(colour)[:3])])
            clear = lit.colours[:, 3] < 1
            chosen = ((OPAQUE, ~clear), (CLEAR, clear))
            primitives = [self._primitive(lit, rows, look) for look, rows in chosen if rows.any()]
            self.meshes[name, colour] = len(self.tree["meshes"])
            self.tree["meshes"].append({"name": name, "primitives": primitives})
        return self.meshes[name, colour]

    def _primitive(self, lit, rows, material):
        """What is drawn of quadrangles; their numbers go to the end of the content."""
        points = lit.points[rows].reshape(-1, 3).astype("<f4")
        normals = np.repeat(lit.ways[rows], 4, axis=0).astype("<f4")
        shades = np.concatenate([_linear(lit.colours[rows, :3]), lit.colours[rows, 3:]], axis=1)
        colours = np.repeat(np.round(255 * shades), 4, axis=0).astype("u1")
        first = 4 * np.arange(len(points) // 4, dtype="<u4")[:, None]
        corners = (first + np.array([0, 1, 2, 0, 2, 3], "<u4")).ravel()
        bounds = {"min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist()}
        attributes = {
            "POSITION": self._put(points, "VEC3", FLOAT, VERTICES, bounds),
            "NORMAL": self._put(normals, "VEC3", FLOAT, VERTICES, {}),
            "COLOR_0": self._put(colours, "VEC4", BYTE, VERTICES, {"normalized": True}),
        }
        indices = self._put(corners, "SCALAR", INTEGER, INDICES, {})
        return {"attributes": attributes, "indices": indices, "material": material}

    def _put(self, array, kind, number, target, more):
        """Adds an array to the content; gives the number of the accessor that reads it."""
        begin = len(self.content)
        self.content += array.tobytes()
        view = {"buffer": 0, "byteOffset": begin, "byteLength": array.nbytes, "target": target}
        self.tree["bufferViews"].append(view)
        read = {
            "bufferView": len(self.tree["bufferViews"]) - 1, "componentType": number, "count": len(array),
            "type": kind,
        }  # fmt: skip
        self.tree["accessors"].append({**read, **more})
        return len(self.tree["accessors"]) - 1

    def text(self):
        """All of it as JSON."""
        uri = "data:application/octet-stream;base64," + base64.b64encode(bytes(self.content)).decode("ascii")
        self.tree["buffers"].append({"byteLength": len(self.content), "uri": uri})
        return json.dumps(self.tree, ensure_ascii=False, allow_nan=False)


def _linear(shade):
    """Light of a colour as screens write it (IEC 61966-2-1)."""
    return np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4)
