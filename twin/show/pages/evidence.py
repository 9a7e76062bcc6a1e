"""Why the numbers can be trusted, where they cannot, and how to get them again."""

import re
from collections import Counter
from datetime import datetime, timedelta

from twin.model.steps import Visit
from twin.model.walk import all_steps
from twin.show.blocks import Code, Items, Missing, Section, Table, Words
from twin.show.text import label, passage, say, word
from twin.show.written import plain

# Parts of a full capacity report that need records of the port.
NEED_RECORDS = (
    "Fitted service times",
    "Criteria of calibration",
    "Hold-out and back-test",
    "Observed against simulated",
    "Coverage of forecasts",
)
NO_RECORDS = "no records of the port were imported"
KINDS_OF_ORIGIN = ("source", "remark", "assumed", "taken over", "lever", "command line")
# What a study would say that was not asked, and the command that asks it.
ASKED_BY = {
    "compare": ("Paired differences", "twin compare"),
    "capacity": ("Capacity: the largest demand that keeps a promise", "twin capacity"),
    "procure": ("Costs and benefits", "twin procure"),
    "roster": ("Rosters: who is needed when", "twin roster"),
    "sensitivity": ("Sensitivity", "twin sensitivity"),
    "playbook": ("Measures at a peak", "twin playbook"),
    "robust": ("Robustness and regret", "twin robust"),
    "resilience": ("Disruption and resilience", "twin robust --outage STATION"),
    "roadmap": ("The road to a year, with cost", "twin roadmap"),
}
LIMITS = (
    "The numbers hold for this demand, these hours and these rules; another season or rule needs a new run.",
    "Intervals tell the luck of arrivals and services, not the doubt about the inputs.",
    "People are as quick at the end of a shift as at its beginning.",
    "The map is drawn from the layout file; a position that is assumed there is assumed here.",
)
PATIENT = "Nobody turns back at the sight of a queue, or leaves it."


def verification(given):
    """What was checked on the runs of this report."""
    lang, scenario = given.lang, given.scenario
    frame = given.summary.conservation
    rows = tuple(
        (
            label(row.cls, scenario.layout.classes, lang),
            plain(row.arrived),
            plain(row.left),
            plain(row.inside),
            say("yes", lang) if row.arrived == row.left + row.inside else say("NO", lang),
        )
        for row in frame.itertuples()
    )
    headings = ("class", "arrived", "left", "still inside", "arrived = left + inside")
    table = Table(
        say("Conservation, over all replications.", lang),
        tuple(say(each, lang) for each in headings),
        rows,
        numbers=(1, 2, 3),
        note=say("Counts, exact: they have no interval.", lang),
        name="T26_conservation",
    )
    use = given.summary.utilisation[["busy", "blocked", "starved", "down", "off_shift"]].sum(axis=1)
    off = float((use - 1).abs().max()) if len(use) else 0.0
    why = float(given.summary.why["share"].sum()) if len(given.summary.why) else 1.0
    checks = (
        say("The shares of server time of every station sum to 1, to within {off}.", lang).format(
            off=f"{off:.0e}"
        ),
        say("The causes of waiting sum to all waiting, to within {off}.", lang).format(
            off=f"{abs(why - 1):.0e}"
        ),
        say(
            "The plan is run by the {engine} engine; a second engine, written apart, gives the same "
            "visits bit for bit: twin verify holds both against each other on this plan.",
            lang,
        ).format(engine=given.manifest.get("engine", "kernel")),
    )
    return Section("verification", say("Verification", lang), (table, Items(checks)))


def calibration(given):
    """What only records of the port can show."""
    lang = given.lang
    blocks = tuple(Missing(say(what, lang), say(NO_RECORDS, lang)) for what in NEED_RECORDS)
    return Section("calibration", say("Calibration and validation", lang), blocks)


