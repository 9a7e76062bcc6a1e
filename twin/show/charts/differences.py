"""Paired differences between an alternative and the port as it is."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for


@styled
def difference_chart(differences, lang, *, texts):
    """The difference of every measure with its interval and verdict; measures of one unit share a panel.

    `differences`: unit, difference, low, high, verdict. `texts`: what each row is called, in order.
    """
    units = list(dict.fromkeys(differences["unit"]))
    counts = [int((differences["unit"] == unit).sum()) for unit in units]
    figure = new_figure(0.28 * sum(counts) + 0.55 * len(units) + 0.6)
    axes = figure.subplots(len(units), 1, squeeze=False, height_ratios=[n + 0.6 for n in counts])[:, 0]
    named = differences.assign(text=list(texts))
    for axis, unit in zip(axes, units, strict=True):
        _panel(axis, named[named["unit"] == unit], unit, lang)
    for verdict, (colour, marker) in STYLE.verdict.items():
        if (differences["verdict"] == verdict).any():
            axes[0].plot([], [], color=colour, marker=marker, linestyle="none", label=word(verdict, lang))
    legend_below(figure, axes[0], columns=4)
    return figure


def _panel(axis, rows, unit, lang):
    scale = scale_for(rows["difference"], unit)
    for place, row in enumerate(rows.itertuples()):
        colour, marker = STYLE.verdict[row.verdict]
        mean = row.difference * scale.factor
        reach = np.nan_to_num(np.abs([[mean - row.low * scale.factor], [row.high * scale.factor - mean]]))
        axis.errorbar([mean], [place], xerr=reach, color=colour, marker=marker, markersize=5, capsize=3)
    axis.axvline(0, color=STYLE.ink, linewidth=0.9)
    axis.set_yticks(range(len(rows)), rows["text"])
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_xlabel(f"{say('alternative minus base', lang)} ({say(scale.unit, lang)})" if scale.unit else "")
    quiet_grid(axis, "x")
