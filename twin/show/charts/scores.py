"""How good the records of each station and day are, as a field of colours."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from twin.show.style import STYLE, new_figure, styled

SHADES = LinearSegmentedColormap.from_list("twin scores", (STYLE.ink, STYLE.second, STYLE.delay, STYLE.main))
MOST_LABELS = 16  # days that are named under the field


@styled
def score_chart(field, *, rows, days, label):
    """A row a station, a column a day; a day without events is white.

    `field`: [row, day] from 0 to 1, nan where there is none. `rows`, `days`: what they are called.
    """
    figure = new_figure(0.24 * len(rows) + 1.6)
    axis = figure.subplots()
    shades = SHADES.with_extremes(bad=STYLE.paper)
    drawn = axis.pcolormesh(
        np.arange(len(days) + 1),
        np.arange(len(rows) + 1),
        np.ma.masked_invalid(field),
        cmap=shades,
        vmin=0.0,
        vmax=1.0,
        edgecolors=STYLE.paper,
        linewidth=0.4,
    )
    axis.set_yticks(np.arange(len(rows)) + 0.5, list(rows))
    axis.set_ylim(len(rows), 0)
    every = max(1, -(-len(days) // MOST_LABELS))
    axis.set_xticks(np.arange(0, len(days), every) + 0.5, list(days)[::every])
    axis.grid(False)
    bar = figure.colorbar(drawn, ax=axis, location="top", shrink=0.5, aspect=40, pad=0.02)
    bar.set_label(label)
    bar.outline.set_visible(False)
    return figure
