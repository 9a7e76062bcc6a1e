"""What comes, as a fan: the mean of the futures, and where half and nine in ten of them lie."""

from twin.show.charts.axes import clock_axis, legend_below, name_values, panels
from twin.show.style import STYLE, styled
from twin.show.text import say

BANDS = (("low90", "high90", 0.18, "90 % of futures"), ("low50", "high50", 0.35, "50 % of futures"))


@styled
def fan_chart(levels, lang, *, start, titles):
    """A panel for each title, of {(station, measure): title}; lines begin at what is there now.

    `levels`: time (s), station, measure, mean, low90, low50, high50, high90. `other`, where it is a column,
    is the mean with a change.
    """
    figure, axes = panels(len(titles))
    for axis, ((station, measure), title) in zip(axes, titles.items(), strict=True):
        rows = levels[(levels["station"] == station) & (levels["measure"] == measure)]
        minute = rows["time"].to_numpy() / 60.0
        for low, high, alpha, text in BANDS:
            look = {"color": STYLE.main, "alpha": alpha, "linewidth": 0, "label": say(text, lang)}
            axis.fill_between(minute, rows[low], rows[high], **look)
        axis.plot(minute, rows["mean"], color=STYLE.main, label=say("mean", lang))
        if "other" in rows:
            axis.plot(
                minute, rows["other"], color=STYLE.second, linestyle=STYLE.dashes[1],
                label=say("mean with the change", lang),
            )  # fmt: skip
        axis.set_title(title)
        axis.set_ylim(0, max(1.0, axis.get_ylim()[1]))
    name_values(figure, axes, [say("entities", lang)] * len(axes))
    clock_axis(axes[-1], float(levels["time"].max()) / 60.0, start, lang)
    legend_below(figure, axes[0])
    return figure
