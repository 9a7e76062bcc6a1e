"""Changes of numbers: things added, values set, counted up, scaled, and equipment swapped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any, NamedTuple

from twin.model.errors import Fault, listed, nearest
from twin.model.levers import amounts, bars
from twin.model.levers.lever import Change
from twin.model.levers.paths import (
    SECTIONS,
    Absent,
    Path,
    Refused,
    collection,
    depth,
    fetch,
    find,
    must_have,
    must_have_fields,
    must_name_a_value,
    names,
    put,
    split,
)
from twin.model.origin import is_value
from twin.model.record import Record
from twin.model.things import Link, Station

# Collections of a layout without values of the port.
_NO_VALUES = [("layout", kind) for kind in ("sources", "observed", "parts", "flows")]
_DEFAULTS: dict[str, type[Record]] = {"stations": Station, "links": Link}


class Edit(NamedTuple):
    """One value that one change gives to one path."""

    change: Change
    path: Path
    value: Any

    @property
    def dotted(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)


class Port(NamedTuple):
    """What a lever finds: the port's name, its tree, and which stations do what before any lever adds one."""

    name: str
    tree: dict
    controls: Mapping[str, tuple[str, ...]]


def port_of(name: str, tree: dict) -> Port:
    """The port as the layout has it."""
    controls: dict[str, tuple[str, ...]] = {}
    for station, fields in collection(tree, ("layout", "stations")).items():
        does = bars.bare(fetch(fields, ("does",), ""))
        controls[does] = (*controls.get(does, ()), station)
    return Port(name, tree, controls)


def stations(port: Port, text: str) -> tuple[str, ...]:
    """The stations that 'every scan' means."""
    control = str(text).removeprefix("every ").strip()
    if control not in port.controls:
        does = listed(sorted(name for name in port.controls if name))
        raise Absent(f"{port.name} has no station that does {control}; its stations do {does}")
    return port.controls[control]


def must_stand(text: str, port: Port) -> None:
    """Refuses what the port has not got: 'every scan', a name, or a path."""
    if "." in text and not text.startswith("every "):
        path = split(text)
        must_have(port.tree, path, port.name)
        if fetch(port.tree, path) is None:
            raise Absent(f"{port.name} has no {text}")
    else:
        targets(port, text)


def targets(port: Port, of: Any) -> list[Path]:
    """The things that `of:` means: a name, 'every <control>', or several of them."""
    found: list[Path] = []
    for text in of if isinstance(of, list) else [of]:
        if str(text).startswith("every "):
            found += [("layout", "stations", name) for name in stations(port, text)]
            continue
        path = find(port.tree, str(text))
        if path is None:
            known = names(port.tree)
            raise Absent(f"{port.name} has no {text}{nearest(text, known)}; there is {listed(known)}")
        found.append(path)
    return found


def added(change: Change) -> list[Edit]:
    """The things that an `add:` brings, each whole."""
    if not isinstance(change.what, Mapping):
        raise Refused("is written add: {layout: {stations: {…}}}")
    edits = []
    for section, collections in change.what.items():
        if section not in SECTIONS or section == "experiment" or not isinstance(collections, Mapping):
            parts = ", ".join(word for word in SECTIONS if word != "experiment")
            raise Refused(f"'{section}' is not a part of a port; write one of {parts}")
        things = _things((section,), collections)
        edits += [Edit(change, path, _marked(path, value, change)) for path, value in things]
    return edits


def _things(path: Path, node: Any) -> Iterable[tuple[Path, Any]]:
    if len(path) == depth((*path, "", "")) or not isinstance(node, Mapping):
        yield path, node
        return
    for name, inner in node.items():
        yield from _things((*path, name), inner)


def _marked(path: Path, value: Any, change: Change) -> Any:
    """A new thing whose values say which lever brought them, unless the thing says it itself."""
    if path[:2] in _NO_VALUES or isinstance(value, Mapping) and ("source" in value or "assumed" in value):
        return value
    return bars.by(value, change.by, change.why, only=is_value)


def given(change: Change, port: Port) -> list[Edit]:
    """The values of a `set:`, `more:` or `scale:`, by path."""
    if not isinstance(change.what, Mapping) or not change.what:
        raise Refused(f"is written {change.verb}: {{path: value}}, or with of: and a field")
    if "of" in change.words:
        things = targets(port, change.words["of"])
        fields = [(str(word).split("."), value) for word, value in change.what.items()]
        edits = [Edit(change, (*path, *words), value) for path in things for words, value in fields]
    else:
        edits = [Edit(change, split(str(text)), value) for text, value in change.what.items()]
    for edit in edits:
        if edit.path[0] == "experiment":
            raise Refused("a lever changes the port; the experiment has its own file and the command line")
        must_have(port.tree, edit.path, port.name)
        must_name_a_value(port.tree, edit.path)
        if change.verb in _REMAKES:
            _remade(port.tree, edit, [edit], port.name)
    return edits


def swapped(change: Change, port: Port) -> list[Edit]:
    """The stations of a `swap:` with their new equipment."""
    text = change.what if isinstance(change.what, str) else ""
    paths = targets(port, text) if text else []
    if not paths or any(path[1] != "stations" for path in paths):
        raise Refused("is written swap: station, to: model, or swap: every scan, to: {model: 1, other: 1}")
    models = collection(port.tree, ("equipment",))
    to = change.words["to"]
    for model in to if isinstance(to, Mapping) else [bars.bare(to)]:
        if model not in models:
            raise Refused(f"the catalogue has no {model}{nearest(model, models)}; there is {listed(models)}")
        does = bars.bare(fetch(models, (model, "does"), ""))
        for path in paths:
            must_have_fields(port.tree, path)
            wanted = bars.bare(fetch(port.tree, (*path, "does"), ""))
            if does and wanted and does != wanted:
                raise Refused(f"{model} does {does}, the station {path[-1]} does {wanted}")
    return [Edit(change, path, to) for path in paths]


