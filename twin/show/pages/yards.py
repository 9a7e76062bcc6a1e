"""Tracks, pools and stocks: how full they are, who stands on them, what there is of them over time."""

from datetime import datetime, timedelta

import numpy as np

from twin.show.blocks import Missing, Section, Words, drawn
from twin.show.charts.stored import levels_chart, stays_chart
from twin.show.pages.carrying import section_names
from twin.show.pages.carrying_tables import tracks_tables
from twin.show.text import label, say
from twin.show.words import place_names
from twin.show.written import plain

SHOWN = 6  # panels: what rises and falls most against what it holds
LINES = 40  # tracks on a figure
HOURS = 48  # of stays on tracks: more would be read by nobody
# What the level of a kind is.
SAYS = {
    "pool": "{name}: free ({unit})",
    "stock": "{name}: in store ({unit})",
    "zone": "{name}: occupied ({unit})",
    "station": "{name}: at work ({unit})",
}


def page(given):
    """Three parts, each there or said why not."""
    lang, seen = given.lang, given.passage
    title = say("Tracks, pools and stocks", lang)
    if seen is None:
        because = say("no single replication was looked at: the run is too long to keep its visits", lang)
        return Section("yards", title, (Missing(title, because),))
    return Section("yards", title, (*_occupation(given), *_stays(given), *_levels(given)))


def _occupation(given):
    """How full tracks are, unless the study of the capacity has told it."""
    lang, tracks = given.lang, given.passage.tracks
    title = say("Occupation of tracks after UIC 406", lang)
    if tracks.empty:
        return [Missing(title, say("the port has no tracks", lang))]
    kept = given.studies.get("capacity")
    if kept is not None and "tracks" in kept.tables:
        text = say(
            "The occupation of tracks is told with the capacity, at today's flow and at the largest.", lang
        )
        return [Words(text, "note")]
    names = section_names(given.scenario, lang)
    (table,) = tracks_tables(tracks.assign(multiplier=1.0), names, lang)
    n = int(tracks["replications"].max())
    text = say("Over the first {n} replications.", lang).format(n=plain(n))
    alone = say("Of one replication, so without interval.", lang)
    return [table._replace(note=f"{table.note} {text if n > 1 else alone}")]


def _stays(given):
    lang, stays, plan = given.lang, given.passage.stays, given.plan
    title = say("Occupation chart of the yards", lang)
    if stays.empty:
        none = "the port has no tracks" if given.passage.tracks.empty else "no train stood in a yard"
        return [Missing(title, say(none, lang))]
    first = plan.warm_up
    last = min(plan.horizon, first + HOURS * 3600.0)
    shown = stays[(stays["begin"] < last) & (stays["end"] > first)]
    if shown.empty:
        return [Missing(title, say("no train stood in a yard", lang))]
    shown = _fullest(shown)
    figure = stays_chart(
        shown,
        lang,
        window=(datetime.fromisoformat(str(plan.start)) + timedelta(seconds=float(first)), first, last),
        names=section_names(given.scenario, lang),
        flows=place_names(given.scenario, lang, "flow"),
    )
    text = say(
        "Who stands on which track of the yards in the first {hours} hours that are measured, in "
        "replication 0: one luck, so without interval. Tracks of a yard are not told apart: who comes takes "
        "the first free one.",
        lang,
    )
    alt = say("Bars over time, a line a track; {n} stays in {yards} yards", lang)
    said = alt.format(n=len(shown), yards=shown["section"].nunique())
    return [drawn("yards", figure, text.format(hours=plain(round((last - first) / 3600.0))), said)]


def _fullest(stays):
    """The stays in the yards most stood in, as many yards as a figure has lines for."""
    lasted = (stays["end"] - stays["begin"]).groupby(stays["section"]).sum()
    kept, lines = [], 0
    for yard in lasted.sort_values(ascending=False, kind="stable").index:
        rows = stays[stays["section"] == yard]
        lines += max(int(rows["tracks"].iloc[0]), int(rows["track"].max()) + 1)
        if kept and lines > LINES:
            break
        kept.append(yard)
    return stays[stays["section"].isin(kept)]


def _levels(given):
    lang, levels = given.lang, given.passage.levels
    title = say("Pools, stocks, tracks and cranes over time", lang)
    moving = _moving(levels)
    if not moving:
        nothing = say("the port has no pools, stocks, tracks or cranes", lang)
        still = say("none of them rises or falls", lang)
        return [Missing(title, nothing if levels.empty else still)]
    titles = {thing: _titled(given, *thing, unit) for thing, unit in moving.items()}
    figure = levels_chart(levels, lang, start=given.plan.start, titles=titles)
    text = say(
        "{title}: the {n} that rise and fall most, in replication 0, looked at every {minutes} minutes: one "
        "luck, so without interval.",
        lang,
    )
    minutes = plain(float(np.diff(np.unique(levels["minute"])).min()))
    alt = say("Levels over time of {names}", lang)
    said = say(", ", lang).join(titles.values())
    return [
        drawn(
            "levels", figure, text.format(title=title, n=len(titles), minutes=minutes), alt.format(names=said)
        )
    ]


def _moving(levels):
    """{(kind, name): unit} of what rises and falls most against what it holds, the most first."""
    things = levels.groupby(["kind", "name", "unit"], sort=False)
    spread = {}
    for (kind, name, unit), rows in things:
        most = rows["holds"].iloc[0] if np.isfinite(rows["holds"].iloc[0]) else rows["level"].max()
        swing = float(rows["level"].max() - rows["level"].min())
        if swing > 0:
            spread[kind, name] = swing / max(most, 1e-9), unit
    top = sorted(spread, key=lambda each: spread[each][0], reverse=True)[:SHOWN]
    return {thing: spread[thing][1] for thing in top}


def _titled(given, kind, name, unit):
    layout, lang = given.scenario.layout, given.lang
    things = {"pool": layout.pools, "stock": layout.stocks, "zone": layout.zones, "station": layout.stations}
    return say(SAYS[kind], lang).format(name=label(name, things[kind], lang), unit=say(unit, lang))
