"""The roster: lanes and shifts over the day, staff-hours and wait, now and then."""

from twin.show.blocks import Section, Table, Words, drawn
from twin.show.charts.roster import roster_chart
from twin.show.pages.evidence import unasked
from twin.show.text import say, word
from twin.show.words import place_names
from twin.show.written import estimate, plain, scale_for, share, with_unit

KIND = "roster"


def page(given):
    """The answer in sentences, the lanes against the load, and tables, from the answer that was kept."""
    lang, title = given.lang, say("Lanes and shifts", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    names = place_names(given.scenario, lang)
    lead, *rest = sentences(answer.question, answer.tables, lang, names)
    figure = roster_chart(answer.tables["lanes"], lang, names=names)
    caption = say("Lanes over the day against the load that comes.", lang)
    picture = drawn("roster", figure, caption, caption)
    tables = tables_of(answer.tables, lang, names)
    return Section(KIND, title, (Words(lead, "lead"), *(Words(text) for text in rest), picture, *tables))


def sentences(question, tables, lang, names):
    """What the roster keeps, what it takes, how it was checked, and what of it is assumed."""
    stations = ", ".join(names.get(name, name) for name in question["stations"])
    kept = " + ".join(text for text in (question["promise"], question["target"]) if text)
    text = say("{stations}: the roster keeps {kept}.", lang)
    told = [text.format(stations=stations, kept=kept)]
    hours = tables["hours"]
    text = say(
        "Staff-hours a day: {now} on duty now, {needed} needed by the lanes, {paid} paid on the shifts.", lang
    )
    numbers = {word_: plain(float(hours[word_].sum()), 1) for word_ in ("now", "needed", "paid")}
    told.append(text.format(**numbers))
    checked = CHECKS[question["check"]]
    told.append(say(checked, lang))
    if question["promise_assumed"]:
        told.append(say("No promise or target was said: that a fifth wait at all is assumed.", lang))
    if question["shifts"] is None:
        told.append(say(USUAL_SHIFTS, lang))
    return told


USUAL_SHIFTS = (
    "No shifts were said: eight hours from any full hour, with half an hour's break after four to five, "
    "all hours at one cost, are assumed."
)
CHECKS = {
    "exact": "Each slot was checked exactly: the station is Markov, of Poisson arrivals and exponential "
    "services.",
    "simulated": "Each slot was checked by simulation of the whole port, the mean over replications.",
    "target": "The target was checked by simulation of the port, with the far end of its interval.",
}


def tables_of(tables, lang, names):
    """Wait and hours now and then, shifts, and lanes by slot."""
    return (
        _outcome(tables["outcome"], lang, names),
        _hours(tables["hours"], lang, names),
        _shifts(tables["shifts"], lang, names),
        _lanes(tables["lanes"], lang, names),
    )


def _heads(texts, lang):
    return tuple(say(text, lang) for text in texts)


def _outcome(table, lang, names):
    rows = []
    for row in table.itertuples():
        scale = scale_for([row.now, row.then], row.unit)
        told = [
            with_unit(estimate(*three, scale), scale.unit, lang)
            for three in (
                (row.now, row.now_low, row.now_high),
                (row.then, row.then_low, row.then_high),
                (row.difference, row.low, row.high),
            )
        ]
        rows.append((word(row.measure, lang), names.get(row.name, row.name) or say("port", lang), *told))
    caption = say("What the roster does, now and with it, under the same luck.", lang)
    heads = _heads(("measure", "of", "now", "with the roster", "difference"), lang)
    return Table(caption, heads, tuple(rows), numbers=(2, 3, 4))


def _hours(table, lang, names):
    rows = tuple(
        (
            names.get(row.crew, row.crew),
            *(plain(value, 1) for value in (row.now, row.needed, row.paid, row.cost)),
            plain(row.people),
        )
        for row in table.itertuples()
    )
    caption = say("Staff-hours a day of each crew.", lang)
    heads = _heads(("people of", "now", "needed", "paid", "cost in hours by day", "people"), lang)
    return Table(caption, heads, rows, numbers=(1, 2, 3, 4, 5))


def _shifts(table, lang, names):
    rows = tuple(
        (names.get(row.crew, row.crew), row.shift, row.starts, row.ends, row.rest, plain(row.people))
        for row in table.itertuples()
    )
    caption = say("Shifts: how many work from when to when, and when they rest.", lang)
    heads = _heads(("people of", "shift", "starts", "ends", "break", "people"), lang)
    return Table(caption, heads, rows, numbers=(5,))


def _lanes(table, lang, names):
    """Slots in which there is a lane now, or is to be."""
    rows = []
    for station, slots in table.groupby("station", sort=False):
        for row in slots[(slots["lanes"] > 0) | (slots["now"] > 0) | (slots["covered"] > 0)].itertuples():
            rows.append(
                (
                    names.get(station, station),
                    row.clock,
                    plain(row.arrivals_per_hour, 1),
                    plain(row.load, 2),
                    plain(row.now),
                    plain(row.lanes),
                    plain(row.covered),
                    share(row.share_waiting),
                )
            )
    caption = say("Lanes by the clock.", lang)
    heads = ("station", "from", "arrivals per hour", "offered load", "lanes now", "lanes needed")
    heads = _heads((*heads, "lanes covered by shifts", "share that waits longer than promised"), lang)
    return Table(caption, heads, tuple(rows), numbers=(2, 3, 4, 5, 6, 7))
