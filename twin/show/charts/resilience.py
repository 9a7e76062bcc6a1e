"""The resilience triangle: how many more are in the port because of an outage."""

from twin.show.charts.axes import clock_axis, legend_below, panels
from twin.show.style import STYLE, styled
from twin.show.text import say


@styled
def resilience_chart(curves, lang, *, start, span, names):
    """The mean excess of every alternative over time, a panel a peak, with the outage and one band.

    `curves`: peak, alternative, minute, mean, low, high. `span`: its seconds. `names`: of peaks.
    """
    peaks = list(dict.fromkeys(curves["peak"]))
    figure, axes = panels(len(peaks))
    for axis, peak in zip(axes, peaks, strict=True):
        own = curves[curves["peak"] == peak]
        outage = {"color": STYLE.delay, "linewidth": 0, "label": say("outage", lang)}
        axis.axvspan(span[0] / 60, span[1] / 60, **outage)
        for number, (name, rows) in enumerate(own.groupby("alternative", sort=False)):
            colour = STYLE.series[number % len(STYLE.series)]
            dashes = STYLE.dashes[number % len(STYLE.dashes)]
            band = {"color": colour, "alpha": 0.2, "linewidth": 0}
            axis.fill_between(rows["minute"], rows["low"], rows["high"], **band)
            axis.plot(rows["minute"], rows["mean"], color=colour, linestyle=dashes, label=name)
        axis.axhline(0, color=STYLE.ink, linewidth=0.8)
        axis.set_title(names.get(peak, peak))
        axis.set_ylabel(say("more in the port", lang))
    clock_axis(axes[-1], float(curves["minute"].max()), start, lang)
    legend_below(figure, axes[0])
    return figure
