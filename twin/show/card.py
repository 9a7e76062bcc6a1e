"""A port, or a file of one, on a card: parts of a few columns, for a terminal."""

from collections.abc import Mapping
from typing import NamedTuple

from twin.model.origin import assumed_within
from twin.show.arriving import arrival_text
from twin.show.map import things_at
from twin.show.text import label, passage, say, word
from twin.show.words import hours_text, servers_text, service_text
from twin.show.written import plain


class Part(NamedTuple):
    """A part of a card: what it is called, its headings, its rows; the first `left` columns are words."""

    title: str
    headings: tuple
    rows: list
    left: int = 1


class Written(NamedTuple):
    """One value of a file: its path, what it says, and the origin behind its bar."""

    path: str
    value: str
    origin: str


def places_part(scenario, lang):
    """The map in words: each place, where it lies, and what stands there."""
    layout = scenario.layout
    rows = []
    for name, place in layout.places.items():
        groups = zip((layout.stations, layout.zones, layout.stocks), things_at(layout, name), strict=True)
        there = [label(each, things, lang) for things, found in groups for each in found]
        size = f"{plain(place.width)} × {plain(place.depth)} m" if place.width else ""
        metres = (f"{plain(each)} m" for each in place[:2])
        rows.append((name, say(", ", lang).join(there), *metres, size))
    headings = ("place", "what stands there", "east", "north", "size")
    return Part(say("Places", lang), _said(headings, lang), rows, 2)


def links_part(scenario, lang):
    """Each way between places."""
    rows = [
        (
            name,
            label(name, scenario.layout.links, lang),
            f"{link.from_} → {link.to}",
            f"{plain(link.length)} m",
            f"{plain(round(link.speed * 3.6, 1))} km/h",
            plain(link.lanes),
        )
        for name, link in scenario.layout.links.items()
    ]
    headings = ("link", "", "way", "length", "speed", "lanes")
    return Part(say("Roads and tracks", lang), _said(headings, lang), rows, 3)


def flows_part(scenario, lang):
    """Who comes, how many, and how."""
    layout, arrivals = scenario.layout, scenario.demand.flows
    rows = []
    for name, flow in layout.flows.items():
        classes = say(", ", lang).join(label(cls, layout.classes, lang) for cls in flow.classes)
        how = _arrives(arrivals.get(name), scenario.demand.fleets, lang)
        rows.append((name, word(flow.direction, lang), classes, how))
    return Part(say("Flows", lang), _said(("flow", "direction", "classes", "how many come"), lang), rows, 4)


def _arrives(arrives, fleets, lang):
    if arrives is None:
        return say("nobody comes", lang)
    fleet = fleets.get(getattr(arrives, "fleet", None))
    size = f": {plain(fleet.size)} {say('vehicles', lang)}" if fleet else ""
    return arrival_text(arrives, lang) + size


def classes_part(scenario, lang):
    """What flows, how long it is and what it carries."""
    rows = [
        (
            name,
            label(name, scenario.layout.classes, lang),
            word(cls.kind, lang),
            f"{plain(cls.length)} m" if cls.length else "",
            f"{plain(cls.carries / 1000)} t" if cls.carries else "",
        )
        for name, cls in scenario.layout.classes.items()
    ]
    return Part(say("Classes", lang), _said(("class", "", "kind", "length", "load"), lang), rows, 3)


def stations_part(scenario, lang):
    """Each station with servers, service and hours."""
    stations = scenario.layout.stations
    rows = [
        (
            name,
            label(name, stations, lang),
            station.at or "",
            servers_text(station, scenario.equipment, lang),
            hours_text(station.hours, scenario.roster, lang),
            service_text(station, scenario.equipment, lang, scenario.layout.classes),
        )
        for name, station in stations.items()
    ]
    headings = ("station", "", "place", "servers", "hours", "service time")
    return Part(say("Stations", lang), _said(headings, lang), rows, 6)


def assumed_part(scenario, lang):
    """Every value that nobody has published, with the range in which it is believed."""
    rows = [
        (row.path, row.value, " – ".join(filter(None, (row.low, row.high))), passage(row.text, lang))
        for row in scenario.ledger
        if row.kind not in ("source", "remark")
    ]
    headings = ("value of", "value", "range", "why")
    return Part(say("What is assumed", lang), _said(headings, lang), rows, 4)


def editable_part(values, lang):
    """Every value that can be changed: its path, what it is, its range and where it comes from."""
    rows = [
        (one.path, one.value, " – ".join(filter(None, (one.low, one.high))), word(one.origin, lang))
        for one in values
    ]
    headings = ("value of", "value", "range", "where it comes from")
    return Part(say("What can be changed", lang), _said(headings, lang), rows, 4)


def sources_part(scenario, lang):
    """Where what is known is published."""
    rows = [(key, passage(text, lang)) for key, text in scenario.layout.sources.items()]
    return Part(say("Sources", lang), ("", ""), rows, 2)


def written_part(written, lang):
    """What a file says, value by value, with where each comes from."""
    rows = [(row.path, row.value, origin_text(row.value, row.origin, lang)) for row in written]
    return Part("", _said(("value of", "value", "where it comes from"), lang), rows, 3)


def origin_text(value, origin, lang):
    """What stands behind a bar: a source's key or a remark, or that it is assumed, in which range and why."""
    low, high, why = assumed_within(value, origin)
    if why is None:
        return passage(origin, lang)
    told = (word("assumed", lang), " – ".join(filter(None, (low, high))), passage(why, lang))
    return " ".join(filter(None, told))


def written(tree, above=""):
    """Every value of a tree of texts, in order: mappings by their paths, all else in one line."""
    found = []
    for name, value in tree.items():
        path = f"{above}.{name}" if above else str(name)
        if path in ("label", "note"):
            continue
        if isinstance(value, Mapping):
            found += written(value, path)
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            found += [Written(path, _line(item), "") for item in value]
        else:
            said, _, origin = _line(value).partition("|")
            found.append(Written(path, said.strip(), origin.strip()))
    return found


def _line(value):
    """A value as it would stand in one line of a file."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_nested(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_nested(item) for item in value)
    return "" if value is None else str(value)


def _nested(value):
    if isinstance(value, Mapping):
        return f"{{{_line(value)}}}"
    return f"[{_line(value)}]" if isinstance(value, list) else _line(value)


def _said(headings, lang):
    return tuple(say(heading, lang) for heading in headings)
