"""The map with everybody who is inside at one instant."""

import numpy as np
from matplotlib.collections import PolyCollection

from twin.show.map import LETTERS, SHEET, laid_out
from twin.show.replay.acts import DOING
from twin.show.replay.ground import LONGEST
from twin.show.replay.moment import moment
from twin.show.replay.page import WORDS
from twin.show.replay.solid import headings
from twin.show.style import STYLE, styled
from twin.show.text import say

COLOURS = (STYLE.main, STYLE.second, STYLE.third, STYLE.limit, "#b07aa1", STYLE.quiet)  # by what they do
LEAST = 2.4  # points of the shorter side of what is drawn


@styled
def still(scenario, play, time, lang):
    """The figure; `time` in seconds after the begin of the run."""
    figure, axis, ground = laid_out(scenario, lang)
    now = moment(play, time)
    acts = play.acts[now.acts]
    sizes = play.sizes[play.people["cls"][acts["who"]]]
    drawn = np.minimum(sizes[:, 0], LONGEST) * now.close
    long = np.maximum(drawn * play.ground.scale * ground.scale, LEAST)
    wide = np.maximum(sizes[:, 1] * play.ground.scale * ground.scale, LEAST)
    at = np.array([ground.at(point) for point in now.at]).reshape(-1, 2)
    corners = _turned(at, np.stack([long, wide], axis=1), headings(play, now))
    axis.add_collection(
        PolyCollection(corners, facecolors=[COLOURS[doing] for doing in acts["doing"]], zorder=3.5)
    )
    _legend(axis, ground, acts["doing"], lang)
    return figure


def _turned(at, sizes, angles):
    """[one, 4, 2] corners of rectangles around points."""
    unit = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    corner = unit[None] * sizes[:, None]
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    east, north = corner[..., 0] * cos - corner[..., 1] * sin, corner[..., 0] * sin + corner[..., 1] * cos
    return at[:, None] + np.stack([east, north], axis=2)


def _legend(axis, ground, doing, lang):
    """What the colours mean, with how many do it, in the upper left corner."""
    y = ground.height - 12
    for i, name in enumerate(DOING):
        many = int((doing == i).sum())
        if many:
            axis.scatter([12], [y], s=22, marker="s", color=COLOURS[i], zorder=6)
            axis.text(19, y, f"{say(WORDS[name], lang)}: {many}", fontsize=LETTERS, va="center", zorder=6)
            y -= 11
    axis.set_xlim(0, SHEET)
