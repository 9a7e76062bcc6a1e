"""Draws a scene with VTK, in a process of its own: without a driver VTK takes its process down.

python -m twin.show.render FOLDER     reads scene.json there, writes view0.png ... and signs.json
python -m twin.show.render FOLDER N   writes N frames of a film to standard output as well, by frames.npz
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyvista

from twin.show.faces import Faces, Lit, faces_of, flat_of, placed, rgba, row_of, sunlit

SKY, GROUND = "#ffffff", "#efece4"
LAYERS = 0.4  # metres that the last strip of paint lies over the first; more would be seen
FEW = 20  # strips: of fewer none needs more of them
OUT = 1.02  # of a picture: what is further from its middle is not in it


def standing(scene):
    """[quadrangle] all that is in the scene, in its colours before light falls on it."""
    rows = defaultdict(list)
    for name, x, y, heading, colour, times, (dx, dy) in scene["stands"]:
        scale = (scene["scale"],) * 3
        rows[name] += [row_of(x + i * dx, y + i * dy, heading, scale, colour) for i in range(times)]
    for name, *more in scene["things"]:
        rows[name].append(row_of(*more))
    return together([placed(faces_of(scene["shapes"][name]), rows[name]) for name in rows])


def paint(scene, edges):
    """[quadrangle] the ground and what is painted on it, the later the higher, mixed with the ground."""
    x0, x1, y0, y1 = edges
    ground, below = np.array(rgba(GROUND)), -LAYERS / 2
    bare = [[(x0, y0, below), (x1, y0, below), (x1, y1, below), (x0, y1, below)]]
    layer = LAYERS * scene["scale"] / max(len(scene["paint"]), FEW)
    points, colours = flat_of(scene["paint"], scene["colours"], layer)
    alpha = colours[:, 3:]
    mixed = ground[:3] * (1 - alpha) + colours[:, :3] * alpha
    return np.concatenate([bare, points]), np.concatenate([ground[None, :3], mixed])


def together(every):
    """One Lit of many."""
    empty = placed(Faces(np.zeros((0, 4, 3)), np.zeros((0, 3)), np.zeros((0, 4)), np.zeros(0)), [])
    return Lit(*(np.concatenate(each) for each in zip(empty, *every, strict=True)))


def mesh_of(points, colours):
    """Quadrangles as one mesh, a colour each: one mesh draws a hundred times faster than many."""
    many = len(points)
    corners = np.hstack([np.full((many, 1), 4), np.arange(4 * many).reshape(-1, 4)])
    mesh = pyvista.PolyData(points.reshape(-1, 3), corners.ravel())
    mesh.cell_data["colour"] = np.round(colours * 255).astype(np.uint8)
    return mesh


def camera(plotter, bounds, up):
    """Looks down on the port across its longer side, so that the length lies along the picture."""
    x0, x1, y0, y1 = bounds
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2, 0.0])
    across = np.array([-1.0, 0.22, up]) if y1 - y0 > x1 - x0 else np.array([-0.22, -1.0, up])
    plotter.camera.SetWindowCenter(0.0, 0.0)
    plotter.camera.focal_point = middle
    plotter.camera.position = middle + across * max(x1 - x0, y1 - y0)
    plotter.camera.up = (0.0, 0.0, 1.0)
    plotter.camera.view_angle = 18.0
    plotter.reset_camera(bounds=(*bounds, 0.0, 1.0))
    fill_picture(plotter, [(x, y, 0.0) for x in (x0, x1) for y in (y0, y1)])


def fill_picture(plotter, corners):
    """Moves and widens the view until the corners reach the edge of the picture."""
    for _ in range(2):  # the second round mends what perspective makes of the first
        seen = np.array([on_view(plotter, corner) for corner in corners])
        low, high = seen.min(axis=0), seen.max(axis=0)
        x, y = np.array(plotter.camera.GetWindowCenter()) + (low + high) / 2
        plotter.camera.SetWindowCenter(x, y)
        plotter.camera.zoom(0.98 / ((high - low) / 2).max())


def draw(scene, folder):
    """A picture of each view, and where on each the signs point, in pixels from the left and from the top."""
    plotter, bounds = stand(scene)
    signs = []
    for number, view in enumerate(scene["views"]):
        plotter.window_size = view["size"]
        camera(plotter, view["box"] or bounds, view["up"])
        plotter.render()
        plotter.screenshot(folder / f"view{number}.png")
        signs.append([on_picture(plotter, sign, view["size"]) for sign in scene["signs"]])
    (folder / "signs.json").write_text(json.dumps(signs), encoding="utf-8")
    return plotter


def stand(scene):
    """A plotter with all that stands on the ground, and the bounds of it."""
    lit, (west, east, south, north) = standing(scene), scene["box"]
    every = np.concatenate([lit.points.reshape(-1, 3)[:, :2], [(west, south), (east, north)]])
    (x0, y0), (x1, y1) = every.min(axis=0), every.max(axis=0)
    edge = 0.08 * max(x1 - x0, y1 - y0)
    bounds = x0 - edge, x1 + edge, y0 - edge, y1 + edge
    far = 2 * (x1 - x0 + y1 - y0)  # so that the ground ends in no picture
    plotter = pyvista.Plotter(off_screen=True, window_size=scene["views"][0]["size"], lighting=None)
    plotter.set_background(SKY)
    show(plotter, *paint(scene, (x0 - far, x1 + far, y0 - far, y1 + far)))
    show_lit(plotter, lit)
    plotter.enable_anti_aliasing("ssaa")
    return plotter, bounds


def show(plotter, points, colours):
    """Adds quadrangles to what is drawn."""
    if len(points):
        look = {"scalars": "colour", "rgb": True, "lighting": False, "reset_camera": False}
        plotter.add_mesh(mesh_of(points, colours), **look)


def show_lit(plotter, lit):
    """Adds what is lit: first all that nothing is seen through."""
    colours, clear = sunlit(lit), lit.colours[:, 3] < 1
    for part in (~clear, clear):
        show(plotter, lit.points[part], colours[part])


def film(plotter, scene, folder, frames):
    """Writes frames as bytes of RGB: one mesh that is another each frame."""
    out = sys.stdout.buffer
    with np.load(folder / "frames.npz", allow_pickle=False) as file:
        begins, numbers, rows = file["begins"], file["shapes"], file["rows"]
    shapes = [faces_of(parts) for parts in scene["shapes"].values()]
    hidden = np.zeros((1, 4, 3)), np.ones((1, 4))
    mesh = mesh_of(*hidden)
    plotter.add_mesh(mesh, scalars="colour", rgb=True, lighting=False, reset_camera=False)
    for i in range(frames):
        here = slice(int(begins[i]), int(begins[i + 1]))
        lit = together(
            [
                placed(shapes[number], rows[here][numbers[here] == number])
                for number in np.unique(numbers[here])
            ]
        )
        mesh.copy_from(mesh_of(*(lit.points, sunlit(lit)) if len(lit.points) else hidden))
        plotter.render()
        out.write(np.ascontiguousarray(plotter.screenshot(return_img=True)[:, :, :3]).tobytes())
        out.flush()


def on_picture(plotter, sign, size):
    """[x, y] in pixels; None where the sign is not in the picture."""
    x, y = on_view(plotter, sign[1:])
    return [(x + 1) / 2 * size[0], (1 - y) / 2 * size[1]] if max(abs(x), abs(y)) < OUT else None


def on_view(plotter, point):
    """Where a point of the scene stands in the view, from -1 to 1 both ways."""
    plotter.renderer.SetWorldPoint(*point, 1.0)
    plotter.renderer.WorldToView()
    return plotter.renderer.GetViewPoint()[:2]


if __name__ == "__main__":
    place = Path(sys.argv[1])
    told = json.loads((place / "scene.json").read_text(encoding="utf-8"))
    drawn = draw(told, place)
    if len(sys.argv) > 2:
        film(drawn, told, place, int(sys.argv[2]))
    drawn.close()
