"""Pictures of a tender: cost against waiting, worth by state, regret."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for

MILLION = 1e6
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


@styled
def cost_wait_chart(points, lang, *, unit, bound):
    """Cost of an option over the horizon against the target's measure, with its interval and its bound.

    `points`: option, offer, cost, mean, low, high. Options of one offer share a marker.
    """
    scale = scale_for([*points["mean"], bound if bound == bound else 0.0], unit)
    figure = new_figure(3.6)
    axis = figure.subplots()
    for number, (offer, own) in enumerate(points.groupby("offer", sort=False)):
        mean = own["mean"] * scale.factor
        reach = [mean - own["low"] * scale.factor, own["high"] * scale.factor - mean]
        colour = STYLE.series[number % len(STYLE.series)]
        axis.errorbar(
            own["cost"] / MILLION, mean, yerr=[each.clip(lower=0) for each in reach], color=colour,
            marker=MARKERS[number % len(MARKERS)], linestyle="none", capsize=3,
            label=offer or say("nothing bought", lang),
        )  # fmt: skip
    if bound == bound:
        axis.axhline(bound * scale.factor, color=STYLE.limit, linewidth=1, label=say("target", lang))
    axis.set_xlabel(say("cost over the horizon, M CNY", lang))
    axis.set_ylabel(f"{say('target measure', lang)} ({say(scale.unit, lang)})")
    axis.set_ylim(bottom=0)
    legend_below(figure, axis, columns=3)
    return figure


@styled
def worth_chart(money, lang, *, names):
    """What each option costs and gains over the horizon, and its worth, with its interval.

    `money`: tco, npv, npv_low, npv_high, in CNY of today. `names`: what options are called, in order.
    """
    figure = new_figure(0.5 * len(money) + 1.2)
    axis = figure.subplots()
    places = np.arange(len(money))
    cost, worth = money["tco"].to_numpy() / MILLION, money["npv"].to_numpy() / MILLION
    axis.barh(places, -cost, height=0.5, color=STYLE.second, hatch="////", label=say("cost", lang))
    axis.barh(places, worth + cost, height=0.5, color=STYLE.main, label=say("gains", lang))
    ends = money[["npv_low", "npv_high"]].to_numpy().T / MILLION
    axis.errorbar(
        worth, places + 0.36, xerr=np.nan_to_num(np.abs(ends - worth)), fmt="D", color=STYLE.ink,
        markersize=4.5, capsize=3, label=say("worth, with its interval", lang),
    )  # fmt: skip
    axis.axvline(0, color=STYLE.ink, linewidth=0.9)
    axis.set_yticks(places, list(names))
    axis.set_ylim(len(money) - 0.4, -0.6)
    axis.set_xlabel(say("worth of today (M CNY)", lang))
    quiet_grid(axis, "x")
    legend_below(figure, axis, columns=3)
    return figure


@styled
def tornado_chart(stress, lang, *, option, name):
    """By how much each state moves the worth of an option, the widest first.

    `stress`: state, npv, of that option; the first row is the state as offered.
    """
    base = float(stress["npv"].iloc[0])
    rows = stress.iloc[1:].assign(move=lambda table: table["npv"] - base)
    rows = rows.reindex(rows["move"].abs().sort_values(kind="stable").index)
    figure = new_figure(0.27 * len(rows) + 1.1)
    axis = figure.subplots()
    colours = [STYLE.main if move >= 0 else STYLE.second for move in rows["move"]]
    hatches = ["" if move >= 0 else "////" for move in rows["move"]]
    bars = axis.barh(range(len(rows)), rows["move"] / MILLION, left=base / MILLION, color=colours)
    for bar, hatch in zip(bars, hatches, strict=True):
        bar.set_hatch(hatch)
    axis.axvline(base / MILLION, color=STYLE.ink, linewidth=0.9)
    axis.axvline(0, color=STYLE.limit, linewidth=1, linestyle="--")
    axis.set_yticks(range(len(rows)), [word(f"state_{state}", lang) for state in rows["state"]])
    axis.set_xlabel(say("worth of {option}, M CNY; dashed: worth nothing", lang).format(option=name))
    quiet_grid(axis, "x")
    return figure


@styled
def regret_chart(regret, lang, *, names):
    """The largest and the expected regret of each option, the least first.

    `regret`: option, max_regret, expected_regret.
    """
    figure = new_figure(0.5 * len(regret) + 1.1)
    axis = figure.subplots()
    places = range(len(regret))
    axis.barh([p - 0.18 for p in places], regret["max_regret"] / MILLION, height=0.34, color=STYLE.second,
              hatch="////", label=say("largest regret", lang))  # fmt: skip
    axis.barh([p + 0.18 for p in places], regret["expected_regret"] / MILLION, height=0.34, color=STYLE.main,
              label=say("expected regret", lang))  # fmt: skip
    axis.set_yticks(list(places), list(names))
    axis.invert_yaxis()
    axis.set_xlabel(say("M CNY", lang))
    quiet_grid(axis, "x")
    legend_below(figure, axis, columns=2)
    return figure
