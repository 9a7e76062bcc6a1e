"""`twin observed`: how the port fared by its own records, in the words of `twin run`."""

from twin.commands import Refusal, telling
from twin.commands.answers import hand_over, records, table
from twin.commands.recording import cleaned_store, window_of

HELP = "the port as its records tell of it: waits, times and servers, measured as those of a run"


def add_arguments(parser):
    parser.add_argument("--store", metavar="PATH_OR_URL", help="where twin import has put the records")
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day, as 2026-03-02")
    parser.add_argument("--to", dest="until", metavar="DAY", help="last day, itself included")


def run(args):
    from twin.observed.as_run import NoJourneyError, recorded_run
    from twin.results.measures import reduce
    from twin.results.summary import summarise
    from twin.show.quality import day_text

    store, cleaned = cleaned_store(args)
    begins, ends = window_of(args, store)
    try:
        recorded = recorded_run(cleaned, begins, ends)
    except NoJourneyError:
        first, last = (day_text(when, cleaned.zone) for when in cleaned.span)
        said = " ".join(
            filter(None, (args.since and f"--from {args.since}", args.until and f"--to {args.until}"))
        )
        raise Refusal(
            said or "--store", f"no journey begins then; the records are of {first} to {last}"
        ) from None
    stated = cleaned.stated
    del cleaned  # of a long log it is as large as what comes now
    summary = summarise(recorded.plan, [reduce(recorded.plan, recorded.run)])
    kept = Recorded(summary)
    parts = (telling.subjects_table, telling.places_table, servers_table)
    told = [part(recorded.scenario, kept, args.lang) for part in parts]
    answer = {
        "store": store.place,
        "start": recorded.scenario.experiment.start,
        "seconds": recorded.run.end,
        "visits": len(recorded.run.visits),
        "times_filled_in": recorded.filled,
        "stated": stated,
        "kpis": records(summary.kpis.drop(columns=["low", "high", "replications"])),
        "utilisation": records(summary.utilisation),
    }
    text = "\n\n".join([headline(recorded, args.lang), *filter(None, told)])
    hand_over(args, answer, text, ("calibrate", ["--store", args.store, "--out", "fit"]))
    return 0


class Recorded:
    """A summary of one month that was, as the kept summary of runs is."""

    replications = 1
    is_new = True

    def __init__(self, summary):
        self.summary = summary


def headline(recorded, lang):
    """What is told of, and how many times are the usual ones instead of seen."""
    from twin.show.text import say
    from twin.show.written import duration

    experiment = recorded.scenario.experiment
    text = say("{start} + {length} · {visits} visits as recorded; {n} of their times were not seen, "
               "and the usual ones stand for them", lang)  # fmt: skip
    return text.format(
        start=f"{experiment.start:%Y-%m-%d %H:%M}",
        length=duration(experiment.horizon, lang),
        visits=f"{len(recorded.run.visits):,}",
        n=f"{recorded.filled:,}",
    )


def servers_table(scenario, kept, lang):
    """How many servers each station showed, and how busy all of them were together."""
    from twin.show.text import say, word
    from twin.show.words import place_names
    from twin.show.written import share

    names = place_names(scenario, lang)
    rows = [
        (names.get(row.station, row.station), f"{row.servers}", share(row.busy))
        for row in kept.summary.utilisation.itertuples()
    ]
    return table((say("station", lang), say("servers seen", lang), word("busy", lang)), rows)
