"""Ranks, pairs and effects of compared scenarios in words, from the tables of study.answered alone."""

import math

from twin.show.text import say, word
from twin.show.written import KEPT, estimate, plain, scale_for, share, with_unit

ALPHA = 0.05  # of all pairs together


def rough(value):
    """A number by its first two digits: an end of an interval needs no more.

    >>> rough(127.3), rough(-0.0944), rough(0.0)
    ('130', '-0.094', '0')
    """
    if value == 0 or not math.isfinite(value):
        return plain(value)
    places = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):,.{max(places, 0)}f}"


def measure_text(question, lang):
    """What decides: the measure, and of what."""
    measure = word(question["measure"], lang)
    if not question["of"]:
        return measure
    return say("{measure} of {name}", lang).format(measure=measure, name=question["of"])


def rank_rows(tables, question, lang):
    """(headings, rows), the best mean first: mean, distance to the best other, chance, expected loss."""
    ranks = tables["ranks"]
    headings = [
        measure_text(question, lang),
        say("mean", lang),
        say("against the best other", lang),
        say("chance to be best", lang),
        say("expected loss", lang),
    ]
    scale = scale_for(ranks["mean"], question["unit"])
    rows = [_rank_row(row, scale, lang) for row in ranks.itertuples(index=False)]
    if "keeps" in ranks:
        headings.append(say("target kept", lang))
        rows = [(*row, _keeps_text(one, lang)) for row, one in zip(rows, ranks.itertuples(), strict=True)]
    return headings, rows


def _rank_row(row, scale, lang):
    mean = estimate(row.mean, row.low, row.high, scale)
    to_best = estimate(row.to_best, row.to_best_low, row.to_best_high, scale)
    return (
        row.option,
        with_unit(mean, scale.unit, lang),
        with_unit(to_best, scale.unit, lang),
        share(row.chance),
        with_unit(rough(row.regret * scale.factor), scale.unit, lang),
    )


def _keeps_text(row, lang):
    """Whether the mean keeps the bound, and in how many replications it is kept."""
    words = {"yes": say("yes", lang), "no": say("no", lang), "unclear": say("not clear", lang)}
    return f"{words[row.keeps]} ({share(row.kept_in)})"


def best_sentence(tables, lang):
    """Who is the best, or who may be."""
    ranks = tables["ranks"]
    may = ranks[ranks["may_be_best"]].sort_values("chance", ascending=False, kind="stable")
    if len(may) == 1:
        return say("{name} is clearly the best", lang).format(name=may["option"].iloc[0])
    listed = ", ".join(f"{row.option} ({share(row.chance)})" for row in may.itertuples())
    return say("which is best is not clear yet; these may be: {names}", lang).format(names=listed)


def pair_sentences(tables, question, lang):
    """One sentence a pair, in the order of the ranks; what is clear only taken by itself is said to be so."""
    place = {name: i for i, name in enumerate(tables["ranks"]["option"])}
    rows = []
    for row in tables["pairs"].itertuples(index=False):
        first, second = sorted((row.first, row.second), key=place.get)
        # Turned so that more is how much better the first is.
        way = 1 if (row.second == second) == question["at_most"] else -1
        low, high = sorted((way * row.low, way * row.high))
        names = {"first": first, "second": second}
        said = _pair_text(row.verdict, (low, high), question) | names
        rows.append((place[first], place[second], said | {"alone": row.p_together >= ALPHA}))
    texts = _pair_texts(lang)
    return [_filled(texts, said, lang) for *_, said in sorted(rows, key=lambda row: row[:2])]


def _pair_texts(lang):
    return {
        "better": say("{first} is better than {second} by {low} to {high}", lang),
        "the same": say("{first} and {second} are the same", lang),
        "not clearly different": say("{first} is not clearly better than {second} ({low} to {high})", lang),
    }


def _pair_text(verdict, ends, question):
    scale = scale_for(ends, question["unit"])
    key = "better" if verdict in ("better", "worse") else verdict
    low, high = (rough(end * scale.factor) for end in ends)
    return {"key": key, "low": low, "high": high, "unit": scale.unit}


def _filled(texts, said, lang):
    ends = {end: with_unit(said[end], said["unit"], lang) for end in ("low", "high")}
    text = texts[said["key"]].format(first=said["first"], second=said["second"], **ends).replace(KEPT, " ")
    return f"{text} {say('(taken by itself)', lang)}" if said["alone"] and said["key"] == "better" else text


def effect_rows(tables, question, lang):
    """(headings, rows) of effects and interactions; a third column says what an effect is mixed with."""
    effects = tables["effects"]
    scale = scale_for(effects["value"], question["unit"])
    rows = [
        (
            row.effect,
            with_unit(estimate(row.value, row.low, row.high, scale), scale.unit, lang),
            row.mixed_with,
        )
        for row in effects.itertuples()
    ]
    headings = (say("effect", lang), say("change", lang), say("mixed with", lang))
    several = 3 if effects["mixed_with"].astype(bool).any() else 2
    return list(headings[:several]), [row[:several] for row in rows]


def design_text(question, lang):
    """How many of all sets of levers were run, and what that leaves unclear."""
    design = question["design"]
    if design["resolution"] is None:
        return say("all {runs} sets of levers were run: every effect is told apart", lang).format(**design)
    text = say("{runs} of {of} sets of levers were run, resolution {resolution}", lang)
    return text.format(**design)


def selection_rows(table, question, lang):
    """(headings, rows) of a selection: the one selected first."""
    scale = scale_for(table["mean"], question["unit"])
    rows = [
        (row.option, with_unit(f"{row.mean * scale.factor:.4g}", scale.unit, lang), f"{row.replications:,}")
        for row in table.itertuples()
    ]
    return [measure_text(question, lang), say("mean", lang), say("replications", lang)], rows


def selection_sentences(table, question, lang):
    """How sure a selection is, and what its means are worth."""
    zone = scale_for([question["indifference"]], question["unit"])
    width = with_unit(f"{question['indifference'] * zone.factor:.3g}", zone.unit, lang)
    text = say(
        "{name} is selected: with 95 % confidence the best, if the best is better than the others by {width}",
        lang,
    )
    note = say(
        "{total} replications in all; means of those dropped early are rough and have no interval", lang
    )
    total = int(table["replications"].sum())
    return [text.format(name=question["best"], width=width), note.format(total=f"{total:,}")]
