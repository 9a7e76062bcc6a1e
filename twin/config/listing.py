"""What there is to choose from, by name, with labels in both languages, and what a file says of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError, nearest, unknown

KINDS = {
    "layouts": "layout",
    "peaks": "peak",
    "scenarios": "scenario",
    "equipment": "equipment",
    "experiments": "experiment",
}


class Listed(NamedTuple):
    """One file that can be named: its labels, and whether it is the user's own ('here') or shipped."""

    name: str
    label_zh: str
    label_en: str
    origin: str


class Said(NamedTuple):
    """What a file says of one name, as texts; `file` is how a message calls the file."""

    tree: Mapping[str, Any]
    file: str
    origin: str


def names(kind: str, layout: str = "", *, folder: str | Path | None = None) -> list[str]:
    """The names of what there is of a kind; of peaks those of a layout, of equipment the models."""
    return list(_files(kind, layout, folder))


def said_of(kind: str, name: str, layout: str = "", *, folder: str | Path | None = None) -> Said:
    """What the file of a name says of it; a name that is not there is refused with the nearest one."""
    files = _files(kind, layout, folder)
    if name not in files:
        raise ScenarioError(
            [Fault(f"{KINDS.get(kind, kind)} {name}", "", unknown(KINDS[kind], name, list(files)))]
        )
    file = files[name]
    return Said(_tree_of(kind, name, file), file.shown, file.origin)


def ports(*, folder: str | Path | None = None) -> list[str]:
    """The names of the layouts that are one port, and no network of several."""
    from twin.config import library
    from twin.config.laying import PORTS

    found = _files("layouts", "", folder)
    return [name for name, file in found.items() if PORTS not in library.read(file).tree]


def list_names(kind: str, layout: str = "", *, folder: str | Path | None = None) -> list[Listed]:
    """The same with labels and origin, in the same order."""
    from twin.config import library

    listed = []
    for name, file in _files(kind, layout, folder).items():
        is_typical = kind == "peaks" and name == library.TYPICAL
        tree = _TYPICAL if is_typical else _tree_of(kind, name, file)
        listed.append(_listed(name, tree, file.origin))
    return listed


def _tree_of(kind: str, name: str, file: Any) -> Mapping[str, Any]:
    """What stands below a name: a scenario and a model of equipment stand under their own in a file."""
    from twin.config import library

    tree = library.read(file).tree
    inside = tree.get(name, tree) if kind in ("scenarios", "equipment") else tree
    return inside if isinstance(inside, Mapping) else {}


_TYPICAL = {"label": {"zh": "典型日", "en": "typical day"}}


def _files(kind: str, layout: str, folder: str | Path | None) -> dict[str, Any]:
    from twin.config import library

    if kind not in KINDS:
        text = f"is not a list{nearest(kind, KINDS)}; there is {', '.join(KINDS)}"
        raise ScenarioError([Fault(kind, "", text)])
    places = library.library(folder)
    if kind == "equipment":
        return _models(places)
    if kind != "peaks":
        return library.files(places, KINDS[kind])
    if library.find(places, "layout", layout) is None:
        raise ScenarioError([Fault("layout", "", library.absent(places, "layout", layout))])
    own = library.find(places, "demand", layout) or _of_a_network(places, layout)
    first = {library.TYPICAL: own} if own else {}
    return first | library.files(places, "peak", layout)


def _models(places: Any) -> dict[str, Any]:
    """The models of every catalogue, each with its file, in the order in which they are written."""
    from twin.config import library

    found: dict[str, Any] = {}
    for file in library.files(places, "equipment").values():
        for name, tree in library.read(file).tree.items():
            if isinstance(tree, Mapping):
                found.setdefault(name, file)
    return found


def _of_a_network(places: Any, layout: str) -> Any:
    """The layout of a network, whose ports have their own demand; None for any other."""
    from twin.config import library

    file = library.find(places, "layout", layout)
    return file if file and "ports" in library.read(file).tree else None


def _listed(name: str, tree: Mapping[str, Any], origin: str) -> Listed:
    about = tree.get("about", tree)
    read_aloud = name.replace("_", " ")  # what nobody has given a title
    label = about.get("label", read_aloud) if isinstance(about, Mapping) else read_aloud
    if isinstance(label, Mapping):
        first = str(next(iter(label.values()), name))
        return Listed(name, str(label.get("zh", first)), str(label.get("en", first)), origin)
    return Listed(name, str(label), str(label), origin)
