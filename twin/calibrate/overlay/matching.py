"""Which names of the records are which of the layout."""

from difflib import get_close_matches
from typing import NamedTuple

LIKE = 0.8  # how near two names have to be


class Matched(NamedTuple):
    """Names of the records, and what the layout calls them."""

    stations: dict
    classes: dict

    @property
    def recorded(self):
        """{name in the layout: name in the records} of stations."""
        return {name: said for said, name in self.stations.items()}


class Part(NamedTuple):
    """Changes that stand or fall together."""

    about: str  # a path of the layout
    changes: tuple


def matched(names, things, said):
    """{name in the records: name in the layout}: as the user said, else by name or label, else nearly so."""
    known = {}
    for name, thing in things.items():
        label = getattr(thing, "label", None)
        for text in (name, getattr(label, "zh", ""), getattr(label, "en", "")):
            if text:
                known[plain(text)] = name
    found = {}
    for name in names:
        near = get_close_matches(plain(name), known, n=1, cutoff=LIKE)
        if name in said:
            found[name] = said[name]
        elif near and known[near[0]] not in found.values():
            found[name] = known[near[0]]
    return found


def plain(text):
    return str(text).lower().replace("_", " ").replace("-", " ").strip()
