"""Who arrives in each hour, flow by flow."""

import numpy as np

from twin.show.charts.axes import clock_axis, legend_below, panels
from twin.show.style import STYLE, styled
from twin.show.text import say


@styled
def arrivals_chart(hours, lang, *, start, names):
    """Arrivals of each hour from the start as bars, the flows upon each other.

    `hours`: {flow: [hour] mean arrivals}. `names`: what the flows are called.
    """
    figure, (axis,) = panels(1, height=2.4)
    longest = max(len(values) for values in hours.values())
    foot = np.zeros(longest)
    minutes = 60.0 * np.arange(longest)
    for place, (flow, values) in enumerate(hours.items()):
        axis.bar(
            minutes, values, width=60, align="edge", bottom=foot, color=STYLE.series[place % 6],
            edgecolor=STYLE.paper, linewidth=0.4, hatch=STYLE.hatches[place % 6],
            label=names.get(flow, flow),
        )  # fmt: skip
        foot = foot + values
    axis.set_ylabel(say("arrivals an hour", lang))
    clock_axis(axis, 60.0 * longest, start, lang)
    legend_below(figure, axis, columns=3)
    return figure
