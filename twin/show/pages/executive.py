"""The first page: the decision, the answer in three sentences, one figure, how sure, what would change it."""

from datetime import datetime

from twin.show.blocks import Items, Missing, Section, Words, drawn
from twin.show.charts import why_chart
from twin.show.charts.shares import cause_text
from twin.show.forms.blinding import COSTS
from twin.show.ledger import counts, influences, ranked
from twin.show.pages.alternatives import alternatives_of, difference_picture, headline_sentences
from twin.show.reading import measure_row, measure_rows, with_rest
from twin.show.text import say
from twin.show.words import cause_names, place_names, port_name
from twin.show.written import duration, plain, said_estimate, share

BARS = 8  # causes on the figure; the smaller ones are in the results
CHANGES = 4
TOLD_FIRST = (
    "carrying",
    "roadmap",
    "robust",
    "playbook",
    "resilience",
    "roster",
)  # pages whose answer the first page has


def page(given):
    """The executive page."""
    lang = given.lang
    blocks = [
        Words(_decision(given)),
        *(Words(sentence, "lead") for sentence in _answer(given)),
        *_figure(given),
        *_found(given),
        Words(_cost(given)),
        Words(_confidence(given)),
        Words(say("What would change the answer:", lang)),
        Items(tuple(_changes(given))),
    ]
    return Section("answer", say("The answer", lang), tuple(blocks))


def _decision(given):
    lang, port = given.lang, port_name(given.scenario, given.lang)
    if given.comparison is None:
        text = say("Question: how much does {port} carry on this demand, and what holds it up?", lang)
        return text.format(port=port)
    alternatives = alternatives_of(given.comparison)
    if len(alternatives) == 1:
        return say("Decision: should {port} take {name}?", lang).format(port=port, name=alternatives[0])
    names = say(", ", lang).join(alternatives)
    return say("Decision: which of {names} should {port} take?", lang).format(names=names, port=port)


def _answer(given):
    """Three sentences: what passes, why it waits, and the room it needs or what the alternatives do."""
    first = [_passing(given), _cause(given)]
    if given.comparison is None:
        return [*first, _room(given)]
    return [*first, *headline_sentences(given)]


def _passing(given):
    lang, kpis = given.lang, given.summary.kpis
    rows = {
        m: measure_row(kpis, "port", "port", m)
        for m in ("arrived", "finished", "tonnes_in", "time_in_port_mean")
    }
    said = {
        name: said_estimate(row, lang) if row else say("not measured", lang) for name, row in rows.items()
    }
    text = say(
        "In {horizon} from {start}, {finished} of {arrived} left the port again with {tonnes_in}; "
        "one spent {time_in_port_mean} in it on average.",
        lang,
    )
    counted = given.plan.horizon - given.plan.warm_up
    begin = datetime.fromisoformat(str(given.plan.start)).strftime("%Y-%m-%d %H:%M")
    return text.format(horizon=duration(counted, lang), start=begin, **said)


def _cause(given):
    lang, why = given.lang, given.summary.why
    if not len(why):
        return say("Nobody waited.", lang)
    names = cause_names(given.scenario, lang)
    top = [
        f"{cause_text(row, lang, names)} ({share(row.share)})" for row in why.head(3).itertuples(index=False)
    ]
    text = say("The waiting comes first from {first}, then from {rest}.", lang)
    if len(top) == 1:
        return say("All waiting comes from {first}.", lang).format(first=top[0])
    return text.format(first=top[0], rest=say(", ", lang).join(top[1:]))


def _room(given):
    lang, full = given.lang, []
    for scope in ("station", "link"):
        rows = measure_rows(given.summary.kpis, scope, ["spillback_share"])
        names = place_names(given.scenario, lang, scope)
        full += [
            (row.mean, names.get(name, name), row) for (name, _), row in rows.items() if row.mean > 0.001
        ]
    if not full:
        return say("No storage was full: every queue kept to its place.", lang)
    mean, name, row = max(full, key=lambda each: each[:2])
    text = say("Storage ran full at {n} places, longest at {name}: {share} of the time.", lang)
    return text.format(n=len(full), name=name, share=said_estimate(row, lang))


def _figure(given):
    lang = given.lang
    if given.comparison is not None:
        return [difference_picture(given, given.comparison, "answer-difference")]
    if not len(given.summary.why):
        return [Missing(say("The causes of waiting", lang), say("nobody waited", lang))]
    caption = say("What all waiting comes from: the {n} largest causes, with 95 % intervals.", lang)
    figure = why_chart(with_rest(given.summary.why, BARS), lang, names=cause_names(given.scenario, lang))
    return [drawn("answer-why", figure, caption.format(n=min(BARS, len(given.summary.why))), _cause(given))]


def _found(given):
    """What the studies that were asked answer, in a sentence each."""
    told = [given.leads[name] for name in TOLD_FIRST if name in given.leads]
    return [Items(tuple(told))] if told else []


def _cost(given):
    """What it costs, where offers were held against each other."""
    lang = given.lang
    if {"procurement", COSTS} & given.withheld:
        return say("Cost: withheld from this reader.", lang)
    if "procurement" not in given.leads:
        return say("Cost: not available, because no offers were held against each other: twin procure.", lang)
    return say("Cost: {answer}", lang).format(answer=given.leads["procurement"])


def _confidence(given):
    lang, row = given.lang, measure_row(given.summary.kpis, "port", "port", "time_in_port_mean")
    count = counts(given.scenario)
    if row is None or not row.high > row.low:
        precision = say("there is no interval, because there is only one replication", lang)
    else:
        text = say("the mean time in port is known to ±{half} by {n} replications", lang)
        precision = text.format(half=share((row.high - row.low) / 2 / row.mean), n=plain(row.replications))
    text = say(
        "Confidence: {precision}. Of {all} values, {sourced} have a source or a reason, {ranged} an "
        "assumed range, and "
        "{bare} are assumed without one. The model has not been held against records of the port.",
        lang,
    )
    return text.format(precision=precision, **count)


def _changes(given):
    """The values that hang most on what causes the waiting, and are least known."""
    lang = given.lang
    places = influences(given.studies)
    rows = ranked(given.scenario, given.summary.why, places)
    moving = [each for each in rows if each.waiting > 0 or each.row.path in places]
    top = [each for each in moving if each.spread > 0][:CHANGES]
    for each in top:
        text = say("{path} is {value}, assumed between {low} and {high}", lang)
        yield text.format(path=each.row.path, value=each.row.value, low=each.row.low, high=each.row.high)
    if not top:
        yield say("no value with a range belongs to a cause of waiting; give ranges to what is assumed", lang)
    yield say("another demand: the answer holds for the arrivals of this run only", lang)
