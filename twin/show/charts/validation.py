"""How simulated days and hours fell beside the recorded ones."""

import numpy as np

from twin.calibrate.validation.criteria import OUTER
from twin.show.charts.axes import PANEL, legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for

TIMES = ("time_in_port", "wait")
MARKERS = ("o", "s", "^", "D", "v")


@styled
def bands_chart(bands, lang):
    """Recorded profile and band, simulated mean and band, a panel a measure and type of day."""
    days = list(dict.fromkeys(band.days for band in bands))
    measures = list(dict.fromkeys(band.measure for band in bands))
    figure = new_figure(PANEL * len(measures) + 0.75)
    axes = figure.subplots(len(measures), len(days), squeeze=False, sharex=True)
    for band in bands:
        axis = axes[measures.index(band.measure), days.index(band.days)]
        _band(axis, band, lang)
    for row in axes:
        top = max(axis.get_ylim()[1] for axis in row)
        for axis in row:
            axis.set_ylim(0, top)
    for axis in axes[-1]:
        axis.set_xlabel(say("hour of the day", lang))
        axis.set_xticks(range(0, 25, 4))
    legend_below(figure, axes[0, 0], columns=4)
    return figure


def _band(axis, band, lang):
    scale = scale_for(list(band.profile), "s" if band.measure in TIMES else "")
    hour = np.arange(24) + 0.5
    profile, spread = band.profile * scale.factor, OUTER * band.spread * scale.factor
    low = np.maximum(profile - spread, 0)
    look = {"facecolor": STYLE.delay, "edgecolor": STYLE.quiet, "hatch": "....", "linewidth": 0}
    axis.fill_between(hour, low, profile + spread, label=say("recorded, 95 %", lang), **look)
    axis.plot(hour, profile, color=STYLE.ink, linestyle=STYLE.dashes[1], label=say("recorded, mean", lang))
    edges = band.low * scale.factor, band.high * scale.factor
    axis.fill_between(
        hour, *edges, color=STYLE.main, alpha=0.25, linewidth=0, label=say("simulated, 90 %", lang)
    )
    axis.plot(hour, band.simulated * scale.factor, color=STYLE.main, label=say("simulated, mean", lang))
    unit = f" ({say(scale.unit, lang)})" if scale.unit else ""
    title = say("{measure}{unit}, {days}: {n} days", lang)
    named = {"measure": word(f"hourly_{band.measure}", lang), "days": word(band.days, lang)}
    axis.set_title(title.format(unit=unit, n=band.number, **named))


@styled
def ranks_chart(forecasts, lang):
    """The histogram of ranks of each measure, over all stations."""
    measures = list(dict.fromkeys(one.measure for one in forecasts if one.hours))
    figure = new_figure(PANEL + 0.95)
    axes = figure.subplots(1, len(measures), squeeze=False, sharey=True)[0]
    for axis, measure in zip(axes, measures, strict=True):
        ranks = np.sum([one.ranks for one in forecasts if one.measure == measure], axis=0)
        part = ranks / max(ranks.sum(), 1) * len(ranks)
        axis.bar(np.arange(len(ranks)) + 0.5, part, width=0.9, color=STYLE.main)
        axis.axhline(1.0, color=STYLE.ink, linestyle=STYLE.dashes[1], linewidth=0.9)
        axis.set_title(f"{word(f'hourly_{measure}', lang)}\nn = {ranks.sum():,.0f}")
        axis.set_xticks([0, len(ranks) / 2, len(ranks)], ["0", "0.5", "1"])
        quiet_grid(axis, "y")
    axes[0].set_ylabel(say("hours, times even", lang))
    axes[len(axes) // 2].set_xlabel(say("rank of the record", lang))
    return figure


@styled
def coverage_chart(forecasts, lang):
    """The share of hours within the middle bands of the simulated ones: on the diagonal if right."""
    figure = new_figure(3.4, width=5.0)
    axis = figure.subplots()
    axis.plot([0, 100], [0, 100], color=STYLE.quiet, linewidth=0.9, label=say("as it should be", lang))
    measures = list(dict.fromkeys(one.measure for one in forecasts if one.hours))
    for place, measure in enumerate(measures):
        ranks = np.sum([one.ranks for one in forecasts if one.measure == measure], axis=0)
        middle, name = len(ranks) // 2, word(f"hourly_{measure}", lang)
        within = [ranks[middle - k : middle + k].sum() for k in range(middle + 1)]
        axis.plot(
            np.arange(middle + 1) * 100.0 / middle, 100.0 * np.array(within) / max(ranks.sum(), 1),
            color=STYLE.series[place % 6], linestyle=STYLE.dashes[place % 6],
            marker=MARKERS[place % len(MARKERS)], markersize=4, label=f"{name} (n = {ranks.sum():,.0f})",
        )  # fmt: skip
    axis.set_xlim(0, 100)
    axis.set_ylim(0, 100)
    axis.set_xlabel(say("middle band of the simulated hours (%)", lang))
    axis.set_ylabel(say("recorded hours within it (%)", lang))
    legend_below(figure, axis, columns=2)
    return figure
