"""Where everything of a port stands, for programs that draw it: metres, names in both languages, colours."""

import numpy as np

from twin.show.layers import Bend, layered, places, ways
from twin.show.map import agency_colour, room_text, servers_of, things_at
from twin.show.process import node_name, process_of
from twin.show.stage import LANE, enlarged, posts, shape_of
from twin.show.style import STYLE
from twin.show.text import LANGUAGES, label, word
from twin.show.words import port_name

SHEET = 1000.0  # units across of a process that is drawn without places
ROW, BOX, GAP = 90.0, 150.0, 20.0  # units: from row to row, a box, between boxes


def plotted(scenario):
    """{places, links, stations, zones, stocks, process} of a scenario; its process where it has no places."""
    layout = scenario.layout
    rows = {path_of(row.path): row for row in scenario.ledger if row.path.startswith("layout.places.")}
    standing = posts(layout, enlarged(layout)) if layout.places else {}
    agencies = dict.fromkeys(station.agency for station in layout.stations.values())
    return {
        "name": scenario.name,
        "label": {lang: port_name(scenario, lang) for lang in LANGUAGES},
        "scale": enlarged(layout) if layout.places else 1.0,
        "lane": LANE,
        "places": {name: _place(scenario, name, rows.get(name)) for name in layout.places},
        "links": {name: _link(layout, name) for name in layout.links},
        "stations": {name: _station(layout, name, standing.get(name)) for name in layout.stations},
        "zones": {name: _held(layout.zones, name) for name in layout.zones},
        "stocks": {name: _held(layout.stocks, name) for name in layout.stocks},
        "agencies": {
            name: {"label": _words(name), "colour": STYLE.agency.get(name, STYLE.ink)} for name in agencies
        },
        "process": None if layout.places else _process(scenario),
    }


def path_of(path):
    """The place that a path of the ledger is about."""
    return path.removeprefix("layout.places.").partition("[")[0].partition(".")[0]


def _labels(name, things):
    return {lang: label(name, things, lang) for lang in LANGUAGES}


def _words(code):
    return {lang: word(code, lang) for lang in LANGUAGES}


def place_label(layout, name):
    """What a place is called in each language: one that nobody named as what stands there."""
    there = [(key, group) for group in things_at(layout, name) for key in group]
    if there and not layout.places[name].label:
        return _labels(*there[0])
    return _labels(name, layout.places)


def _place(scenario, name, row):
    """A place; `path` is what a word says to move it."""
    place = scenario.layout.places[name]
    return {
        "label": place_label(scenario.layout, name),
        "at": [float(place.east), float(place.north)],
        "size": [float(place.width), float(place.depth)] if place.width else None,
        "is_known": row is not None and row.kind == "source",
        "path": f"layout.places.{name}{'.at' if row and '.at[' in row.path else ''}",
    }


def _link(layout, name):
    link = layout.links[name]
    begin, end = (layout.places[each][:2] for each in (link.from_, link.to))
    holds = link.storage if link.storage is not None and np.isfinite(link.storage) else None
    return {
        "label": _labels(name, layout.links),
        "from": link.from_,
        "to": link.to,
        "kind": link.kind,
        "length": float(link.length),
        "straight": float(np.hypot(*np.subtract(end, begin))),
        "lanes": link.lanes,
        "holds": holds,
        "both_ways": link.both_ways,
        "colour": STYLE.link.get(link.kind, STYLE.quiet),
    }


def _station(layout, name, post):
    station = layout.stations[name]
    return {
        "label": _labels(name, layout.stations),
        "does": station.does,
        "does_label": _words(station.does),
        "agency": station.agency,
        "colour": agency_colour(station),
        "at": station.at if station.at in layout.places else None,
        "servers": servers_of(station),
        "room": {lang: room_text(station.waiting_room, lang) for lang in LANGUAGES},
        "heading": post and round(post.heading, 6),
        "shape": list(shape_of(station)[:2]),
        "spots": [] if post is None else np.round(post.spots, 2).tolist(),
    }


def _held(things, name):
    thing = things[name]
    unit = getattr(thing, "unit", None)
    holds = thing.holds
    amount = getattr(holds, "amount", holds)
    metric = getattr(holds, "unit", None) == "metres"
    return {
        "label": _labels(name, things),
        "at": thing.at,
        "holds": None if amount is None else float(amount),
        "unit": {"zh": "m", "en": "m"} if metric else _words(unit) if unit else {"zh": "kg", "en": "kg"},
        "area": float(getattr(thing, "area", 0) or 0),
    }


def _process(scenario):
    """Boxes from left to right in the order in which one comes to them; ways with their bends."""
    graph = process_of(scenario)
    drawn = layered(graph)
    wide = {node: 4.0 if isinstance(node, Bend) else BOX for row in drawn.rows for node in row}
    room = max(SHEET, *((BOX + GAP) * len(row) for row in drawn.rows)) if drawn.rows else SHEET
    middle = places(drawn, wide, room, GAP)
    row_of = {node: i for i, row in enumerate(drawn.rows) for node in row}
    spot = {node: [round(middle[node], 1), ROW * row_of[node]] for node in row_of}
    names = {node: f"{node.kind}:{node.name}" for node in graph}
    return {
        "box": [BOX, ROW / 2],
        "nodes": {
            names[node]: {
                "kind": node.kind,
                "name": node.name,
                "label": {lang: node_name(scenario, node, lang) for lang in LANGUAGES},
                "at": spot[node],
            }
            for node in graph
        },
        "ways": [
            {"from": names[begin], "to": names[end], "along": [spot[each] for each in along]}
            for (begin, end), along in ways(graph, drawn).items()
        ],
        "back": [[names[begin], names[end]] for begin, end in drawn.back],
    }
