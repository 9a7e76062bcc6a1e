"""Draws a scene with VTK, in a process of its own: without a driver VTK takes its process down.

python -m twin.show.render FOLDER     reads scene.json there, writes picture.png and signs.json
python -m twin.show.render FOLDER N   writes N frames of a film to standard output as well, by frames.npz
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyvista

CORNERS = np.array([[x, y, z] for z in (-0.5, 0.5) for y in (-0.5, 0.5) for x in (-0.5, 0.5)])
FACES = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [1, 5, 7, 3], [3, 7, 6, 2], [2, 6, 4, 0]])
GROUND, SKY = "#efece4", "#ffffff"


def mesh_of(boxes):
    """All boxes as one mesh, a colour a face: one mesh draws a hundred times faster than many."""
    points, faces, colours = [], [], []
    for i, box in enumerate(boxes):
        cos, sin = np.cos(box["heading"]), np.sin(box["heading"])
        corner = CORNERS * box["size"]
        east, north = corner[:, 0] * cos - corner[:, 1] * sin, corner[:, 0] * sin + corner[:, 1] * cos
        points.append(np.stack([east, north, corner[:, 2]], axis=1) + box["centre"])
        faces.append(np.hstack([np.full((6, 1), 4), FACES + 8 * i]))
        colours.append(np.tile(pyvista.Color(box["colour"]).int_rgb, (6, 1)))
    mesh = pyvista.PolyData(np.concatenate(points), np.concatenate(faces).ravel())
    mesh.cell_data["colour"] = np.concatenate(colours).astype(np.uint8)
    return mesh


def camera(plotter, bounds):
    """Looks down on the port across its longer side, so that the length lies along the picture."""
    x0, x1, y0, y1 = bounds[:4]
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2, 0.0])
    across = np.array([-1.0, 0.22, 0.75]) if y1 - y0 > x1 - x0 else np.array([-0.22, -1.0, 0.75])
    plotter.camera.focal_point = middle
    plotter.camera.position = middle + across * max(x1 - x0, y1 - y0)
    plotter.camera.up = (0.0, 0.0, 1.0)
    plotter.camera.view_angle = 18.0
    plotter.reset_camera(bounds=bounds)
    fill_picture(plotter, [(x, y, 0.0) for x in (x0, x1) for y in (y0, y1)])


def fill_picture(plotter, corners):
    """Moves and widens the view until the corners reach the edge of the picture."""
    for _ in range(2):  # the second round mends what perspective makes of the first
        seen = np.array([on_view(plotter, corner) for corner in corners])
        low, high = seen.min(axis=0), seen.max(axis=0)
        centre = np.array(plotter.camera.GetWindowCenter()) + (low + high) / 2
        plotter.camera.SetWindowCenter(*centre)
        plotter.camera.zoom(0.98 / ((high - low) / 2).max())


def draw(scene, folder):
    """The picture, and where on it the signs point, in pixels from the left and from the top."""
    plotter = stand(scene)
    plotter.screenshot(folder / "picture.png")
    signs = [on_picture(plotter, sign, scene["size"]) for sign in scene["signs"]]
    (folder / "signs.json").write_text(json.dumps(signs), encoding="utf-8")
    return plotter


def stand(scene):
    """A plotter with all boxes on the ground."""
    mesh = mesh_of(scene["boxes"])
    x0, x1, y0, y1, _, top = mesh.bounds
    edge = 0.08 * max(x1 - x0, y1 - y0)
    plotter = pyvista.Plotter(off_screen=True, window_size=scene["size"], lighting="light kit")
    plotter.set_background(SKY)
    ground = pyvista.Plane(
        center=((x0 + x1) / 2, (y0 + y1) / 2, -0.2), i_size=x1 - x0 + 2 * edge, j_size=y1 - y0 + 2 * edge
    )
    plotter.add_mesh(ground, color=GROUND, lighting=False)
    plotter.add_mesh(mesh, scalars="colour", rgb=True, ambient=0.35, diffuse=0.7)
    plotter.enable_anti_aliasing("ssaa")
    camera(plotter, (x0 - edge, x1 + edge, y0 - edge, y1 + edge, 0.0, top))
    return plotter


def film(plotter, folder, frames, out):
    """Writes frames as bytes of RGB: one mesh for as many as ever move, and each frame moves its points."""
    with np.load(folder / "frames.npz", allow_pickle=False) as file:
        columns = {name: file[name] for name in file.files}
    begins = columns.pop("begins")
    most = int(np.diff(begins).max(initial=1))
    mesh = moving(columns, slice(0, 0), most)
    plotter.add_mesh(mesh, scalars="colour", rgb=True, ambient=0.35, diffuse=0.7, reset_camera=False)
    for i in range(frames):
        now = moving(columns, slice(int(begins[i]), int(begins[i + 1])), most)
        mesh.points = now.points
        mesh.cell_data["colour"] = now.cell_data["colour"]
        plotter.render()
        out.write(np.ascontiguousarray(plotter.screenshot(return_img=True)[:, :, :3]).tobytes())
        out.flush()


def moving(columns, rows, most):
    """A mesh of `most` boxes, of which those beyond the rows have no size."""
    centre, size = np.zeros((most, 3)), np.zeros((most, 3))
    heading, colour = np.zeros(most), np.zeros((most, 3), np.uint8)
    many = rows.stop - rows.start
    centre[:many], size[:many] = columns["centre"][rows], columns["size"][rows]
    heading[:many], colour[:many] = columns["heading"][rows], columns["colour"][rows]
    corner = CORNERS[None] * size[:, None]
    cos, sin = np.cos(heading)[:, None], np.sin(heading)[:, None]
    east, north = corner[..., 0] * cos - corner[..., 1] * sin, corner[..., 0] * sin + corner[..., 1] * cos
    points = np.stack([east, north, corner[..., 2]], axis=2) + centre[:, None]
    faces = (FACES[None] + 8 * np.arange(most)[:, None, None]).reshape(-1, 4)
    faces = np.hstack([np.full((len(faces), 1), 4), faces]).ravel()
    mesh = pyvista.PolyData(points.reshape(-1, 3), faces)
    mesh.cell_data["colour"] = np.repeat(colour, 6, axis=0)
    return mesh


def on_picture(plotter, sign, size):
    x, y = on_view(plotter, (sign["x"], sign["y"], sign["z"]))
    return [(x + 1) / 2 * size[0], (1 - y) / 2 * size[1]]


def on_view(plotter, point):
    """Where a point of the scene stands in the view, from -1 to 1 both ways."""
    plotter.renderer.SetWorldPoint(*point, 1.0)
    plotter.renderer.WorldToView()
    return plotter.renderer.GetViewPoint()[:2]


if __name__ == "__main__":
    place = Path(sys.argv[1])
    drawn = draw(json.loads((place / "scene.json").read_text(encoding="utf-8")), place)
    if len(sys.argv) > 2:
        film(drawn, place, int(sys.argv[2]), sys.stdout.buffer)
    drawn.close()
