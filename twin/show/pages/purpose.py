"""What is asked, for whom, within which bounds, and by which measures it is judged."""

from datetime import datetime, timedelta

from twin.show.blocks import Section, Table, Words
from twin.show.text import label, say, word
from twin.show.words import port_name
from twin.show.written import duration

READERS = {
    "planner": "planners of the port, who decide on lanes, hours and rules",
    "procurement": "buyers, who decide on equipment and its number",
    "research": "researchers, who judge and repeat the study",
}
MEASURES = ("wait_p95", "time_in_port_mean", "finished", "wait_share_above_30min", "inside_at_end")


def page(given):
    """Questions, readers, scope and targets."""
    lang = given.lang
    caption = say("Purpose, scope and targets.", lang)
    rows = (*_questions(given), *_scope(given), *_targets(given))
    headings = say("what", lang), say("value", lang)
    text = say("Measures are fixed before results: the dictionary of measures is in the annex.", lang)
    blocks = (Table(caption, headings, rows, name="T00_purpose"), Words(text, "note"))
    return Section("purpose", say("Purpose and questions", lang), blocks)


def _questions(given):
    lang, port = given.lang, port_name(given.scenario, given.lang)
    question = say("how {port} carries this demand, where it holds up, and what helps", lang)
    yield say("question", lang), question.format(port=port)
    yield say("for", lang), say(READERS[given.audience], lang)
    if given.studies:
        kinds = say(", ", lang).join(word(f"study_{kind}", lang) for kind in given.studies)
        yield say("studies asked", lang), kinds


def _scope(given):
    lang, layout, plan = given.lang, given.scenario.layout, given.plan
    begin = datetime.fromisoformat(str(plan.start))
    end = begin + timedelta(seconds=float(plan.horizon))
    measured = duration(plan.horizon - plan.warm_up, lang)
    text = say("{begin} to {end} on the port's clock, of which {measured} are measured", lang)
    yield (
        say("time", lang),
        text.format(begin=f"{begin:%Y-%m-%d %H:%M}", end=f"{end:%Y-%m-%d %H:%M}", measured=measured),
    )
    flows = (label(name, layout.flows, lang) for name in layout.flows)
    yield say("flows in and out", lang), say(", ", lang).join(flows)
    agencies = dict.fromkeys(station.agency for station in layout.stations.values())
    yield say("agencies", lang), say(", ", lang).join(word(agency, lang) for agency in agencies)
    beyond = [name for name, each in layout.stations.items() if each.agency == "neighbour"]
    if beyond:
        names = say(", ", lang).join(label(name, layout.stations, lang) for name in beyond)
        said = say("modelled by its stations: {names}", lang).format(names=names)
    else:
        said = say("not modelled: arrivals and departures stand for it", lang)
    yield say("other side of the border", lang), said


def _targets(given):
    """What studies were asked to keep, and promises of classes; else the measures that are told."""
    lang, layout = given.lang, given.scenario.layout
    targets = [
        str(answer.question["target"]) for answer in given.studies.values() if answer.question.get("target")
    ]
    for name, each in layout.classes.items():
        if each.promise:
            promise = say("{name} through within {time}", lang)
            targets.append(
                promise.format(name=label(name, layout.classes, lang), time=duration(each.promise, lang))
            )
    if targets:
        yield say("targets", lang), "; ".join(dict.fromkeys(targets))
    else:
        yield say("targets", lang), say("none was said; the measures below are told without a bound", lang)
    yield say("measures", lang), say(", ", lang).join(word(measure, lang) for measure in MEASURES)
