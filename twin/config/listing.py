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


def names(kind: str, layout: str = "", *, folder: str | Path | None = None) -> list[str]:
    """The names of the layouts, scenarios or experiments there are, or of the peaks of a layout."""
    return list(_files(kind, layout, folder))


def list_names(kind: str, layout: str = "", *, folder: str | Path | None = None) -> list[Listed]:
    """The same with labels and origin, in the same order."""
    from twin.config import library

    listed = []
    for name, file in _files(kind, layout, folder).items():
        is_typical = kind == "peaks" and name == library.TYPICAL
        tree = _TYPICAL if is_typical else library.read(file).tree
        listed.append(_listed(KINDS[kind], name, tree, file.origin))
    return listed


_TYPICAL = {"label": {"zh": "典型日", "en": "typical day"}}


def _files(kind: str, layout: str, folder: str | Path | None) -> dict[str, Any]:
    from twin.config import library

    if kind not in KINDS:
        text = f"is not a list{nearest(kind, KINDS)}; there is {', '.join(KINDS)}"
        raise ScenarioError([Fault(kind, "", text)])
    places = library.library(folder)
    if kind != "peaks":
        return library.files(places, KINDS[kind])
    if library.find(places, "layout", layout) is None:
        raise ScenarioError([Fault("layout", "", library.absent(places, "layout", layout))])
    own = library.find(places, "demand", layout)
    first = {library.TYPICAL: own} if own else {}
    return first | library.files(places, "peak", layout)


def _listed(group: str, name: str, tree: Mapping[str, Any], origin: str) -> Listed:
    inside = {"layout": "about", "scenario": name}.get(group, "")
    said = tree.get(inside, tree)  # a bundle has its label at the top
    label = said.get("label", name) if isinstance(said, Mapping) else name
    if isinstance(label, Mapping):
        first = str(next(iter(label.values()), name))
        return Listed(name, str(label.get("zh", first)), str(label.get("en", first)), origin)
    return Listed(name, str(label), str(label), origin)
