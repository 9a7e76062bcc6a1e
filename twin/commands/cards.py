"""The card of a port as programs read it."""

from twin.commands.telling import ledger_counts


def port_answer(scenario, reasons, peaks, drawn):
    """The card for programs."""
    from twin.show.text import LANGUAGES, passage

    layout, about = scenario.layout, scenario.layout.about
    return {
        "name": scenario.name,
        "label": about.label and about.label._asdict(),
        "note": {lang: passage(about.note, lang) for lang in LANGUAGES},
        "places": {name: {"at": place[:2], "size": place[2:4]} for name, place in layout.places.items()},
        "links": {
            name: {"from": link.from_, "to": link.to, "length": link.length, "speed": link.speed}
            for name, link in layout.links.items()
        },
        "classes": {
            name: {
                "label": cls.label and cls.label._asdict(),
                "kind": cls.kind,
                "length": cls.length,
                "carries": cls.carries,
            }  # fmt: skip
            for name, cls in layout.classes.items()
        },
        "flows": {name: flow_answer(name, flow, scenario) for name, flow in layout.flows.items()},
        "stations": {name: station_answer(station, scenario) for name, station in layout.stations.items()},
        "ledger": ledger_counts(scenario.ledger),
        "assumed": [row._asdict() for row in scenario.ledger if row.kind not in ("source", "remark")],
        "sources": dict(layout.sources),
        "peaks": [one._asdict() for one in peaks],
        "scenarios": {name: lever_answer(name, reason) for name, reason in reasons.items()},
        "map": drawn and str(drawn),
    }


def lever_answer(name, reason):
    """Whether a scenario fits, and what its file says that it costs."""
    from twin.config import said_of

    cost = said_of("scenarios", name).tree.get("cost", {})
    items = {item: costs_text(said) for item, said in cost.items()} if hasattr(cost, "items") else {}
    return {"fits": not reason, "reason": reason, "cost": items}


def costs_text(said):
    """One line of a cost: models, or an amount without its origin."""
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said).partition("|")[0].strip()


def flow_answer(name, flow, scenario):
    from twin.show.arriving import arrival_text
    from twin.show.text import LANGUAGES

    arrives = scenario.demand.flows.get(name)
    return {
        "label": flow.label and flow.label._asdict(),
        "direction": flow.direction,
        "classes": list(flow.classes),
        "arrives": arrives and arrives.arrives,
        "volume": getattr(arrives, "volume", None),
        "fleet": fleet_size(arrives, scenario),
        "said": arrives and arrival_text(arrives, "en"),
        "told": arrives and {lang: arrival_text(arrives, lang) for lang in LANGUAGES},
    }


def fleet_size(arrives, scenario):
    """How many vehicles a closed fleet has; none where nobody comes again."""
    fleet = scenario.demand.fleets.get(getattr(arrives, "fleet", None))
    return fleet and fleet.size


def station_answer(station, scenario):
    from twin.show.words import hours_text, servers_text, service_text

    return {
        "label": station.label and station.label._asdict(),
        "does": station.does,
        "at": station.at,
        "servers": servers_text(station, scenario.equipment, "en"),
        "hours": hours_text(station.hours, scenario.roster, "en"),
        "service_time": service_text(station, scenario.equipment, "en"),
    }
