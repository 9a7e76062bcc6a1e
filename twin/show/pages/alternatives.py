"""The alternatives against the base, pair by pair under the same luck."""

from twin.model.threats import THREATS
from twin.show.blocks import Missing, Section, Table, Words, drawn, photographed
from twin.show.charts import difference_chart
from twin.show.pages.ranking import ranking_blocks
from twin.show.text import say, word
from twin.show.words import place_names
from twin.show.written import estimate, scale_for, with_unit

# What is told of every alternative for the whole port.
HEADLINES = (
    "time_in_port_mean",
    "wait_mean",
    "wait_p95",
    "outside_mean",
    "blocked_mean",
    "wait_share_above_30min",
    "finished",
    "tonnes_in",
    "throughput_per_hour",
    "inside_at_end",
    "same_day_share",
    *(f"missed_{threat}" for threat in THREATS),
    "false_alarms",
)
ON_FIGURE = ("time_in_port_mean", "wait_mean", "wait_p95", "wait_share_above_30min", "finished", "tonnes_in")
TOLD = 8  # alternatives with a table of their own
STATIONS = 8  # waits at stations that change clearly, the largest changes
CLEAR = ("better", "worse")


def page(given):
    """Which is best and how surely; then one figure and one table an alternative."""
    lang, title = given.lang, say("Alternatives", given.lang)
    blocks, comparison = ranking_blocks(given), comparison_of(given)
    if comparison is None:
        reason = say("no alternative was run beside this one", lang)
        return Section("alternatives", title, (*blocks, Missing(say("Paired differences", lang), reason)))
    if given.comparison is None:
        blocks.append(difference_picture(given, comparison, "differences"))
    else:
        blocks.append(Words(say("The figure of the differences is with the answer.", lang), "note"))
    if given.comparison is not None:
        blocks.append(_pair(given))
    for name in alternatives_of(comparison)[:TOLD]:
        blocks += [_table(comparison, name, lang), *_stations(given, comparison, name)]
    if rest := alternatives_of(comparison)[TOLD:]:
        text = say("Differences of {names} are in the table differences of this answer.", lang)
        blocks.append(Words(text.format(names=", ".join(rest)), "note"))
    return Section("alternatives", title, tuple(blocks))


def comparison_of(given):
    """The differences to the base: those of this report, else those of the last comparison; None without."""
    if given.comparison is not None:
        return given.comparison
    answer = given.studies.get("compare")
    return answer.tables.get("differences") if answer else None


def alternatives_of(comparison):
    """The names of the scenarios that are compared with the base, in order."""
    return list(dict.fromkeys(comparison["scenario"]))


def headline_sentences(given):
    """One sentence an alternative: its verdict on the mean time in port."""
    lang, rows = given.lang, _of_port(given.comparison, ("time_in_port_mean",))
    text = say("{name} is {verdict}: it changes the mean time in port by {change}.", lang)
    for row in rows.itertuples(index=False):
        scale = scale_for([row.difference], row.unit)
        change = with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)
        yield text.format(name=row.scenario, verdict=word(row.verdict, lang), change=change)


def difference_picture(given, comparison, name):
    """The dot plot of the headline measures of all alternatives."""
    lang, rows = given.lang, _of_port(comparison, ON_FIGURE)
    several = rows["scenario"].nunique() > 1
    texts = [
        f"{word(row.measure, lang)} · {row.scenario}" if several else word(row.measure, lang)
        for row in rows.itertuples(index=False)
    ]
    figure = difference_chart(rows, lang, texts=texts)
    text = say("Paired differences to {base} with 95 % intervals, the same luck on both sides.", lang)
    alt = say("Dots with intervals left or right of zero, one row a measure", lang)
    return drawn(name, figure, text.format(base=rows["against"].iloc[0]), alt)


def _pair(given):
    """Figure F23: where the first alternative changes the port, before and after."""
    lang, what = given.lang, say("Before and after in three dimensions", given.lang)
    if given.pair is None:
        return Missing(what, say("none was asked for", lang))
    if given.pair.png is None:
        return Missing(what, given.pair.because)
    caption = say(
        "Where {name} changes the port, left before and right after: a pin over what is new (blue), gone "
        "(red) or otherwise (orange). Trucks are the mean queues of the minute that is worst before it.",
        lang,
    )
    text = caption.format(name=alternatives_of(given.comparison)[0])
    return photographed("before-after", given.pair, text)


def _of_port(comparison, measures):
    """The rows of the whole port, in the order of the measures."""
    rows = comparison[
        (comparison["scope"] == "port") & (comparison["cls"] == "all") & comparison["measure"].isin(measures)
    ]
    return rows.sort_values("measure", key=lambda column: column.map(list(measures).index), kind="stable")


def _table(comparison, name, lang):
    rows = _of_port(comparison[comparison["scenario"] == name], HEADLINES)
    headings = ("measure", "unit", "base", "alternative", "difference", "verdict")
    caption = say("{name} against {base}: the whole port.", lang).format(
        name=name, base=rows["against"].iloc[0]
    )
    note = say(
        "Base and alternative are means without interval: their difference, pair by pair, is what "
        "carries one. A verdict is given where the interval leaves out zero.",
        lang,
    )
    texts = tuple(
        (word(row.measure, lang), *_difference_texts(row, lang)) for row in rows.itertuples(index=False)
    )
    return Table(caption, tuple(say(each, lang) for each in headings), texts, numbers=(2, 3, 4), note=note)


def _difference_texts(row, lang):
    scale = scale_for([row.base_mean, row.mean, row.difference], row.unit)
    means = [estimate(mean, mean, mean, scale) for mean in (row.base_mean, row.mean)]
    difference = estimate(row.difference, row.low, row.high, scale)
    return say(scale.unit, lang), *means, difference, word(row.verdict, lang)


def _stations(given, table, name):
    """Where the waits at stations change clearly: an alternative often moves a queue rather than ends it."""
    lang = given.lang
    chosen = (table["scenario"] == name) & (table["scope"] == "station") & (table["cls"] == "all")
    rows = table[chosen & (table["measure"] == "wait_mean") & table["verdict"].isin(CLEAR)]
    rows = rows.reindex(rows["difference"].abs().sort_values(ascending=False, kind="stable").index).head(
        STATIONS
    )
    what = say("{name}: waits at stations that clearly change.", lang).format(name=name)
    if rows.empty:
        return [Missing(what, say("no wait at a station clearly changes", lang))]
    names = place_names(given.scenario, lang)
    headings = ("station", "unit", "base", "alternative", "difference", "verdict")
    texts = tuple(
        (names.get(r.name, r.name), *_difference_texts(r, lang)) for r in rows.itertuples(index=False)
    )
    return [Table(what, tuple(say(each, lang) for each in headings), texts, numbers=(2, 3, 4))]
