"""What a run says on a terminal: lines and tables of a scenario and its kept summary."""

from twin.commands.answers import table
from twin.commands.ranks import transient_lines

# What is said of the port and of each class, and of the places where most waiting is done.
SUBJECT_MEASURES = ("arrived", "finished", "inside_at_end", "time_in_port_mean", "wait_mean", "wait_p95")
PLACE_MEASURES = ("wait_mean", "wait_p95", "queue_max", "busy")
LEFT = "gave_up"  # told where anybody left without having been served
PLACES = 6
FINDING = ("checked", "found", "missed")  # of each threat that the port has a control of


def headline(scenario, kept, lang):
    """What was run, and whether it was run now or before."""
    from twin.show.text import say
    from twin.show.words import port_name
    from twin.show.written import duration

    experiment = scenario.experiment
    parts = [
        port_name(scenario, lang),
        f"{experiment.start:%Y-%m-%d %H:%M} + {duration(experiment.horizon, lang)}",
        warm_up_left_out(experiment, lang),
        replications_text(experiment.replications, kept.replications, lang),
        " + ".join(scenario.levers),
        "" if kept.is_new else say("kept from an earlier run", lang),
    ]
    return " · ".join(filter(None, parts))


def warm_up_left_out(experiment, lang):
    """That the first hours are not measured; nothing without a warm-up."""
    from twin.show.text import say
    from twin.show.written import duration

    if not experiment.warm_up:
        return ""
    return say("without the first {time}", lang).format(time=duration(experiment.warm_up, lang))


def replications_text(asked, done, lang):
    """How many replications there are; what is less than was asked for says so."""
    from twin.show.text import say

    if done < asked:
        text = say("partial: {done} of {asked} replications, as the time was over", lang)
        return text.format(done=done, asked=asked)
    return f"{done} {say('replications', lang)}"


def precision_text(precise, lang):
    """How well the mean is known that a precision was asked for; nothing without one."""
    from twin.show.text import say, word
    from twin.show.written import estimate, scale_for, with_unit

    if precise is None:
        return ""
    target = precise.precision.target
    scale = scale_for([precise.mean], target.unit)
    interval = precise.mean, precise.mean - precise.half_width, precise.mean + precise.half_width
    if precise.is_reached:
        text = say("{measure} {name}: {mean}, within {wanted} as asked", lang)
    else:
        text = say(
            "{measure} {name}: {mean}, not yet within {wanted}; more replications are needed "
            "(--most, --max-time)",
            lang,
        )
    return text.format(
        measure=word(target.measure, lang),
        name=target.name or say("whole port", lang),
        mean=with_unit(estimate(*interval, scale), scale.unit, lang),
        wanted=with_unit(f"{precise.wanted * scale.factor:.3g}", scale.unit, lang),
    )


def subjects_table(scenario, kept, lang):
    """The port and each class: how many, how long, how much of it waiting."""
    from twin.show.text import say, word
    from twin.show.words import place_names

    kpis, names = kept.summary.kpis, place_names(scenario, lang, "class")
    whole = kpis[(kpis["scope"] == "port") & (kpis["cls"] == "all")]
    rows = [cells(say("whole port", lang), whole, SUBJECT_MEASURES, lang)]
    for name, part in kpis[kpis["scope"] == "class"].groupby("name", sort=False):
        rows.append(cells(names.get(name, name), part, SUBJECT_MEASURES, lang))
    return table(("", *(word(measure, lang) for measure in SUBJECT_MEASURES)), rows)


def places_table(scenario, kept, lang):
    """The places where most time is waited."""
    from twin.show.text import say, word
    from twin.show.words import place_names

    kpis, names = kept.summary.kpis, place_names(scenario, lang)
    stations = kpis[(kpis["scope"] == "station") & (kpis["cls"] == "all")]
    value = stations.pivot(index="name", columns="measure", values="mean")
    if "wait_mean" not in value:
        return ""
    waited = (value["wait_mean"] * value["arrived"]).sort_values(ascending=False, kind="stable")
    worst = [name for name, total in waited.items() if total > 0][:PLACES]
    anybody = LEFT in value and (value[LEFT] > 0).any()
    measures = (*PLACE_MEASURES, LEFT) if anybody else PLACE_MEASURES
    rows = []
    for name in worst:
        part = stations[stations["name"] == name]
        rows.append(cells(names.get(name, name), part, measures, lang))
    headings = (say("most waited at", lang), *(word(measure, lang) for measure in measures))
    return table(headings, rows) if rows else ""


