"""Figures of how waits are spread: over those who came, and over the hours of a week."""

import numpy as np

from twin.results.entities import second_of_day
from twin.show.blocks import Missing, drawn
from twin.show.charts.axes import WEEKDAYS
from twin.show.charts.heat import heat_chart
from twin.show.charts.waited import distribution_chart
from twin.show.reading import largest
from twin.show.text import say
from twin.show.words import place_names
from twin.study.emissions.hours import KINDS

CLASSES = 6  # whose waits are shown: of whom most came
HOURS = 24
MINUTE = 60.0
MIDNIGHT = "2024-01-01T00:00:00"  # any: the columns are hours of every day


def spread_picture(given):
    """How long each waited in all, by class."""
    lang, seen = given.lang, given.passage
    title = say("How waits are spread", lang)
    if seen is None:
        because = say("no single replication was looked at: the run is too long to keep its visits", lang)
        return Missing(title, because)
    classes = given.scenario.layout.classes
    counts = seen.waits[seen.waits["cls"].map(lambda name: classes[name].kind in KINDS).astype(bool)]
    top = list(counts["cls"].value_counts().head(CLASSES).index)
    shown = counts[counts["cls"].isin(top)]
    if shown.empty or shown["wait"].max() <= 0:
        return Missing(title, say("nobody waited", lang))
    names = place_names(given.scenario, lang, "class")
    figure = distribution_chart(shown, lang, names=names)
    caption = say(
        "How long those of a class waited in all: left the share that waited about so long, dashed the "
        "median; right the share that waited longer. Replication 0: one luck, so without interval.",
        lang,
    )
    alt = say("Bars of waits by class, and curves that fall from 100 % to the longest wait", lang)
    return drawn("waits-spread", figure, caption, alt)


def week_picture(given):
    """Waits at the most waited station by weekday and hour."""
    lang, hourly = given.lang, given.summary.hourly
    title = say("Waits by weekday and hour", lang)
    top = largest(given.summary.kpis, "station", "wait_mean", 1)
    if not top:
        return Missing(title, say("nobody waited", lang))
    field = week_of(hourly[(hourly["kind"] == "station") & (hourly["station"] == top[0])], given.plan)
    if field is None:
        because = say("the run is shorter than a week; twin report with experiment=one_week has it", lang)
        return Missing(title, because)
    name = place_names(given.scenario, lang).get(top[0], top[0])
    rows = [say(day, lang) for day in WEEKDAYS]
    about = say("mean wait of those who came in the hour (min)", lang)
    figure = heat_chart(field / MINUTE, lang, rows=rows, label=about, start=MIDNIGHT)
    text = say(
        "Waits by weekday and hour where one waits longest, {name}: means over replications and weeks; "
        "hatched where nobody came.",
        lang,
    )
    alt = say("Field of colours: darker is a longer wait", lang)
    return drawn("waits-week", figure, text.format(name=name), alt)


def week_of(hourly, plan):
    """[weekday, hour] the mean wait in seconds of those who came, nan where nobody did; None below a week."""
    if plan.horizon < 7 * HOURS * 3600.0:
        return None
    first = np.datetime64(plan.start[:10]).astype("datetime64[D]").astype(int) + 3  # 1970 began on a Thursday
    hour = (hourly["hour"].to_numpy() + int(second_of_day(plan) // 3600)).astype(int)
    weekday, of_day = (first + hour // HOURS) % 7, hour % HOURS
    came = np.nan_to_num(hourly["n"].to_numpy(float))
    waited = np.nan_to_num(hourly["wait_mean"].to_numpy(float)) * came
    shape = (7, HOURS)
    total, number = np.zeros(shape), np.zeros(shape)
    np.add.at(total, (weekday, of_day), waited)
    np.add.at(number, (weekday, of_day), came)
    return np.divide(total, number, out=np.full(shape, np.nan), where=number > 0)
