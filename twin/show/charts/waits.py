"""Waits: by the hour, and how many wait longer than so much."""

import numpy as np

from twin.show.charts.axes import clock_axis, legend_below, name_values, panels, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for

LONGER_THAN = {"wait_p50": 0.50, "wait_p85": 0.15, "wait_p95": 0.05}  # share that waits longer


@styled
def hourly_waits(hourly, lang, *, start, names=None):
    """Mean and 95th-percentile wait of those who came to a station in each hour from the start.

    `hourly`: station, hour, wait_mean, wait_p95 in seconds.
    """
    stations = list(dict.fromkeys(hourly["station"]))
    scale = scale_for(hourly["wait_p95"], "s")
    figure, axes = panels(len(stations))
    for axis, station in zip(axes, stations, strict=True):
        rows = hourly[hourly["station"] == station]
        minute = rows["hour"].to_numpy() * 60.0
        axis.bar(
            minute,
            rows["wait_mean"] * scale.factor,
            width=54,
            align="edge",
            color=STYLE.main,
            label=say("wait, mean", lang),
        )
        axis.plot(
            minute + 27,
            rows["wait_p95"] * scale.factor,
            color=STYLE.second,
            marker="v",
            markersize=4,
            linestyle="none",
            label=say("wait, 95th percentile", lang),
        )
        axis.set_title((names or {}).get(station) or word(station, lang))
        axis.set_ylim(bottom=0)
    name_values(figure, axes, [say(scale.unit, lang)] * len(axes))
    clock_axis(axes[-1], float(hourly["hour"].max()) * 60 + 60, start, lang)
    legend_below(figure, axes[0])
    return figure


@styled
def exceedance_chart(kpis, lang, *, names=None):
    """The wait that half, 15 % and 5 % of the entities exceed, for every row name, with intervals.

    `kpis`: name, measure (wait_p50, wait_p85, wait_p95), mean, low, high in seconds.
    """
    rows = kpis[kpis["measure"].isin(list(LONGER_THAN))]
    scale = scale_for(rows["mean"], "s")
    figure = new_figure(3.2)
    axis = figure.subplots()
    for place, name in enumerate(dict.fromkeys(rows["name"])):
        own = rows[rows["name"] == name]
        own = own.assign(share=own["measure"].map(LONGER_THAN)).sort_values("share", ascending=False)
        mean = own["mean"].to_numpy() * scale.factor
        reach = np.abs(np.vstack([mean - own["low"] * scale.factor, own["high"] * scale.factor - mean]))
        axis.errorbar(
            mean,
            own["share"] * 100,
            xerr=np.nan_to_num(reach),
            color=STYLE.series[place % 6],
            marker="o",
            markersize=4,
            linestyle=STYLE.dashes[place % 6],
            linewidth=1.2,
            capsize=3,
            label=(names or {}).get(name) or word(name, lang),
        )
    axis.set_yscale("log")
    axis.set_yticks([50, 15, 5], ["50 %", "15 %", "5 %"])
    axis.set_yticks([], minor=True)
    axis.set_ylim(3.5, 70)
    axis.set_xlim(left=0)
    axis.set_xlabel(f"{say('wait', lang)} ({say(scale.unit, lang)})")
    axis.set_ylabel(say("share that waits longer", lang))
    quiet_grid(axis, "both")
    legend_below(figure, axis, columns=3)
    return figure
