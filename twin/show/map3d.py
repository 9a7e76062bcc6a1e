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
from twin.show.scene import scene
from twin.show.stage import enlarged
from twin.show.style import as_png, styled
from twin.show.text import label, say

SIZE = (1600, 720)  # pixels of the picture
WIDTH, HEIGHT = 576.0, 259.2  # points of the sheet
RENDERER = "twin.show.render"  # run as a program, never imported
SECONDS = 120  # a software renderer on a busy machine takes under ten
PACKAGES = "libegl1 libgl1 libgl1-mesa-dri"  # what Debian calls the driver without a screen


class Still(NamedTuple):
    """A picture (PNG) or the reason why there is none."""

    png: bytes | None
    because: str
    enlarged: float = 1.0


def take_still(scenario, lang, *, waiting=None, boxes=None):
    """The Still of a scenario, drawn in a child process: of boxes, or with so many before each station."""
    if not boxes and not scenario.layout.places:
        return Still(None, say("the layout names no places", lang))
    boxes = boxes or scene(scenario, waiting or {})
    with TemporaryDirectory(prefix="twin-still-") as folder:
        reason = render(folder, boxes, lang)
        if reason:
            return Still(None, reason)
        picture = Path(folder, "picture.png").read_bytes()
        anchors = json.loads(Path(folder, "signs.json").read_text(encoding="utf-8"))
    return Still(
        as_png(sheet(picture, texts_of(scenario, boxes, lang), anchors)), "", enlarged(scenario.layout)
    )


def texts_of(scenario, boxes, lang):
    """What the signs of a scene say."""
    return [label(sign["name"], scenario.layout.stations, lang) for sign in boxes["signs"]]


def render(folder, boxes, lang):
    """Renders a scene into a folder, in a child process; the reason why it failed, or nothing."""
    if find_spec("pyvista") is None:
        return say("pyvista is not installed; install porttwin[view]", lang)
    written_to(folder, boxes)
    try:
        done = subprocess.run(
            command(folder), env=surroundings(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return say("drawing took longer than {n} s", lang).format(n=SECONDS)
    if done.returncode == 0 and Path(folder, "signs.json").exists():
        return ""
    return failed(done.returncode, lang)


def written_to(folder, boxes):
    """Puts a scene where the renderer reads it."""
    Path(folder, "scene.json").write_text(json.dumps({**boxes, "size": SIZE}), encoding="utf-8")


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
def sheet(picture, texts, anchors):
    """The picture with signs that do not cover each other; anchors are pixels from the top left."""
    from matplotlib.image import imread

    figure, axis = signs_on_sheet(texts, anchors)
    axis.imshow(
        imread(BytesIO(picture)), extent=(0, WIDTH, 0, HEIGHT), aspect="auto", interpolation="bilinear"
    )
    return figure


def signs_on_sheet(texts, anchors):
    """A figure of signs alone, and its axis in points."""
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    axis = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axis.set_axis_off()
    scale = WIDTH / SIZE[0]
    points = [(x * scale, HEIGHT - y * scale) for x, y in anchors]
    signs = [Sign((Line(text, None),), point, True) for text, point in zip(texts, points, strict=True)]
    around = np.array(points).reshape(-1, 2)
    boxes = place_labels(points, sign_sizes(signs), Sheet(WIDTH, HEIGHT, around, np.empty((0, 2))))
    for sign, box in zip(signs, boxes or [], strict=bool(boxes)):
        draw_sign(axis, sign, box)
    return figure, axis
