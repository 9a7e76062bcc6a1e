"""Figures of one way and one week: waits by the hour, use by the hour, the staircases through the port."""

import numpy as np

from twin.show.blocks import Missing, drawn
from twin.show.charts.heat import heat_chart
from twin.show.charts.passage import cost_chart, staircase_chart
from twin.show.pages.results import no_use
from twin.show.pages.spreading import spread_picture, week_picture
from twin.show.reading import largest
from twin.show.text import label, say
from twin.show.words import place_names
from twin.show.written import share
from twin.study.emissions.along import costs_along
from twin.study.emissions.factors import factors_of

ROWS = 20  # of a field: the most waited at, the most used
FLOWS = 4  # on the staircase: those of whom most left
MINUTE = 60.0
LONGEST = 14 * 24  # hours of a field of colours
COST_OF_THE_WAY = "What the way through the port costs"


def passing_blocks(given):
    """The figures, or why they are not there."""
    return [spread_picture(given), _waits(given), week_picture(given), *_looked_at(given)]


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
    titles = [
        say(each, lang) for each in ("Use of posts by the hour", "The way through the port", COST_OF_THE_WAY)
    ]
    if seen is None:
        because = say("no single replication was looked at: the run is too long to keep its visits", lang)
        return [Missing(title, because) for title in titles]
    return [_use(given, seen.use, titles[0]), _ways(given, seen.ways, titles[1]), _costs(given, titles[2])]


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
    shown = _largest_flows(ways)
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


def _largest_flows(ways):
    """The ways of the flows of whom most left."""
    size = ways.groupby("flow", sort=False)["entities"].max().sort_values(ascending=False, kind="stable")
    return ways[ways["flow"].isin(list(size.head(FLOWS).index))]


def _costs(given, title):
    """The same ways over distance, with what they have cost by then."""
    lang, factors = given.lang, getattr(given, "factors", None) or factors_of()
    spent = costs_along(given.scenario, given.passage.ways, factors)
    dear = spent.groupby("flow", sort=False)["cost"].max()
    shown = _largest_flows(spent[spent["flow"].isin(list(dear[dear > 0].index))])
    if shown.empty:
        return Missing(title, say("nobody whose hours count has left", lang))
    flows = given.scenario.layout.flows
    titles = {flow: label(flow, flows, lang) for flow in dict.fromkeys(shown["flow"])}
    caption = say(
        "Cost over distance on the commonest way of each flow: hours of crew and vehicle, and fuel, by the "
        "factors of the page on emissions; means of replication 0, one luck, so without interval.",
        lang,
    )
    alt = say("Stairs: upright where time is spent standing, rising gently where one drives", lang)
    return drawn("cost-staircase", cost_chart(shown, lang, titles=titles), caption, alt)


def _kind(kind):
    """Whose names a kind of place has; joins and gathers are named after who is waited for."""
    return {"join": "class", "gather": "class", "crew": "pool", "mark": "class"}.get(kind, kind)
