"""How waits are spread: how many waited how long, and how many longer, class by class."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for

BINS = 24
ROW = 0.85  # inches a class
TAIL = 0.95  # of the panel: what the fewest wait longer than is cut


@styled
def distribution_chart(waits, lang, *, names):
    """Left the share of a class that waited about so long, right the share that waited longer.

    `waits`: cls, wait in seconds, one row who came. `names`: what classes are called.
    """
    classes = list(dict.fromkeys(waits["cls"]))
    scale = scale_for([float(waits["wait"].quantile(TAIL))], "s")
    longest = float(waits["wait"].max()) * scale.factor or 1.0
    figure = new_figure(max(ROW * len(classes), 2.2) + 0.9)
    grid = figure.add_gridspec(len(classes), 2, width_ratios=[1.0, 1.25])
    beside = figure.add_subplot(grid[:, 1])
    panels = [figure.add_subplot(grid[i, 0]) for i in range(len(classes))]
    for place, (axis, cls) in enumerate(zip(panels, classes, strict=True)):
        own = np.sort(waits.loc[waits["cls"] == cls, "wait"].to_numpy()) * scale.factor
        name = names.get(cls) or word(cls, lang)
        _bars(axis, own, longest, place)
        axis.set_title(f"{name} · {len(own):,}")
        axis.tick_params(labelbottom=place == len(classes) - 1)
        _exceeded(beside, own, place, name)
    unit = f"({say(scale.unit, lang)})"
    panels[-1].set_xlabel(f"{say('wait', lang)} {unit}")
    panels[len(panels) // 2].set_ylabel(say("share of the class (%)", lang))
    beside.set_yscale("log")
    beside.set_yticks([100, 50, 20, 10, 5, 2, 1], ["100", "50", "20", "10", "5", "2", "1"])
    beside.set_yticks([], minor=True)
    beside.set_ylim(0.8, 115)
    beside.set_xlim(0, longest)
    beside.set_xlabel(f"{say('wait', lang)} {unit}")
    beside.set_ylabel(say("share that waits longer (%)", lang))
    legend_below(figure, beside, columns=3)
    return figure


def _bars(axis, own, longest, place):
    """The histogram of one class, with a line at its median."""
    number, edges = np.histogram(own, BINS, (0.0, longest))
    axis.stairs(
        100.0 * number / max(len(own), 1), edges, fill=True, color=STYLE.series[place % 6], alpha=0.8,
        hatch="" if place < 6 else "///",
    )  # fmt: skip
    axis.axvline(float(np.median(own)), color=STYLE.ink, linewidth=1.1, linestyle=STYLE.dashes[1])
    axis.set_xlim(0, longest)
    axis.set_ylim(bottom=0)
    quiet_grid(axis, "y")


def _exceeded(axis, own, place, name):
    """The share that waited longer than each of the waits, in steps."""
    longer = 100.0 * (1.0 - np.arange(len(own) + 1) / len(own))
    axis.step(
        np.concatenate([[0.0], own]), longer, where="post", color=STYLE.series[place % 6],
        linestyle=STYLE.dashes[place % 6], label=name,
    )  # fmt: skip
