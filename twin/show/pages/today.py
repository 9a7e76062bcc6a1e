"""The port as it stands: map, stations, people, roads."""

from twin.show.awaited import awaited
from twin.show.blocks import Missing, Section, Table, drawn, photographed
from twin.show.map import draw_layout, room_text
from twin.show.pages.flowing import process_picture
from twin.show.pages.inventory import clock_text, equipment, rosters
from twin.show.text import label, say, word
from twin.show.words import hours_text, port_name, servers_text, service_text
from twin.show.written import plain


def page(given):
    """Still, map, process, stations, pools, links, and what one waits for."""
    lang = given.lang
    blocks = (
        _still(given),
        _map(given),
        process_picture(given),
        _stations(given),
        equipment(given),
        _pools(given),
        *rosters(given),
        _links(given),
        *_awaited(given),
    )
    return Section("today", say("The port today", lang), blocks)


def _map(given):
    lang, layout = given.lang, given.scenario.layout
    if not layout.places:
        return Missing(say("Map", lang), say("the layout names no places", lang))
    teams = [label(name, layout.stations, lang) for name, each in layout.stations.items() if each.at is None]
    caption = say("The layout from above, to scale; positions are those of the layout file.", lang)
    if teams:
        caption += " " + say("Without a place of their own: {teams}.", lang).format(
            teams=say(", ", lang).join(teams)
        )
    alt = say("Map of {port} with {places} places, {stations} stations and {links} links", lang).format(
        port=port_name(given.scenario, lang),
        places=len(layout.places),
        stations=len(layout.stations),
        links=len(layout.links),
    )
    return drawn("map", draw_layout(given.scenario, lang), caption, alt)


def _still(given):
    lang = given.lang
    if given.still is None:
        return Missing(say("View in three dimensions", lang), say("none was asked for", lang))
    if given.still.png is None:
        return Missing(say("View in three dimensions", lang), given.still.because)
    if given.still.enlarged == 1:
        caption = say("The port in three dimensions, to scale.", lang)
    else:
        text = say("The port in three dimensions; buildings and trucks are drawn {n} times their size.", lang)
        caption = text.format(n=plain(given.still.enlarged))
    return photographed("still", given.still, caption)


def _stations(given):
    lang, scenario = given.lang, given.scenario
    headings = ("station", "name in the files", "agency", "servers", "waiting room", "hours", "service time")
    rows = []
    for name, station in scenario.layout.stations.items():
        rows.append(
            (
                label(name, scenario.layout.stations, lang),
                name,
                word(station.agency, lang),
                servers_text(station, scenario.equipment, lang),
                room_text(station.waiting_room, lang) or say("unlimited", lang),
                _hours(name, station, scenario.roster, lang),
                service_text(station, scenario.equipment, lang, scenario.layout.classes),
            )
        )
    caption = say("Stations: servers, waiting room, hours and law of the service time.", lang)
    note = say(
        "These are inputs, given or assumed, so they have no interval; where each comes from is in "
        "the ledger.",
        lang,
    )
    heads = tuple(say(each, lang) for each in headings)
    return Table(caption, heads, tuple(rows), note=note, paper=(0, 2, 3, 4, 5, 6))


def _pools(given):
    lang, layout, roster = given.lang, given.scenario.layout, given.scenario.roster
    if not layout.pools:
        return Missing(say("People and things that are shared", lang), say("the layout names no pools", lang))
    rows = []
    for name, pool in layout.pools.items():
        size = plain(pool.size) if pool.size is not None else _shifts(name, roster, lang)
        rows.append((label(name, layout.pools, lang), name, word(pool.agency, lang), size or "–"))
    headings = ("pool", "name in the files", "agency", "how many, by shift")
    caption = say("People and things that stations share.", lang)
    return Table(caption, tuple(say(each, lang) for each in headings), tuple(rows), paper=(0, 2, 3))


def _hours(name, station, roster, lang):
    """When a station is open, and how many servers are on duty where shifts say it."""
    said = [hours_text(station.hours, roster, lang)] if station.hours or name not in roster.shifts else []
    return "; ".join([*said, *filter(None, [_shifts(name, roster, lang)])])


def _shifts(name, roster, lang):
    """The shifts of a pool or a station, each with its number."""
    shifts = roster.shifts.get(name, {})
    return "; ".join(
        f"{word(key, lang)} {_shift_hours(shift)}: {plain(shift.size)}" for key, shift in shifts.items()
    )


def _shift_hours(shift):
    return ", ".join(clock_text(hours) for hours in shift.hours)


def _links(given):
    lang, layout = given.lang, given.scenario.layout
    if not layout.links:
        return Missing(say("Roads and tracks", lang), say("the layout names no links", lang))
    rows = []
    for name, link in layout.links.items():
        room = plain(link.room) + " m" if link.room < float("inf") else say("unlimited", lang)
        way = say("both ways", lang) if link.both_ways else say("one way", lang)
        kind = f"{word(link.kind, lang)}, {way}"
        speed = f"{plain(round(link.speed * 3.6, 1))} km/h"
        rows.append(
            (
                label(name, layout.links, lang),
                name,
                kind,
                f"{plain(link.length)} m",
                speed,
                plain(link.lanes),
                room,
            )
        )
    headings = ("link", "name in the files", "kind", "length", "speed", "lanes", "storage")
    return Table(
        say(
            "Roads and tracks: what stands on a link takes its storage; full, it holds up the place "
            "before it.",
            lang,
        ),
        tuple(say(each, lang) for each in headings),
        tuple(rows),
        numbers=(3, 4, 5, 6),
        paper=(0, 2, 3, 4, 5, 6),
    )


def _awaited(given):
    """A table where the port has anything of the kind."""
    lang = given.lang
    rows = tuple(
        (label(name, things, lang), name, word(kind, lang), text)
        for things, name, kind, text in awaited(given.scenario, lang)
    )
    headings = ("name", "name in the files", "kind", "rule")
    caption = say("What is waited for by name, and what comes and goes.", lang)
    return [Table(caption, tuple(say(each, lang) for each in headings), rows)] if rows else []
