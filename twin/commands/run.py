"""`twin run`: how the port fares, with intervals, and what its waiting is caused by."""

HELP = "run the port: waits, queues and throughput with intervals, the bottleneck, a report"

# What is said of the port and of each class, and of the places where most waiting is done.
SUBJECT_MEASURES = ("arrived", "finished", "inside_at_end", "time_in_port_mean", "wait_mean", "wait_p95")
PLACE_MEASURES = ("wait_mean", "wait_p95", "queue_max", "busy")
PLACES = 6


def add_arguments(parser):
    from twin.commands.asking import add_run_options

    add_run_options(parser)
    parser.add_argument("--no-report", action="store_true", help="leave out the page with charts")


def run(args):
    from twin.commands.answers import hand_over, next_command, records
    from twin.commands.asking import summary_for
    from twin.config import compose

    scenario = compose(args.words)
    kept = summary_for(args, scenario)
    page = None if args.no_report else report_of(scenario, kept, args.lang)
    answer = {
        "scenario": scenario.name,
        "levers": list(scenario.levers),
        "experiment": scenario.experiment.model_dump(mode="json", exclude={"label", "note"}),
        "kpis": records(kept.summary.kpis),
        "why": records(kept.summary.why),
        "ledger": ledger_counts(scenario.ledger),
        "outputs": str(kept.path),
        "report": page and str(page),
    }
    parts = [
        headline(scenario, kept, args.lang),
        subjects_table(scenario, kept.summary, args.lang),
        places_table(scenario, kept.summary, args.lang),
        bottleneck_text(scenario, kept.summary, args.lang),
        ledger_text(scenario.ledger, args.lang),
        paths_text(kept.path, page, args.lang),
    ]
    words = " ".join(args.words)
    hand_over(args, answer, "\n\n".join(part for part in parts if part) + next_command(f"twin why {words}"))
    return 0


def report_of(scenario, kept, lang):
    """The page of a kept result in a language, drawn if it is not there yet."""
    from twin.show.report import report

    page = kept.path.parent / f"{kept.path.name}.{lang}.html"
    if not page.exists():
        put(page, report(scenario, kept.summary, lang).encode())
    return page


def put(path, content):
    """Writes a file whole: others see all of it or nothing."""
    from twin.commands.edit import put

    put(path, content)


def headline(scenario, kept, lang):
    """What was run, and whether it was run now or before."""
    from twin.show.text import label, say
    from twin.show.written import duration

    experiment = scenario.experiment
    about = scenario.layout.about.label
    port = (about or {}).get(lang) or scenario.name
    text = f"{port} · {experiment.start:%Y-%m-%d %H:%M}, {duration(experiment.horizon, lang)}"
    text += f" · {experiment.replications} {say('replications', lang)}"
    if scenario.levers:
        text += " · " + " + ".join(label(name, {}, lang) for name in scenario.levers)
    return text if kept.is_new else f"{text}  ({say('kept from an earlier run', lang)})"


def subjects_table(scenario, summary, lang):
    """The port and each class: how many, how long, how much of it waiting."""
    from twin.commands.answers import table
    from twin.show.text import say, word

    kpis = summary.kpis
    whole = kpis[(kpis["scope"] == "port") & (kpis["cls"] == "all")]
    rows = [cells(say("whole port", lang), whole, SUBJECT_MEASURES, lang)]
    classes = kpis[kpis["scope"] == "class"]
    rows += [cells(called(scenario, name, lang), part, SUBJECT_MEASURES, lang)
             for name, part in classes.groupby("name", sort=False)]  # fmt: skip
    return table(("", *(word(measure, lang) for measure in SUBJECT_MEASURES)), rows)


def places_table(scenario, summary, lang):
    """The places where most time is waited."""
    from twin.commands.answers import table
    from twin.show.text import say, word

    stations = summary.kpis[(summary.kpis["scope"] == "station") & (summary.kpis["cls"] == "all")]
    value = stations.pivot(index="name", columns="measure", values="mean")
    if "wait_mean" not in value:
        return ""
    waited = (value["wait_mean"] * value["arrived"]).sort_values(ascending=False, kind="stable")
    worst = [name for name, total in waited.items() if total > 0][:PLACES]
    rows = [
        cells(called(scenario, name, lang), stations[stations["name"] == name], PLACE_MEASURES, lang)
        for name in worst
    ]
    headings = (say("most waited at", lang), *(word(measure, lang) for measure in PLACE_MEASURES))
    return table(headings, rows) if rows else ""


def cells(first, part, measures, lang):
    """One row: a name, then each measure with its interval and unit."""
    from twin.show.written import NO_NUMBER, said_estimate

    found = {row.measure: row for row in part.itertuples()}
    return [first, *(said_estimate(found[name], lang) if name in found else NO_NUMBER for name in measures)]


def called(scenario, name, lang):
    """What a thing of the port is called in the reader's language."""
    from twin.show.text import label

    layout = scenario.layout
    kinds = (layout.stations, layout.classes, layout.pools, layout.zones, layout.links, layout.stocks)
    things = next((things for things in (*kinds, scenario.policy.quotas) if name in things), {})
    return label(name, things, lang)


def bottleneck_text(scenario, summary, lang):
    """The largest cause of waiting, with its share."""
    from twin.results.summary import bottleneck
    from twin.show.text import say, word
    from twin.show.written import share

    first = bottleneck(summary)
    if first is None:
        return say("nobody waited", lang)
    cause, name, part = first
    return (
        f"{say('bottleneck', lang)}: {called(scenario, name, lang)} ({word(cause, lang)}), {share(part)} "
        + say("of all waiting", lang)
    )


def ledger_counts(ledger):
    """How many values there are of each origin."""
    counts = {}
    for row in ledger:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def ledger_text(ledger, lang):
    """How much of the port is known, and how much assumed."""
    from twin.show.text import say, word

    counts = ledger_counts(ledger)
    told = ", ".join(f"{count} {word(kind, lang)}" for kind, count in counts.items())
    return f"{say('values of the port', lang)}: {sum(counts.values())} ({told})"


def paths_text(folder, page, lang):
    """Where everything is."""
    from twin.show.text import say

    lines = [f"{say('results', lang)}: {folder}"]
    if page:
        lines.append(f"{say('report', lang)}: {page}")
    return "\n".join(lines)
