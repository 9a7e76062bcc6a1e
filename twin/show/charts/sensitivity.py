"""What an answer depends on: a tornado of the ends of ranges, and bars of indices with their intervals."""

import numpy as np
from matplotlib.colors import to_rgba

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say
from twin.show.written import scale_for

ROW = 0.27  # inches a row
CLEAR = "clear"
PALE = 0.45  # of a bar that is not told from luck


@styled
def tornado_chart(rows, lang, *, base):
    """The level at either end of each range, from the level as written; the longest bar on top.

    `rows`: path, unit, at_low, at_high and their intervals, as changes; `base`: the level as written.
    """
    changes = np.abs(rows[["at_low", "at_high"]].to_numpy(float))
    scale = scale_for([base, base + np.nanmax(np.nan_to_num(changes), initial=0.0)], rows["unit"].iloc[0])
    figure = new_figure(ROW * len(rows) + 1.2)
    axis = figure.subplots()
    for name, colour, text in (("at_low", STYLE.main, "low end"), ("at_high", STYLE.second, "high end")):
        change = rows[name].to_numpy(float)
        places = np.arange(len(rows)) + (0.2 if name == "at_high" else -0.2)
        colours = [to_rgba(colour, 1.0 if verdict == CLEAR else PALE) for verdict in rows["verdict"]]
        look = {"hatch": "////" if name == "at_high" else "", "edgecolor": STYLE.paper, "linewidth": 0}
        reached = np.nan_to_num(change) * scale.factor
        axis.barh(places, reached, 0.38, left=base * scale.factor, color=colours, **look)
        axis.fill_between([], [], facecolor=colour, label=say(text, lang), **look)
        ends = [np.abs(rows[f"{name}_{end}"].to_numpy(float) - change) for end in ("low", "high")]
        reach = np.nan_to_num(np.array(ends)) * scale.factor
        middle = (base + np.nan_to_num(change)) * scale.factor
        axis.errorbar(middle, places, xerr=reach, fmt="none", ecolor=STYLE.ink, elinewidth=0.8, capsize=2)
    axis.axvline(base * scale.factor, color=STYLE.ink, linewidth=0.9)
    _rows(axis, rows["path"])
    axis.set_xlabel(f"{say('level', lang)} ({say(scale.unit, lang)})" if scale.unit else say("level", lang))
    legend_below(figure, axis, columns=2)
    return figure


@styled
def index_chart(rows, lang, *, texts):
    """Bars of one or two indices an input with their intervals; `texts` names the indices.

    `rows`: index, path, value, low, high, unit, of one method.
    """
    names = list(texts)
    paths = list(dict.fromkeys(rows["path"]))
    scale = scale_for(list(rows["value"]), rows["unit"].iloc[0])
    figure = new_figure(ROW * len(paths) * max(1.0, 0.75 * len(names)) + 1.2)
    axis = figure.subplots()
    height = 0.8 / len(names)
    for i, (name, colour) in enumerate(zip(names, STYLE.series, strict=False)):
        part = rows[rows["index"] == name].set_index("path").loc[paths]
        value = part["value"].to_numpy(float) * scale.factor
        places = np.arange(len(paths)) + (i - (len(names) - 1) / 2) * height
        axis.barh(places, np.nan_to_num(value), height * 0.95, color=colour, label=texts[name])
        ends = np.abs(part[["low", "high"]].to_numpy(float).T * scale.factor - value)
        axis.errorbar(
            value, places, xerr=np.nan_to_num(ends), fmt="none", ecolor=STYLE.ink, elinewidth=0.8, capsize=2
        )
    axis.axvline(0, color=STYLE.ink, linewidth=0.9)
    _rows(axis, paths)
    axis.set_xlabel(say(scale.unit, lang) if scale.unit else "")
    legend_below(figure, axis, columns=2)
    return figure


def _rows(axis, paths):
    axis.set_yticks(range(len(paths)), [short(path) for path in paths])
    axis.set_ylim(len(paths) - 0.4, -0.6)
    quiet_grid(axis, "x")


def short(path):
    """A path without its section, which says nothing that the rest does not: layout.stations.h986.servers."""
    parts = path.split(".")
    return ".".join(parts[2:]) if len(parts) > 3 else ".".join(parts[1:]) or path