def findings_table(scenario, kept, lang):
    """What controls are expected to find and to miss, a row a threat; '' where nothing is found."""
    from twin.model.threats import THREATS
    from twin.show.text import say, word

    kpis = kept.summary.kpis
    whole = kpis[(kpis["scope"] == "port") & (kpis["cls"] == "all")]
    there = set(whole["measure"])
    rows = [
        cells(word(threat, lang), whole, [f"{each}_{threat}" for each in FINDING], lang)
        for threat in THREATS
        if f"found_{threat}" in there
    ]
    headings = (say("expected of those who carry", lang), *(say(each, lang) for each in FINDING))
    return table(headings, rows) if rows else ""


def cells(first, part, measures, lang):
    """One row: a name, then each measure with its interval and unit."""
    found = {row.measure: row for row in part.itertuples()}
    return [first, *(cell(found.get(name), name, lang) for name in measures)]


def cell(row, measure, lang):
    """A measure with its interval; a number of entities needs no unit, and one that nobody made is 0."""
    from twin.results.dictionary import ENTITY
    from twin.show.written import NO_NUMBER, Scale, estimate, said_estimate

    if row is None:
        return "0" if any(each.name == measure and each.unit == "entities" for each in ENTITY) else NO_NUMBER
    if row.unit == "entities":
        return estimate(row.mean, row.low, row.high, Scale(1.0, ""))
    return said_estimate(row, lang)


def bottleneck_text(scenario, kept, lang):
    """The largest cause of waiting, with its share."""
    from twin.results.summary import bottleneck
    from twin.show.text import say, word
    from twin.show.words import cause_names
    from twin.show.written import share

    first = bottleneck(kept.summary)
    if first is None:
        return say("nobody waited", lang)
    cause, name, part = first
    text = say("bottleneck: {name} ({cause}), {share} of all waiting", lang)
    names = cause_names(scenario, lang)[cause]
    return text.format(name=names.get(name, name), cause=word(f"cause_{cause}", lang), share=share(part))


def aggregate_text(scenario, kept, lang):
    """What numbers are worth that were added up while the port ran."""
    from twin.results.bins import WITHIN
    from twin.show.text import say
    from twin.show.written import share

    text = say(
        "no visits were kept: quantiles are to within {share}, and neither causes nor what is found were "
        "looked for",
        lang,
    )
    return text.format(share=share(WITHIN))


def warm_up_text(scenario, kept, lang):
    """Whether the warm-up is long enough for the long run; '' where a run begins as its day does."""
    from twin.study.transient import transient_of

    if not scenario.experiment.warm_up or "station" not in set(kept.summary.queues["kind"]):
        return ""
    return "\n".join(transient_lines({scenario.name: transient_of(scenario, kept.summary)}, lang))


def ledger_counts(ledger):
    """How many values there are of each origin, the most first."""
    counts = {}
    for row in ledger:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def ledger_text(scenario, lang):
    """How much of the port is known, and how much assumed."""
    from twin.show.text import say, word

    counts = ledger_counts(scenario.ledger)
    told = ", ".join(f"{count} {word(kind, lang)}" for kind, count in counts.items())
    text = say("values of the port: {n} ({kinds})", lang)
    return text.format(n=sum(counts.values()), kinds=told)


def paths_text(folder, page, lang):
    """Where everything is."""
    from twin.show.text import say

    lines = [f"{say('results', lang)}: {folder}"]
    if page:
        lines.append(f"{say('report', lang)}: {page}")
    return "\n".join(lines)
