"""How much there is of pools, stocks, tracks and cranes over time, and who stands on which track."""

import numpy as np
from matplotlib.patches import Patch

from twin.show.charts.axes import clock_axis, legend_below, panels
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say

TRACK = 0.13  # inches a track
HEADROOM = 1.15


@styled
def levels_chart(levels, lang, *, start, titles):
    """A panel a thing, its level as steps against what it holds.

    `levels`: frame of study.stored. `titles`: {(kind, name): what the panel is called}.
    """
    figure, axes = panels(len(titles), height=1.0)
    for axis, (thing, title) in zip(axes, titles.items(), strict=True):
        rows = levels[(levels["kind"] == thing[0]) & (levels["name"] == thing[1])]
        axis.step(rows["minute"], rows["level"], where="post", color=STYLE.main, label=say("level", lang))
        holds, highest = float(rows["holds"].iloc[0]), float(rows["level"].max())
        if np.isfinite(holds) and holds <= 10 * max(highest, 1.0):
            axis.axhline(holds, color=STYLE.limit, linestyle=STYLE.dashes[1], label=say("holds", lang))
            highest = max(highest, holds)
        axis.set_ylim(0, HEADROOM * max(highest, 1e-9))
        axis.set_title(title)
    clock_axis(axes[-1], float(levels["minute"].max()), start, lang)
    legend_below(figure, max(axes, key=lambda axis: len(axis.get_legend_handles_labels()[0])))
    return figure


@styled
def stays_chart(stays, lang, *, window, names, flows):
    """A line a track, a bar a train that stands on it, in the colour of its flow.

    `stays`: frame of study.yards. `window`: (start on the clock, first and last second shown). `names`,
    `flows`: what yards and flows are called.
    """
    start, first, last = window
    yards = stays.drop_duplicates("section")[["section", "tracks"]].itertuples(index=False)
    lines = [(yard, track) for yard, tracks in yards for track in range(_shown(stays, yard, tracks))]
    place = {line: i for i, line in enumerate(lines)}
    figure = new_figure(TRACK * len(lines) + 1.1)
    axis = figure.subplots()
    seen = list(dict.fromkeys(stays["flow"]))
    for i, flow in enumerate(seen):
        rows = stays[stays["flow"] == flow]
        axis.barh(
            [place[row.section, row.track] for row in rows.itertuples()],
            (rows["end"].clip(upper=last) - rows["begin"].clip(lower=first)) / 60,
            left=(rows["begin"].clip(lower=first) - first) / 60,
            height=0.8,
            linewidth=0.3,
            **_look(i),
        )
    ends = [i for i, (_, track) in enumerate(lines) if track == 0]
    for i in ends[1:]:
        axis.axhline(i - 0.5, color=STYLE.quiet, linewidth=0.6)
    middles = [(a + b - 1) / 2 for a, b in zip(ends, [*ends[1:], len(lines)], strict=True)]
    axis.set_yticks(middles, [names.get(lines[i][0], lines[i][0]) for i in ends])
    axis.set_ylim(len(lines) - 0.5, -0.5)
    clock_axis(axis, (last - first) / 60, start, lang)
    axis.grid(visible=False, axis="y")
    handles = [Patch(label=flows.get(flow, flow), **_look(i)) for i, flow in enumerate(seen)]
    figure.legend(handles=handles, loc="outside lower center", ncols=4)
    return figure


def _look(number):
    """How bars of the flow with this number look."""
    return {
        "facecolor": STYLE.series[number % 6],
        "edgecolor": STYLE.paper,
        "hatch": STYLE.hatches[number % 6],
    }


def _shown(stays, yard, tracks):
    """All tracks of a yard, or more where more came at once than it has."""
    return max(int(tracks), int(stays.loc[stays["section"] == yard, "track"].max()) + 1)
