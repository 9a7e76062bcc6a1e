"""Numbers of places by the hour as a field of colours."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from twin.show.charts.axes import clock_axis
from twin.show.style import STYLE, new_figure, styled

SHADES = LinearSegmentedColormap.from_list("twin", (STYLE.paper, STYLE.delay, STYLE.second, STYLE.ink))


@styled
def heat_chart(field, lang, *, rows, label, start):
    """A row a name, a column an hour from the start; an empty cell is hatched.

    `field`: [row, hour], nan where nobody came. `rows`: what each row is called. `label`: what is shown.
    """
    figure = new_figure(0.18 * len(rows) + 1.5)
    axis = figure.subplots()
    hours = field.shape[1]
    known = np.ma.masked_invalid(field)
    highest = float(known.max()) if known.count() else 1.0
    shades = SHADES.with_extremes(bad=(0, 0, 0, 0))
    if known.mask is not np.ma.nomask:
        axis.fill_between(
            [0, 60.0 * hours], 0, len(rows), facecolor="none", edgecolor=STYLE.grid, hatch="////", linewidth=0
        )
    edges = 60.0 * np.arange(hours + 1)
    drawn = axis.pcolormesh(
        edges, np.arange(len(rows) + 1), known, cmap=shades, vmin=0.0, vmax=highest or 1.0, rasterized=False
    )
    axis.set_yticks(np.arange(len(rows)) + 0.5, list(rows))
    axis.set_ylim(len(rows), 0)
    clock_axis(axis, 60.0 * hours, start, lang)
    axis.grid(False)
    bar = figure.colorbar(drawn, ax=axis, location="top", shrink=0.5, aspect=40, pad=0.02)
    bar.set_label(label)
    bar.outline.set_visible(False)
    return figure
