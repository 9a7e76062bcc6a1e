"""The tables of a road: steps in the order found and as asked, what may come, and the bill."""

from twin.show.blocks import Table
from twin.show.procured import MILLION
from twin.show.ranked import measure_text
from twin.show.text import say, word
from twin.show.written import NO_NUMBER, Written, estimate, plain, said_estimate, scale_for, with_unit

FOUND, GIVEN, DOUBT = "found", "given", "doubt"
SECOND = ("wait_p95", "wait_mean")  # what is told beside the measure that decides
CAPTIONS = {
    FOUND: "Step by step in the order found: each time the lever that does most for what decides.",
    GIVEN: "Step by step in the order of the experiments.",
}
NOTE = (
    "Levels and changes have 95 % intervals under the same luck; the brackets behind money are the range of "
    "its prices, lows with lows and highs with highs. Each year: upkeep, wages, and what is bought spread "
    "over its life at the discount of tenders. ≥: a part is not known. Steps are chosen one at a time, so a "
    "pair of levers that helps only together comes late, and the gain of one chosen among several is told a "
    "little too large."
)


def stands_of(question, tables):
    """{(year, order): [each stand]}: level, change, cost and what is bought so far; its step is numbered."""
    steps, levels = tables["steps"].copy(), tables["levels"]
    for end in ("", "_low", "_high"):
        steps[f"so_far{end}"] = steps.groupby("order")[f"cost_once{end}"].cumsum()
    steps["all_known"] = steps["known"].astype(int).groupby(steps["order"]).cummin().astype(bool)
    decides = levels[levels["measure"] == question["told"]].merge(steps, on=["year", "order", "position"])
    rows = list(decides.itertuples(index=False))
    keys = dict.fromkeys((row.year, row.order) for row in rows)
    return {key: [row for row in rows if (row.year, row.order) == key] for key in keys}


def tables_of(question, tables, lang):
    """All tables of a road."""
    stands = stands_of(question, tables)
    steps = (_steps(question, tables, (order, stands), lang) for order in CAPTIONS)
    return (*steps, _bill(question, tables, lang))


def label_of(step, question, lang):
    """What a lever, or the levers of a step, are called."""
    if not step:
        return NO_NUMBER
    names = step.split("+")
    said = (question["labels"].get(name, {}).get(lang) or word(name, lang) for name in names)
    return " + ".join(said)


def amount(row, what, known, lang):
    """Millions with their range and currency; what is not known in full is a lower bound."""
    text = say("{amount} M CNY", lang).format(amount=_millions(row, what))
    if known:
        return text
    if getattr(row, f"{what}_high") == 0:
        return say("not known", lang)
    return say("at least {amount}", lang).format(amount=text)


def _millions(row, what):
    three = [getattr(row, f"{what}{end}") / MILLION for end in ("", "_low", "_high")]
    text = plain(three[0], 1) if three[1] == three[2] else estimate_of(three)
    return Written(text, three, "M CNY")


def estimate_of(three):
    """A value with its range to one decimal: a range of prices is no interval, and as coarse."""
    value, low, high = (f"{each:,.1f}" for each in three)
    return f"{value} [{low}, {high}]"


def _cell(row, what, known, lang):
    """The same for a table that has its unit at the head."""
    if not known and getattr(row, f"{what}_high") == 0:
        return say("not known", lang)
    text = _millions(row, what)
    return text if known else f"≥ {text}"  # a text in tables of numbers too: a lower bound is no sum


def _steps(question, tables, ordered, lang):
    order, stands = ordered
    other = next(measure for measure in SECOND if measure != question["told"])
    levels = tables["levels"]
    beside = {
        (row.year, row.position): row
        for row in levels[(levels["order"] == order) & (levels["measure"] == other)].itertuples(index=False)
    }
    rows = tuple(
        _row(question, row, beside[row.year, row.position], lang)
        for (_, own), found in stands.items() if own == order for row in found
    )  # fmt: skip
    headings = (
        say("year", lang), say("step", lang), say("levers that it adds", lang),
        measure_text(question, lang), word(other, lang), say("change to the step before", lang),
        say("verdict", lang), say("to buy (M CNY)", lang), say("each year (M CNY)", lang),
        say("bought so far (M CNY)", lang),
    )  # fmt: skip
    name = {FOUND: "T25_roadmap", GIVEN: "T25_roadmap_as_asked"}[order]
    caption, numbers = say(CAPTIONS[order], lang), (1, 3, 4, 5, 7, 8, 9)
    return Table(caption, headings, rows, numbers, say(NOTE, lang), name=name, paper=(0, 1, 2, 3, 5, 7, 9))


def _row(question, row, other, lang):
    begin = str(row.year), plain(row.position), _added(row, question, lang)
    levels = said_estimate(row, lang), said_estimate(other, lang)
    so_far = _cell(row, "so_far", row.all_known, lang)
    if row.position == 0:
        return (*begin, *levels, *(NO_NUMBER,) * 4, so_far)
    costs = (_cell(row, what, row.known, lang) for what in ("cost_once", "cost_spread"))
    return (*begin, *levels, changed(row, lang), word(row.verdict, lang), *costs, so_far)


def _added(row, question, lang):
    if row.levers:
        return label_of(row.levers, question, lang)
    built = question["built"].get(str(row.year))
    text = "demand of {year}, with what is built before" if built else "demand of {year}, nothing added"
    return say(text, lang).format(year=row.year)


def changed(row, lang):
    """The change to the step before with its interval."""
    scale = scale_for([row.difference], row.unit)
    text = estimate(row.difference, row.difference_low, row.difference_high, scale)
    return with_unit(text, scale.unit, lang)


def _bill(question, tables, lang):
    """What the levers buy, in the order found, and why a cost is not known."""
    costs = tables["costs"]
    rows = tuple(
        (
            str(row.year), label_of(row.lever, question, lang), label_of(row.item, question, lang),
            plain(row.number) if row.number else NO_NUMBER, label_of(row.model, question, lang),
            _cell(row, "cost_once", row.known, lang), _cell(row, "cost_yearly", row.known, lang),
            row.why if row.known else say("not known, because {why}", lang).format(why=row.why),
        )
        for row in costs[costs["order"] == FOUND].itertuples(index=False)
    )  # fmt: skip
    headings = ("year", "lever", "item", "number", "model", "to buy (M CNY)", "to run a year (M CNY)", "from")
    note = say(
        "Machines are counted by what a lever adds to the layout, and priced by the catalogue; all prices "
        "are assumed ranges. What goes is not sold. Land, roads and people that no lever prices are left "
        "out.",
        lang,
    )
    caption = say("What the levers buy.", lang)
    heads = tuple(say(each, lang) for each in headings)
    return Table(
        caption, heads, rows, numbers=(3, 5, 6), note=note, name="T25_roadmap_costs", paper=(0, 1, 2, 3, 5, 6)
    )
