"""What comes, as a fan: the mean, and where half and nine in ten of the futures, or of the days, lie."""

import numpy as np

from twin.show.charts.axes import clock_axis, legend_below, name_values, panels
from twin.show.style import STYLE, styled
from twin.show.text import say

BANDS = (("low90", "high90", 0.18, "90 % of futures"), ("low50", "high50", 0.35, "50 % of futures"))
DAY_BANDS = (("low90", "high90", 0.18, "90 % of days"), ("low50", "high50", 0.35, "50 % of days"))


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


@styled
def demand_fan(fans, lang, *, start, titles, recorded=None):
    """Who comes in each hour: the profile, where half and nine in ten days lie, thin lines of recorded days.

    `fans`: name, hour (from the start), mean, low90, low50, high50, high90. `titles`: {name: title}, a panel
    each. `recorded`: {name: [day, hour] arrivals}, nan where nobody looked.
    """
    figure, axes = panels(len(titles))
    for axis, (name, title) in zip(axes, titles.items(), strict=True):
        rows = fans[fans["name"] == name]
        edges = 60.0 * np.append(rows["hour"], rows["hour"].iloc[-1] + 1)
        for low, high, alpha, text in DAY_BANDS:
            look = {"color": STYLE.main, "alpha": alpha, "linewidth": 0, "label": say(text, lang)}
            axis.fill_between(edges, *(_stepped(rows[side]) for side in (low, high)), step="post", **look)
        for number, day in enumerate((recorded or {}).get(name, ())):
            said = {"label": say("a recorded day", lang)} if number == 0 else {}
            axis.step(edges, _stepped(day), where="post", color=STYLE.ink, linewidth=0.4, alpha=0.5, **said)
        axis.step(
            edges, _stepped(rows["mean"]), where="post", color=STYLE.main, linewidth=1.6,
            label=say("profile, mean", lang),
        )  # fmt: skip
        _mark_peak(axis, rows, lang)
        axis.set_title(title)
        axis.set_ylim(0, max(1.0, axis.get_ylim()[1]))
    name_values(figure, axes, [say("arrivals an hour", lang)] * len(axes))
    clock_axis(axes[-1], 60.0 * (float(fans["hour"].max()) + 1), start, lang)
    legend_below(figure, max(axes, key=lambda axis: len(axis.get_legend_handles_labels()[0])))
    return figure


def _stepped(values):
    """Hours as steps: the last one goes on to its end."""
    values = np.asarray(values, float)
    return np.append(values, values[-1])


def _mark_peak(axis, rows, lang):
    """A mark at the fullest hour of the profile, and how many come in it, in words."""
    if rows["mean"].isna().all():
        return
    peak = rows.loc[rows["mean"].idxmax()]
    at = 60.0 * (float(peak["hour"]) + 0.5), float(peak["mean"])
    said = say("peak hour", lang)
    axis.plot(*at, marker="v", markersize=6, color=STYLE.limit, linestyle="none", label=said)
    axis.text(
        1, 1.02, f"{said} {peak['mean']:,.4g}",
        transform=axis.transAxes, ha="right", va="bottom", color=STYLE.limit, fontsize=8,
    )  # fmt: skip
