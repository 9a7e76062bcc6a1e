"""Lanes over the day against the load that comes."""

import numpy as np

from twin.show.charts.axes import legend_below, panels
from twin.show.style import STYLE, styled
from twin.show.text import say, word


@styled
def roster_chart(lanes, lang, *, names=None):
    """The offered load of every station by the clock, with the lanes now, needed and covered by shifts.

    `lanes`: station, slot, load, now, lanes, covered. `names`: what the stations are called.
    """
    stations = list(dict.fromkeys(lanes["station"]))
    figure, axes = panels(len(stations))
    for axis, station in zip(axes, stations, strict=True):
        rows = lanes[lanes["station"] == station].sort_values("slot")
        edges = np.linspace(0.0, 24.0, len(rows) + 1)
        axis.stairs(rows["load"], edges, fill=True, color=STYLE.delay, label=say("offered load", lang))
        axis.stairs(
            rows["now"], edges, baseline=None, color=STYLE.quiet, linestyle=STYLE.dashes[1],
            label=say("lanes now", lang),
        )  # fmt: skip
        axis.stairs(
            rows["lanes"], edges, baseline=None, color=STYLE.main, linewidth=1.8,
            label=say("lanes needed", lang),
        )  # fmt: skip
        axis.stairs(
            rows["covered"], edges, baseline=None, color=STYLE.second, linestyle=STYLE.dashes[2],
            label=say("lanes covered by shifts", lang),
        )  # fmt: skip
        axis.set_title((names or {}).get(station) or word(station, lang))
        axis.set_ylabel(say("lanes", lang))
        axis.set_ylim(bottom=0)
    axes[-1].set_xlim(0, 24)
    axes[-1].set_xticks(range(0, 25, 2), [f"{hour % 24:02d}:00" for hour in range(0, 25, 2)])
    axes[-1].set_xlabel(say("time of day", lang))
    legend_below(figure, axes[0])
    return figure
