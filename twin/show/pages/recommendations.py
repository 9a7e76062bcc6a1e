"""What follows from the alternatives that were compared: whose it is, what it does, how it will be seen."""

import re

from twin.model.things import Station
from twin.show.blocks import Missing, Section, Table, Words
from twin.show.forms.blinding import COSTS
from twin.show.pages.alternatives import comparison_of
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, with_unit

MEASURE = "wait_mean"
OPEN = "to be named by the port"
HEADINGS = ("action", "owner", "date", "cost", "expected effect", "trigger", "how it will be measured")
OWNED = re.compile(r"(?:layout\.(?:stations|pools)|roster\.shifts)\.(\w+)")
SAID = re.compile(r"\bagency: (\w+)")
CUSTOMARY = Station.model_fields["agency"].default  # who works at a station that does not say


def page(given):
    """One row an alternative that clearly helps: of this report, or of the last comparison of the port."""
    lang, title = given.lang, say("Recommendations and phasing", given.lang)
    comparison = comparison_of(given)
    if comparison is None:
        because = say("no alternative was compared; twin compare and twin report with scenarios do", lang)
        return Section("recommendations", title, (Missing(say("Recommendations", lang), because),))
    rows = comparison[(comparison["scope"] == "port") & (comparison["cls"] == "all")]
    measure = _measure(given, rows)
    rows = rows[(rows["measure"] == measure) & (rows["verdict"] == "better")]
    if rows.empty:
        text = say("None of the alternatives clearly improves it ({measure}): none is recommended.", lang)
        said = Words(text.format(measure=word(measure, lang)), "lead")
        return Section("recommendations", title, (said,))
    rows = rows.reindex(rows["difference"].abs().sort_values(ascending=False, kind="stable").index)
    return Section("recommendations", title, (_table(given, rows, measure),))


def _measure(given, rows):
    """What the comparison was asked to decide by, where it is told of the whole port; else the mean wait."""
    answer = given.studies.get("compare")
    asked = answer.question.get("measure") if answer is not None and not answer.question.get("of") else None
    return asked if given.comparison is None and asked in set(rows["measure"]) else MEASURE


def _table(given, rows, measure):
    lang = given.lang
    cost = _cost(given, lang)
    seen = say("{measure} over as many days as there were replications, before and after", lang)
    told = tuple(
        (
            row.scenario,
            _owner(given, row.scenario),
            say(OPEN, lang),
            cost,
            f"{word(measure, lang)} {_effect(row, lang)}",
            say("as soon as the demand of this run is usual", lang),
            seen.format(measure=word(measure, lang)),
        )
        for row in rows.itertuples(index=False)
    )
    note = say(
        "The largest effect first; each effect is of the alternative alone against the base. Owners are the "
        "agencies whose stations and people it changes.",
        lang,
    )
    caption = say("Alternatives that clearly help: {measure}.", lang).format(measure=word(measure, lang))
    heads = tuple(say(each, lang) for each in HEADINGS)
    return Table(caption, heads, told, note=note, name="T25_recommendations")


def _owner(given, name):
    """Agencies of what an alternative changes, where a comparison has kept it; else the port says."""
    answer = given.studies.get("compare")
    if answer is None or "changes" not in answer.tables:
        return say(OPEN, given.lang)
    changes, layout = answer.tables["changes"], given.scenario.layout
    owners = {}
    for row in changes[changes["scenario"] == name].itertuples(index=False):
        found = OWNED.match(row.path)
        if found:
            thing = layout.stations.get(found[1]) or layout.pools.get(found[1])
            new = SAID.search(row.after)
            owners[thing.agency if thing is not None else new[1] if new else CUSTOMARY] = None
    return say(", ", given.lang).join(word(each, given.lang) for each in owners) or say(OPEN, given.lang)


def _effect(row, lang):
    scale = scale_for([row.difference], row.unit)
    return with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)


def _cost(given, lang):
    """Where costs are told, if they are."""
    if {"procurement", COSTS} & given.withheld:
        return say("it is withheld from this reader (--redact {level})", lang).format(level=given.level)
    return say("not asked: twin procure", lang) if "procure" not in given.studies else say("see costs", lang)
