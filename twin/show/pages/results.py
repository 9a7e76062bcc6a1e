"""What the runs show: numbers with intervals, queues, waits, use, causes."""

from twin.model.threats import THREATS
from twin.show.blocks import Missing, Section, Table, drawn
from twin.show.charts import (
    exceedance_chart,
    hourly_waits,
    n_curves,
    queue_chart,
    utilisation_chart,
    why_chart,
)
from twin.show.charts.shares import cause_text
from twin.show.reading import largest, measure_rows, of_places, thinned, with_rest
from twin.show.text import say, word
from twin.show.words import cause_names, place_names
from twin.show.written import NO_NUMBER, estimate, measure_title, measured, plain, scale_for, share

# Rows of the table of the port and its flows.
PORT = (
    "arrived",
    "finished",
    "inside_at_end",
    "tonnes_in",
    "throughput_per_hour",
    "same_day_share",
    "time_in_port_mean",
    "time_in_port_p50",
    "time_in_port_p95",
    "wait_mean",
    "wait_p50",
    "wait_p85",
    "wait_p95",
    "wait_max",
    "wait_share_above_30min",
    "blocked_mean",
    "outside_mean",
)
# Columns of the table of stations.
STATION = (
    "finished",
    "wait_mean",
    "wait_p95",
    "queue_mean",
    "queue_p95",
    "queue_max",
    "spillback_share",
    "busy",
)
STATION_ON_PAPER = ("wait_mean", "wait_p95", "queue_p95", "spillback_share", "busy")
# Rows of the table of what is found, of each threat that the port has a control of.
FINDING = ("checked", "found", "missed")
# Columns of the table of places whose area is said.
CROWDING = ("crowding_mean", "crowding_p95", "crowding_max")
LEFT = "gave_up"  # a column where anybody did
SHOWN = 4  # places on a figure: more would be read by nobody
BARS = 14


def page(given):
    """Tables and figures of the results."""
    blocks = (
        _kpis(given),
        *_curves(given),
        *_queues(given),
        *_waits(given),
        _stations(given),
        *_crowding(given),
        *_use(given),
        *_why(given),
    )
    return Section("results", say("Results", given.lang), blocks)


def note(given):
    """What the intervals are, or why there are none."""
    n = given.plan.replications
    if n < 2:
        return say("Without interval, because there is only one replication.", given.lang)
    text = say(
        "Mean over {n} replications and, in brackets, its 95 % interval, cut at 0; "
        "one number where all agree.",
        given.lang,
    )
    return text.format(n=n)


def _kpis(given):
    return _port_and_flows(given, PORT, say("The port and its flows.", given.lang))


def detection(given):
    """What is expected to be found and missed; nothing where the port has no control that finds."""
    measures = [f"{each}_{threat}" for threat in THREATS for each in FINDING]
    caption = say(
        "What controls are expected to find and to miss of what those who finished may carry, by the "
        "detection that is said of them; no luck is in it but who went where.",
        given.lang,
    )
    table = _port_and_flows(given, (*measures, "false_alarms"), caption)
    return [table] if table.rows else []


def _port_and_flows(given, measures, caption):
    """A row a measure that there is, a column for the port and each flow."""
    lang, kpis = given.lang, given.summary.kpis
    names = place_names(given.scenario, lang, "flow")
    columns = [("port", "port", say("port", lang))]
    columns += [("flow", name, names.get(name, name)) for name in given.plan.names.flows]
    found = {scope: measure_rows(kpis, scope, measures) for scope in ("port", "flow")}
    rows = []
    for measure in measures:
        cells = [found[scope].get((name, measure)) for scope, name, _ in columns]
        known = [cell for cell in cells if cell is not None]
        if known:
            texts = [measured(cell, lang) if cell is not None else NO_NUMBER for cell in cells]
            rows.append((measure_title(word(measure, lang), known[0].unit, lang), *texts))
    headings = (say("measure", lang), *(text for *_, text in columns))
    return Table(
        caption,
        headings,
        tuple(rows),
        numbers=tuple(range(1, len(headings))),
        note=note(given),
    )


