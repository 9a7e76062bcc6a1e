"""Who arrives, and the load that this puts on every place before any run."""

import numpy as np

from twin.show.arriving import arrival_text
from twin.show.blocks import Missing, Section, Table, drawn
from twin.show.charts import demand_chart
from twin.show.charts.fan import demand_fan
from twin.show.pages.peak import peak_blocks
from twin.show.reading import of_places
from twin.show.text import label, say, word
from twin.show.words import law_text, place_names
from twin.show.written import plain, share
from twin.study.days import DAYS, arrival_fans

SHOWN = 3  # stations on the figure: the fullest
ROWS = 15
FANS = 4  # flows with a fan: the largest
ASSUMED = "Numbers of it are assumed: twin calibrate fits it to records, and shows recorded days beside it."
SOURCED = "No number of it is an assumption."


def page(given):
    """Flows, fleets, expected load."""
    blocks = [_flows(given)]
    if given.scenario.demand.fleets:
        blocks.append(_fleets(given))
    blocks += [*peak_blocks(given), _fan(given), *_load(given)]
    return Section("demand", say("Demand", given.lang), tuple(blocks))


def _flows(given):
    lang, layout, demand = given.lang, given.scenario.layout, given.scenario.demand
    rows = []
    for name, flow in layout.flows.items():
        classes = say(", ", lang).join(label(cls, layout.classes, lang) for cls in flow.classes)
        arrives = demand.flows.get(name)
        said = arrival_text(arrives, lang) if arrives else say("nobody arrives", lang)
        profile = getattr(arrives, "profile", None)
        rows.append(
            (label(name, layout.flows, lang), name, word(flow.direction, lang), classes, said, profile or "–")
        )
    headings = ("flow", "name in the files", "direction", "classes", "how it arrives", "profile of the day")
    caption = say("Flows: who arrives and how.", lang)
    return Table(
        caption,
        tuple(say(each, lang) for each in headings),
        tuple(rows),
        note=_growth(given),
        paper=(0, 2, 3, 4),
    )


def _growth(given):
    growth = given.scenario.demand.growth
    if not growth:
        return say("No growth is applied.", given.lang)
    one = growth if isinstance(growth, float) else None
    said = (
        share(one) if one is not None else ", ".join(f"{name} {share(each)}" for name, each in growth.items())
    )
    return say("Growth applied to the volumes: {growth}.", given.lang).format(growth=said)


def _fleets(given):
    lang, scenario = given.lang, given.scenario
    rows = tuple(
        (
            label(name, scenario.demand.fleets, lang),
            name,
            label(fleet.class_, scenario.layout.classes, lang),
            plain(fleet.size),
            law_text(fleet.away, lang),
        )
        for name, fleet in scenario.demand.fleets.items()
    )
    headings = ("fleet", "name in the files", "class", "vehicles", "time away")
    caption = say("Closed fleets: who goes home late comes again late.", lang)
    return Table(caption, tuple(say(each, lang) for each in headings), rows, numbers=(3,), paper=(0, 2, 3, 4))


def _fan(given):
    """Figure F3: the profile of each flow with what days may bring."""
    lang, what = given.lang, say("Demand day by day", given.lang)
    fans = arrival_fans(given.plan).rename(columns={"flow": "name"})
    most = fans.groupby("name", sort=False)["mean"].sum().nlargest(FANS)
    if most.empty or not most.max() > 0:
        return Missing(what, say("nobody comes from outside", lang))
    names = place_names(given.scenario, lang, "flow")
    titles = {name: names.get(name, name) for name in most[most > 0].index}
    shown = fans[fans["name"].isin(titles)]
    figure = demand_fan(shown, lang, start=given.plan.start, titles=titles)
    caption = say(
        "Demand by the hour: the profile, and where half and nine in ten of {n} days drawn from it lie; this "
        "is luck alone, not what is unknown of the profile.",
        lang,
    )
    origin = say(ASSUMED if _is_assumed(given.scenario) else SOURCED, lang)
    text = caption.format(n=DAYS) + " " * (lang == "en") + origin
    return drawn("demand-fan", figure, text, text)


def _is_assumed(scenario):
    """Whether any number of the demand is an assumption."""
    return any(row.kind == "assumed" and row.path.startswith("demand.") for row in scenario.ledger)


def _load(given):
    lang, what = given.lang, say("Expected load before any run", given.lang)
    if given.preview is None:
        return [Missing(what, say("no preview was made", lang))]
    stations = given.preview.stations
    finite = stations[np.isfinite(stations["utilisation"]) & (stations["visits_per_day"] > 0)]
    fullest = finite.sort_values(["utilisation", "station"], ascending=[False, True])
    chart = fullest[fullest["kind"] == "station"].head(SHOWN)
    if chart.empty:
        return [Missing(what, say("no station has counted servers", lang))]
    names = place_names(given.scenario, lang)
    hours = of_places(given.preview.hours, "station", list(chart["station"]))
    figure = demand_chart(hours, lang, start=given.plan.start, names=names)
    caption = say(
        "Work that comes to the fullest stations against their open servers, if nobody waited.", lang
    )
    alt = say("Expected work by hour at {names} against nominal capacity", lang)
    said = say(", ", lang).join(names.get(name, name) for name in chart["station"])
    return [
        drawn("demand-load", figure, caption, alt.format(names=said)),
        _load_table(given, fullest.head(ROWS)),
    ]


def _load_table(given, rows):
    lang = given.lang
    names = {kind: place_names(given.scenario, lang, kind) for kind in rows["kind"].unique()}
    texts = tuple(
        (
            names[row.kind].get(row.station, row.station),
            word(row.kind, lang),
            plain(row.visits_per_day, 1),
            plain(row.work_hours, 1),
            plain(row.open_server_hours, 1),
            share(row.utilisation),
            plain(row.peak_hour_vc, 2),
        )
        for row in rows.itertuples()
    )
    headings = (
        "place",
        "kind",
        "visits a day",
        "work (h)",
        "open server-hours",
        "load",
        "v/c of the fullest hour",
    )
    caption = say("Expected load, the fullest first.", lang)
    note = say(
        "Expected values computed from the inputs, not sampled: they have no interval. A load above "
        "100 % cannot be served.",
        lang,
    )
    return Table(
        caption, tuple(say(each, lang) for each in headings), texts, numbers=(2, 3, 4, 5, 6), note=note,
        paper=(0, 1, 2, 5, 6),
    )  # fmt: skip
