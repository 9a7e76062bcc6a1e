"""`twin run`: how the port fares, with intervals, and what its waiting is caused by."""

HELP = "run the port: waits, queues and throughput with intervals, the bottleneck, a report"


def add_arguments(parser):
    from twin.commands.asking import add_run_options

    add_run_options(parser)
    parser.add_argument("--no-report", action="store_true", help="leave out the page with charts")
    parser.add_argument(
        "--aggregate",
        action="store_true",
        help="keep statistics instead of visits, for very long runs: no causes of waiting, no page",
    )


def run(args):
    from twin.commands import telling
    from twin.commands.answers import hand_over, records, tell
    from twin.commands.asking import summary_for
    from twin.commands.report import write_report
    from twin.config import compose
    from twin.study.recipes import plain

    scenario = compose(args.words)
    kept = summary_for(args, scenario, measured="statistics" if args.aggregate else "visits")
    # The numbers are told before the page is drawn, which takes longer than most runs.
    last = telling.aggregate_text if args.aggregate else telling.bottleneck_text
    parts = (
        telling.headline,
        telling.subjects_table,
        telling.places_table,
        telling.findings_table,
        last,
    )
    told = [part(scenario, kept, args.lang) for part in parts]
    tell(args, "\n\n".join(filter(None, [*told, telling.ledger_text(scenario, args.lang)])) + "\n")
    page = None if args.no_report or args.aggregate else write_report(args, scenario, kept)
    answer = {
        "scenario": scenario.name,
        "levers": list(scenario.levers),
        "experiment": plain(scenario.experiment),
        "kpis": records(kept.summary.kpis),
        "why": records(kept.summary.why),
        "ledger": telling.ledger_counts(scenario.ledger),
        "outputs": str(kept.path),
        "report": page and str(page),
    }
    text = telling.paths_text(kept.path, page, args.lang)
    hand_over(args, answer, text, ("why", args.words))
    return 0
