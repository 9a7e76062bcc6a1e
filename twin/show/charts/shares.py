"""Parts of a whole: how servers spend their time, and what the waiting comes from."""

import numpy as np

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.reading import REST
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, share


@styled
def utilisation_chart(utilisation, lang, *, names=None):
    """How the servers of every station spend their time; each bar is the whole of it.

    `utilisation`: station, busy, blocked, starved, down, off_shift.
    """
    rows = utilisation.iloc[::-1]
    texts = [(names or {}).get(name) or word(name, lang) for name in rows["station"]]
    figure = new_figure(0.2 * len(rows) + 1.1)
    axis = figure.subplots()
    begin = np.zeros(len(rows))
    for part, (colour, hatch) in STYLE.use.items():
        width = rows[part].to_numpy() * 100
        axis.barh(
            texts,
            width,
            left=begin,
            height=0.72,
            color=colour,
            hatch=hatch,
            edgecolor=STYLE.quiet,
            linewidth=0.4,
            label=word(part, lang),
        )
        begin = begin + width
    axis.set_xlim(0, 100)
    axis.set_xlabel(say("share of server time (%)", lang))
    axis.margins(y=0.01)
    quiet_grid(axis, "x")
    legend_below(figure, axis, columns=5)
    return figure


@styled
def why_chart(why, lang, *, names=None):
    """Waiting by its root cause, the largest first, each bar beginning where the one before ends.

    `why`: cause, name, minutes, low, high, share; the last row of the chart is their sum. `names`: what
    things are called, by cause.
    """
    scale = scale_for([float(why["minutes"].sum())], "min")
    length = why["minutes"].to_numpy() * scale.factor
    begin = np.concatenate([[0.0], np.cumsum(length)[:-1]])
    reach = np.abs(
        np.vstack(
            [(why["minutes"] - why["low"]) * scale.factor, (why["high"] - why["minutes"]) * scale.factor]
        )
    )
    texts = [cause_text(row, lang, names) for row in why.itertuples()] + [say("all waiting", lang)]
    figure = new_figure(0.22 * len(texts) + 0.8)
    axis = figure.subplots()
    axis.barh(range(len(why)), length, left=begin, color=STYLE.main, height=0.66)
    axis.errorbar(
        begin + length,
        range(len(why)),
        xerr=np.nan_to_num(reach),
        fmt="none",
        ecolor=STYLE.second,
        capsize=2.5,
        elinewidth=1.2,
    )
    axis.barh([len(why)], [length.sum()], color=STYLE.ink, height=0.66)
    far = float(length.sum()) or 1.0
    for place, row in enumerate(why.itertuples()):
        said = f"{estimate(row.minutes, max(row.low, 0.0), row.high, scale)} · {share(row.share)}"
        end = begin[place] + length[place]
        low, high = (0.0 if np.isnan(each[place]) else each[place] for each in reach)
        _write_beside(axis, said, place, (min(begin[place], end - low), end + high), far)
    axis.set_yticks(range(len(texts)), texts)
    axis.invert_yaxis()
    axis.set_xlim(0, far * 1.02)
    axis.set_xlabel(f"{say('waiting of all entities', lang)} ({say(scale.unit, lang)})")
    quiet_grid(axis, "x")
    return figure


def cause_text(row, lang, names=None):
    """A cause in words: its kind and whose it is, by `names`: what things are called, by cause."""
    if row.cause == REST:
        return say("all other causes", lang)
    name = (names or {}).get(row.cause, {}).get(row.name) or word(row.name, lang)
    return say("{name}: {cause}", lang).format(name=name, cause=word(f"cause_{row.cause}", lang))


def _write_beside(axis, said, place, ends, far):
    """The number stands right of its bar, or left of it where the page ends."""
    left, right = ends
    if right < 0.62 * far:
        axis.text(right + 0.012 * far, place, said, va="center", ha="left", fontsize=8)
    elif left > 0.38 * far:
        axis.text(left - 0.012 * far, place, said, va="center", ha="right", fontsize=8)
    else:
        axis.text(left + 0.012 * far, place, said, va="center", ha="left", fontsize=8, color=STYLE.paper)
