"""What there is to choose from, by name, with labels in both languages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError, nearest

KINDS = {"layouts": "layout", "scenarios": "scenario", "experiments": "experiment", "peaks": "peak"}


class Listed(NamedTuple):
    """One file that can be named: its labels, and whether it is the user's own ('here') or shipped."""

    name: str
    label_zh: str
    label_en: str
    origin: str


def list_names(kind: str, *, layout: str = "", folder: str | Path | None = None) -> list[Listed]:
    """The layouts, scenarios or experiments there are, or the peaks of a layout, in order of name."""
    from twin.config import library

    if kind not in KINDS:
        raise ScenarioError([Fault(kind, "", f"is not a list{nearest(kind, KINDS)}; there is {', '.join(KINDS)}")])
    places, group = library.library(folder), KINDS[kind]
    if kind != "peaks":
        found = library.files(places, group)
        return [_listed(group, name, library.read(file).tree, file.origin) for name, file in found.items()]
    if library.find(places, "layout", layout) is None:
        raise ScenarioError([Fault("layout", "", library.absent(places, "layout", layout))])
    found = library.files(places, "peak", layout)
    peaks = [_listed(group, name, library.read(file).tree, file.origin) for name, file in found.items()]
    own = library.find(places, "demand", layout)
    if own and library.TYPICAL not in found:
        peaks.insert(0, Listed(library.TYPICAL, "典型日", "typical day", own.origin))
    return peaks


def _listed(group: str, name: str, tree: Mapping[str, Any], origin: str) -> Listed:
    inside = {"layout": "about", "scenario": name}.get(group)
    said = tree.get(inside) if inside else tree
    label = said.get("label", name) if isinstance(said, Mapping) else name
    if isinstance(label, Mapping):
        first = str(next(iter(label.values()), name))
        return Listed(name, str(label.get("zh", first)), str(label.get("en", first)), origin)
    return Listed(name, str(label), str(label), origin)
