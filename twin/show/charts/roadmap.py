"""A road of years: what each step costs against the wait that it leaves, and when each lever is built."""

from twin.show.charts.axes import legend_below, quiet_grid
from twin.show.style import STYLE, new_figure, styled
from twin.show.text import say
from twin.show.written import plain, scale_for

MILLION = 1e6
ORDERS = {
    "found": ("order found", STYLE.main, "-", "o"),
    "given": ("order as asked", STYLE.second, "--", "s"),
}
ROW = 0.34  # inches of a lever in the timeline


@styled
def staircase_chart(stands, lang, *, unit, title):
    """The level over what is bought so far, a panel a year, with the band of its interval.

    `stands`: {(year, order): rows of position, so_far, known, mean, low, high}; unknown costs are hollow.
    """
    years = list(dict.fromkeys(year for year, _ in stands))
    figure = new_figure(1.9 * len(years) + 0.9)
    axes = figure.subplots(len(years), 1, squeeze=False, sharex=True)[:, 0]
    scale = scale_for([row.mean for rows in stands.values() for row in rows], unit)
    for axis, year in zip(axes, years, strict=True):
        for order in ORDERS:
            _stairs(axis, stands[year, order], (order, scale.factor), lang)
        _number(axis, stands[year, "found"], scale.factor, ORDERS["found"][1])
        axis.set_title(f"{year} · {title}")
        axis.set_ylabel(say(scale.unit, lang))
        axis.set_ylim(bottom=0)
        axis.margins(x=0.06)
    axes[-1].set_xlabel(say("bought so far (M CNY)", lang))
    legend_below(figure, axes[0])
    return figure


def _number(axis, rows, factor, colour):
    """The numbers of the steps, those that buy nothing with the one before: 2–4."""
    above = {"xytext": (6, 3), "textcoords": "offset points", "fontsize": 8, "color": colour}
    spots = {}
    for row in rows[1:]:
        spots.setdefault(round(row.so_far), []).append(row)
    for same in spots.values():
        numbers = dict.fromkeys(str(row.position) for row in (same[0], same[-1]))
        axis.annotate("–".join(numbers), (same[0].so_far / MILLION, same[0].mean * factor), **above)


def _stairs(axis, rows, look, lang):
    order, factor = look
    text, colour, dashes, marker = ORDERS[order]
    along = [row.so_far / MILLION for row in rows]
    level, low, high = ([getattr(row, end) * factor for row in rows] for end in ("mean", "low", "high"))
    axis.fill_between(along, low, high, step="post", color=colour, alpha=0.15, linewidth=0)
    axis.plot(along, level, color=colour, linestyle=dashes, drawstyle="steps-post", label=say(text, lang))
    for x, y, row in zip(along, level, rows, strict=True):
        face = colour if row.known else STYLE.paper
        axis.plot([x], [y], marker=marker, markersize=5, color=colour, markerfacecolor=face)


@styled
def timeline_chart(bars, lang, *, begins, ends):
    """When each lever is built: a bar in the span of its year, one behind the other, with what it costs.

    `bars`: [(year, label, what it costs in words)] in order; `begins`: the year from which the road begins;
    `ends`: {year: the level before and after, in words}.
    """
    figure = new_figure(ROW * (len(bars) + len(ends)) + 1.0)
    axis = figure.subplots()
    spans = dict(zip(ends, zip([begins, *ends], ends, strict=False), strict=True))
    for row, ((start, end), cost, colour) in enumerate(_laid(bars, spans)):
        axis.barh(row, end - start, left=start, height=0.62, color=colour)
        beside = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 8}
        # The lines of the years do not go through the words.
        axis.annotate(
            cost, (end, row), **beside, bbox={"fc": STYLE.paper, "ec": "none", "pad": 0.6}, zorder=3
        )
    axis.set_yticks(range(len(bars)), [label for _, label, _ in bars])
    axis.set_ylim(len(bars) - 0.4, -0.8 - 0.8 * len(ends))
    above = {"xytext": (-3, 0), "textcoords": "offset points", "ha": "right", "va": "center", "fontsize": 8}
    for place, (year, text) in enumerate(ends.items(), 1):
        axis.axvline(year, color=STYLE.quiet, linewidth=0.8)
        axis.annotate(text, (year, -0.3 - 0.8 * place), **above)
    last = max(ends)
    axis.set_xlim(begins, last + 0.14 * (last - begins))
    axis.set_xticks([begins, *ends], [plain(year).replace(",", "") for year in (begins, *ends)])
    quiet_grid(axis, "x")
    return figure


def _laid(bars, spans):
    """((start, end), cost, colour): the bars of a year share its span evenly."""
    for number, (year, (start, end)) in enumerate(spans.items()):
        own = [bar for bar in bars if bar[0] == year]
        step = (end - start) / max(len(own), 1)
        colour = STYLE.series[number % len(STYLE.series)]
        for place, (_, _, cost) in enumerate(own):
            yield (start + place * step, start + (place + 1) * step), cost, colour
