"""What follows from the studies that were asked, with the effect, and how it will be seen."""

from twin.show.blocks import Missing, Section, Table, Words
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, with_unit

MEASURE = "wait_mean"
OPEN = "to be named by the port"


def page(given):
    """One row an alternative that clearly helps; owner and date are the port's to name."""
    lang, title = given.lang, say("Recommendations and phasing", given.lang)
    comparison = given.comparison
    if comparison is None:
        because = say("no alternative was compared; twin compare and twin report with scenarios do", lang)
        return Section("recommendations", title, (Missing(say("Recommendations", lang), because),))
    rows = comparison[
        (comparison["scope"] == "port") & (comparison["cls"] == "all") & (comparison["measure"] == MEASURE)
    ]
    better = rows[rows["verdict"] == "better"].sort_values("difference", kind="stable")
    if better.empty:
        said = Words(
            say("None of the alternatives clearly shortens the wait: none is recommended.", lang), "lead"
        )
        return Section("recommendations", title, (said,))
    headings = ("action", "owner", "date", "cost", "expected effect", "trigger", "how it will be measured")
    cost = say("not asked: twin procure", lang) if "procure" not in given.studies else say("see costs", lang)
    told = tuple(
        (
            row.scenario,
            say(OPEN, lang),
            say(OPEN, lang),
            cost,
            f"{word(MEASURE, lang)} {_effect(row, lang)}",
            say("as soon as the demand of this run is usual", lang),
            say("{measure} over as many days as there were replications, before and after", lang).format(
                measure=word(MEASURE, lang)
            ),
        )
        for row in better.itertuples(index=False)
    )
    note = say("The largest effect first; each effect is of the alternative alone against the base.", lang)
    caption = say("Alternatives that clearly shorten the wait.", lang)
    heads = tuple(say(each, lang) for each in headings)
    return Section(
        "recommendations", title, (Table(caption, heads, told, note=note, name="T25_recommendations"),)
    )


def _effect(row, lang):
    scale = scale_for([row.difference], row.unit)
    return with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)
