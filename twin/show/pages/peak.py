"""The demand of the run: who arrives in all and in the fullest hour."""

from datetime import datetime, timedelta

from twin.show.blocks import Missing, Table, drawn
from twin.show.charts.arrivals import arrivals_chart
from twin.show.text import say
from twin.show.words import place_names
from twin.show.written import plain, share
from twin.study.service import arrivals_by_hour, peaks


def peak_blocks(given):
    """The table of peaks and the figure of arrivals by the hour."""
    lang, curves = given.lang, given.summary.curves
    hours = arrivals_by_hour(curves)
    if not hours:
        return [Missing(say("Arrivals of the run", lang), say("nobody arrived", lang))]
    names = place_names(given.scenario, lang, "flow")
    figure = arrivals_chart(hours, lang, start=given.plan.start, names=names)
    caption = say(
        "Arrivals by the hour, means over replications; without band, because sums by the hour are not kept.",
        lang,
    )
    alt = say("Bars of arrivals an hour, by flow; the most come {when}", lang)
    whole = sum(hours.values())
    picture = drawn("arrivals", figure, caption, alt.format(when=_when(given, int(whole.argmax()))))
    return [_table(given, names), picture]


def _table(given, names):
    lang = given.lang
    rows = tuple(
        (
            names.get(peak.flow, peak.flow),
            plain(peak.arrived, 0),
            _when(given, peak.hour),
            plain(peak.in_hour, 0),
            share(peak.of_all),
            plain(peak.factor, 2),
        )
        for peak in peaks(given.summary.curves)
    )
    headings = ("flow", "arrive in all", "fullest hour", "in that hour", "of all", "peak-hour factor")
    note = say(
        "Means over replications of what was drawn, without interval. Peak-hour factor: the hour over four "
        "times its fullest quarter. How this day stands among the days of a year is told by twin year.",
        lang,
    )
    return Table(
        say("Demand and its peak.", lang),
        tuple(say(each, lang) for each in headings),
        rows,
        numbers=(1, 3, 4, 5),
        note=note,
        name="T03_peaks",
    )


def _when(given, hour):
    begin = datetime.fromisoformat(str(given.plan.start)) + timedelta(hours=hour)
    long = given.plan.horizon > 2 * 86400
    return f"{begin:%m-%d %H:%M}" if long else f"{begin:%H:%M}"
