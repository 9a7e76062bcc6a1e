"""How far each alternative is from the best of every peak."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for

LOOK = {"the best": ("third", "o"), "beaten": ("second", "s"), "not decided": ("quiet", "D")}


@styled
def regret_chart(regret, lang, *, unit, names):
    """The regret of every alternative with its interval, a panel a peak; its standing is the mark.

    `regret`: peak, alternative, regret, regret_low, regret_high, standing. `names`: what peaks are called.
    """
    peaks = list(dict.fromkeys(regret["peak"]))
    number = regret["alternative"].nunique()
    figure = new_figure((0.3 * number + 0.45) * len(peaks) + 0.8)
    axes = figure.subplots(len(peaks), 1, squeeze=False, sharex=True)[:, 0]
    scale = scale_for(regret["regret"], unit)
    for axis, peak in zip(axes, peaks, strict=True):
        rows = regret[regret["peak"] == peak].reset_index(drop=True)
        for place, row in enumerate(rows.itertuples()):
            _dot(axis, place, row, scale)
        axis.set_yticks(range(len(rows)), rows["alternative"])
        axis.set_ylim(len(rows) - 0.5, -0.5)
        axis.set_title(names.get(peak, peak))
        axis.axvline(0, color=STYLE.ink, linewidth=0.9)
        quiet_grid(axis, "x")
    axes[-1].set_xlabel(f"{say('regret', lang)} ({say(scale.unit, lang)})")
    for standing, (colour, marker) in LOOK.items():
        if (regret["standing"] == standing).any():
            look = {"color": getattr(STYLE, colour), "marker": marker, "linestyle": "none"}
            axes[0].plot([], [], label=word(standing, lang), **look)
    legend_below(figure, axes[0], columns=3)
    return figure


def _dot(axis, place, row, scale):
    colour, marker = LOOK[row.standing]
    mean = row.regret * scale.factor
    low, high = row.regret_low * scale.factor, row.regret_high * scale.factor
    reach = [[max(mean - low, 0.0)], [max(high - mean, 0.0)]]
    look = {"color": getattr(STYLE, colour), "marker": marker, "markersize": 5, "capsize": 3}
    axis.errorbar([mean], [place], xerr=np.where(np.isfinite(reach), reach, 0.0), **look)
