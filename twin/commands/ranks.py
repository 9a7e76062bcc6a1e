"""What `twin compare` says of ranks, pairs, effects and precision, for people and for programs."""

from typing import Any, NamedTuple

from twin.commands.answers import records, table
from twin.commands.answers import table as lines

SENTENCES = 8  # on pairs; the others are in --json and in the report
# One row a measure of the whole port; the first decides unless a target says otherwise.
MEASURES = ("wait_mean", "wait_p95", "time_in_port_mean", "finished", "blocked_mean", "outside_mean")
MISSED = "missed_"  # and what is missed of each threat that the port has a control of
ALARMS = "false_alarms"


class Told(NamedTuple):
    """All that a comparison found."""

    base: str
    target: Any
    found: Any  # selecting.weighed.Weighed, or None with a single replication
    tables: dict  # [name] frame
    question: dict
    reached: Any  # selecting.precision.Precise, or None
    transients: dict  # [name] study.transient.Transient


def answer_of(told):
    """For programs."""
    tables = {
        name: records(told.tables[name]) for name in ("ranks", "pairs", "effects") if name in told.tables
    }
    return {
        "base": told.base,
        "target": told.question,
        "differences": records(told.tables["differences"]),
        **tables,
        "changes": records(told.tables["changes"]),
        "may_be_best": told.found.contenders if told.found else [],
        "precision": told.reached and {**told.reached._asdict(), "reached": told.reached.reached},
        "steady": {name: one._asdict() for name, one in told.transients.items()},
    }


def text_of(told, lang):
    """For people: differences to the base, ranks, the sentences that answer, and what qualifies them."""
    from twin.show import ranked

    compared = told.tables["differences"]
    parts = [differences(compared, name, lang) for name in dict.fromkeys(compared["scenario"])]
    if told.found:
        parts.append(table(*ranked.rank_rows(told.tables, told.question, lang)))
        if "effects" in told.tables:
            parts.append(table(*ranked.effect_rows(told.tables, told.question, lang)))
            parts.append(ranked.design_text(told.question, lang))
        parts.append("\n".join(sentences(told, lang)))
    else:
        parts.append(one_replication(lang))
    parts += [precision_text(told, lang), *transient_lines(told.transients, lang)]
    return "\n\n".join(part for part in parts if part)


def blocks_of(told, lang):
    """What is told for those who show it: the sentences, then ranks and effects as headings and rows."""
    from twin.show import ranked

    if not told.found:
        yield one_replication(lang)
        return
    yield ranked.best_sentence(told.tables, lang)
    yield from ranked.pair_sentences(told.tables, told.question, lang)
    yield precision_text(told, lang)
    yield from transient_lines(told.transients, lang)
    yield ranked.rank_rows(told.tables, told.question, lang)
    if "effects" in told.tables:
        yield ranked.effect_rows(told.tables, told.question, lang)
        yield ranked.design_text(told.question, lang)


def one_replication(lang):
    from twin.show.text import say

    return say("one replication cannot tell luck from effect; give two or more", lang)


def sentences(told, lang):
    """What a planner takes away: who is best, then the pairs, the best ranks first."""
    from twin.show import ranked
    from twin.show.text import say

    yield ranked.best_sentence(told.tables, lang)
    said = ranked.pair_sentences(told.tables, told.question, lang)
    yield from said[:SENTENCES]
    if len(said) > SENTENCES:
        yield say("… and {n} more pairs (--json)", lang).format(n=len(said) - SENTENCES)
    if told.found.left_out:
        text = say("{n} replications are left out, in which a scenario has no value", lang)
        yield text.format(n=told.found.left_out)


def differences(compared, name, lang):
    """A row a measure of one scenario against the base."""
    from twin.show.text import say

    part = compared[
        (compared["scenario"] == name) & (compared["scope"] == "port") & (compared["cls"] == "all")
    ]
    found = {row.measure: row for row in part.itertuples(index=False)}
    missed = [measure for measure in found if measure.startswith(MISSED)]
    rows = [row_of(found[measure], lang) for measure in (*MEASURES, *missed, ALARMS) if measure in found]
    against = next(iter(found.values())).against
    headings = (f"{name} – {against}", against, name, say("difference", lang), say("verdict", lang))
    return table(headings, rows)


def row_of(row, lang):
    from twin.show.text import word
    from twin.show.written import estimate, scale_for, with_unit

    scale = scale_for([row.base_mean, row.mean], row.unit)

    def said(value):
        return with_unit(f"{value * scale.factor:,.4g}", scale.unit, lang)

    difference = with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)
    return word(row.measure, lang), said(row.base_mean), said(row.mean), difference, word(row.verdict, lang)


def precision_text(told, lang):
    """How precise the differences to the base are, and whether that is what was asked for."""
    from twin.show.text import say
    from twin.show.written import scale_for, with_unit

    if told.reached is None:
        return ""
    scale = scale_for([told.reached.half_width, told.reached.wanted], told.target.unit)
    width, wanted = (
        with_unit(f"{one * scale.factor:.3g}", scale.unit, lang)
        for one in (told.reached.half_width, told.reached.wanted)
    )
    if told.reached.reached:
        text = say("{n} replications: differences to the base are within {width} (asked: {wanted})", lang)
    else:
        text = say(
            "{n} replications are not enough: within {width}, asked {wanted}; allow more by --most", lang
        )
    return text.format(n=told.reached.replications, width=width, wanted=wanted)


def transient_lines(transients, lang):
    """One line a run: whether its warm-up is long enough for a question about the long run."""
    from twin.show.text import say

    lines = [f"{name}: {transient_text(one, lang)}" for name, one in transients.items()]
    if any(one.state == "short" for one in transients.values()):
        most = max(one.needed for one in transients.values() if one.state == "short")
        lines.append(say("give all the same: {word}", lang).format(word=warm_up_word(most)))
    return ["\n".join(lines)] if lines else []


def transient_text(one, lang):
    """What the warm-up is, and what MSER-5 finds it should be."""
    from twin.show.text import say
    from twin.show.written import duration

    texts = {
        "enough": say(
            "the warm-up of {warm_up} covers the transient, which ends after {needed} (MSER-5)", lang
        ),
        "short": say("the transient ends after {needed} (MSER-5), and the warm-up is {warm_up}", lang),
        "climbs": say("no long run can be told: queues still climb, or the horizon is too short", lang),
        "unknown": say("no long run can be told: hours differ, and there are fewer than 20 whole days", lang),
    }
    known = one.needed == one.needed
    needed = duration(one.needed, lang) if known else ""
    return texts[one.state].format(warm_up=duration(one.warm_up, lang), needed=needed)


def warm_up_word(seconds):
    """The word of a command line that sets a warm-up, rounded up to whole hours."""
    return f"'experiment.warm_up={max(1, -(-int(seconds) // 3600))} h'"


def selection_table(found):
    """A frame of a Selection: a row an option, the one selected first, then by mean."""
    import pandas as pd

    rows = [(name, name == found.best, found.means[name], n) for name, n in found.replications.items()]
    table = pd.DataFrame(rows, columns=["option", "selected", "mean", "replications"])
    return table.sort_values(["selected", "replications"], ascending=False, kind="stable", ignore_index=True)


def selection_text(table, question, lang):
    """A row an option, and the sentences that say how sure the selection is."""
    from twin.show import ranked

    rows = lines(*ranked.selection_rows(table, question, lang))
    return "\n\n".join([rows, "\n".join(ranked.selection_sentences(table, question, lang))])
