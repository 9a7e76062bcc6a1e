"""`twin why`: every waiting minute at its root cause."""

from twin.commands.answers import hand_over, records, table
from twin.commands.asking import add_run_options, summary_for
from twin.commands.shown import names_of
from twin.commands.words import BASE, without

HELP = "why they wait: every waiting minute at its root cause, the largest first"

BAR = 30  # columns of a full bar
TOLD = 12  # causes; --all tells the rest


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument("--all", action="store_true", help=f"every cause, not the first {TOLD}")


def run(args):
    from twin.config import compose

    scenario = compose(args.words)
    kept = summary_for(args, scenario)
    answer = {
        "scenario": scenario.name,
        "why": records(kept.summary.why),
        "names": names_of(scenario),
        "outputs": str(kept.path),
    }
    # What was changed is held against the port as it is; else there is shown what could be changed.
    after = ("list", ["scenarios"])
    if scenario.levers:
        after = "compare", [*without(args.words, "scenario"), BASE, "+".join(scenario.levers)]
    text = waterfall(scenario, kept.summary, args.lang, most=None if args.all else TOLD)
    hand_over(args, answer, text, after)
    return 0


def waterfall(scenario, summary, lang, *, most=None):
    """One row a cause: hours a replication with interval, share, a bar."""
    from twin.show.text import say, word
    from twin.show.words import cause_names
    from twin.show.written import Scale, estimate, share

    if summary.why.empty:
        return say("nobody waited", lang)
    hours, names = Scale(1 / 60, "h"), cause_names(scenario, lang)
    largest = summary.why["share"].max()
    rows = [
        (
            names[row.cause].get(row.name, row.name),
            word(f"cause_{row.cause}", lang),
            "▇" * max(1, round(BAR * row.share / largest)),
            share(row.share),
            estimate(row.minutes, row.low, row.high, hours),
        )
        for row in summary.why.head(most or len(summary.why)).itertuples(index=False)
    ]
    headings = (say(heading, lang) for heading in ("", "cause", "", "share", "hours waited a run"))
    rest = len(summary.why) - len(rows)
    return table(tuple(headings), rows, left=3) + (f"\n… {rest} + (--all)" if rest else "")
