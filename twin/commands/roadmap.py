"""`twin roadmap`: which levers, in which order, reach which wait at the peak of a year, and the cost."""

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import captioned, hand_over, records
from twin.commands.asking import add_run_options, summary_for
from twin.commands.words import is_combination, without, words_of

HELP = "which levers in which order reach which wait at a year's peak, with cost: twin roadmap layout=PORT"
ROADS = "roadmap_"  # how the experiments of a road begin, where none is named
TARGET = "wait_mean"


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument(
        "--target",
        metavar="T",
        default=TARGET,
        help='what decides, with or without a bound: "p95 truck <= 60"',
    )


def run(args):
    from twin.show.pages.roadmap import sentences, tables_of
    from twin.study.roadmap.travelled import travelled
    from twin.study.target import target_of

    target = target_of(args.target)
    words, experiments = sorted_out(args.words)
    phases, left_out = phases_of(words, experiments)
    asked = asked_of(args, words, experiments, target, phases)
    tables = travelled(phases, asked)
    question = question_of(args, (phases, left_out), asked)
    bases = [base_of(words, name) for name in experiments.values()]
    question |= {"experiments": experiments, "from": bases[0].experiment.start.year}
    for base in bases:
        keep_answer(args, base, "roadmap", question, tables)
    answer = question | {name: records(frame) for name, frame in tables.items()}
    text = as_text(tables_of(question, tables, args.lang), sentences(question, tables, args.lang))
    hand_over(args, answer, text, ("report", [*words, f"experiment={next(iter(experiments.values()))}"]))
    return 0


def as_text(tables, sentences):
    """The sentences, then the tables under their captions."""
    told = [captioned(each) for each in tables]
    return "\n\n".join(["\n".join(sentences), *told])


def sorted_out(words):
    """(words of every run, {year: experiment}); without a named experiment all that a road is made of."""
    from twin.config import names

    if strange := [word for word in words if is_combination(word) or word.startswith("scenario=")]:
        text = "the experiments of the road say the levers; leave it out, or change a file of experiments/"
        raise Refusal(" ".join(strange), text)
    said = [word.partition("=")[2].strip("[]") for word in words if word.startswith("experiment=")]
    others = without(words, "experiment")
    named = [name for part in said for name in part.split(",") if name]
    named = named or [name for name in names("experiments") if name.startswith(ROADS)]
    years = {name: year_of(name) for name in dict.fromkeys(named)}
    if len(set(years.values())) < len(years):
        raise Refusal(f"experiment={','.join(named)}", "two of them are of one year; name one for each year")
    return others, {year: name for name, year in sorted(years.items(), key=lambda one: one[1])}


def year_of(name):
    """The year that the name of an experiment ends in."""
    import re

    match = re.search(r"(\d{4})$", name)
    if not match:
        raise Refusal(f"experiment={name}", "is none of a road: its name ends in its year, as roadmap_2030")
    return int(match[1])


def phases_of(words, experiments):
    """([Phase], {lever: why it does not fit the port}); what is built for a year is there in the next."""
    from twin.config import experiment_question, fitting
    from twin.config.costing import unbundled
    from twin.study.roadmap.phases import phase_of

    questions = {year: experiment_question(name) for year, name in experiments.items()}
    layouts = {asked.get("layout") for asked in questions.values()}
    if len(layouts) > 1 and not any(word.startswith("layout=") for word in words):
        text = f"its experiments are of several ports ({', '.join(sorted(map(str, layouts)))}); add layout=…"
        raise Refusal("twin roadmap", text)
    phases, left_out, built = [], {}, ()
    for year, name in experiments.items():
        why = fitting([*words, f"experiment={name}"])
        asked = unbundled(questions[year]["scenarios"])
        left_out |= {one: why[one] for levers in asked.values() for one in levers if why.get(one)}
        fit = {step: tuple(one for one in levers if not why.get(one)) for step, levers in asked.items()}
        phases.append(phase_of(year, fit, built))
        built = (*built, *phases[-1].levers)
    return phases, left_out


def asked_of(args, words, experiments, target, phases):
    """How the phases are looked at; each set of levers is composed and run once."""
    from functools import cache

    from twin.config import compose, names
    from twin.config.costing import costs_of, machines_of
    from twin.study.roadmap.buying import models_named
    from twin.study.roadmap.travelled import Asked

    costs = costs_of(dict.fromkeys(one for phase in phases for one in (*phase.built, *phase.levers)))
    machines = machines_of(sorted(models_named(costs)))
    there = set(names("equipment"))

    @cache
    def of_set(year, common, levers):
        named = [*common, *sorted(levers)]  # one order for one set, so that it is run once
        return compose([*words_of(words, named), f"experiment={experiments[year]}"])

    @cache
    def summarised(year, common, levers):
        return summary_for(args, of_set(year, common, levers)).summary

    def priced(model):
        if model not in machines and model in there:
            machines.update(machines_of([model]))
        return machines.get(model)

    return Asked(
        lambda phase, levers: of_set(phase.year, phase.common, frozenset(levers)),
        lambda phase, levers: summarised(phase.year, phase.common, frozenset(levers)),
        target, costs, priced,
    )  # fmt: skip


def base_of(words, experiment):
    """The port as it is, which a report is about."""
    from twin.config import compose

    return compose([*words, f"experiment={experiment}"])


def question_of(args, road, asked):
    """What was asked, in words and numbers that JSON has, and what levers and things are called."""
    from twin.study.roadmap.travelled import name_of
    from twin.study.target import as_tree

    (phases, left_out), target = road, asked.target
    return {
        "words": list(args.words),
        "built": {str(phase.year): list(phase.built) for phase in phases},
        "left_out": left_out,
        "labels": labels_of(asked.composed(phase, phase.levers) for phase in phases),
        "told": name_of(target),
    } | as_tree(target)


def labels_of(scenarios):
    """{name: {language: label}} of all levers and models, and of what stands in the scenarios."""
    from twin.config import list_names
    from twin.show.text import LANGUAGES, label

    listed = [*list_names("equipment"), *list_names("scenarios")]
    labels = {one.name: {"zh": one.label_zh, "en": one.label_en} for one in listed}
    for one in scenarios:
        layout = one.layout
        for things in (layout.stations, layout.links, layout.zones, layout.stocks, one.demand.fleets):
            for name in things:
                if getattr(things[name], "label", None):
                    labels.setdefault(name, {lang: label(name, things, lang) for lang in LANGUAGES})
    return labels
