"""The port from above: places, links with lanes and storage, stations with their servers."""

from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from twin.show.labels import Sheet, nearest, place_labels
from twin.show.style import STYLE, styled
from twin.show.text import label, say, word
from twin.show.written import plain, scale_for

SHEET = 576.0  # points: the width of the map
CORE = (300.0, 560.0)  # points: the most that the drawing without labels may take
EACH = 55.0  # points up that a place is worth: a port of two or three is no page high
MARGIN = {"tall": (138.0, 54.0), "wide": (60.0, 120.0)}  # points left and right, above and below
FOOT = 44.0  # points below: scale and legend
LETTERS = 7.5
LINE = 10.5  # points from line to line in a label
PAD = 3.5
LARGE = 8
TRIES = 8  # each gives the sheet a sixth more height


class CrowdedMapError(ValueError):
    """A port with more labels than a sheet has room for, and the way out."""


class Line(NamedTuple):
    """One line of a label, with the colour of the mark before it."""

    text: str
    colour: str | None


class Sign(NamedTuple):
    """A label: what it says, where it points; framed at places, bare at links."""

    lines: tuple
    anchor: tuple
    framed: bool


class Ground(NamedTuple):
    """From metres to points of the sheet."""

    scale: float
    east: float
    north: float
    left: float
    bottom: float
    height: float

    def at(self, place):
        """The point of the sheet where a place in metres stands."""
        return (
            self.left + (place[0] - self.east) * self.scale,
            self.bottom + (place[1] - self.north) * self.scale,
        )


@styled
def draw_layout(scenario, lang):
    """The layout of a scenario to scale, with labels that do not cover each other."""
    return laid_out(scenario, lang)[0]


def laid_out(scenario, lang):
    """The figure of the layout, its axis in points, and the Ground that says where on it a place stands."""
    layout = scenario.layout
    ground = ground_of(list(layout.places.values()))
    for _ in range(TRIES):
        figure = Figure(figsize=(SHEET / 72, ground.height / 72), dpi=72)
        axis = figure.add_axes((0, 0, 1, 1), xlim=(0, SHEET), ylim=(0, ground.height))
        axis.set_axis_off()
        signs = [*_place_signs(layout, ground, lang), *_link_signs(layout, ground, lang)]
        sizes = sign_sizes(signs)
        boxes = place_labels([sign.anchor for sign in signs], sizes, sheet_of(layout, ground))
        if boxes is not None:
            break
        ground = taller(ground)
    else:
        text = f"the map of {scenario.name} has {len(signs)} labels; they fit on no sheet {SHEET:.0f} pt wide"
        raise CrowdedMapError(f"{text}; move places apart or give fewer of them")
    draw_links(axis, layout, ground)
    draw_places(axis, layout, ground)
    for sign, box in zip(signs, boxes, strict=True):
        draw_sign(axis, sign, box)
    _draw_foot(axis, layout, ground, lang)
    return figure, axis, ground


def ground_of(places):
    """The Ground of a sheet that holds all places."""
    places = np.array([place[:4] for place in places], float)
    low, high = (places[:, :2] + side * places[:, 2:] / 2 for side in (-1, 1))
    low, high = low.min(axis=0), high.max(axis=0)
    span = np.maximum(high - low, 50.0)
    shape = "wide" if span[0] > 1.3 * span[1] else "tall"
    across, up = MARGIN[shape]
    core = (SHEET - 2 * across, min(CORE[1], EACH * (len(places) + 1)) if shape == "tall" else CORE[0])
    scale = float(min(core[0] / span[0], core[1] / span[1]))
    drawn = (high - low) * scale
    left = (SHEET - drawn[0]) / 2
    height = max(230.0, drawn[1] + 2 * up + FOOT)
    bottom = FOOT + (height - FOOT - drawn[1]) / 2
    return Ground(scale, float(low[0]), float(low[1]), float(left), float(bottom), float(height))


def taller(ground):
    """The same with a sixth more height for labels."""
    more = ground.height / 6
    return ground._replace(height=ground.height + more, bottom=ground.bottom + more / 2)


def things_at(layout, place):
    """Stations, zones and stocks that stand at a place, by name, in the order of the layout."""
    groups = (layout.stations, getattr(layout, "zones", {}), getattr(layout, "stocks", {}))
    return [{name: thing for name, thing in group.items() if thing.at == place} for group in groups]


def servers_of(station):
    """The number of servers of a station, None without limit."""
    servers = station.servers
    return sum(servers.values()) if hasattr(servers, "values") else servers


