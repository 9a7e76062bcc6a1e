"""Two stills side by side of where a scenario changes the port, with what it changes marked."""

from io import BytesIO
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from twin.show.changed import COLOURS, GONE, NEW, marks_of
from twin.show.map3d import LOW, REACH, WIDTH, Still, View, draw_signs, pictures_of
from twin.show.scene import Stand
from twin.show.shapes import OWN, box, column
from twin.show.style import STYLE, as_png, styled
from twin.show.text import say

HALF = (800, 620)  # pixels of either picture
GAP, HEAD = 8.0, 16.0  # points between them, and above for what each shows
PIN, TALL = "mark", 26.0  # a shape, and its metres
MOST = 12  # marks with a sign


class Side(NamedTuple):
    """One of the two: its scenario, its Scene, and what it is called."""

    scenario: object
    scene: object
    title: str


def take_pair(before, after, lang):
    """The Still of two Sides, drawn in a child process each."""
    if not before.scenario.layout.places:
        return Still(None, say("the layout names no places", lang))
    marks = marks_of(before.scenario, after.scenario)
    if marks.empty:
        return Still(None, say("nothing with a place on the map is changed", lang))
    view = View(HALF, _around(marks, before.scene.scale), LOW)
    taken = []
    for side, without, number in ((before, NEW, "before"), (after, GONE, "after")):
        here = marks[marks["change"] != without]
        pictures, because = pictures_of(_marked(side.scene, here), (view,), lang)
        if because:
            return Still(None, because)
        taken.append((side.title, pictures[0], _texts(here, number, lang)))
    words = (word for title, _, texts in taken for word in (title, *texts))
    return Still(as_png(_sheet(taken)), "", before.scene.scale, tuple(words))


def _around(marks, k):
    """The box around all marks, no less than what is seen of a place from near."""
    east = np.concatenate([marks["east"], marks["to_east"]]).astype(float)
    north = np.concatenate([marks["north"], marks["to_north"]]).astype(float)
    return (*_span(east, REACH[0] * k), *_span(north, REACH[1] * k))


def _span(metres, reach):
    middle, half = (metres.min() + metres.max()) / 2, np.ptp(metres) / 2 + reach / 2
    return float(middle - half), float(middle + half)


def _marked(scene, marks):
    """The scene with a pin in the colour of its change over each mark, and no signs but theirs."""
    pins, signs, k = [], [], scene.scale
    for row in marks.itertuples():
        x, y = (row.east + row.to_east) / 2, (row.north + row.to_north) / 2
        pins.append(Stand(PIN, x, y, 0.0, COLOURS[row.change]))
        signs.append((row.name, x, y, TALL * k))
    shape = [column((0, 0, 0), (0.5, 0.5, TALL), own=OWN), box((0, 0, TALL), (3.0, 3.0, 3.0), own=OWN)]
    shapes = {**scene.shapes, PIN: shape}
    return scene._replace(shapes=shapes, stands=(*scene.stands, *pins), signs=tuple(signs[:MOST]))


def _texts(marks, number, lang):
    """What the signs of marks say: names, with how many servers, lanes or places there are."""
    rows = marks.head(MOST).itertuples()
    return [f"{getattr(row, lang)} {getattr(row, number)}".strip() for row in rows]


@styled
def _sheet(taken):
    """Both pictures under what they show."""
    from matplotlib.image import imread

    wide = (WIDTH - GAP) / 2
    high = wide * HALF[1] / HALF[0]
    figure = Figure(figsize=(WIDTH / 72, (high + HEAD) / 72), dpi=72)
    for number, (title, (content, anchors), texts) in enumerate(taken):
        place = (number * (wide + GAP) / WIDTH, 0, wide / WIDTH, high / (high + HEAD))
        axis = figure.add_axes(place, xlim=(0, wide), ylim=(0, high))
        axis.set_axis_off()
        look = {"extent": (0, wide, 0, high), "aspect": "auto", "interpolation": "bilinear"}
        axis.imshow(imread(BytesIO(content)), **look)
        draw_signs(axis, texts, anchors, wide / HALF[0])
        axis.text(0, high + 4, title, fontsize=9, color=STYLE.ink, va="bottom")
    return figure
