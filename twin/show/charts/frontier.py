"""What is missed against what is waited: the options that none beats in both."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say
from twin.show.written import scale_for

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


@styled
def frontier_chart(points, lang, *, unit, missed):
    """Missed against waited, a dot an option with both intervals; a stair joins those that none beats.

    `points`: name, wait, wait_low, wait_high in `unit`, missed, missed_low, missed_high as shares, best.
    `missed`: what is missed, in words.
    """
    wait = scale_for(list(points["wait"]), unit)
    figure = new_figure(3.6)
    axis = figure.subplots()
    best = points[points["best"].astype(bool)].sort_values(["wait", "missed"])
    axis.plot(
        best["wait"] * wait.factor, best["missed"] * 100, drawstyle="steps-post", color=STYLE.quiet,
        linestyle=STYLE.dashes[1], label=say("none beats these in both", lang),
    )  # fmt: skip
    for place, row in enumerate(points.itertuples()):
        reach = [
            np.nan_to_num(np.abs([[mean - low], [high - mean]])) * factor
            for mean, low, high, factor in (
                (row.wait, row.wait_low, row.wait_high, wait.factor),
                (row.missed, row.missed_low, row.missed_high, 100.0),
            )
        ]
        axis.errorbar(
            [row.wait * wait.factor], [row.missed * 100], xerr=reach[0], yerr=reach[1], capsize=3,
            fmt="none", ecolor=STYLE.series[place % 6], elinewidth=1.0,
        )  # fmt: skip
        axis.plot(
            [row.wait * wait.factor], [row.missed * 100], linestyle="none", markersize=6,
            color=STYLE.series[place % 6], marker=MARKERS[place % len(MARKERS)], label=row.name,
        )  # fmt: skip
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.set_xlabel(f"{say('mean wait', lang)} ({say(wait.unit, lang)})")
    axis.set_title(f"{missed} (%)")
    quiet_grid(axis, "both")
    legend_below(figure, axis, columns=3)
    return figure