def conflicts(edits: Iterable[Edit], says: Callable[[Edit, Edit], str]) -> list[Fault]:
    """A fault for each edit that gives a path another value than an earlier one did."""
    first: dict[Path, Edit] = {}
    faults = []
    for edit in edits:
        before = first.setdefault(edit.path, edit)
        if bars.without_bars(before.value) != bars.without_bars(edit.value):
            faults.append(edit.change.fault(says(before, edit)))
        for path, other in first.items():
            shorter, longer = sorted((path, edit.path), key=len)
            if shorter != longer and longer[: len(shorter)] == shorter:
                faults.append(edit.change.fault(says(other, edit)))
    return faults


def add_all(tree: dict, edits: Iterable[Edit], port: Port) -> tuple[dict, list[Fault]]:
    """The tree with all new things."""
    faults: dict[str, Fault] = {}
    for edit in edits:
        if edit.path[-1] in collection(port.tree, edit.path[:-1]):
            text = f"{port.name} has {edit.dotted} already; add: brings only new things"
            faults.setdefault(edit.change.path, edit.change.fault(f"{text}, change it with set: or more:"))
        tree = put(tree, edit.path, edit.value)
    return tree, list(faults.values())


# What a station said of itself and its new equipment says too.
_TOLD_BY_MODEL = {"move_up", "breakdown", "detects", "detection", "false_alarm", "read"}


def swap_all(tree: dict, edits: Iterable[Edit]) -> dict:
    """The tree with new equipment; what a station said of its own service, the model says now."""
    for edit in edits:
        station = dict(collection(tree, edit.path))
        models = [edit.value] if isinstance(edit.value, str) else list(edit.value)
        told = {word for model in models for word in collection(tree, ("equipment", bars.bare(model)))}
        for word in ("service_time", "tasks", "tasks_run", "model", *(told & _TOLD_BY_MODEL)):
            station.pop(word, None)
        if isinstance(edit.value, Mapping):
            station["servers"] = bars.by(edit.value, edit.change.by, edit.change.why)
        else:
            station["model"] = bars.by(edit.value, edit.change.by, edit.change.why)
            if isinstance(station.get("servers"), Mapping):
                total = sum(amounts.count(bars.bare(number)) for number in station["servers"].values())
                station["servers"] = bars.by(str(total), edit.change.by, edit.change.why)
        tree = put(tree, edit.path, station)
    return tree


def set_all(tree: dict, edits: Iterable[Edit]) -> dict:
    """The tree with values set."""
    for edit in edits:
        tree = put(tree, edit.path, bars.by(edit.value, edit.change.by, edit.change.why))
    return tree


def remake_all(tree: dict, edits: Sequence[Edit], port: str) -> tuple[dict, list[Fault]]:
    """The tree with numbers of things counted up, then values scaled, and what cannot be."""
    faults = []
    for verb in _REMAKES:
        by_path: dict[Path, list[Edit]] = {}
        for edit in edits:
            if edit.change.verb == verb:
                by_path.setdefault(edit.path, []).append(edit)
        for own in by_path.values():
            try:
                tree = put(tree, own[0].path, _remade(tree, own[0], own, port))
            except Refused as error:
                faults.append(own[0].change.fault(error))
    return tree, faults


def _remade(tree: dict, edit: Edit, edits: Sequence[Edit], port: str) -> Any:
    """The value of a path after all edits of one verb, each of its scalars with what made it."""
    before = fetch(tree, edit.path, _default(edit.path))
    if before is None:
        raise Absent(f"{edit.dotted} is not written in {port}; give it with set:")
    if isinstance(before, list):
        raise Refused(f"{edit.dotted} is a list; give it with set:")
    return bars.each(before, partial(_REMAKES[edit.change.verb], edits))


def _more(edits: Sequence[Edit], text: str) -> str:
    number = sum(amounts.count(bars.bare(edit.value)) for edit in edits)
    who = "; ".join(f"{edit.change.by}: {bars.bare(edit.value)} more" for edit in edits)
    return bars.then_by(text, amounts.plus(bars.bare(text), number), f"{who} than {bars.bare(text)}")


def _scaled(edits: Sequence[Edit], text: str) -> str:
    factor = prod((amounts.factor(bars.bare(edit.value)) for edit in edits), start=Fraction(1))
    who = "; ".join(f"{edit.change.by}: {bars.bare(edit.value)}" for edit in edits)
    return bars.then_by(text, amounts.times(bars.bare(text), factor), f"{who} of {bars.bare(text)}")


_REMAKES: dict[str, Callable[[Sequence[Edit], str], str]] = {"more": _more, "scale": _scaled}


def _default(path: Path) -> str | None:
    """What a field that is not written says, where it is a number of things."""
    record = _DEFAULTS.get(path[1]) if path[0] == "layout" and len(path) == 4 else None
    field = record.model_fields.get(path[3]) if record else None
    return str(field.default) if field and isinstance(field.default, int) else None


def is_late(tree: Mapping, path: Path, merged: Iterable[str]) -> bool:
    """Whether a path leads to a station that only a merge makes."""
    in_a_station = path[:2] == ("layout", "stations")
    return in_a_station and path[2] in merged and fetch(tree, path[:3]) is None