def room_text(room, lang):
    """A waiting room or what a zone holds, in words; empty where there is no limit."""
    if room is None:
        return ""
    unit = "m" if room.unit == "metres" else ""
    return (
        f"{plain(room.amount)} {unit}".strip()
        if unit
        else f"{plain(room.amount)} {say('waiting places', lang)}"
    )


def _place_signs(layout, ground, lang):
    signs = []
    for name, place in layout.places.items():
        stations, zones, stocks = things_at(layout, name)
        lines = [Line(_station_text(key, stations, lang), agency_colour(s)) for key, s in stations.items()]
        lines += [Line(_zone_text(key, zones, lang), None) for key in zones]
        lines += [Line(_holding_text(key, stocks, lang), None) for key in stocks]
        signs.append(
            Sign(tuple(lines) or (Line(label(name, layout.places, lang), None),), ground.at(place), True)
        )
    return signs


def agency_colour(station):
    """The colour of who works there; an agency without one of its own is drawn in ink."""
    return STYLE.agency.get(station.agency, STYLE.ink)


def _station_text(name, stations, lang):
    station = stations[name]
    count = servers_of(station)
    room = room_text(station.waiting_room, lang)
    text = f"{label(name, stations, lang)} ×{'∞' if count is None else count}"
    return f"{text} · {room}" if room else text


def _zone_text(name, zones, lang):
    zone, holds = zones[name], zones[name].holds
    counted = holds is not None and holds.unit != "metres"
    text = f"{plain(holds.amount)} × {word(zone.unit, lang)}" if counted else room_text(holds, lang)
    area = f"{plain(zone.area)} m²" if zone.area else ""
    return " ".join(filter(None, ["□", label(name, zones, lang), text, area, _gauge_text(zone, lang)]))


def _gauge_text(thing, lang):
    """The gauge of tracks in words; empty where none is said."""
    return word(f"{thing.gauge}_gauge", lang) if thing.gauge else ""


def _holding_text(name, stocks, lang):
    holds = stocks[name].holds
    scale = scale_for([holds or 0.0], "kg")
    text = f"{plain(holds * scale.factor)} {say(scale.unit, lang)}" if holds else ""
    return f"□ {label(name, stocks, lang)} {text}".strip()


def _link_signs(layout, ground, lang):
    signs = []
    for link in layout.links.values():
        begin, end = ends_of(layout, link, ground)
        text = f"{plain(link.length)} m"
        if link.lanes > 1:
            text += f" · {link.lanes} {say('lanes', lang)}"
        if link.storage is not None and np.isfinite(link.storage):
            text += f" · {say('holds', lang)} {plain(link.storage)} m"
        if link.gauge:
            text += f" · {_gauge_text(link, lang)}"
        signs.append(Sign((Line(text, None),), tuple((begin + end) / 2), False))
    return signs


def ends_of(layout, link, ground):
    """Both ends on the sheet, a little to the right of the way one drives where another link leads back."""
    begin, end = (np.array(ground.at(layout.places[place])) for place in (link.from_, link.to))
    way = end - begin
    length = float(np.hypot(*way)) or 1.0
    back = any(other.from_ == link.to and other.to == link.from_ for other in layout.links.values())
    aside = np.array([way[1], -way[0]]) / length * 3.0 if back else np.zeros(2)
    return begin + aside, end + aside


def sign_sizes(signs):
    """[sign, 2] width and height in points; letters are measured large, where no hinting widens them."""
    large = Figure(dpi=72 * LARGE)
    renderer = FigureCanvasAgg(large).get_renderer()
    probe = large.text(0, 0, "", fontsize=LETTERS)
    sizes = []
    for sign in signs:
        widest = 0.0
        for line in sign.lines:
            probe.set_text(line.text)
            mark = LINE * 0.85 if line.colour else 0.0
            widest = max(widest, probe.get_window_extent(renderer).width / LARGE + mark)
        sizes.append((widest + 2 * PAD, LINE * len(sign.lines) + 2 * PAD - 2))
    return sizes


def sheet_of(layout, ground):
    """Where labels keep off: places, roads, the foot."""
    anchors = np.array([ground.at(place) for place in layout.places.values()])
    around = np.array([(x, y) for x in (-4, 0, 4) for y in (-4, 0, 4)])
    foot = np.array([(x, FOOT - 6) for x in np.arange(0, SHEET, 12.0)])
    keep_off = np.concatenate([(anchors[:, None] + around[None]).reshape(-1, 2), foot])
    along = [_along(*ends_of(layout, link, ground)) for link in layout.links.values()]
    return Sheet(SHEET, ground.height, keep_off, np.concatenate(along) if along else np.empty((0, 2)))


