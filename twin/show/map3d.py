"""A still of the port in three dimensions, or the reason why this machine can draw none."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from twin.show.labels import Sheet, place_labels
from twin.show.map import Line, Sign, draw_sign, sign_sizes
from twin.show.style import STYLE, as_png, styled
from twin.show.text import label, say

WHOLE, NEAR = (1600, 720), (1600, 560)  # pixels of a view of all of it, and of a place from near
WIDTH = 576.0  # points of the sheet
LOW = 0.5  # steps down for one ahead, from near
REACH = (90.0, 40.0)  # metres around a place that are seen from near, in a port where nothing is enlarged
RENDERER = "twin.show.render"  # run as a program, never imported
SECONDS = 120  # a software renderer on a busy machine takes under ten
PACKAGES = "libegl1 libgl1 libgl1-mesa-dri"  # what Debian calls the driver without a screen


class Still(NamedTuple):
    """A picture (PNG) or the reason why there is none."""

    png: bytes | None
    because: str
    enlarged: float = 1.0
    words: tuple = ()  # all that are drawn in it


class View(NamedTuple):
    """One picture of a scene: all of it, or what is in a box (west, east, south, north)."""

    size: tuple[int, int] = WHOLE  # pixels
    box: tuple[float, float, float, float] | None = None  # metres
    up: float = 0.75  # how far one looks down, for a step ahead


def near(point, k):
    """The View of what is around a point, in a port that is so many times enlarged."""
    (x, y), (long, deep) = point, (metres * k for metres in REACH)
    return View(NEAR, (x - long, x + long, y - deep, y + deep), LOW)


def take_still(scenario, lang, scene, *views):
    """The Still of a scene, drawn in a child process: its views one below another, or the whole."""
    if not scenario.layout.places:
        return Still(None, say("the layout names no places", lang))
    views = views or (View(),)
    pictures, because = pictures_of(scene, views, lang)
    if because:
        return Still(None, because)
    texts = texts_of(scenario, scene, lang)
    return Still(as_png(sheet(pictures, texts)), "", scene.scale, tuple(texts))


def pictures_of(scene, views, lang):
    """([view] (PNG, where its signs point), and why there are none)."""
    with TemporaryDirectory(prefix="twin-still-") as folder:
        reason = render(folder, scene, views, lang)
        if reason:
            return [], reason
        anchors = json.loads(Path(folder, "signs.json").read_text(encoding="utf-8"))
        return [(Path(folder, f"view{i}.png").read_bytes(), at) for i, at in enumerate(anchors)], ""


def texts_of(scenario, scene, lang):
    """What the signs of a scene say."""
    return [label(name, scenario.layout.stations, lang) for name, *_ in scene.signs]


def render(folder, scene, views, lang):
    """Renders a scene into a folder, in a child process; the reason why it failed, or nothing."""
    if find_spec("pyvista") is None:
        return say("pyvista is not installed; install porttwin[view]", lang)
    written_to(folder, scene, views)
    try:
        done = subprocess.run(
            command(folder), env=surroundings(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return say("drawing took longer than {n} s", lang).format(n=SECONDS)
    if done.returncode == 0 and Path(folder, "signs.json").exists():
        return ""
    return failed(done.returncode, lang)


def written_to(folder, scene, views):
    """Puts a scene where the renderer reads it."""
    told = {**scene._asdict(), "views": [view._asdict() for view in views], "colours": STYLE.paint}
    Path(folder, "scene.json").write_text(json.dumps(told), encoding="utf-8")


def command(folder, *more):
    """The line that starts the renderer."""
    return [sys.executable, "-m", RENDERER, str(folder), *more]


def surroundings():
    """The environment in which VTK draws without a screen."""
    package = str(Path(__file__).parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {"VTK_DEFAULT_OPENGL_WINDOW": "vtkEGLRenderWindow", **os.environ}
    return {**environment, "PYTHONPATH": os.pathsep.join(paths)}


def failed(code, lang):
    """Why a renderer that ended with this code drew nothing."""
    text = say("no driver to draw without a screen (the renderer ended with {n}); install {packages}", lang)
    return text.format(n=code, packages=PACKAGES)


@styled
def sheet(pictures, texts):
    """Pictures one below the other, with signs that do not cover each other."""
    from matplotlib.image import imread

    read = [(imread(BytesIO(content)), anchors) for content, anchors in pictures]
    heights = [WIDTH * picture.shape[0] / picture.shape[1] for picture, _ in read]
    figure, top = Figure(figsize=(WIDTH / 72, sum(heights) / 72), dpi=72), 1.0
    for (picture, anchors), height in zip(read, heights, strict=True):
        share = height / sum(heights)
        axis = figure.add_axes((0, top - share, 1, share), xlim=(0, WIDTH), ylim=(0, height))
        axis.set_axis_off()
        extent = (0, WIDTH, 0, height)
        axis.imshow(picture, extent=extent, aspect="auto", interpolation="bilinear", zorder=0)
        draw_signs(axis, texts, anchors, WIDTH / picture.shape[1])
        top -= share
    return figure


def signs_on_sheet(texts, anchors, size):
    """A figure of signs alone, for a picture of a size."""
    height = WIDTH * size[1] / size[0]
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    axis = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    axis.set_axis_off()
    draw_signs(axis, texts, anchors, WIDTH / size[0])
    return figure


def draw_signs(axis, texts, anchors, scale):
    """Signs with lines to their anchors (pixels from the top left, None where nothing is seen of it)."""
    width, height = axis.get_xlim()[1], axis.get_ylim()[1]
    seen = [(text, at) for text, at in zip(texts, anchors, strict=True) if at is not None]
    points = [(x * scale, height - y * scale) for _, (x, y) in seen]
    signs = [Sign((Line(text, None),), point, True) for (text, _), point in zip(seen, points, strict=True)]
    around = np.array(points).reshape(-1, 2)
    boxes = place_labels(points, sign_sizes(signs), Sheet(width, height, around, np.empty((0, 2))))
    for sign, box in zip(signs, boxes or [], strict=bool(boxes)):
        draw_sign(axis, sign, box)
