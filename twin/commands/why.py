"""`twin why`: every waiting minute at its root cause."""

HELP = "why they wait: every waiting minute at its root cause, the largest first"

BAR = 30  # columns of a full bar


def add_arguments(parser):
    from twin.commands.asking import add_run_options

    add_run_options(parser)


def run(args):
    from twin.commands.answers import hand_over, next_command, records
    from twin.commands.asking import summary_for
    from twin.config import compose

    scenario = compose(args.words)
    kept = summary_for(args, scenario)
    answer = {"scenario": scenario.name, "why": records(kept.summary.why), "outputs": str(kept.path)}
    words = " ".join(args.words)
    hand_over(
        args,
        answer,
        waterfall(scenario, kept.summary, args.lang) + next_command(f"twin compare {words} base LEVER"),
    )
    return 0


def waterfall(scenario, summary, lang):
    """One row a cause: minutes a replication with interval, share, a bar."""
    from twin.commands.answers import table
    from twin.commands.run import called
    from twin.show.text import say, word
    from twin.show.written import Scale, estimate, share

    if summary.why.empty:
        return say("nobody waited", lang)
    hours = Scale(1 / 60, "h")
    most = summary.why["share"].max()
    rows = [
        (
            called(scenario, row.name, lang),
            word(row.cause, lang),
            "▇" * max(1, round(BAR * row.share / most)),
            share(row.share),
            estimate(row.minutes, row.low, row.high, hours),
        )
        for row in summary.why.itertuples(index=False)
    ]
    return table(
        ("", say("cause", lang), "", say("share", lang), say("hours waited a run", lang)), rows, left=3
    )
