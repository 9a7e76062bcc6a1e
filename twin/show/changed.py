"""What a scenario changes in a port, on its map: what is new, gone, or otherwise than before."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.show.labels import place_labels
from twin.show.map import (
    FOOT,
    LETTERS,
    SHEET,
    TRIES,
    CrowdedMapError,
    Line,
    Sign,
    draw_links,
    draw_places,
    draw_sign,
    ground_of,
    servers_of,
    sheet_of,
    sign_sizes,
    taller,
)
from twin.show.plotted import place_label
from twin.show.style import styled
from twin.show.text import say

NEW, GONE, OTHERWISE, MOVED = "new", "gone", "changed", "moved"
COLOURS = {NEW: "#0072b2", GONE: "#d55e00", OTHERWISE: "#e69f00", MOVED: "#a34d82"}
COLUMNS = ("kind", "name", "zh", "en", "change", "east", "north", "to_east", "to_north", "before", "after")
GROUPS = ("stations", "zones", "stocks", "links")


def marks_of(before, after):
    """One row a thing with a place that differs in two scenarios: metres, and numbers before and after."""
    rows = _moved(before.layout, after.layout)
    for group in GROUPS:
        old, new = getattr(before.layout, group), getattr(after.layout, group)
        for name in dict.fromkeys([*old, *new]):
            change = _change(name, (old.get(name), new.get(name)), (before, after))
            thing = new.get(name) or old.get(name)
            where = _where(thing, (after if name in new else before).layout)
            if change and where:
                numbers = [_number(one) for one in (old.get(name), new.get(name))]
                rows.append((group, name, *_labels(thing, name), change, *where, *numbers))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _moved(before, after):
    """Rows of the places that stand elsewhere, from where to where."""
    rows = []
    for name, place in after.places.items():
        if name in before.places and before.places[name][:2] != place[:2]:
            where = [float(metres) for one in (before.places[name], place) for metres in one[:2]]
            said = place_label(after, name)
            rows.append(("places", name, said["zh"], said["en"], MOVED, *where, "", ""))
    return rows


def _change(name, things, scenarios):
    """What became of a thing, '' where it is as before; who serves there is a part of it."""
    old, new = things
    if old is None or new is None:
        return NEW if old is None else GONE
    shifts = [scenario.roster.shifts.get(name) for scenario in scenarios]
    return OTHERWISE if old != new or shifts[0] != shifts[1] else ""


def _where(thing, layout):
    """[east, north, east, north] where it stands, or from where to where it leads; None without a place."""
    ends = (thing.from_, thing.to) if hasattr(thing, "from_") else (thing.at, thing.at)
    if not all(end in layout.places for end in ends):
        return None
    return [float(metres) for end in ends for metres in layout.places[end][:2]]


def _labels(thing, name):
    own = thing.label
    said = own if isinstance(own, Mapping) else {lang: getattr(own, lang, None) for lang in ("zh", "en")}
    return said.get("zh") or name, said.get("en") or name.replace("_", " ")


def _number(thing):
    """How many servers, lanes or places there are, as short as on the map; '' where none are counted."""
    if thing is None:
        return ""
    if hasattr(thing, "servers"):
        count = servers_of(thing)
        return f"×{'∞' if count is None else count}"
    return f"×{thing.lanes}" if hasattr(thing, "lanes") else ""


def draw_before_after(before, after, lang):
    """The map of a port with what another scenario changes marked."""
    return draw_changes(before, marks_of(before, after), lang)


@styled
def draw_changes(scenario, marks, lang):
    """The map of a scenario with marks (a frame of COLUMNS) on what another one changes."""
    layout = scenario.layout
    places = [tuple(place)[:4] for place in layout.places.values()]
    places += [(row.east, row.north, 0, 0) for row in marks.itertuples()]
    places += [(row.to_east, row.to_north, 0, 0) for row in marks.itertuples()]
    ground = ground_of(places)
    for _ in range(TRIES):
        signs = _signs(marks, ground, lang)
        boxes = place_labels([sign.anchor for sign in signs], sign_sizes(signs), sheet_of(layout, ground))
        if boxes is not None:
            break
        ground = taller(ground)
    else:
        raise CrowdedMapError(
            f"{len(marks)} changes fit on no sheet {SHEET:.0f} pt wide; compare fewer of them at once"
        )
    figure = Figure(figsize=(SHEET / 72, ground.height / 72), dpi=72)
    axis = figure.add_axes((0, 0, 1, 1), xlim=(0, SHEET), ylim=(0, ground.height))
    axis.set_axis_off()
    draw_links(axis, layout, ground)
    draw_places(axis, layout, ground)
    for row in marks.itertuples():
        _draw_mark(axis, row, ground)
    for sign, box in zip(signs, boxes, strict=True):
        draw_sign(axis, sign, box)
    _draw_key(figure, axis, marks, lang)
    return figure


def _signs(marks, ground, lang):
    """One label a spot: what stands there and changes, each with its colour."""
    signs = []
    for _, spot in marks.groupby(["east", "north", "to_east", "to_north"], sort=False):
        lines = tuple(Line(_text(row, lang), COLOURS[row.change]) for row in spot.itertuples())
        first = spot.iloc[0]
        if first["kind"] == "places":
            signs.append(Sign(lines, ground.at((first["to_east"], first["to_north"])), True))
            continue
        middle = ((first["east"] + first["to_east"]) / 2, (first["north"] + first["to_north"]) / 2)
        signs.append(Sign(lines, ground.at(middle), True))
    return signs


def _text(row, lang):
    name = getattr(row, lang)
    if row.before and row.after and row.before != row.after:
        return f"{name} {row.before} → {row.after}"
    return f"{name} {row.after or row.before}".strip()


def _draw_mark(axis, row, ground):
    """A ring around a place, a broad line along a link, dotted where it is gone; an arrow where it went."""
    begin, end = ground.at((row.east, row.north)), ground.at((row.to_east, row.to_north))
    look = {"color": COLOURS[row.change], "linestyle": ":" if row.change == GONE else "-", "zorder": 2.8}
    gid = f"{row.change}-{row.kind}-{row.name}"
    if row.kind == "places":
        axis.annotate("", end, begin, arrowprops={"arrowstyle": "-|>", "linewidth": 2.2, **look})
        axis.plot(
            *end, marker="o", markersize=9, markerfacecolor="none", markeredgewidth=2.2, gid=gid, **look
        )
    elif row.kind == "links":
        axis.plot(*zip(begin, end, strict=True), linewidth=3.5, gid=gid, **look)
    else:
        look |= {"marker": "o", "markersize": 13, "markerfacecolor": "none", "markeredgewidth": 2.2}
        axis.plot(*begin, gid=gid, **look)


def _draw_key(figure, axis, marks, lang):
    """What the colours say, at the foot."""
    there = [change for change in COLOURS if (marks["change"] == change).any()]
    handles = [Line2D([], [], color=COLOURS[change], linewidth=3) for change in there]
    if handles:
        words = {each: say(each, lang) for each in COLOURS}
        place = (18 / SHEET, 8 / figure.get_size_inches()[1] / 72)
        axis.legend(
            handles, [words[change] for change in there], loc="lower left", bbox_to_anchor=place, ncols=4
        )
    else:
        axis.text(18, FOOT / 2, say("nothing with a place on the map is changed", lang), fontsize=LETTERS)