def _along(begin, end):
    """[point, 2] points on a straight line, none further than 4 pt from the next."""
    return np.linspace(begin, end, 2 + int(np.hypot(*(end - begin)) / 4))


def draw_links(axis, layout, ground):
    """Every link as wide as its lanes, with an arrow where one drives one way only."""
    for name, link in layout.links.items():
        begin, end = ends_of(layout, link, ground)
        colour = STYLE.link.get(link.kind, STYLE.quiet)
        axis.plot(
            *zip(begin, end, strict=True),
            color=colour,
            linewidth=1.2 + 0.35 * min(link.lanes, 14),
            alpha=0.55,
            solid_capstyle="round",
            zorder=1,
            gid=f"link-{name}",
        )
        if not link.both_ways:
            middle, ahead = begin + 0.45 * (end - begin), begin + 0.55 * (end - begin)
            axis.add_patch(
                FancyArrowPatch(
                    middle, ahead, arrowstyle="-|>", mutation_scale=8, color=STYLE.ink, linewidth=0, zorder=2
                )
            )


def draw_places(axis, layout, ground):
    """Every place, and the ground it takes."""
    for name, place in layout.places.items():
        if place.width:
            south_west = ground.at((place.east - place.width / 2, place.north - place.depth / 2))
            size = (place.width * ground.scale, place.depth * ground.scale)
            look = {"facecolor": STYLE.quiet, "edgecolor": STYLE.quiet, "alpha": 0.2, "zorder": 0.5}
            axis.add_patch(Rectangle(south_west, *size, gid=f"place-{name}", **look))
    points = np.array([ground.at(place) for place in layout.places.values()])
    axis.scatter(
        points[:, 0], points[:, 1], s=26, color=STYLE.paper, edgecolor=STYLE.ink, linewidth=1.2, zorder=3
    )


def draw_sign(axis, sign, box):
    """A label in its box, and the leader to what it names."""
    tip = nearest(box, sign.anchor)
    axis.plot(*zip(sign.anchor, tip, strict=True), color=STYLE.quiet, linewidth=0.6, zorder=2.5)
    width, height = box.right - box.left, box.top - box.bottom
    edge = STYLE.quiet if sign.framed else "none"
    axis.add_patch(
        Rectangle(
            (box.left, box.bottom),
            width,
            height,
            facecolor=STYLE.paper,
            alpha=0.93,
            edgecolor=edge,
            linewidth=0.5,
            zorder=4,
            gid=f"label-{len(axis.patches)}",
        )
    )
    for i, line in enumerate(sign.lines):
        y = box.top - PAD + 1 - LINE * (i + 0.5)
        x = box.left + PAD
        if line.colour:
            axis.scatter([x + 3], [y], s=20, marker="s", color=line.colour, zorder=5)
            x += LINE * 0.85
        colour = STYLE.ink if sign.framed else STYLE.quiet
        axis.text(x, y, line.text, fontsize=LETTERS, va="center_baseline", color=colour, zorder=5)


def _draw_foot(axis, layout, ground, lang):
    metres = _round_length(110.0 / ground.scale)
    axis.plot([18, 18 + metres * ground.scale], [14, 14], color=STYLE.ink, linewidth=2, solid_capstyle="butt")
    axis.text(18, 19, f"{plain(metres)} m", fontsize=LETTERS)
    axis.annotate("", (8, 34), (8, 10), arrowprops={"arrowstyle": "-|>", "color": STYLE.ink, "linewidth": 1})
    axis.text(8, 36, say("N", lang), fontsize=LETTERS, ha="center")
    agencies = dict.fromkeys(s.agency for s in layout.stations.values() if s.at in layout.places)
    x = 175.0
    for agency in agencies:
        axis.scatter([x], [15], s=24, marker="s", color=STYLE.agency.get(agency, STYLE.ink))
        said = axis.text(x + 6, 15, word(agency, lang), fontsize=LETTERS, va="center_baseline")
        x += said.get_window_extent(FigureCanvasAgg(axis.figure).get_renderer()).width + 20
    axis.text(
        175,
        29,
        say("servers ×n; length and lanes of links; straight lines for roads; to scale", lang),
        fontsize=LETTERS,
        color=STYLE.quiet,
    )


def _round_length(metres):
    """The largest of 1, 2, 5 times a power of ten that is no longer."""
    power = 10.0 ** np.floor(np.log10(metres))
    return float(max(step * power for step in (1, 2, 5) if step * power <= metres))
