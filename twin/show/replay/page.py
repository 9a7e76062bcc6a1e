"""A replay as one file that a browser opens: no network, no server, nothing to install."""

import base64
import json
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twin.show.replay.acts import DOING, rows_taken
from twin.show.replay.form import form_of
from twin.show.replay.moment import moment, waiting, worst
from twin.show.replay.solid import scene_of
from twin.show.stage import shape_of
from twin.show.style import STYLE
from twin.show.text import LANGUAGES, label, say
from twin.show.words import port_name

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates"
COLUMNS = {"begins": "<f4", "ends": "<f4", "who": "<i4", "where": "<i4", "spot": "<i4", "doing": "<i1"}
# Each uses those before it.
MODULES = ("player.js", "signs.js", "models.js", "bodies.js", "flat.js", "solid.js", "page.js")
STEPS = 600  # points of the curve over the line of time
MARGIN = 30.0  # metres around what is drawn, at least
# Words of the page: key -> English text, its key in the catalogue.
WORDS = {
    "replay": "replay",
    "play": "play",
    "pause": "pause",
    "speed": "speed",
    "worst_moment": "worst moment",
    "whole_port": "whole port",
    "follow_number": "follow number",
    "follow_nobody": "follow nobody",
    "queues_now": "queues now",
    "all_inside": "all inside",
    "from": "from",
    "doing": "what it does",
    "where": "where",
    "minutes": "minutes",
    "time": "time of the replay",
    "map": "map of the port",
    "canvas_help": "Map with all who are inside. Space plays, arrows go a minute, page keys an hour, "
    "Home to the worst moment, plus and minus zoom, A, D, W and S move.",
    "from_above": "from above",
    "in_3d": "in 3D",
    "solid_help": "Port in three dimensions with all who are inside. Space plays, arrows go a minute, page "
    "keys an hour, Home to the worst moment, plus and minus zoom, A and D turn, W and S tilt, with Shift "
    "they move.",
    "broad": "broad_gauge",
    "track": "standard_gauge",
    "no_solid": "This browser draws nothing in three dimensions: WebGL is off or missing. The map from above "
    "shows the same; another browser, or the graphics setting of this one, helps.",
    "travels": "drives or walks",
    "queues": "waits in a queue",
    "served": "is served",
    "blocked": "is done and cannot go on",
    "inside": "stands in a yard",
    "between": "not at a place on the map",
}


class Opening(NamedTuple):
    """How a page opens: at which second (None: the worst), and what in each language is not on the map."""

    at: float | None = None
    off: dict[str, str] | None = None


AT_THE_WORST = Opening()


def replay_page(scenario, plan, play, lang, opening=AT_THE_WORST):
    """The text of the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("replay.html").render(
        lang=lang,
        title=f"{port_name(scenario, lang)} · {say('replay', lang)}",
        style=(TEMPLATES / "replay.css").read_text(encoding="utf-8"),
        play=quoted(
            {"play": {**told(scenario, plan, play), **begun(play, opening)}, "words": words(), "lang": lang}
        ),
        columns=packed(play.acts),
        three=three(),
        script=script(),
    )


def script():
    """Player, views and page as one module."""
    texts = [(HERE / name).read_text(encoding="utf-8") for name in MODULES]
    lines = [line for text in texts for line in text.splitlines() if not line.startswith("import ")]
    return "\n".join([*lines, START]).replace("export ", "")


@cache
def three():
    """What draws in three dimensions, deflated, in base64: it is unpacked by who asks for it."""
    return deflated((HERE / "vendor" / "three.js").read_bytes())


START = """
const { play, words, lang } = JSON.parse(document.getElementById("play").textContent);
play.acts = await unpack(document.getElementById("columns").textContent, play.count);
window.replay = begin(play, words, lang);
"""


def quoted(data):
    """JSON that no text can end the element with that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def packed(acts):
    """The columns of acts one after the other, deflated, in base64."""
    columns = b"".join(np.ascontiguousarray(acts[name], kind).tobytes() for name, kind in COLUMNS.items())
    return deflated(columns)


def deflated(content):
    """Bytes, deflated, in base64."""
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def words():
    """{language: {key: text}} of the page."""
    return {lang: {key: say(text, lang) for key, text in WORDS.items()} for lang in LANGUAGES}