def data(given):
    """Where the values come from, source by source, and how much is assumed."""
    lang, scenario = given.lang, given.scenario
    cited = Counter(key for row in scenario.ledger for key in set(re.findall(r"\w+", row.text)))
    named = scenario.layout.sources.items()
    rows = tuple((key, passage(said, lang), plain(cited.get(key, 0))) for key, said in named)
    title = say("Sources of data", lang)
    headings = tuple(say(each, lang) for each in ("key", "source", "values"))
    note = say("No source was scored for its quality; a value counts where it names the source.", lang)
    sources = Missing(title, say("the layout names none", lang))
    if rows:
        sources = Table(say("Sources of data.", lang), headings, rows, (2,), note=note, name="T04_sources")
    missing = Missing(say("Records, repairs and missing data", lang), say(NO_RECORDS, lang))
    return Section("data", say("Data and reliability", lang), (sources, _origins(given), missing))


def _origins(given):
    """How many values of each part of the port have which origin."""
    lang, counted = given.lang, Counter()
    for row in given.scenario.ledger:
        counted[row.path.partition(".")[0], row.kind] += 1
    kinds = [kind for kind in KINDS_OF_ORIGIN if any(key[1] == kind for key in counted)]
    parts = list(dict.fromkeys(part for part, _ in counted))
    rows = tuple(
        (
            word(part, lang),
            *(plain(counted[part, kind]) for kind in kinds),
            plain(sum(counted[part, k] for k in kinds)),
        )
        for part in parts
    )
    headings = (say("part", lang), *(word(kind, lang) for kind in kinds), say("in all", lang))
    caption = say("Values of the port by their origin.", lang)
    return Table(caption, headings, rows, tuple(range(1, len(headings))), name="T04_origins")


def limits(given):
    """What the model cannot say, and the parts that are not here."""
    lang = given.lang
    texts = [*LIMITS]
    if not any(gives_up(step) for step, _ in all_steps(given.scenario.layout)):
        texts.append(PATIENT)
    blocks = [Items(tuple(say(text, lang) for text in texts))]
    return Section("limits", say("Limits", lang), tuple(blocks))


def unasked(kind, lang):
    """The part of a study that nobody has asked for, with the command that does."""
    what, command = ASKED_BY[kind]
    because = say("it was not asked; {command} with the words of this report asks it", lang)
    return Missing(say(what, lang), because.format(command=command))


def _is_answered(given, kind):
    return kind in given.studies or (kind == "compare" and given.comparison is not None)


def gives_up(step):
    """A visit that one may leave, or never begin."""
    return isinstance(step, Visit) and (step.then is not None or step.if_full is not None)


def manifest(given):
    """What was run, and the line that runs it again."""
    lang, known = given.lang, given.manifest
    rows = [
        (say("key of the result", lang), str(known.get("key", "–"))),
        (say("scenario", lang), given.scenario.name),
        (say("seed", lang), str(given.plan.seed)),
        (say("replications", lang), plain(given.plan.replications)),
        (say("engine", lang), str(known.get("engine", "–"))),
    ]
    rows += [
        (say("version of {name}", lang).format(name=name), str(v))
        for name, v in sorted(known.get("versions", {}).items())
    ]
    rows += [(name, str(digest)) for name, digest in sorted(known.get("files", {}).items())]
    table = Table(
        say("What was run.", lang), (say("what", lang), say("value", lang)), tuple(rows), name="T27_run"
    )
    command = known.get("command")
    if command:
        again = [Words(say("The line that makes these numbers again, to the bit:", lang)), Code(str(command))]
    else:
        again = [
            Missing(say("The line that runs it again", lang), say("the run did not keep its words", lang))
        ]
    return Section("manifest", say("Manifest", lang), (*again, table))


def footer(given):
    """Run, data window and age, model version, seed family and standing, for the foot of every page."""
    lang, known, plan = given.lang, given.manifest, given.plan
    text = say(
        "run {key} · simulated {begin} to {end} · records of the port: none, so no data age · "
        "porttwin {version} · seed {seed}, replications 0 to {last} · not validated against records",
        lang,
    )
    begin = datetime.fromisoformat(str(plan.start))
    said = text.format(
        key=known.get("key", "–"),
        begin=f"{begin:%Y-%m-%d %H:%M}",
        end=f"{begin + timedelta(seconds=float(plan.horizon)):%Y-%m-%d %H:%M}",
        version=known.get("versions", {}).get("porttwin", "–"),
        seed=plan.seed,
        last=plan.replications - 1,
    )
    level = say("redaction: {level}", lang).format(level=given.level)
    return said if given.level == "none" else f"{said} · {level}"
