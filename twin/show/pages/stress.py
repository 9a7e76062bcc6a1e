"""The STRESS-DES checklist (Monks et al., Journal of Simulation 13, 2019), filled in from the scenario."""

from twin.model.walk import all_steps
from twin.show.blocks import Link, Section, Table
from twin.show.ledger import counts
from twin.show.pages.evidence import PATIENT, gives_up
from twin.show.text import say, word
from twin.show.words import port_name
from twin.show.written import duration, plain

PARTS = ("Objectives", "Logic", "Data", "Experimentation", "Implementation", "Code access")
# Number, what is wanted, the section that has it; what is said of it is a function below.
ITEMS = (
    ("1.1", "Purpose of the model", "purpose"),
    ("1.2", "Model outputs", "dictionary"),
    ("1.3", "Experimentation aims", "alternatives"),
    ("2.1", "Base model overview diagram", "today"),
    ("2.2", "Base model logic", "model"),
    ("2.3", "Scenario logic", "model"),
    ("2.4", "Algorithms", "model"),
    ("2.5", "Components: entities, activities, resources, queues, entry and exit", "today"),
    ("3.1", "Data sources", "data"),
    ("3.2", "Pre-processing", "data"),
    ("3.3", "Input parameters", "annex"),
    ("3.4", "Assumptions", "model"),
    ("4.1", "Initialisation", "model"),
    ("4.2", "Run length", "model"),
    ("4.3", "Estimation approach", "model"),
    ("5.1", "Software and programming language", "manifest"),
    ("5.2", "Random sampling", "model"),
    ("5.3", "Model execution", "verification"),
    ("5.4", "System specification", "manifest"),
    ("6.1", "Computer model sharing statement", "manifest"),
)


def page(given):
    """The 20 items with what is said of them here, and where the whole stands."""
    lang, said = given.lang, _said(given)
    rows = tuple(
        (
            say(PARTS[int(number[0]) - 1], lang),
            number,
            say(what, lang),
            said[number],
            Link(say("there", lang), to),
        )
        for number, what, to in ITEMS
    )
    headings = tuple(say(each, lang) for each in ("part", "item", "what is wanted", "in this study", "where"))
    caption = say("STRESS-DES checklist: 20 items in 6 parts, after Monks et al. 2019.", lang)
    table = Table(caption, headings, rows, name="T28_stress_des")
    return Section("stress", say("Reporting checklist", lang), (table,))


def _said(given):
    return {**_aims(given), **_logic(given), **_data(given), **_experiment(given), **_code(given)}


def _aims(given):
    lang = given.lang
    question = say("how {port} carries this demand, where it holds up, and what helps", lang)
    asked = say(", ", lang).join(word(f"study_{kind}", lang) for kind in given.studies)
    alternatives = [] if given.comparison is None else list(dict.fromkeys(given.comparison["scenario"]))
    aims = say(", ", lang).join([*alternatives, *([asked] if asked else [])])
    return {
        "1.1": question.format(port=port_name(given.scenario, lang)),
        "1.2": say("{n} measures with unit and definition", lang).format(
            n=plain(given.summary.kpis["measure"].nunique())
        ),
        "1.3": aims or say("none: no alternative and no study was asked beside this run", lang),
    }


def _logic(given):
    lang, layout = given.lang, given.scenario.layout
    steps = list(all_steps(layout))
    patience = say("some leave unserved", lang) if any(gives_up(s) for s, _ in steps) else say(PATIENT, lang)
    components = say(
        "{classes} classes, {stations} stations, {pools} pools, {links} links, {flows} flows, {exits} exits",
        lang,
    )
    counted = {
        n: plain(len(getattr(layout, n))) for n in ("classes", "stations", "pools", "links", "flows", "exits")
    }
    disciplines = dict.fromkeys(station.discipline for station in layout.stations.values())
    order = say(", ", lang).join(word(each, lang) for each in disciplines)
    levers = say(", ", lang).join(map(str, given.scenario.levers))
    return {
        "2.1": say("map of places, stations and links; the flows are lists of steps", lang),
        "2.2": say("{n} steps in {flows} flows; {patience}", lang).format(
            n=plain(len(steps)), flows=plain(len(layout.flows)), patience=patience
        ),
        "2.3": say("levers: {names}", lang).format(names=levers)
        if levers
        else say("no lever is pulled", lang),
        "2.4": say("order of service: {order}; blocking after service; ties by a stated order", lang).format(
            order=order
        ),
        "2.5": components.format(**counted),
    }


def _data(given):
    lang, count = given.lang, counts(given.scenario)
    sources = say("{n} named sources; no records of the port were imported", lang)
    return {
        "3.1": sources.format(n=plain(len(given.scenario.layout.sources))),
        "3.2": say("none: values are taken as published or assumed, units are turned into SI", lang),
        "3.3": say("{all} values in the ledger, each with its origin", lang).format(**count),
        "3.4": say("{bare} values without a range, {ranged} with one", lang).format(**count),
    }


def _experiment(given):
    lang, plan = given.lang, given.plan
    warm = say("the run begins as the scenario says; {time} of warm-up are not measured", lang)
    length = say("terminating: {time} from {start}", lang)
    several = say("{n} replications, seed {seed}; t intervals of means, 95 %", lang)
    once = say("one replication: no interval can be given", lang)
    seed = str(plan.seed)
    return {
        "4.1": warm.format(time=duration(plan.warm_up, lang)),
        "4.2": length.format(time=duration(plan.horizon, lang), start=str(plan.start).replace("T", " ")),
        "4.3": several.format(n=plain(plan.replications), seed=seed) if plan.replications > 1 else once,
        "5.2": say(
            "counter-based: each draw is a function of seed, replication and names, so that alternatives "
            "share their luck (common random numbers)",
            lang,
        ),
        "5.3": say(
            "event list and conditional phase at each instant; two engines hold each other to the bit", lang
        ),
    }


def _code(given):
    lang, versions = given.lang, given.manifest.get("versions", {})
    unknown = say("not kept with this run", lang)
    named = ", ".join(
        f"{name} {versions[name]}" for name in ("porttwin", "python", "numpy", "numba") if name in versions
    )
    return {
        "5.1": named or unknown,
        "5.4": say("not kept: results do not depend on the machine, only the time they take does", lang),
        "6.1": say("open source, Apache-2.0; the line that makes the numbers again is in the manifest", lang),
    }
