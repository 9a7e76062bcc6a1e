"""What was fitted beside what was recorded: arrivals by the hour, durations by their quantiles."""

import numpy as np

from twin.calibrate.services.families import FAMILIES, quantiles
from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, nothing_there, styled
from twin.show.text import say, word
from twin.show.written import share

SHARES = np.arange(1, 100) / 100


@styled
def arrivals_fitted(fit, lang):
    """Arrivals an hour of each class with their 90 % bands, a line for each type of day."""
    if not fit.classes:
        return nothing_there(lang)
    figure = new_figure(1.7 * len(fit.classes) + 0.9)
    axes = figure.subplots(len(fit.classes), 1, sharex=True, squeeze=False)[:, 0]
    hours = np.arange(25)
    for axis, cls in zip(axes, fit.classes, strict=True):
        for place, made in enumerate(each for each in fit.arrivals if each.cls == cls):
            colour = STYLE.series[place]
            rate, low, high = (3600 * np.append(x, x[-1]) for x in (made.rate, made.low, made.high))
            axis.fill_between(hours, low, high, step="post", color=colour, alpha=0.2, linewidth=0)
            look = {"color": colour, "linestyle": STYLE.dashes[place % 6]}
            axis.step(hours, rate, where="post", label=word(made.days, lang), **look)
        many = ", ".join(f"{made.n:,}" for made in fit.arrivals if made.cls == cls)
        axis.set_title(f"{word(cls, lang)} (n = {many})")
        axis.set_ylabel(say("arrivals an hour", lang))
        axis.set_ylim(bottom=0)
        axis.set_xlim(0, 24)
        axis.set_xticks(range(0, 25, 4), [f"{hour:02d}:00" for hour in range(0, 25, 4)])
        quiet_grid(axis, "y")
    axes[-1].set_xlabel(say("time of day", lang))
    legend_below(figure, axes[0])
    return figure


@styled
def quantiles_fitted(services, lang):
    """A row for each law: quantiles of law and data (Q-Q), and shares below the same durations (P-P)."""
    figure = new_figure(2.3 * len(services) + 0.3)
    axes = figure.subplots(len(services), 2, squeeze=False)
    for (left, right), law in zip(axes, services, strict=True):
        seen = law.quantiles[1:-1]
        if law.family in FAMILIES:
            drawn = quantiles(law.family, *law.written, SHARES)
            below = FAMILIES[law.family][1](seen, *law.written)
        else:
            drawn, below = seen, SHARES
        name = law.station if law.cls == "*" else f"{law.station}, {law.cls}"
        fits = f", p = {share(law.fits)}" if np.isfinite(law.fits) else ""
        pair(left, drawn / 60, seen / 60, f"{name}: {word(law.family, lang)}")
        left.set_xlabel(say("quantiles of the law (min)", lang))
        left.set_ylabel(say("of the records (min)", lang))
        pair(right, below, SHARES, f"n = {law.n:,}{fits}")
        right.set_xlabel(say("shares below by the law", lang))
        right.set_ylabel(say("by the records", lang))
    return figure


def pair(axis, x, y, title):
    """Points that lie on the diagonal where both agree."""
    top = max(x.max(), y.max())
    axis.plot([0, top], [0, top], color=STYLE.quiet, linewidth=0.8)
    axis.plot(x, y, ".", markersize=3.5, color=STYLE.series[0])
    axis.set_title(title)