def told(scenario, plan, play):
    """All that the player knows but the acts: ground, names, who they are, how many wait when."""
    layout, ground = scenario.layout, play.ground
    names = {name: labels(name, layout.stations) for name in play.names["posts"]}
    rows = rows_taken(play)
    return {
        "label": {lang: port_name(scenario, lang) for lang in LANGUAGES},
        "start": str(plan.start)[:19],
        "end": play.end,
        "worst": told_worst(play),
        "curve": curve(play),
        "count": len(play.acts),
        "scale": ground.scale,
        "doing": list(DOING),
        "box": box(play),
        "sizes": play.sizes.tolist(),
        "cls": play.people["cls"].tolist(),
        "classes": [labels(name, layout.classes) for name in plan.names.classes],
        "high": [form_of(name, layout.classes)["high"] for name in plan.names.classes],
        "shapes": [f"class:{name}" for name in plan.names.classes],
        "posts": [_post(layout, ground, name, play.names["lines"]) for name in play.names["posts"]],
        "lines": [
            {**line._asdict(), "label": line_label(key, layout, names)} for key, line in ground.lines.items()
        ],
        "yards": [
            {**yard._asdict(), "label": labels(key, layout.zones), "deep": rows[key]}
            for key, yard in ground.yards.items()
        ],
        "roads": [list(road) for road in ground.roads.values()],
        "roads_said": [{"label": labels(key.partition(":")[0], layout.links)} for key in ground.roads],
        "ways": play.ways.round(2).tolist(),
        "drawn": _drawn(layout, ground),
        "solid": _solid(scenario, play),
    }


def begun(play, opening):
    """What a page knows of how it opens."""
    return {"opens": told_worst(play) if opening.at is None else opening.at, "off": opening.off}


def told_worst(play):
    """The worst moment, no earlier than begins are told that are at it: they are told less finely."""
    return max(worst(play), float(np.float32(worst(play))))


def labels(name, things):
    """{language: what it is called}."""
    return {lang: label(name, things, lang) for lang in LANGUAGES}


def _post(layout, ground, name, lines):
    station, spots = layout.stations[name], ground.posts[name]
    place = ground.place_of[name]
    own = [i for i, key in enumerate(lines) if key == place or (isinstance(key, tuple) and key[0] == name)]
    return {
        "label": labels(name, layout.stations),
        "spots": np.round(spots, 2).tolist(),
        "middle": np.round(spots.mean(axis=0), 2).tolist(),
        "heading": ground.headings[name],
        "size": list(shape_of(station)),
        "colour": STYLE.agency.get(station.agency),
        "lines": own if _is_first(layout, name, place) else [i for i in own if isinstance(lines[i], tuple)],
    }


def _solid(scenario, play):
    """What stands and what is painted in three dimensions, and the shapes of all."""
    scene = scene_of(scenario, play)
    return {"shapes": scene.shapes, "paint": scene.paint, "stands": scene.stands}


def _is_first(layout, name, place):
    """Whether a station is the first of its place: the line before the place is told with it."""
    there = [one for one, station in layout.stations.items() if station.at == place]
    return not there or there[0] == name


def line_label(key, layout, names):
    """{language: what a line is called}: its place's own name, else that of the first station there."""
    if isinstance(key, tuple):
        return {lang: f"{names[key[0]][lang]} {key[1] + 1}" for lang in LANGUAGES}
    if key in names:
        return names[key]
    here = [one for one, station in layout.stations.items() if station.at == key]
    called = getattr(layout.places.get(key), "label", None)
    return labels(key, layout.places) if called or not here else names[here[0]]


def _drawn(layout, ground):
    return [
        {"kind": link.kind, "lanes": link.lanes, "gauge": link.gauge, **ground.roads[name]._asdict()}
        for name, link in layout.links.items()
        if name in ground.roads
    ]


def box(play):
    """[west, south, east, north] in metres of the port, and of all who are inside at the worst moment."""
    points = [np.array(list(play.ground.first.values())), *map(np.asarray, play.ground.posts.values())]
    every = np.concatenate([*points, moment(play, worst(play)).at])
    low, high = every.min(axis=0), every.max(axis=0)
    margin = max(MARGIN, 0.03 * float((high - low).max()))
    return [*(low - margin).round(1).tolist(), *(high + margin).round(1).tolist()]


def curve(play):
    """How many queue at each of STEPS instants from the begin to the end."""
    times, number = waiting(play)
    at = np.searchsorted(times, np.linspace(0.0, play.end, STEPS), side="right") - 1
    return np.where(at >= 0, number[np.maximum(at, 0)] if len(number) else 0, 0).astype(int).tolist()
