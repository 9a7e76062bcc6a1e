"""What the stay of all who came burns and emits, by what they did."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word

# part of the stay -> colour, hatching; what is due to waiting is warm, the rest is cold.
LOOK = {
    "outside": ("#d55e00", ""),
    "queue": ("#e69f00", ""),
    "held": ("#f3d9a4", "...."),
    "blocked": ("#b07aa1", "////"),
    "service": ("#cfe2f3", ""),
    "driving": ("#0b5394", ""),
}


@styled
def emissions_chart(causes, lang, *, measures):
    """Each measure as a whole, by parts of the stay; a line ends what is due to waiting.

    `causes`: part, measure, mean; the part `delay` is where the line stands. What is 0 is left out.
    """
    wide = causes.pivot(index="measure", columns="part", values="mean")
    shown = [measure for measure in measures if wide.loc[measure, "all"] > 0]
    figure = new_figure(0.42 * len(shown) + 1.1)
    axis = figure.subplots()
    rows = np.arange(len(shown))
    whole = wide.loc[shown, "all"].to_numpy()
    begin = np.zeros(len(shown))
    for part, (colour, hatch) in LOOK.items():
        width = 100 * wide.loc[shown, part].to_numpy() / whole
        look = {"color": colour, "hatch": hatch, "edgecolor": STYLE.quiet, "linewidth": 0.4}
        axis.barh(rows, width, left=begin, height=0.7, label=word(f"stay_{part}", lang), **look)
        begin = begin + width
    late = 100 * wide.loc[shown, "delay"].to_numpy() / whole
    axis.vlines(
        late, rows - 0.45, rows + 0.45, color=STYLE.ink, linewidth=2.2, label=say("end of delay", lang)
    )
    axis.set_yticks(rows, [word(f"burden_{measure}", lang) for measure in shown])
    axis.invert_yaxis()
    axis.set_xlim(0, 100)
    axis.set_xlabel(say("share of the whole (%)", lang))
    quiet_grid(axis, "x")
    legend_below(figure, axis, columns=4)
    return figure
