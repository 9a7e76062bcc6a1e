"""How the model works, and what it takes for granted."""

from twin.show.blocks import Items, Missing, Section, Table, Words
from twin.show.ledger import influences, ranked
from twin.show.text import passage, say, word
from twin.show.written import duration, plain, share

TOP = 20
LOGIC = (
    "Every entity goes its flow's steps: it drives along links, waits, is served, and leaves by an exit.",
    "A queue takes the metres of those who stand in it; full, it holds up the place before it, and "
    "at the edge the queue "
    "stands outside the port, where it is still counted.",
    "One who has been served stays on the server until the next place has room (blocking after service).",
    "At one instant releases come before requests, downstream before upstream, then priority, time "
    "joined and number.",
    "Luck is drawn by name: every alternative sees the same arrivals and the same service times.",
    "Entities still inside at the end count with the time they have had so far; nobody is dropped.",
)


def page(given):
    """Rules of the model, the experiment, and the assumptions that matter most."""
    lang = given.lang
    blocks = (
        Items(tuple(say(text, lang) for text in LOGIC)),
        _experiment(given),
        _levers(given),
        *_assumptions(given),
    )
    return Section("model", say("Model and assumptions", lang), blocks)


def _experiment(given):
    lang, plan = given.lang, given.plan
    rows = (
        (say("start on the port's clock", lang), str(plan.start).replace("T", " ")),
        (say("length of a replication", lang), duration(plan.horizon, lang)),
        (say("warm-up, not measured", lang), duration(plan.warm_up, lang)),
        (say("replications", lang), plain(plan.replications)),
        (say("seed", lang), plain(plan.seed, 0).replace(",", "")),
    )
    return Table(say("The experiment.", lang), (say("what", lang), say("value", lang)), rows)


def _levers(given):
    lang, levers = given.lang, given.scenario.levers
    if not levers:
        return Words(say("No lever is pulled: this is the port as its files have it.", lang))
    return Words(say("Levers pulled: {names}.", lang).format(names=say(", ", lang).join(map(str, levers))))


def _assumptions(given):
    lang, places = given.lang, influences(given.studies)
    rows = ranked(given.scenario, given.summary.why, places)
    if not rows:
        return [Missing(say("Assumptions ledger", lang), say("the scenario keeps no ledger", lang))]
    caption = say("The {n} values that matter most, of {all}; all are in the annex.", lang)
    measured = "Ranked by their effect, as the sensitivity study of this port measured it."
    exposed = (
        "Ranked by exposure: the share of all waiting caused by the thing a value belongs to, times "
        "the width of its range. "
        "The effect itself is not available, because no sensitivity study was run."
    )
    note = say(measured if places else exposed, lang)
    table = Table(
        caption.format(n=min(TOP, len(rows)), all=len(rows)),
        ledger_headings(lang, with_rank=True),
        tuple(ledger_row(each, lang, with_rank=True) for each in rows[:TOP]),
        numbers=(5,),
        note=note,
    )
    return [table]


def ledger_headings(lang, with_rank):
    """The headings of a table of assumptions."""
    names = ("value of", "value", "kind", "low end", "high end") + (
        ("share of waiting", "where it comes from") if with_rank else ("where it comes from",)
    )
    return tuple(say(name, lang) for name in names)


def ledger_row(each, lang, with_rank):
    """One assumption as texts."""
    row = each.row
    known = (row.path, row.value, word(row.kind, lang), row.low or "–", row.high or "–")
    text = passage(row.text, lang) or ("" if row.kind != "assumed" else say("no reason given", lang))
    return (*known, share(each.waiting), text) if with_rank else (*known, text)