def _curves(given):
    lang, curves = given.lang, given.summary.curves
    moving = curves.groupby("flow", sort=False)["arrived"].max()
    shown = curves[curves["flow"].isin(moving[moving > 0].index)]
    if shown.empty:
        return [Missing(say("Cumulative arrivals and departures", lang), say("nobody arrived", lang))]
    names = place_names(given.scenario, lang, "flow")
    figure = n_curves(thinned(shown), lang, start=given.plan.start, names=names)
    caption = say(
        "Cumulative arrivals and departures by flow; means over replications, without band: the "
        "totals carry their "
        "intervals in the table above.",
        lang,
    )
    alt = say("Arrivals and departures over time; the area between the lines is time spent in the port", lang)
    return [drawn("curves", figure, caption, alt)]


def _queues(given):
    lang, kpis = given.lang, given.summary.kpis
    blocks = []
    for kind, title in (
        ("station", say("Queues at stations", lang)),
        ("link", say("Queues on roads and tracks", lang)),
    ):
        top = largest(kpis, kind, "queue_mean", SHOWN)
        if not top:
            blocks.append(Missing(title, say("nobody stood there", lang)))
            continue
        rows = thinned(of_places(given.summary.queues, kind, top))
        names = place_names(given.scenario, lang, kind)
        figure = queue_chart(rows, lang, start=given.plan.start, names=names)
        said = say(", ", lang).join(names.get(name, name) for name in top)
        alt = say("Queue over time against storage at {names}", lang).format(names=said)
        caption = say("{title}: the {n} longest over time, with their storage where it is limited.", lang)
        blocks.append(drawn(f"queues-{kind}", figure, caption.format(title=title, n=len(top)), alt))
    return blocks


def _waits(given):
    lang, kpis, names = given.lang, given.summary.kpis, place_names(given.scenario, given.lang)
    top = largest(kpis, "station", "wait_mean", SHOWN)
    if not top:
        return [Missing(say("Waits", lang), say("nobody waited", lang))]
    hourly = of_places(given.summary.hourly, "station", top)
    caption = say(
        "Wait of those who came in each hour to the stations with the longest waits; without "
        "interval, because an hour of one replication has too few.",
        lang,
    )
    said = say(", ", lang).join(names.get(name, name) for name in top)
    alt = say("Mean and 95th-percentile wait by hour at {names}", lang).format(names=said)
    blocks = [
        drawn("waits-hourly", hourly_waits(hourly, lang, start=given.plan.start, names=names), caption, alt)
    ]
    classes = kpis[(kpis["scope"] == "class") & (kpis["measure"] == "wait_p95") & (kpis["mean"] > 0)]
    chosen = kpis[(kpis["scope"] == "class") & kpis["name"].isin(list(classes["name"].head(6)))]
    if len(chosen):
        caption = say("Wait that half, 15 % and 5 % of a class exceed, with 95 % intervals.", lang)
        alt = say("Share of each class that waits longer than so much", lang)
        names = place_names(given.scenario, lang, "class")
        blocks.append(drawn("waits-classes", exceedance_chart(chosen, lang, names=names), caption, alt))
    return blocks


def _stations(given):
    lang, kpis, names = given.lang, given.summary.kpis, place_names(given.scenario, given.lang)
    found = measure_rows(kpis, "station", (*STATION, LEFT))
    anybody = any(row.mean > 0 for (_, measure), row in found.items() if measure == LEFT)
    columns = (STATION[0], LEFT, *STATION[1:]) if anybody else STATION
    units = {measure: row.unit for (_, measure), row in found.items()}
    rows = []
    for name in given.scenario.layout.stations:
        cells = [found.get((name, measure)) for measure in columns]
        if any(cell is not None for cell in cells):
            texts = [measured(cell, lang) if cell is not None else NO_NUMBER for cell in cells]
            rows.append((names.get(name, name), *texts))
    titles = [measure_title(word(measure, lang), units.get(measure, ""), lang) for measure in columns]
    caption = say("Stations: waits, queues and use.", lang)
    table = Table(caption, (say("station", lang), *titles), tuple(rows), note=note(given))
    on_paper = tuple(place for place, measure in enumerate(columns, 1) if measure in STATION_ON_PAPER)
    return table._replace(numbers=tuple(range(1, len(titles) + 1)), paper=(0, *on_paper))


