"""What each rule of a playbook saves a day, over all peaks."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word

LOOK = {"told": ("third", "o"), "not clear": ("quiet", "D"), "worse on a peak": ("second", "s")}


@styled
def playbook_chart(rules, lang, *, texts):
    """The money that a rule saves a day with its interval; how it stands is the mark.

    `rules`: saved, low, high, standing. `texts`: what each rule is called, in order.
    """
    figure = new_figure(0.32 * len(rules) + 1.0)
    axis = figure.subplots()
    for place, row in enumerate(rules.itertuples()):
        colour, marker = LOOK[row.standing]
        reach = np.nan_to_num([[row.saved - row.low], [row.high - row.saved]])
        look = {"color": getattr(STYLE, colour), "marker": marker, "markersize": 5, "capsize": 3}
        axis.errorbar([row.saved / 1e3], [place], xerr=reach / 1e3, **look)
    axis.axvline(0, color=STYLE.ink, linewidth=0.9)
    axis.set_yticks(range(len(rules)), list(texts))
    axis.set_ylim(len(rules) - 0.5, -0.5)
    axis.set_xlabel(f"{say('saved a day', lang)} ({say('k CNY', lang)})")
    quiet_grid(axis, "x")
    for standing, (colour, marker) in LOOK.items():
        if (rules["standing"] == standing).any():
            look = {"color": getattr(STYLE, colour), "marker": marker, "linestyle": "none"}
            axis.plot([], [], label=word(standing, lang), **look)
    legend_below(figure, axis, columns=3)
    return figure
