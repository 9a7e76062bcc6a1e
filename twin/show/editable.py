"""What of a port can be changed: each value with its name in both languages, unit, range and origin."""

import re
from typing import NamedTuple

from twin.model.origin import is_value
from twin.model.units import split
from twin.show.plotted import place_label
from twin.show.text import LANGUAGES, known, label, passage, say, word
from twin.show.wholes import wholes

SAYABLE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*", re.ASCII)  # paths that a word of the command line can name
HOURS = re.compile(r"\d\d:\d\d(-\d\d:\d\d)?")
# Where a path begins, and the word by which one looks for it; the first that fits.
GROUPS = (
    (r"layout\.stations\.\w+\.(servers|model)", "servers_group"),
    (r"layout\.stations\.\w+\.hours|roster\.(calendars|shifts)", "hours_group"),
    (
        r"layout\.stations\.\w+\.(service_time|move_up|tasks\.\w+\.service_time|batch|breakdown)",
        "service_group",
    ),
    (r"layout\.stations\.\w+\.needs|layout\.pools", "people_group"),
    (r"layout\.stations\.\w+\.(waiting_room|area|at)|layout\.(zones|stocks)", "rooms_group"),
    (r"layout\.stations|policy\.", "rules_group"),
    (r"layout\.links", "roads_group"),
    (r"demand\.", "arrivals_group"),
    (r"layout\.(classes|conditions|flows)", "classes_group"),
    (r"equipment\.", "equipment_group"),
)
ORDER = [group for _, group in GROUPS]
DISCIPLINES = ("fifo", "priority", "last_come", "earliest_due")


class Value(NamedTuple):
    """One value: its path, whose it is, which of its words, as written, and in which range it is believed.

    kind is number, law, hours, choice, profile, shifts or list; origin is as in the ledger, or default
    where no file says it.
    """

    path: str
    group: str
    thing: dict[str, str]
    label: dict[str, str]
    at: str | None
    kind: str
    value: str
    unit: str
    low: str
    high: str
    origin: str
    because: dict[str, str]
    options: list[dict[str, str]]


def editable(scenario):
    """[Value] of all that a word of the command line can change, by groups, in the order of the files."""
    book = _Book(scenario)
    rows = [
        book.value(row.path, row.value, row)
        for row in scenario.ledger
        if SAYABLE.fullmatch(row.path) and is_value(row.value) and group_of(row.path)
    ]
    there = {row.path for row in rows}
    rows += [row for row in (*_by_default(book), *_choices(book), *wholes(book)) if row.path not in there]
    return sorted(rows, key=lambda row: ORDER.index(row.group))


def group_of(path):
    """The group of a path; None of what is no value of the port."""
    return next((group for pattern, group in GROUPS if re.match(pattern, path)), None)


def path_texts(scenario, paths, lang):
    """{path: whose it is and which of its values}; a path that is no value of the port is itself."""
    book = _Book(scenario)
    return {path: _text(book, path, lang) if group_of(path) else path for path in paths}


def _text(book, path, lang):
    whose, words, _ = book.named(path)
    return f"{whose[lang]} · {words[lang]}"


class _Book:
    """A scenario, and what its things are called."""

    def __init__(self, scenario):
        layout, demand, policy = scenario.layout, scenario.demand, scenario.policy
        self.scenario, self.layout = scenario, layout
        owners = {**layout.pools, **layout.stations}
        self.things = {f"layout.{kind}": getattr(layout, kind) for kind in ("stations", "zones", "stocks")}
        self.things |= {f"layout.{kind}": getattr(layout, kind) for kind in ("links", "classes", "pools")}
        self.things |= dict.fromkeys(("layout.flows", "demand.flows"), layout.flows)
        self.things |= {"demand.fleets": demand.fleets}
        self.things |= {"roster.shifts": owners, "roster.calendars": scenario.roster.calendars}
        self.things |= {"policy.opening": layout.stations, "demand.profiles": demand.profiles}
        self.things |= {"policy.quotas": policy.quotas, "equipment": scenario.equipment}
        self.parts = {**layout.classes, **layout.pools, **scenario.equipment}

    def value(self, path, said, row=None, options=()):
        """The Value of a path; `row` is what the ledger says of it."""
        thing, words, at = self.named(path)
        kind = "choice" if options else _kind(said)
        unit = (split(said) or (0, ""))[1] if kind == "number" else ""
        source = row and row.kind == "source" and self.layout.sources.get(row.text)
        return Value(
            path,
            group_of(path),
            thing,
            words,
            at,
            kind,
            said,
            unit,
            row.low if row else "",
            row.high if row else "",
            row.kind if row else "default",
            {lang: passage(source or row.text, lang) if row else "" for lang in LANGUAGES},
            list(options),
        )

    def named(self, path):
        """(whose it is, which of its words, the place where it stands) of a path, in both languages."""
        words = path.split(".")
        depth = 0 if len(words) == 2 else 1 if words[0] == "equipment" else 2  # growth is of all demand
        things, name, rest = self.things.get(".".join(words[:depth]), {}), words[depth], words[depth + 1 :]
        whose = {lang: label(name, things, lang) for lang in LANGUAGES}
        rest = rest or [words[depth - 1].removesuffix("s")]
        said = {lang: " · ".join(self.part(each, lang) for each in rest) for lang in LANGUAGES}
        at = getattr(things.get(name), "at", None)
        return whose, said, at if isinstance(at, str) and at in self.layout.places else None

    def part(self, name, lang):
        """A word of a path: a class, pool or model by its label, else as one edits it."""
        if name in self.parts:
            return label(name, self.parts, lang)
        own = f"edit_{name}"
        return say(own, lang) if own in known(lang) else word(name, lang)


def _kind(said):
    """How a value is written: hours or a time of day, a number with its unit, or a law."""
    if HOURS.fullmatch(said):
        return "hours"
    return "number" if said == "unlimited" or split(said) else "law"


def _by_default(book):
    """Numbers that no file says: one server, one lane, no growth."""
    stations, links = book.layout.stations, book.layout.links
    for name, station in stations.items():
        if station.servers is None or isinstance(station.servers, int | float):
            said = "unlimited" if station.servers is None else f"{station.servers:g}"
            yield book.value(f"layout.stations.{name}.servers", said)
    for name, link in links.items():
        yield book.value(f"layout.links.{name}.lanes", f"{link.lanes:g}")
    if book.scenario.demand.growth == 0:
        yield book.value("demand.growth", "0 %")


def _choices(book):
    """Names that can be others: where a station stands, when it is open, who is next."""
    layout = book.layout
    places = [{"value": name, **place_label(layout, name)} for name in layout.places]
    hours = [_option(name, book.scenario.roster.calendars) for name in book.scenario.roster.calendars]
    agreed = [_option(name, {}) for name in DISCIPLINES]
    for name, station in layout.stations.items():
        if station.at in layout.places:
            yield book.value(f"layout.stations.{name}.at", station.at, options=places)
        if station.hours in book.scenario.roster.calendars:
            yield book.value(f"layout.stations.{name}.hours", station.hours, options=hours)
        if station.discipline in DISCIPLINES:
            yield book.value(f"layout.stations.{name}.discipline", station.discipline, options=agreed)


def _option(name, things):
    return {"value": name, **{lang: label(name, things, lang) for lang in LANGUAGES}}
