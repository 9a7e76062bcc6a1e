"""The road to a year: which levers in which order, the wait that each leaves, and what it costs."""

from twin.show.blocks import Items, Section, Words, drawn
from twin.show.charts.roadmap import staircase_chart, timeline_chart
from twin.show.pages.evidence import unasked
from twin.show.pages.roadmap_tables import DOUBT, FOUND, amount, changed, label_of, stands_of, tables_of
from twin.show.ranked import measure_text
from twin.show.text import say
from twin.show.written import said_estimate

KIND = "roadmap"
SILENT = ("the same", "not clearly different", "unknown")


def page(given):
    """The answer in sentences, staircase, timeline and tables, from the answer that was kept."""
    lang, title = given.lang, say("The road to a year, with cost", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    question, tables = answer.question, answer.tables
    lead, *rest = sentences(question, tables, lang)
    blocks = (
        Words(lead, "lead"), Items(tuple(rest)), _staircase(question, tables, lang),
        _timeline(question, tables, lang), *tables_of(question, tables, lang),
    )  # fmt: skip
    return Section(KIND, title, blocks)


def sentences(question, tables, lang):
    """What each year reaches and costs, what does most first, whether the target is kept, what may come."""
    stands = stands_of(question, tables)
    found = {year: rows for (year, order), rows in stands.items() if order == FOUND}
    told = [_reached(rows, question, lang) for rows in reversed(found.values())]
    for rows in found.values():
        told += _first(rows, question, lang)
    if question["bound"] is not None:
        told += [_kept(rows, question, lang) for rows in found.values()]
    told += [_doubt(row, question, lang) for rows in stands.values() for row in rows if row.order == DOUBT]
    for lever, why in question["left_out"].items():
        text = say("{lever} is left out, as it does not apply here: {why}.", lang)
        told.append(text.format(lever=label_of(lever, question, lang), why=why))
    return told


def _reached(rows, question, lang):
    text = say(
        "{year}: on the peak expected then, {measure} is {before} before and {after} after {n} levers; "
        "all that is bought until then costs {cost}.",
        lang,
    )
    before, after = (said_estimate(row, lang) for row in (rows[0], rows[-1]))
    return text.format(
        year=rows[0].year, measure=measure_text(question, lang), before=before, after=after,
        n=len(rows) - 1, cost=amount(rows[-1], "so_far", rows[-1].all_known, lang),
    )  # fmt: skip


def _first(rows, question, lang):
    """Which lever does most first, how surely it is ahead, and which do nothing clear at their place."""
    if len(rows) < 2:
        return
    year, first = rows[0].year, rows[1]
    text = "{year}: {lever} does most, pulled first: {change}."
    if first.second and not (first.ahead_low > 0 or first.ahead_high < 0):
        text = (
            "{year}: {lever} does most, pulled first: {change}; it is not clear that it is ahead of {second}."
        )
    called = {"lever": label_of(first.step, question, lang), "second": label_of(first.second, question, lang)}
    yield say(text, lang).format(year=year, change=changed(first, lang), **called)
    quiet = [label_of(row.step, question, lang) for row in rows[1:] if row.verdict in SILENT]
    if quiet:
        text = say("{year}: without a clear effect at their place are {levers}.", lang)
        yield text.format(year=year, levers=say(", ", lang).join(quiet))


def _kept(rows, question, lang):
    """With which lever the target is kept for the first time in the order found, and on."""
    missed = [place for place, row in enumerate(rows) if not _keeps(row.mean, question)]
    year, begin = rows[0].year, max(missed, default=-1) + 1
    if begin == len(rows):
        return say("{year}: the target is not kept, whatever is pulled.", lang).format(year=year)
    if begin == 0:
        return say("{year}: the target is kept with nothing added.", lang).format(year=year)
    row = rows[begin]
    text = say("{year}: the target is kept on average from step {n} on ({lever}), for {cost} in all.", lang)
    lever, cost = label_of(row.step, question, lang), amount(row, "so_far", row.all_known, lang)
    return text.format(year=year, n=begin, lever=lever, cost=cost)


def _keeps(level, question):
    return level <= question["bound"] if question["at_most"] else level >= question["bound"]


def _doubt(row, question, lang):
    text = say("{year}: if this comes on top ({what}), {measure} is {level}, changed by {change}.", lang)
    return text.format(
        year=row.year, what=label_of(row.levers, question, lang), measure=measure_text(question, lang),
        level=said_estimate(row, lang), change=changed(row, lang),
    )  # fmt: skip


def _staircase(question, tables, lang):
    measure = measure_text(question, lang)
    figure = staircase_chart(stands_of(question, tables), lang, unit=question["unit"], title=measure)
    caption = say(
        "What is bought so far against the level that it leaves on the peak of each year, with 95 % "
        "intervals. Numbers are the steps of the order found; a hollow mark has a cost that is not known.",
        lang,
    )
    return drawn(
        "roadmap-stairs", figure, caption, say("Stairs that fall to the right, a panel a year", lang)
    )


def _paid(row, lang):
    """What a step buys; where it buys nothing, what it costs each year."""
    if row.known and row.cost_once_high == 0 < row.cost_yearly_high:
        return say("{amount} a year", lang).format(amount=amount(row, "cost_yearly", True, lang))
    return amount(row, "cost_once", row.known, lang)


def _timeline(question, tables, lang):
    bars, ends = [], {}
    for (year, order), rows in stands_of(question, tables).items():
        if order == FOUND:
            before, after = (said_estimate(row, lang) for row in (rows[0], rows[-1]))
            ends[year] = f"{before} → {after}"
            for row in rows[1:]:
                bars.append((year, label_of(row.step, question, lang), _paid(row, lang)))
    figure = timeline_chart(bars, lang, begins=question["from"], ends=ends)
    caption = say(
        "When levers are built, in the order found, with what each buys; above, {measure} on the peak of the "
        "year before and after. The levers of a year share its span evenly: only their order is from runs.",
        lang,
    )
    alt = say("Bars one below the other, each beginning where the one before ends", lang)
    return drawn("timeline", figure, caption.format(measure=measure_text(question, lang)), alt)
