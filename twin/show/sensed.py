"""What a sensitivity study says: its tables as rows of texts, and its sentences."""

from twin.show.blocks import Table
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, share, with_unit

CLEAR, NONE = "clear", "no effect"
WIDTH = "width"


def headline(said, target, lang):
    """What was asked, and of how much."""
    scale = scale_for([said["base"]], said["unit"])
    text = say(
        "{target}: {base} as written; {n} values over their ranges, {runs} new runs in {seconds} s",
        lang,
    ).format(
        target=target,
        base=with_unit(f"{said['base'] * scale.factor:,.4g}", scale.unit, lang),
        n=said["inputs_varied"],
        runs=said["runs"],
        seconds=said["seconds"],
    )
    return f"{say('PARTIAL: the time that was given was over', lang)}\n{text}" if said["partial"] else text


def parts(tables, said, lang, *, top):
    """The Tables of an answer, the first rows of each."""
    if "value_of_information" in tables:
        yield worth_part(tables["value_of_information"], lang, top=top)
    yield tornado_part(tables["tornado"], lang, top=top)
    if "indices" in tables:
        yield from index_parts(tables["indices"], lang, top=top)


def tornado_part(table, lang, *, top):
    """A row an input: its range, and the change of the level at either end."""
    rows = table[table["verdict"] != NONE].head(top)
    scale = scale_of(table)
    texts = [
        (
            row.path,
            row.value,
            f"{row.low} – {row.high}",
            estimate(row.at_low, row.at_low_low, row.at_low_high, scale),
            estimate(row.at_high, row.at_high_low, row.at_high_high, scale),
            word(row.verdict, lang) + (f" ({say('one end has no level', lang)})" if row.note else ""),
        )
        for row in rows.itertuples(index=False)
    ]
    unit = f" ({say(scale.unit, lang)})" if scale.unit else ""
    headings = ("value", "as written", "range", "at the low end", "at the high end", "verdict")
    names = [say(each, lang) + (unit if each.startswith("at the") else "") for each in headings]
    caption = say("One value at a time: the change against the port as written, under the same luck.", lang)
    note = say(
        "Intervals are those of each value alone; the verdict allows for how many values there are.", lang
    )
    none = int((table["verdict"] == NONE).sum())
    if none:
        still = say("{n} values have no effect at all at either end of their range.", lang).format(n=none)
        note = f"{note} {still}"
    return Table(caption, tuple(names), tuple(texts), numbers=(3, 4), note=note)


def scale_of(table):
    """The unit in which the changes of a tornado read well."""
    ends = [abs(x) for name in ("at_low", "at_high") for x in table[name] if x == x]
    return scale_for(ends or [0.0], table["unit"].iloc[0])


def worth_part(table, lang, *, top):
    """A row an input: what knowing it is worth, the first to be measured first."""
    rows = table[table["value"] > 0].head(top)
    width = table["of"].iloc[0] == WIDTH
    scale = scale_for(list(table["value"]) or [0.0], table["unit"].iloc[0])
    texts = [
        (
            row.path,
            with_unit(estimate(row.value, row.low, row.high, scale), scale.unit, lang),
            word(row.verdict, lang),
        )
        for row in rows.itertuples(index=False)
    ]
    what = "taken off the 95 % range by knowing it" if width else "gained for the choice by knowing it"
    caption = say("What to measure first: what knowing a value exactly is worth.", lang)
    headings = tuple(say(each, lang) for each in ("value", what, "verdict"))
    note = "" if texts else say("knowing any one of them alone is worth nothing that could be seen", lang)
    return Table(caption, headings, tuple(texts), numbers=(1,), note=note)


CAPTIONS = {
    "sobol": "Shares of the variance: alone, and with all that it works together with.",
    "morris": "Elementary effects over the whole range, from many places of the other ranges.",
    "surrogate": "Shares of the variance, of a polynomial that stands in for the port.",
}
INDEX = {
    "first": "alone",
    "total": "in all",
    "size": "size of effects",
    "mean": "with their sign",
    "sigma": "spread of effects",
}


def index_parts(table, lang, *, top):
    """A Table a method, a row an input, a column an index."""
    for method, rows in table.groupby("method", sort=False):
        names = list(dict.fromkeys(rows["index"]))
        wide = {
            path: {row.index: row for row in part.itertuples(index=False, name="Row")}
            for path, part in _named(rows).groupby("path", sort=False)
        }
        scale = scale_for(list(rows["value"]), rows["unit"].iloc[0])
        texts = []
        for path, found in wide.items():
            if found[names[0]].verdict != NONE and len(texts) < top:
                cells = [estimate(found[n].value, found[n].low, found[n].high, scale) for n in names]
                texts.append((path, *cells, word(found[names[0]].verdict, lang)))
        unit = f" ({say(scale.unit, lang)})" if scale.unit else ""
        columns = [f"{say(INDEX[name], lang)}{unit}" for name in names]
        headings = (say("value", lang), *columns, say("verdict", lang))
        numbers = tuple(range(1, len(names) + 1))
        yield Table(say(CAPTIONS[method], lang), headings, tuple(texts), numbers=numbers)


def _named(rows):
    return rows.astype({"path": str})


def sentences(tables, said, lang):
    """What is to be known of the numbers: luck, honesty, what has no level."""
    if "split" in tables:
        yield split_sentence(tables["split"], lang)
    if "q2" in said:
        text = "Q2 of the surrogate is {q2}: of points left out it foretells that share of the variance."
        bad = "Below {wanted} its shares are not to be relied on: add points with --n."
        told = say(text, lang).format(q2=share(said["q2"]))
        low = not said["q2"] >= said["q2_wanted"]
        yield told + (" " + say(bad, lang).format(wanted=share(said["q2_wanted"])) if low else "")
    if said.get("luck_of_total", 0) > 0:
        text = "A value that does nothing but shuffle luck would have a total share of {share}."
        yield say(text, lang).format(share=share(said["luck_of_total"]))
    if said.get("losses"):
        text = "On average over all that is assumed, {name} is best of {names}."
        yield say(text, lang).format(name=said["decision"], names=", ".join(said["losses"]))
    for key in ("sample", "decision"):
        if said.get(key, "").startswith("too few"):
            yield say(said[key], lang)
    for reason, count in list(said.get("troubles", {}).items())[:5]:
        yield say("{n} points have no level: {reason}", lang).format(n=count, reason=reason)


def split_sentence(table, lang):
    """How far the level is unsure, and how much of that is luck."""
    rows = {row.part: row for row in table.itertuples(index=False)}
    level, part = rows["level"], rows["share"]
    scale = scale_for([level.low, level.high], level.unit)
    text = say(
        "Over all ranges and all luck, 95 % of the levels are from {low} to {high}; what is assumed makes "
        "{share} of their variance, luck the rest.",
        lang,
    )
    low, high = (with_unit(f"{x * scale.factor:,.4g}", scale.unit, lang) for x in (level.low, level.high))
    told = estimate(part.value, part.low, part.high, scale_for([], "share"))
    return text.format(low=low, high=high, share=with_unit(told, "%", lang))
