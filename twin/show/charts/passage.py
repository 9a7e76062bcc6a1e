"""The way through the port as a staircase: how far one is when, at what cost, and what holds one up."""

import numpy as np
from matplotlib.patches import Patch

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say
from twin.show.written import scale_for

# part of a visit -> colour, width of its line, what it is called
PARTS = {
    "drive": (STYLE.quiet, 1.6, "on the way"),
    "outside": (STYLE.second, 5.0, "at the door"),
    "queue": ("#e69f00", 5.0, "in the queue"),
    "service": (STYLE.main, 5.0, "served"),
    "blocked": (STYLE.ink, 5.0, "blocked"),
}
LONG_STOP = 0.06  # share of the whole time from which a stop is named
HEIGHT = 1.6  # inches a panel
CEILING = 1.5  # of the longest way: the height of a panel, with room for names above
LETTER, LINE = 0.0085, 0.15  # of a panel: how wide a letter is, how high a line of names


@styled
def staircase_chart(ways, lang, *, names, titles):
    """Distance over time since arrival, one panel a flow: level where one stands, rising where one drives.

    `ways`: frame of study.passage. `names`: {(kind, name): what a place is called}. `titles`: {flow: title}.
    """
    flows = list(dict.fromkeys(ways["flow"]))
    figure = new_figure(HEIGHT * len(flows) + 0.5)
    axes = figure.subplots(len(flows), 1, squeeze=False)[:, 0]
    for axis, flow in zip(axes, flows, strict=True):
        rows = ways[ways["flow"] == flow]
        scale = scale_for([float(rows["end"].max())], "s")
        _stairs(axis, rows, scale, names)
        axis.set_title(titles[flow])
        axis.set_xlabel(f"{say('time since arrival', lang)} ({say(scale.unit, lang)})")
        axis.set_ylabel(say("distance (km)", lang))
        quiet_grid(axis, "x")
    seen = [part for part in PARTS if (ways["part"] == part).any()]
    handles = [Patch(color=PARTS[part][0], label=say(PARTS[part][2], lang)) for part in seen]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
    return figure


@styled
def cost_chart(ways, lang, *, titles):
    """What the way has cost one by each distance: upright where one stands, rising where one drives.

    `ways`: frame of study.emissions.along. `titles`: {flow: title}.
    """
    figure = new_figure(3.4)
    axis = figure.subplots()
    for place, (flow, title) in enumerate(titles.items()):
        rows = ways[ways["flow"] == flow]
        ends = rows.groupby("step", sort=False).last()["metres"]
        at = [row.metres if row.part != "drive" else ends[row.step] for row in rows.itertuples()]
        along, cost = np.array([0.0, *at]) / 1000.0, np.array([0.0, *rows["cost"]])
        look = {"color": STYLE.series[place % 6], "linestyle": STYLE.dashes[place % 6]}
        axis.plot(along, cost, label=title, **look)
        axis.plot(along[-1:], cost[-1:], "o", markersize=4, color=look["color"])
        beside = {"xytext": (4, -3), "textcoords": "offset points", "fontsize": 8}
        axis.annotate(f"{cost[-1]:,.0f}", (along[-1], cost[-1]), **beside)
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.margins(x=0.08)
    axis.set_xlabel(say("distance (km)", lang))
    axis.set_ylabel(f"{say('cost of one since arrival', lang)} ({say('CNY', lang)})")
    legend_below(figure, axis, columns=2)
    return figure


def _stairs(axis, rows, scale, names):
    """The line of one flow, with the names of its long stops above it."""
    whole = float(rows["end"].max()) or 1.0
    top = float(rows["metres"].max()) / 1000.0 or 1.0
    after = rows[rows["part"] == "after"].set_index("step")["metres"]
    stops = {}
    for row in rows[rows["part"] != "after"].itertuples():
        colour, width, _ = PARTS[row.part]
        begin, end = row.begin * scale.factor, row.end * scale.factor
        low = row.metres / 1000.0
        high = after[row.step] / 1000.0 if row.part == "drive" else low
        axis.plot([begin, end], [low, high], color=colour, linewidth=width, solid_capstyle="butt")
        if row.part != "drive":
            first, _ = stops.get((row.step, row.kind, row.name), (row.begin, row.end))
            stops[row.step, row.kind, row.name] = (first, row.end)
    axis.set_xlim(0, whole * scale.factor)
    axis.set_ylim(-0.04 * top, CEILING * top)
    taken = []
    for (step, kind, name), (begin, end) in stops.items():
        if end - begin >= LONG_STOP * whole:
            above = (begin + end) / 2 / whole, after[step] / 1000.0 / top / CEILING
            taken.append(_name(axis, names[kind, name], above, taken))


def _name(axis, text, at, taken):
    """Writes a name above its stop, on the lowest line where none stands yet; gives the box it takes.

    Places and boxes are shares of the panel: (left, right, bottom).
    """
    width = LETTER * len(text) * (2 if not text.isascii() else 1)
    left = min(max(at[0] - width / 2, 0.0), 1.0 - width)
    bottom = at[1] + LINE / 2
    while any(
        left < right and start < left + width and abs(bottom - low) < LINE for start, right, low in taken
    ):
        bottom += LINE / 4
    axis.text(left, bottom, text, transform=axis.transAxes, ha="left", va="bottom", fontsize=7.5)
    return left, left + width, bottom
