"""A film of a replay in three dimensions, as MP4: frames are drawn in a child process and coded by ffmpeg."""

import json
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from twin.show import map3d
from twin.show.faces import row_of
from twin.show.replay.solid import scene_of, things_at
from twin.show.style import FONT_FILE, styled
from twin.show.text import say

RATE = 15  # frames a second
CODEC = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "23", "-movflags", "+faststart")


class NoFilmError(RuntimeError):
    """No film can be made here; the text says why, in the reader's language."""


class Reel(NamedTuple):
    """What a film goes over, and how long it is."""

    span: tuple[float, float]  # begin and end, in seconds after the begin of the run
    start: str  # the instant of second 0, in ISO form
    seconds: float = 30.0


def film(subject, reel, path, lang, watch=None):
    """Writes a film of a `subject` (scenario, play); `watch(done, all)` is called after each frame.

    Raises NoFilmError where this machine has no driver to draw with, or no ffmpeg.
    """
    scenario, play = subject
    coder = ffmpeg()
    if coder is None:
        raise NoFilmError(say("ffmpeg is not installed; install ffmpeg or porttwin[view]", lang))
    if find_spec("pyvista") is None:
        raise NoFilmError(say("pyvista is not installed; install porttwin[view]", lang))
    times = np.linspace(*reel.span, max(int(reel.seconds * RATE), 1))
    clocks = [
        f"{datetime.fromisoformat(reel.start) + timedelta(seconds=float(time)):%m-%d %H:%M}" for time in times
    ]
    empty = scene_of(scenario, play)
    with TemporaryDirectory(prefix="twin-film-") as folder:
        map3d.written_to(folder, empty, [map3d.View()])
        np.savez(Path(folder, "frames.npz"), **_columns(scenario, play, times, list(empty.shapes)))
        aside = Path(folder, "film.mp4")
        reason = _coded(folder, aside, coder, (map3d.texts_of(scenario, empty, lang), clocks), watch)
        if reason is not None:
            raise NoFilmError(map3d.failed(reason, lang))
        shutil.copyfile(aside, path)


def ffmpeg():
    """The program that codes films; None where there is none."""
    found = shutil.which("ffmpeg")
    if found or find_spec("imageio_ffmpeg") is None:
        return found
    from imageio_ffmpeg import get_ffmpeg_exe

    return get_ffmpeg_exe()


def _columns(scenario, play, times, shapes):
    """The things of all frames one after the other, and where those of each begin."""
    number = {name: i for i, name in enumerate(shapes)}
    frames = [things_at(scenario, play, float(time)) for time in times]
    every = [thing for things in frames for thing in things]
    return {
        "begins": np.cumsum([0, *map(len, frames)]),
        "shapes": np.array([number[thing.shape] for thing in every], np.int32),
        "rows": np.array([row_of(*thing[1:]) for thing in every], np.float32).reshape(-1, 9),
    }


def _coded(folder, path, coder, told, watch):
    """Draws and codes all frames; the code with which the renderer ended before its time, else None."""
    texts, clocks = told
    width, height = map3d.WHOLE
    line = [coder, "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    line += ["-s", f"{width}x{height}", "-r", str(RATE), "-i", "-", *CODEC, str(path)]
    drawing = map3d.command(folder, str(len(clocks)))
    with (
        subprocess.Popen(
            drawing, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=map3d.surroundings()
        ) as drawer,
        subprocess.Popen(line, stdin=subprocess.PIPE) as writer,
    ):
        signs = None
        for i, clock in enumerate(clocks):
            data = drawer.stdout.read(width * height * 3)
            if len(data) < width * height * 3:
                writer.kill()
                return drawer.wait()
            signs = _signs(folder, texts) if signs is None else signs
            frame = _over(np.frombuffer(data, np.uint8).reshape(height, width, 3), signs)
            writer.stdin.write(_with_clock(frame, clock))
            if watch is not None:
                watch(i + 1, len(clocks))
        writer.stdin.close()
        if writer.wait():
            raise NoFilmError(f"ffmpeg ended with {writer.returncode}: {os.path.basename(coder)}")
    return None


@styled
def _signs(folder, texts):
    """[height, width, 4] the signs of the stations on nothing, as shares of 1."""
    anchors = json.loads(Path(folder, "signs.json").read_text(encoding="utf-8"))[0]
    figure = map3d.signs_on_sheet(texts, anchors, map3d.WHOLE)
    figure.patch.set_alpha(0.0)
    figure.set_dpi(map3d.WHOLE[0] / map3d.WIDTH * 72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba(), float) / 255


def _over(frame, signs):
    height, width = min(frame.shape[0], signs.shape[0]), min(frame.shape[1], signs.shape[1])
    out = frame.copy()
    alpha = signs[:height, :width, 3:]
    out[:height, :width] = frame[:height, :width] * (1 - alpha) + signs[:height, :width, :3] * 255 * alpha
    return out


def _with_clock(frame, text):
    """The bytes of a frame with the clock in its upper left corner."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(frame)
    font = ImageFont.truetype(str(FONT_FILE), 34)
    ImageDraw.Draw(picture).text((24, 14), text, font=font, fill=(34, 34, 34))
    return picture.tobytes()
