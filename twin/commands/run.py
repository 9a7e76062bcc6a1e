"""`twin run`: how the port fares, with intervals, and what its waiting is caused by."""

from twin.commands import shown, telling
from twin.commands.answers import hand_over, records, tell
from twin.commands.asking import (
    add_precision_options,
    add_run_options,
    far_as_time_for,
    precise_for,
    precision_for,
)
from twin.commands.report import write_report

HELP = "run the port: waits, queues and throughput with intervals, the bottleneck, a report"


def add_arguments(parser):
    add_run_options(parser)
    add_precision_options(parser)
    parser.add_argument("--no-report", action="store_true", help="leave out the page with charts")
    parser.add_argument(
        "--aggregate",
        action="store_true",
        help="keep statistics instead of visits, for very long runs: no causes of waiting, no page",
    )


def run(args):
    from twin.config import compose
    from twin.study.kept import asking_for

    scenario = compose(args.words)
    kept, precise = measured_by(args, scenario)
    # The numbers are told before the page is drawn, which takes longer than most runs.
    last = telling.aggregate_text if args.aggregate else telling.bottleneck_text
    parts = (
        telling.headline,
        lambda *_: telling.precision_text(precise, args.lang),
        telling.subjects_table,
        telling.places_table,
        telling.findings_table,
        telling.warm_up_text,
        last,
    )
    told = [part(scenario, kept, args.lang) for part in parts]
    tell(args, "\n\n".join(filter(None, [*told, telling.ledger_text(scenario, args.lang)])) + "\n")
    of = asking_for(scenario, kept.replications)  # the page is about what was run
    page = None if args.no_report or args.aggregate else write_report(args, of, kept)
    replications = {"done": kept.replications, "asked": asked_for(scenario, precise)}
    answer = answer_of(scenario, kept, precise, last)
    answer |= {"replications": replications, "report": page and str(page)}
    text = telling.paths_text(kept.path, page, args.lang)
    hand_over(args, answer, text, ("why", args.words))
    return 0


def answer_of(scenario, kept, precise, last):
    """For programs; `last` makes the sentence of what waiting is caused by."""
    from twin.study.recipes import plain

    summary = kept.summary
    return {
        "scenario": scenario.name,
        "levers": list(scenario.levers),
        "experiment": plain(scenario.experiment),
        "precision": precise and told_precision(precise),
        "kpis": records(summary.kpis),
        "why": records(summary.why),
        "utilisation": records(summary.utilisation),
        "queues": shown.queues_of(summary),
        "air": shown.air_of(scenario, summary),
        "names": shown.names_of(scenario),
        "ledger": telling.ledger_counts(scenario.ledger),
        "told": shown.in_both(lambda lang: words_of((scenario, kept), precise, last, lang)),
        "outputs": str(kept.path),
    }


def words_of(told, precise, last, lang):
    """What is told in words of (scenario, Kept), what waiting is caused by first."""
    yield last(*told, lang)
    yield telling.precision_text(precise, lang)
    yield telling.warm_up_text(*told, lang)
    yield telling.headline(told[0], told[1]._replace(is_new=True), lang)  # kept or new: the same is told
    yield telling.ledger_text(told[0], lang)


def measured_by(args, scenario):
    """(Kept, Precise or None), with as many replications as are asked for or as a precision takes."""
    measured = "statistics" if args.aggregate else "visits"
    precision = precision_for(args)
    if precision is None:
        return far_as_time_for(args, scenario, measured=measured), None
    precise = precise_for(args, scenario, precision, measured=measured)
    return precise.kept, precise


def asked_for(scenario, precise):
    """How many replications were asked for; with a precision as many as it took."""
    return precise.kept.replications if precise else scenario.experiment.replications


def told_precision(precise):
    """What a precision came to, in the unit of its target."""
    target = precise.precision.target
    return {
        "measure": target.measure,
        "name": target.name,
        "unit": target.unit,
        "mean": precise.mean,
        "half_width": precise.half_width,
        "wanted": precise.wanted,
        "is_reached": precise.is_reached,
    }
