"""Ports laid side by side in one tree, with what they share made one."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from twin.model import units
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers.amounts import plus
from twin.model.levers.bars import bare, without_bars
from twin.model.levers.paths import Path, Refused, collection, fetch, put
from twin.model.network.naming import Names, prefixed
from twin.model.network.references import CALLED, KINDS
from twin.model.record import Label, read_label

GAP = Fraction(2000)  # metres between two ports whose places nobody has laid
LABELLED = (
    "places", "links", "classes", "stations", "zones", "pools", "stocks", "conditions", "matches", "exits",
    "flows", "fleets", "calendars", "quotas", "slots", "permissions",
)  # fmt: skip
_SAID_OF_THINGS = ("label", "note", "source", "assumed")


class Port(NamedTuple):
    """A port of a network, its levers applied: its tree, its names, its label and where it lies."""

    tree: dict
    names: Names
    label: Any = None
    at: Any = None


def joined(ports: Sequence[Port], own: dict, shared: Mapping[str, Sequence[str]]) -> dict:
    """The tree of all ports together, over which the network's `own` words are to be laid."""
    _refuse(_absent(ports, shared))
    east = Fraction(0)
    whole: dict[str, dict] = {}
    faults: list[Fault] = []
    for port in ports:
        tree = port.tree
        for name in (name for name, of in shared.items() if port.names.prefix in of):
            tree = _with_shifts_of_its_own(tree, name, port.names.prefix)
        tree, east = _laid(tree, port.at, east)
        tree = prefixed(_with_label(_with_models_used(tree), port), port.names)
        whole = _both(whole, tree, own, faults)
    _refuse(faults)
    return whole


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise ScenarioError(dict.fromkeys(faults))


def _absent(ports: Sequence[Port], shared: Mapping[str, Sequence[str]]) -> list[Fault]:
    faults = []
    for name, of in shared.items():
        for port in ports:
            known = [one for found in port.names.own.values() for one in found]
            if port.names.prefix in of and name not in known:
                text = f"port {port.names.prefix} has no {name}{nearest(name, sorted(known))}"
                faults.append(Fault(f"layout.shared.{name}", "", f"{text}; leave that port out"))
    return faults


def _with_shifts_of_its_own(tree: dict, pool: str, prefix: str) -> dict:
    """The shifts of a shared pool called by their port, so that those of all ports add up."""
    shifts = fetch(tree, ("roster", "shifts", pool))
    if not isinstance(shifts, dict):
        return tree
    return put(tree, ("roster", "shifts", pool), {f"{prefix}_{name}": one for name, one in shifts.items()})


def _with_models_used(tree: dict) -> dict:
    """The tree with those models only that its stations have: each port calls them by its own name."""
    used: set[str] = set()
    for station in collection(tree, ("layout", "stations")).values():
        if isinstance(station, Mapping):
            servers = station.get("servers")
            used |= {bare(station.get("model", "")), *(servers if isinstance(servers, Mapping) else ())}
    models = {name: one for name, one in collection(tree, ("equipment",)).items() if name in used}
    return {**tree, "equipment": models}


def _laid(tree: dict, at: Any, east: Fraction) -> tuple[dict, Fraction]:
    """The tree with its places moved, to `at` or else east of the last port, and how far it reaches."""
    places = collection(tree, ("layout", "places"))
    metres = {name: _metres(_at(place)) for name, place in places.items()}
    known = [place[0] for place in metres.values() if place]
    offset = _metres(at) or (east - min(known, default=Fraction(0)), Fraction(0))
    moved = {
        name: _put(place, [_moved(text, offset[i]) for i, text in enumerate(_at(place))])
        if metres[name]
        else place
        for name, place in places.items()
    }
    reach = max([east, *(one + offset[0] + GAP for one in known)])
    return (put(tree, ("layout", "places"), moved) if moved else tree), reach


def _at(place: Any) -> Any:
    """Where a place lies, written short or with the ground that it takes."""
    return place.get("at") if isinstance(place, Mapping) else place


