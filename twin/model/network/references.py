"""Which words of a tree name a thing of the port, and of what kind."""

from collections.abc import Callable
from typing import Any, NamedTuple

Kinds = tuple[str, ...]

PLACES: Kinds = ("places",)
CLASSES: Kinds = ("classes",)
POOLS: Kinds = ("pools",)
CALENDARS: Kinds = ("calendars",)
HOLIDAYS: Kinds = ("holidays",)
VISITS: Kinds = ("stations", "calls", "tasks")
MODELS: Kinds = ("equipment",)


class Each(NamedTuple):
    """The same words in each entry of a mapping or list."""

    of: Any


class Called(NamedTuple):
    """A mapping whose words are names of a kind, with the same words in each of its entries."""

    kinds: Kinds
    of: Any


class Values(NamedTuple):
    """Names that stand as values of a mapping, under words that are no names."""

    kinds: Kinds


_BY_CLASS = {word: CLASSES for word in ("service_time", "fails", "alarm")}

# [section, kind] the fields of one thing that name another. Kinds: a name, a list of names, or the words of a
# mapping. Steps have a table of their own.
FIELDS: dict[tuple[str, str], Any] = {
    ("layout", "links"): {"from": PLACES, "to": PLACES},
    ("layout", "stations"): {
        "at": PLACES,
        "hours": CALENDARS,
        "needs": POOLS,
        "reserved": CLASSES,
        "depends_on": ("conditions",),
        "fills": ("stocks",),
        "model": MODELS,
        "servers": MODELS,
        "breakdown": {"crew": POOLS},
        "tasks": Called(("tasks",), _BY_CLASS),
        **_BY_CLASS,
    },
    ("layout", "zones"): {"at": PLACES},
    ("layout", "pools"): {"at": PLACES, "cleaning": {"needs": POOLS}},
    ("layout", "stocks"): {"at": PLACES, "hours": CALENDARS, "only_when": ("marks",)},
    ("layout", "conditions"): {"crew": POOLS, "states": Each({"crew": POOLS})},
    ("layout", "matches"): {"between": Values(CLASSES), "when": Values(("permissions", "marks"))},
    ("layout", "flows"): {"classes": CLASSES, "starts_at": PLACES},
    ("demand", "flows"): {
        "profile": ("profiles",),
        "fleet": ("fleets",),
        "mix": CLASSES,
        "hours": CALENDARS,
        "closed": HOLIDAYS,
        "seen": Each({"at": VISITS, "class": CLASSES}),
        "rows": Each({"class": CLASSES, "service": VISITS}),
    },
    ("demand", "fleets"): {"class": CLASSES},
    ("roster", "calendars"): {"closed": HOLIDAYS},
    ("roster", "shifts"): Each({"closed": HOLIDAYS}),
    ("policy", "shares"): CLASSES,
    ("equipment", ""): {"needs": POOLS, "breakdown": {"crew": POOLS}, "service_time": CLASSES},
}

# [section, kind] what the things themselves are called; a kind that is not here is called by its own name.
CALLED: dict[tuple[str, str], Kinds] = {
    ("roster", "shifts"): ("pools", "stations"),
    ("policy", "priority"): ("classes", "flows"),
    ("policy", "opening"): ("stations",),
    ("demand", "growth"): ("flows",),
}

# What a step names; lists of steps inside it, and what is asked, are looked at apart.
STEP: dict[str, Kinds] = {
    "visit": ("stations",),
    "travel": ("zones", "places"),
    "fork": ("forks",),
    "join": ("forks",),
    "split": CLASSES,
    "gather": CLASSES,
    "into": CLASSES,
    "cut_off": ("slots",),
    "match": ("matches",),
    "seize": POOLS,
    "release": POOLS,
    "wait": ("quotas", "slots", "calendars", "permissions", "marks"),
    "mark": ("marks",),
    "do": ("parts",),
    "leave": ("exits",),
    "return": ("fleets",),
    "as": ("calls",),
    "gives_up_after": CLASSES,
}
KINDS = {
    "layout": ("places", "links", "classes", "stations", "zones", "pools", "stocks", "conditions", "matches",
               "exits", "observed", "parts", "flows", "sources"),
    "demand": ("flows", "profiles", "fleets"),
    "roster": ("calendars", "shifts", "holidays"),
    "policy": ("shares", "channels", "quotas", "slots", "permissions", "opening"),
}  # fmt: skip

Rename = Callable[[Kinds, Any], Any]


def renamed(rename: Rename, table: Any, value: Any) -> Any:
    """A value with every name in it renamed that the table says is one."""
    if isinstance(table, Each):
        return entries(value, lambda one: renamed(rename, table.of, one))
    if isinstance(table, Called):
        return renamed(rename, table.kinds, entries(value, lambda one: renamed(rename, table.of, one)))
    if isinstance(table, Values):
        return entries(value, lambda one: renamed(rename, table.kinds, one))
    if isinstance(table, dict):
        if not isinstance(value, dict):
            return value
        return {
            word: renamed(rename, table[word], one) if word in table else one for word, one in value.items()
        }
    if isinstance(value, dict):
        return {rename(table, word): one for word, one in value.items()}
    if isinstance(value, list):
        return [rename(table, one) for one in value]
    return rename(table, value)


def entries(value: Any, change: Callable[[Any], Any]) -> Any:
    """A mapping or list with each entry changed; anything else as it is."""
    if isinstance(value, dict):
        return {word: change(one) for word, one in value.items()}
    return [change(one) for one in value] if isinstance(value, list) else value
