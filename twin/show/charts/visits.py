"""The visits of a few entities as bars over time: each waits at the door, queues, is served, is blocked."""

import numpy as np
from matplotlib.patches import Patch

from twin.show.charts.axes import quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say

# What a bar means: from which time to which, and how it is drawn.
PARTS = {
    "at the door": ("asked", "joined", STYLE.delay, "...."),
    "in the queue": ("joined", "started", STYLE.delay, ""),
    "served": ("started", "ended", STYLE.main, ""),
    "blocked": ("ended", "left", STYLE.use["blocked"][0], "////"),
}


@styled
def visits_chart(visits, lang, *, entities, points, end):
    """One line an entity, one row of bars a visit; names of entities and points by index; seconds.

    `visits`: VISIT rows in canonical order. A time that has not come is drawn up to `end`.
    """
    keys = list(dict.fromkeys(visits["key"].tolist()))
    figure = new_figure(0.3 * len(visits) + 1.0)
    axis = figure.subplots()
    labels = []
    for place, row in enumerate(visits):
        _bars(axis, place, row, end)
        labels.append(f"{entities[keys.index(row['key'])]}  {points[row['point']]}")
    axis.set_yticks(range(len(visits)), labels)
    axis.set_ylim(len(visits) - 0.4, -0.6)
    axis.set_xlim(0, end)
    axis.set_xlabel(say("seconds", lang))
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=STYLE.ink, linewidth=0.3, label=say(part, lang))
        for part, (_, _, colour, hatch) in PARTS.items()
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), frameon=False)
    quiet_grid(axis, "x")
    return figure


def _bars(axis, place, row, end):
    last = np.nanmax([row["asked"], row["left"] if not np.isnan(row["left"]) else end])
    for start, stop, colour, hatch in PARTS.values():
        begin = row[start]
        if np.isnan(begin):
            continue
        until = row[stop] if not np.isnan(row[stop]) else last
        if until > begin:
            axis.barh(place, until - begin, left=begin, height=0.6, color=colour, hatch=hatch,
                      edgecolor=STYLE.ink, linewidth=0.3)  # fmt: skip
    axis.plot([row["asked"]], [place], marker="|", color=STYLE.ink, markersize=9)