def _put(place: Any, at: list[str]) -> Any:
    return {**place, "at": at} if isinstance(place, Mapping) else at


def _metres(place: Any) -> tuple[Fraction, Fraction] | None:
    """East and north of a place; None where it is none, which is refused when its fields are read."""
    if not isinstance(place, list) or len(place) != 2:
        return None
    try:
        east, north = (units.read(bare(text), units.LENGTH) for text in place)
    except ValueError:
        return None
    return east, north


def _moved(text: str, offset: Fraction) -> str:
    _, bar, origin = text.partition("|")
    metres = units.written(units.read(bare(text), units.LENGTH) + offset)
    return f"{metres} m |{origin}" if bar else f"{metres} m"


def _with_label(tree: dict, port: Port) -> dict:
    """The tree with the port's label before that of each of its things."""
    said = port.label or fetch(tree, ("layout", "about", "label")) or port.names.prefix
    try:
        of = read_label(said)
    except ValueError:
        return tree
    for section, kinds in KINDS.items():
        for kind in (kind for kind in kinds if kind in LABELLED):
            for name, thing in collection(tree, (section, kind)).items():
                if isinstance(thing, Mapping) and "label" in thing and name not in port.names.kept:
                    tree = put(tree, (section, kind, name, "label"), _label(of, thing["label"]))
    return tree


def _label(of: Any, said: Any) -> Any:
    try:
        label = read_label(said)
    except ValueError:
        return said  # refused when its fields are read
    assert isinstance(of, Label) and isinstance(label, Label)
    return {"zh": f"{of.zh} {label.zh}", "en": f"{of.en}, {label.en}"}


def _both(whole: dict, tree: dict, own: Mapping, faults: list[Fault]) -> dict:
    """Two trees as one; what both have is shared: one thing, which both say, or the network says."""
    for section, kinds in {**KINDS, "equipment": ("",)}.items():
        for kind in dict.fromkeys((*kinds, *(other for of, other in CALLED if of == section))):
            path = (section, kind) if kind else (section,)
            for name, thing in collection(tree, path).items():
                before = fetch(whole, (*path, name))
                whole = put(whole, (*path, name), _one((*path, name), (before, thing), own, faults))
    return whole


def _one(path: Path, both: tuple[Any, Any], own: Mapping, faults: list[Fault]) -> Any:
    before, thing = both
    if before is None or fetch(own, path) is not None:
        return thing
    if path[:2] == ("roster", "shifts") and isinstance(before, Mapping) and isinstance(thing, Mapping):
        return {**before, **thing}
    if path[:2] == ("layout", "pools"):
        before, thing = _with_one_size(before, thing)
    if _meant(before) != _meant(thing):
        differ = listed(_differing(_meant(before), _meant(thing)))
        way_out = f"say {'.'.join(path)} in the network, or do not share it"
        text = f"its ports do not say the same of it{differ and f': {differ}'}; {way_out}"
        faults.append(Fault(f"layout.shared.{path[-1]}", "", text))
    return before


def _with_one_size(before: Any, thing: Any) -> tuple[Any, Any]:
    """Both pools with the units of both, where both have a number of them."""
    sizes = [one.get("size") if isinstance(one, Mapping) else None for one in (before, thing)]
    if None in sizes:
        return before, thing
    try:
        total = plus(bare(sizes[0]), int(bare(sizes[1])))
    except (Refused, ValueError):
        return before, thing
    size = f"{total} | {bare(sizes[0])} and {bare(sizes[1])} of the ports that share it"
    return {**before, "size": size}, {**thing, "size": size}


def _meant(thing: Any) -> Any:
    """What a thing says, without its labels and its origins."""
    if isinstance(thing, Mapping):
        return without_bars({word: one for word, one in thing.items() if word not in _SAID_OF_THINGS})
    return without_bars(thing)


def _differing(one: Any, other: Any) -> Iterable[str]:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return [f"{one} and {other}"]
    return [
        f"{word} is {one.get(word, 'not said')} and {other.get(word, 'not said')}"
        for word in dict.fromkeys((*one, *other))
        if one.get(word) != other.get(word)
    ]
