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
from twin.show.scene import enlarged, scene
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


def take_still(scenario, lang, *, waiting=None):
    """The Still of a scenario with so many trucks before each station, drawn in a child process."""
    if find_spec("pyvista") is None:
        return Still(None, say("pyvista is not installed; install porttwin[view]", lang))
    boxes = scene(scenario, waiting or {})
    with TemporaryDirectory(prefix="twin-still-") as folder:
        written = {**boxes, "size": SIZE}
        Path(folder, "scene.json").write_text(json.dumps(written), encoding="utf-8")
        reason = _render(folder, lang)
        if reason:
            return Still(None, reason)
        picture = Path(folder, "picture.png").read_bytes()
        anchors = json.loads(Path(folder, "signs.json").read_text(encoding="utf-8"))
    names = [sign["name"] for sign in boxes["signs"]]
    texts = [label(name, scenario.layout.stations, lang) for name in names]
    return Still(as_png(sheet(picture, texts, anchors)), "", enlarged(scenario.layout))


def _render(folder, lang):
    """Runs the renderer in a child; the reason why it failed, or nothing."""
    package = str(Path(__file__).parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {"VTK_DEFAULT_OPENGL_WINDOW": "vtkEGLRenderWindow", **os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    command = [sys.executable, "-m", RENDERER, folder]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return say("drawing took longer than {n} s", lang).format(n=SECONDS)
    if done.returncode == 0 and Path(folder, "signs.json").exists():
        return ""
    text = say("no driver to draw without a screen (the renderer ended with {n}); install {packages}", lang)
    return text.format(n=done.returncode, packages=PACKAGES)


@styled
def sheet(picture, texts, anchors):
    """The picture with signs that do not cover each other; anchors are pixels from the top left."""
    from matplotlib.image import imread

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    axis = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axis.set_axis_off()
    axis.imshow(
        imread(BytesIO(picture)), extent=(0, WIDTH, 0, HEIGHT), aspect="auto", interpolation="bilinear"
    )
    scale = WIDTH / SIZE[0]
    points = [(x * scale, HEIGHT - y * scale) for x, y in anchors]
    signs = [Sign((Line(text, None),), point, True) for text, point in zip(texts, points, strict=True)]
    around = np.array(points).reshape(-1, 2)
    boxes = place_labels(points, sign_sizes(signs), Sheet(WIDTH, HEIGHT, around, np.empty((0, 2))))
    for sign, box in zip(signs, boxes or [], strict=bool(boxes)):
        draw_sign(axis, sign, box)
    return figure
