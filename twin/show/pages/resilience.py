"""What an outage in a peak does: depth, recovery, lost hours, with and without alternatives."""

import math

from twin.show.blocks import Section, Table, Words, drawn
from twin.show.charts.resilience import resilience_chart
from twin.show.pages.evidence import unasked
from twin.show.peaks import peak_names
from twin.show.text import label, say, word
from twin.show.written import duration, estimate, scale_for, with_unit

KIND = "resilience"


def page(given):
    """The answer in sentences, the triangle and its table, from the answer that was kept."""
    lang, title = given.lang, say("Outage in the peak", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    called = label(answer.question["station"], given.scenario.layout.stations, lang)
    lead, *rest = sentences(answer.question, answer.tables, lang, called)
    tables = tables_of(answer.question, answer.tables, lang, called)
    blocks = (Words(lead, "lead"), *(Words(text) for text in rest), _picture(answer, lang), *tables)
    return Section(KIND, title, blocks)


def sentences(question, tables, lang, called=None):
    """What the outage costs on the first peak, on which peak most, and which alternatives help."""
    frame = tables["effects"]
    names = peak_names(question, lang)
    lost = frame[frame["measure"] == "lost_hours"]
    base = lost[lost["alternative"] == question["alternatives"][0]]
    worst = base.loc[base["mean"].idxmax()]
    text = say(
        "An outage of {station} from {begins} for {lasts} costs {lost} on the peak {peak}; from its end "
        "until it is over: {over}.",
        lang,
    )
    own = frame[(frame["peak"] == worst["peak"]) & (frame["alternative"] == worst["alternative"])]
    over = own[own["measure"] == "recovery"].iloc[0]
    told = [
        text.format(
            station=called or question["station"],
            begins=question["from"],
            lasts=question["for"],
            lost=_told(worst, lang),
            peak=names[worst["peak"]],
            over=_told(over, lang),
        )
    ]
    for name in question["alternatives"][1:]:
        rows = lost[lost["alternative"] == name]
        better = [names[row.peak] for row in rows.itertuples() if row.verdict == "better"]
        if better:
            text = say("{name} clearly shortens it on {peaks}.", lang)
            told.append(text.format(name=name, peaks=say(", ", lang).join(better)))
        else:
            told.append(say("{name} does not clearly shorten it.", lang).format(name=name))
    return told


def tables_of(question, tables, lang, called=None):
    """One table: a row a peak, alternative and measure."""
    names = peak_names(question, lang)
    headings = ("peak", "alternative", "measure", "level", "against the first", "verdict")
    rows = tuple(
        (
            names[row.peak],
            row.alternative,
            word(f"shock_{row.measure}", lang),
            _told(row._asdict(), lang),
            _difference(row, lang),
            word(row.verdict, lang),
        )
        for row in tables["effects"].itertuples(index=False)
    )
    caption = say("What the outage of {station} from {begins} for {lasts} alone does.", lang)
    note = say(
        "Each replication is held against itself without the outage. It is over when no more than 5 % of the "
        "depth, or one entity, is left for half an hour. Where it was not over in some replications the "
        "median is told, and in how many it was not.",
        lang,
    )
    said = caption.format(
        station=called or question["station"], begins=question["from"], lasts=question["for"]
    )
    return (Table(said, tuple(say(text, lang) for text in headings), rows, numbers=(3, 4), note=note),)


def _told(row, lang):
    """A level with interval and unit; a recovery that never was is said so."""
    unit = row["unit"]
    never = int(row["never"])
    scale = scale_for([row["mean"]], unit)
    if never and not math.isfinite(row["mean"]):
        text = say("not over by the end in {never} of {all}", lang)
        return text.format(never=never, all=int(row["replications"]))
    low, high = row["low"], row["high"]
    if never and not math.isfinite(high):
        most = say("at least {low}", lang).format(low=duration(low, lang))
        text = say("median {mean}, {most}; not over in {never} of {all}", lang)
        return text.format(
            mean=duration(row["mean"], lang), most=most, never=never, all=int(row["replications"])
        )
    return with_unit(estimate(row["mean"], low, high, scale), scale.unit, lang)


def _difference(row, lang):
    if not math.isfinite(row.difference) or row.difference == 0 == row.difference_low:
        return "–"
    scale = scale_for([row.difference], row.unit)
    text = estimate(row.difference, row.difference_low, row.difference_high, scale)
    return with_unit(text, scale.unit, lang)


def _picture(answer, lang):
    curves, question = answer.tables["curves"], answer.question
    names = peak_names(question, lang)
    where = {"start": question["start"], "span": question["span"], "names": names}
    figure = resilience_chart(curves, lang, **where)
    text = "How many more are in the port because of the outage, minute by minute, with 95 % intervals."
    caption = say(text, lang)
    return drawn("triangle", figure, caption, say("A rise during the outage and a fall behind it", lang))
