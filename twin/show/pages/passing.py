"""Figures of one way and one week: waits by the hour, use by the hour, the staircase through the port."""

import numpy as np

from twin.show.blocks import Missing, drawn
from twin.show.charts.heat import heat_chart
from twin.show.charts.passage import staircase_chart
from twin.show.pages.results import no_use
from twin.show.reading import largest
from twin.show.text import label, say
from twin.show.words import place_names
from twin.show.written import share

ROWS = 20  # of a field: the most waited at, the most used
FLOWS = 4  # on the staircase: those of whom most left
MINUTE = 60.0
LONGEST = 14 * 24  # hours of a field of colours


def passing_blocks(given):
    """The three figures, or why they are not there."""
    return [_waits(given), *_looked_at(given)]


def _waits(given):
    lang, hourly = given.lang, given.summary.hourly
    title = say("Waits by the hour and place", lang)
    top = largest(given.summary.kpis, "station", "wait_mean", ROWS)
    hours = int(hourly["hour"].max()) + 1 if len(hourly) else 0
    if not top or hours > LONGEST:
        long = say("the run is too long for a column an hour", lang)
        return Missing(title, long if top else say("nobody waited", lang))
    field = np.full((len(top), hours), np.nan)
    for row in hourly[hourly["kind"] == "station"].itertuples():
        if row.station in top:
            field[top.index(row.station), row.hour] = row.wait_mean / MINUTE
    names = place_names(given.scenario, lang)
    rows = [names.get(name, name) for name in top]
    about = say("mean wait of those who came in the hour (min)", lang)
    figure = heat_chart(field, lang, rows=rows, label=about, start=given.plan.start)
    caption = say(
        "Waits by the hour and place, the most waited at first; means, as an hour of one replication has too "
        "few for an interval.",
        lang,
    )
    return drawn("waits-field", figure, caption, say("Field of colours: darker is a longer wait", lang))


def _looked_at(given):
    """What one replication was looked at for: use by the hour, and ways."""
    lang, seen = given.lang, given.passage
    titles = say("Use of posts by the hour", lang), say("The way through the port", lang)
    if seen is None:
        because = say("no single replication was looked at: the run is too long to keep its visits", lang)
        return [Missing(title, because) for title in titles]
    return [_use(given, seen.use, titles[0]), _ways(given, seen.ways, titles[1])]


def _use(given, use, title):
    lang = given.lang
    if use.empty:
        return Missing(title, no_use(given))
    wide = use.pivot(index="station", columns="hour", values="busy")
    top = wide.mean(axis=1).sort_values(ascending=False, kind="stable").head(ROWS)
    names = place_names(given.scenario, lang)
    field = 100.0 * wide.loc[top.index].to_numpy()
    rows = [names.get(name, name) for name in top.index]
    about = say("share of servers that serve (%)", lang)
    figure = heat_chart(field, lang, rows=rows, label=about, start=given.plan.start)
    caption = say(
        "Use of posts by the hour, the busiest first, in replication 0: one luck, so without interval.", lang
    )
    alt = say("Field of colours: darker is busier; on top {name} with {share} over all hours", lang)
    return drawn("use-field", figure, caption, alt.format(name=rows[0], share=share(float(top.iloc[0]))))


def _ways(given, ways, title):
    lang, layout = given.lang, given.scenario.layout
    if ways.empty:
        return Missing(title, say("nobody has left", lang))
    size = ways.groupby("flow", sort=False)["entities"].max().sort_values(ascending=False, kind="stable")
    shown = ways[ways["flow"].isin(list(size.head(FLOWS).index))]
    kinds = {kind: place_names(given.scenario, lang, _kind(kind)) for kind in shown["kind"].unique()}
    pairs = shown[["kind", "name"]].drop_duplicates().itertuples(index=False)
    names = {(kind, name): kinds[kind].get(name, name) for kind, name in pairs}
    text = say("{flow}: the way of {n}, {share} of those who left", lang)
    first = shown.drop_duplicates("flow")
    titles = {
        row.flow: text.format(
            flow=label(row.flow, layout.flows, lang), n=row.entities, share=share(row.share)
        )
        for row in first.itertuples()
    }
    figure = staircase_chart(shown, lang, names=names, titles=titles)
    caption = say(
        "Distance over time since arrival, on the commonest way of each flow: means of replication 0, one "
        "luck, so without interval.",
        lang,
    )
    alt = say("Staircases: level where one waits or is served, rising where one drives", lang)
    return drawn("staircase", figure, caption, alt)


def _kind(kind):
    """Whose names a kind of place has; joins and gathers are named after who is waited for."""
    return {"join": "class", "gather": "class", "crew": "pool", "mark": "class"}.get(kind, kind)
