"""How a tree is read and changed by dotted paths: a changed tree is a new one that shares the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

from twin.model.errors import listed, nearest
from twin.model.levers.bars import bare

Path = tuple[str, ...]

# How many words of a path name a thing; what stands behind them is a field of it.
SECTIONS = {"layout": 3, "demand": 3, "roster": 3, "policy": 3, "equipment": 2, "experiment": 1}
_OTHER_DEPTHS: dict[Path, int] = {("roster", "shifts"): 4, ("layout", "about"): 2}
# Where "one name, one thing" lets a lever name a thing without its path.
NAMED = ("stations", "zones", "pools", "stocks", "classes", "links", "conditions")


class Refused(Exception):
    """A change that cannot be made, with the reason and the way out."""


class Absent(Refused):
    """A change of something the port has not got; `if_present` lets it pass."""


def split(text: str) -> Path:
    """The words of a dotted path; its first one is a section of a scenario."""
    path = tuple(text.split("."))
    if path[0] not in SECTIONS or "" in path:
        near, known = nearest(path[0], SECTIONS), ", ".join(SECTIONS)
        raise Refused(f"'{text}' is not a path{near}; a path begins with one of {known}")
    return path


def depth(path: Path) -> int:
    """How many words of a path name its thing."""
    return _OTHER_DEPTHS.get(path[:2], SECTIONS[path[0]])


def thing(path: Path) -> Path:
    """The part of a path that names the thing."""
    return path[: depth(path)]


def fetch(tree: Mapping, path: Sequence[str], missing: Any = None) -> Any:
    """What stands at a path, or `missing`."""
    node: Any = tree
    for word in path:
        if not isinstance(node, Mapping) or word not in node:
            return missing
        node = node[word]
    return node


def put(tree: Mapping, path: Sequence[str], value: Any) -> dict:
    """The tree with a value at a path; mappings that are not there yet begin to be."""
    if len(path) == 1:
        return {**tree, path[0]: value}
    inner = tree.get(path[0], {})
    return {**tree, path[0]: put(inner if isinstance(inner, Mapping) else {}, path[1:], value)}


def drop(tree: Mapping, path: Sequence[str]) -> dict:
    """The tree without what stands at a path."""
    if len(path) == 1:
        return {word: value for word, value in tree.items() if word != path[0]}
    return {**tree, path[0]: drop(tree[path[0]], path[1:])}


def must_have(tree: Mapping, path: Path, port: str) -> None:
    """Refuses a path whose thing the port has not got; a field of a thing need not be there."""
    wanted = path[: min(depth(path), len(path) - (len(path) < depth(path)))]
    for end in range(1, len(wanted) + 1):
        node = fetch(tree, wanted[: end - 1], {})
        if not isinstance(node, Mapping) or wanted[end - 1] not in node:
            known = list(node) if isinstance(node, Mapping) else []
            there = f"; there is {listed(known)}" if known else ""
            raise Absent(f"{port} has no {'.'.join(wanted[:end])}{nearest(wanted[end - 1], known)}{there}")
    for end in range(len(wanted), len(path)):
        node = fetch(tree, path[:end], {})
        if not isinstance(node, Mapping):
            raise Refused(f"{'.'.join(path[:end])} is one value, '{bare(node)}'; give it whole")


def must_have_fields(tree: Mapping, path: Path) -> None:
    """Refuses a thing that is no mapping of fields."""
    if not isinstance(fetch(tree, path), Mapping):
        raise Refused(f"{'.'.join(path)} is wanted as a mapping of fields: word: value")


def must_name_a_value(tree: Mapping, path: Path) -> None:
    """Refuses a path that names a whole collection of things."""
    node = fetch(tree, path)
    holds_things = isinstance(node, Mapping) and any(
        isinstance(inner, Mapping | list) for inner in node.values()
    )
    if len(path) < 2 and path[0] != "experiment" or len(path) < depth(path) and holds_things:
        raise Refused(f"{'.'.join(path)} holds many things; name one of them and a field of it")


def collection(tree: Mapping, path: Sequence[str]) -> Mapping:
    """The things at a path, none where there is no mapping."""
    found = fetch(tree, path)
    return found if isinstance(found, Mapping) else {}


def find(tree: Mapping, name: str) -> Path | None:
    """The path of the thing of the layout that has a name."""
    return next(
        (("layout", kind, name) for kind in NAMED if name in collection(tree, ("layout", kind))), None
    )


def names(tree: Mapping) -> list[str]:
    """Every name that `find` finds."""
    return [name for kind in NAMED for name in collection(tree, ("layout", kind))]
