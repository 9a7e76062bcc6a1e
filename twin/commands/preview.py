"""`twin preview`: demand against capacity, before any run."""

from twin.commands import add_words
from twin.commands.answers import hand_over, records, table

HELP = "what comes against what can be done, place by place and hour by hour, before any run"

ROWS = 15
FULL = 1.0  # work over open hours; beyond it a queue stays
TIGHT = 0.85


def add_arguments(parser):
    add_words(parser)
    parser.add_argument("--all", action="store_true", help=f"every place, not the {ROWS} fullest")
    parser.add_argument("--places", action="store_true", help="in JSON no place by the hour")


def run(args):
    from twin.config import compose
    from twin.study.preview import preview

    scenario = compose(args.words)
    found = preview(scenario)
    tables = {name: frame for name, frame in found._asdict().items() if name != "hours" or not args.places}
    answer = {"scenario": scenario.name, **{name: records(frame) for name, frame in tables.items()}}
    text = places_table(scenario, found, None if args.all else ROWS, args.lang)
    text += fleets_text(scenario, found, args.lang)
    hand_over(args, answer, text, ("run", args.words))
    return 0


def places_table(scenario, found, most, lang):
    """The fullest places: visits a day, work against open hours, the fullest hours of the day."""
    from twin.show.text import say, word
    from twin.show.words import place_names
    from twin.show.written import plain, share

    names = {kind: place_names(scenario, lang, kind) for kind in found.stations["kind"].unique()}
    order = found.stations.sort_values(["utilisation", "kind", "station"], ascending=[False, True, True])
    rows = [
        (
            names[row.kind].get(row.station, row.station),
            word(row.kind, lang),
            plain(row.visits_per_day, 0),
            plain(row.work_hours, 1),
            plain(row.open_server_hours, 1),
            share(row.utilisation) + (" !" if row.utilisation > FULL else ""),
            over_full(found.hours, row, lang),
        )
        for row in order.head(most or len(order)).itertuples(index=False)
    ]
    headings = ("place", "kind", "visits a day", "hours of work", "open hours", "used", "hours over capacity")
    return table([say(heading, lang) for heading in headings], rows, left=2)


def over_full(hours, row, lang):
    """The hours of the first day in which more comes than can be done, as 8-12."""
    here = hours[(hours["kind"] == row.kind) & (hours["station"] == row.station) & (hours["vc"] > FULL)]
    spans = []
    for hour in here["hour"]:
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return ", ".join(f"{first}–{last} h" for first, last in spans[:3]) + (", …" if len(spans) > 3 else "")


def fleets_text(scenario, found, lang):
    """How often each fleet comes round, if nobody waits."""
    from twin.show.text import say
    from twin.show.words import place_names
    from twin.show.written import plain

    names = place_names(scenario, lang, "flow")
    text = say("{flow}: {n} vehicles, {trips} trips a day", lang)
    return "".join(
        "\n\n"
        + text.format(
            flow=names.get(row.flow, row.flow), n=plain(row.size, 0), trips=plain(row.trips_per_day, 0)
        )
        for row in found.fleets.itertuples(index=False)
    )
