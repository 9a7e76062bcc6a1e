"""How much a port carries: delay along the flow, several flows at once, how full the tracks are."""

import math

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import scale_for


@styled
def delay_chart(curve, lang, *, target, capacity):
    """The level of the target along the flow with its band, and below it what passes a day.

    `curve`: multiplier, measure, mean, low, high. `target`: (title, unit, bound); `capacity`: (multiplier,
    low, high), inf where there is no end.
    """
    figure = new_figure(5.2)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1.6, 1.0])
    title, unit, bound = target
    level = _of(curve, "level")
    scale = scale_for([bound, *level["mean"].head(len(level) // 2 + 1)], unit)
    _band(above, level, scale.factor, title, "main")
    above.axhline(bound * scale.factor, color=STYLE.limit, linestyle="--", label=say("target", lang))
    above.set_ylim(0, _top(level, bound) * scale.factor)
    above.set_ylabel(say(scale.unit, lang) if scale.unit else "")
    for name, look in (("arrived_per_day", "quiet"), ("finished_per_day", "third")):
        _band(below, _of(curve, name), 1.0, word(name, lang), look)
    below.set_ylabel(say("a day", lang))
    below.set_ylim(bottom=0)
    below.set_xlabel(say("times today's flow", lang))
    for axis in (above, below):
        _mark(axis, capacity, say("capacity", lang) if axis is above else None)
        quiet_grid(axis, "y")
    handles = [axis.get_legend_handles_labels() for axis in (above, below)]
    texts = [text for _, some in handles for text in some]
    figure.legend([one for some, _ in handles for one in some], texts, loc="outside lower center", ncols=5)
    return figure


def _of(curve, measure):
    rows = curve[(curve["measure"] == measure) & np.isfinite(curve["mean"])]
    return rows.sort_values("multiplier")


def _band(axis, rows, factor, text, look):
    colour = getattr(STYLE, look)
    axis.plot(rows["multiplier"], rows["mean"] * factor, color=colour, marker="o", markersize=3, label=text)
    axis.fill_between(
        rows["multiplier"], rows["low"] * factor, rows["high"] * factor, color=colour, alpha=0.2
    )


def _top(level, bound):
    """Where the axis ends: a queue without end leaves no room for what one asks about."""
    return 1.1 * max(bound, min(level["high"].max(), 3 * bound) if len(level) else bound)


def _mark(axis, capacity, text):
    multiplier, low, high = capacity
    if math.isfinite(multiplier) and multiplier > 0:
        axis.axvline(multiplier, color=STYLE.ink, linewidth=1.0, label=text)
    if math.isfinite(low) and math.isfinite(high):
        axis.axvspan(low, high, color=STYLE.ink, alpha=0.12, linewidth=0)


@styled
def envelope_chart(envelope, lang, *, names):
    """The frontier of what two groups of flows may be at once; of three, one line for each size of the third.

    `envelope`: ray, group, multiplier, low, high. `names`: what groups are called.
    """
    wide = {
        column: envelope.pivot(index="ray", columns="group", values=column)
        for column in ("multiplier", "low", "high")
    }
    first, second, *others = list(dict.fromkeys(envelope["group"]))
    figure = new_figure(4.6)
    axis = figure.subplots()
    if others:
        _surface(figure, axis, wide["multiplier"], (first, second, others[0], names))
    else:
        for column, look in (("low", ":"), ("high", ":"), ("multiplier", "-")):
            text = say("largest flows with the target met", lang) if column == "multiplier" else None
            rows = wide[column].replace([np.inf], np.nan)
            mark = {"marker": "o", "markersize": 4} if text else {}
            axis.plot(rows[first], rows[second], color=STYLE.main, linestyle=look, label=text, **mark)
    axis.plot([1], [1], color=STYLE.second, marker="s", linestyle="none", label=say("today", lang))
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    times = say("times today's flow", lang)
    axis.set_xlabel(f"{names.get(first, first)} ({times})")
    axis.set_ylabel(f"{names.get(second, second)} ({times})")
    legend_below(figure, axis)
    return figure


def _surface(figure, axis, wide, which):
    """Dots of the frontier in the plane of two groups, coloured by the third."""
    first, second, third, names = which
    dots = axis.scatter(wide[first], wide[second], c=wide[third], cmap="viridis", s=45)
    figure.colorbar(dots, ax=axis, label=names.get(third, third))


@styled
def tracks_chart(tracks, lang, *, names, limits):
    """How much of the window each section is occupied, the fullest first, against what may be.

    `tracks`: kind, section, measure, mean, low, high. `limits`: {kind: share of the window}.
    """
    rows = tracks[tracks["measure"] == "occupied"].dropna(subset="mean")
    rows = rows.sort_values("mean", ascending=False, kind="stable").reset_index(drop=True)
    figure = new_figure(0.26 * len(rows) + 1.2)
    axis = figure.subplots()
    for kind, look in (("line", "main"), ("yard", "third")):
        mine = rows[rows["kind"] == kind]
        reach = [100 * (mine["mean"] - mine["low"]).clip(lower=0), 100 * (mine["high"] - mine["mean"])]
        bars = {"color": getattr(STYLE, look), "label": word(f"track_{kind}", lang)}
        if len(mine):
            axis.barh(mine.index, 100 * mine["mean"], xerr=np.nan_to_num(reach), **bars)
            axis.axvline(100 * limits[kind], color=getattr(STYLE, look), linestyle="--")
    axis.set_yticks(range(len(rows)), [names.get(one, one) for one in rows["section"]])
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_xlabel(say("occupied, % of the window; dashed: what may be", lang))
    quiet_grid(axis, "x")
    legend_below(figure, axis)
    return figure