def _crowding(given):
    lang, kpis = given.lang, given.summary.kpis
    found = {kind: measure_rows(kpis, kind, CROWDING) for kind in ("zone", "station")}
    rows = []
    for kind, things in found.items():
        names = place_names(given.scenario, lang, kind)
        for name in dict.fromkeys(name for name, _ in things):
            rows.append((names.get(name, name), *(measured(things[name, each], lang) for each in CROWDING)))
    if not rows:
        return []
    titles = [measure_title(word(measure, lang), "1/m2", lang) for measure in CROWDING]
    caption = say("Crowding of waiting areas and zones: how many stand on a square metre, over time.", lang)
    headings = (say("place", lang), *titles)
    return [Table(caption, headings, tuple(rows), numbers=(1, 2, 3), note=note(given))]


def _use(given):
    lang, use = given.lang, given.summary.utilisation
    if use.empty:
        return [Missing(say("Use of servers", lang), no_use(given))]
    rank = {name: i for i, name in enumerate(given.scenario.layout.stations)}
    use = use.sort_values("station", key=lambda column: column.map(rank), kind="stable")
    figure = utilisation_chart(use, lang, names=place_names(given.scenario, lang))
    caption = say(
        "How the servers spend their time; each bar is 100 % of it. Means: the intervals of the busy "
        "share are in the table above.",
        lang,
    )
    busiest = use.sort_values("busy", ascending=False).iloc[0]
    name = place_names(given.scenario, lang).get(busiest["station"], busiest["station"])
    alt = say("Shares of server time by station; busiest is {name} with {share}", lang)
    return [drawn("use", figure, caption, alt.format(name=name, share=share(busiest["busy"])))]


def no_use(given):
    """Why no use of servers is told."""
    if given.level == "public":
        return say("it is withheld from this reader (--redact {level})", given.lang).format(level=given.level)
    return say("no station has counted servers", given.lang)


def _why(given):
    lang, why, names = given.lang, given.summary.why, cause_names(given.scenario, given.lang)
    if why.empty:
        return [Missing(say("The causes of waiting", lang), say("nobody waited", lang))]
    shown = with_rest(why, BARS)
    caption = say("Every minute of waiting at its root cause; the {n} largest of {all} causes.", lang)
    alt = say("Waterfall of waiting by root cause; the largest is {name}", lang)
    first = cause_text(next(shown.itertuples(index=False)), lang, names)
    figure = why_chart(shown, lang, names=names)
    picture = drawn(
        "why", figure, caption.format(n=min(BARS, len(why)), all=len(why)), alt.format(name=first)
    )
    scale = scale_for(why["minutes"], "min")
    rows = tuple(
        (
            names[r.cause].get(r.name, r.name),
            word(f"cause_{r.cause}", lang),
            estimate(r.minutes, max(r.low, 0.0), r.high, scale),
            share(r.share),
        )
        for r in why.itertuples(index=False)
    )
    headings = (
        say("name", lang),
        say("cause", lang),
        f"{say('waiting', lang)} ({say(scale.unit, lang)})",
        say("share", lang),
    )
    total = say("The shares sum to {sum}.", lang).format(sum=plain(100 * float(why["share"].sum()), 1) + " %")
    return [
        picture,
        Table(
            say("Why-minutes of one replication.", lang),
            headings,
            rows,
            numbers=(2, 3),
            note=f"{note(given)} {total}",
        ),
    ]
