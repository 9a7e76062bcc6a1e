"""The process of a port from top to bottom: boxes in the colours of agencies, answers beside the ways."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch
from matplotlib.path import Path

from twin.show.forms.fitting import width
from twin.show.layers import layered, places, ways
from twin.show.style import STYLE, styled
from twin.show.text import say, word

ROOM = 576.0  # points: the width of the sheet
LETTERS, SMALL = 7.5, 6.5  # points
LINE = 9.0  # points from line to line
PAD = 3.0
GAP, BETWEEN = 9.0, 14.0  # points between boxes of a row, and between rows
WIDEST = 118.0  # points of a box: longer names stand on more lines
MARGIN = 4.0
BELOW = 5.0  # points from a box to the answer by which one leaves it
FOOT = 26.0
PALE = {"flow": "#fff3d6", "exit": "#e8e8e8", "fleet": "#e8e8e8"}  # begin and end of the way


@styled
def process_chart(graph, lang, *, names, agencies, answers):
    """Every flow from its beginning to its exits.

    `graph`: of show.process, its edges with `answers`. `names`: {node: what it is called}. `agencies`: {node:
    who works there}. `answers`: {answer: what it is called}.
    """
    drawn = layered(graph)
    lines = {node: text for row in drawn.rows for node, text in _row_lines(row, names)}
    widths = {node: _box_width(lines.get(node)) for row in drawn.rows for node in row}
    middle = places(drawn, widths, ROOM - 2 * MARGIN, GAP)
    tops, height = _tops(drawn, lines)
    figure = Figure(figsize=(ROOM / 72, height / 72), dpi=72)
    axis = figure.add_axes((0, 0, 1, 1), xlim=(-MARGIN, ROOM - MARGIN), ylim=(0, height))
    axis.set_axis_off()
    spots = {node: (middle[node], tops[i]) for i, row in enumerate(drawn.rows) for node in row}
    for edge, way in ways(graph, drawn).items():
        told = graph.edges[edge]["answers"]
        said = "" if "" in told else say(", ", lang).join(answers.get(each, each) for each in told)
        _draw_way(axis, [_box(spots[node], lines.get(node)) for node in way], said)
    for begin, end in drawn.back:
        _draw_back(axis, _box(spots[begin], lines[begin]), _box(spots[end], lines[end]))
    for node, text in lines.items():
        _draw_box(axis, spots[node], (widths[node], text), _colours(node, agencies))
    seen = dict.fromkeys(agencies[node] for node in lines if node in agencies)
    handles = [Patch(facecolor=STYLE.agency.get(each, STYLE.ink), label=word(each, lang)) for each in seen]
    figure.legend(handles=handles, loc="lower center", ncols=max(len(handles), 1), fontsize=LETTERS)
    return figure


def _row_lines(row, names):
    """(node, its lines) of the boxes of a row, each as wide as leaves room for the others."""
    boxes = [node for node in row if node in names]
    most = (ROOM - 2 * MARGIN - GAP * len(row)) / max(len(boxes), 1)
    return [(node, _lines(names[node], min(WIDEST, most))) for node in boxes]


def _lines(text, most):
    """A name on as many lines as a box of so many points needs."""
    pieces = text.split(" ") if text.isascii() or " " in text else list(text)
    joint, lines = " " if " " in text or text.isascii() else "", [""]
    for piece in pieces:
        longer = f"{lines[-1]}{joint}{piece}" if lines[-1] else piece
        if lines[-1] and width(longer) * LETTERS > most - 2 * PAD:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def _box_width(lines):
    return max(width(line) for line in lines) * LETTERS + 2 * PAD + 4 if lines else 3.0


def _box_height(lines):
    return LINE * len(lines) + 2 * PAD - 2 if lines else 0.0


def _tops(drawn, lines):
    """([row] its upper edge, height of the sheet)."""
    heights = [max(_box_height(lines.get(node)) for node in row) for row in drawn.rows]
    height = sum(heights) + BETWEEN * len(heights) + FOOT
    return height - 4.0 - np.cumsum([0.0, *(each + BETWEEN for each in heights[:-1])]), height


def _box(spot, lines):
    """(middle, upper edge, lower edge); of a bend both edges are one."""
    return spot[0], spot[1], spot[1] - _box_height(lines)


def _draw_way(axis, boxes, said):
    """A smooth line down from box to box, with its answer where it begins."""
    points, codes = [(boxes[0][0], boxes[0][2])], [Path.MOVETO]
    for (x, _, low), (to, high, _) in zip(boxes, boxes[1:], strict=False):
        bow = (low - high) / 2
        points += [(x, low - bow), (to, high + bow), (to, high)]
        codes += [Path.CURVE4] * 3
    line = PathPatch(Path(points, codes), facecolor="none", edgecolor=STYLE.quiet, linewidth=0.8, zorder=1)
    axis.add_patch(line)
    (x, y) = points[-1]
    axis.fill([x - 2.2, x + 2.2, x], [y + 5, y + 5, y], color=STYLE.quiet, zorder=2, linewidth=0)
    if said:
        at = points[3]
        axis.text(
            (points[0][0] + 2 * at[0]) / 3, points[0][1] - BELOW, said,
            fontsize=SMALL, ha="center", va="center", color=STYLE.second, zorder=4,
            bbox={"facecolor": STYLE.paper, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )  # fmt: skip


def _draw_back(axis, begin, end):
    """A dashed line on the outside, up to one who came before."""
    side = min(max(begin[0], end[0]) + WIDEST / 2 + GAP, ROOM - 2 * MARGIN)
    middle = [(begin[1] + begin[2]) / 2, (end[1] + end[2]) / 2]
    points = [(begin[0], middle[0]), (side, middle[0]), (side, middle[1]), (end[0], middle[1])]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axis.add_patch(
        PathPatch(path, facecolor="none", edgecolor=STYLE.quiet, linestyle="--", linewidth=0.8, zorder=1)
    )


def _draw_box(axis, spot, box, colours):
    wide, lines = box
    high = _box_height(lines)
    left, low = spot[0] - wide / 2, spot[1] - high
    face, edge = colours
    axis.add_patch(
        FancyBboxPatch(
            (left + 1.5, low + 1.5), wide - 3, high - 3, boxstyle="round,pad=1.5", facecolor=face,
            edgecolor=edge, linewidth=1.2, zorder=3,
        )
    )  # fmt: skip
    for i, line in enumerate(lines):
        y = spot[1] - PAD + 1 - LINE * (i + 0.5)
        axis.text(spot[0], y, line, fontsize=LETTERS, ha="center", va="center_baseline", zorder=5)


def _colours(node, agencies):
    if node in agencies:
        return STYLE.paper, STYLE.agency.get(agencies[node], STYLE.ink)
    return PALE.get(node.kind, STYLE.paper), STYLE.grid if node.kind in PALE else STYLE.quiet
