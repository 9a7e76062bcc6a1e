"""What only a network's layout says: its ports, what they share, and who of them goes elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers.bars import bare
from twin.model.values import read_name

WORDS = ("ports", "shared", "diversions")
OF_A_PORT = ("layout", "demand", "roster", "policy", "peak", "at", "label", "note")
OF_A_DIVERSION = ("from", "to", "share", "gives_up_after", "if_full", "label", "note")
WAYS = ("share", "gives_up_after", "if_full")
EVERY_PORT = "all"

Place = Callable[[tuple[str | int, ...]], str]


class Member(NamedTuple):
    """A port of a network: its files, what it is called, and where its [0 m, 0 m] lies."""

    name: str
    files: dict[str, str]  # [group], the peak without the port's name before it
    label: Any = None
    at: Any = None


class Diversion(NamedTuple):
    """Who of a flow goes the way of another: a share, who waits too long, or who finds no room."""

    name: str
    of: str
    to: str
    way: str  # one of WAYS
    value: Any


class Said(NamedTuple):
    """What a network's layout says."""

    members: tuple[Member, ...]
    shared: dict[str, tuple[str, ...]]
    diversions: tuple[Diversion, ...]


def read_network(layout: Mapping[str, Any], place: Place) -> Said:
    """The network that a layout says; everything that is wrong with its words is refused at once."""
    faults: list[Fault] = []
    members = list(_members(layout.get("ports"), place, faults))
    names = [one.name for one in members]
    shared = dict(_shared(layout.get("shared", {}), names, place, faults))
    diversions = list(_diversions(layout.get("diversions", {}), place, faults))
    if faults:
        raise ScenarioError(faults)
    return Said(tuple(members), shared, tuple(diversions))


def _members(said: Any, place: Place, faults: list[Fault]) -> Iterator[Member]:
    if not isinstance(said, Mapping) or not said:
        text = "a network names its ports: ports: {north: some_layout, south: another_layout}"
        faults.append(Fault("layout.ports", "", text, place(("ports",))))
        return
    for name, one in said.items():
        path = ("ports", name)
        fields = {"layout": one} if isinstance(one, str) else one
        text = _name_fault(name)
        if not isinstance(fields, Mapping) or not isinstance(fields.get("layout"), str):
            text = text or "is the name of a layout, or {layout: name, peak: name, at: [0 m, 0 m]}"
            fields = {}
        if text:
            faults.append(Fault(f"layout.ports.{name}", "", text, place(path)))
        faults += _strange(fields, OF_A_PORT, path, place)
        texts = {word: bare(fields[word]) for word in OF_A_PORT[:5] if isinstance(fields.get(word), str)}
        yield Member(str(name), texts, fields.get("label"), fields.get("at"))


def _name_fault(name: Any) -> str:
    try:
        read_name(name)
    except ValueError as error:
        return str(error)
    return ""


def _strange(
    fields: Mapping[str, Any], known: tuple[str, ...], path: tuple[str, ...], place: Place
) -> Iterator[Fault]:
    for word in fields:
        if word not in known:
            text = f"'{word}' is not a word here{nearest(word, known)}; the words here are {listed(known)}"
            yield Fault(".".join(("layout", *path, str(word))), "", text, place((*path, word)))


def _shared(
    said: Any, ports: list[str], place: Place, faults: list[Fault]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not isinstance(said, Mapping):
        text = "what ports share is a mapping: {image_analysts: [north, south]}, or a name: all"
        faults.append(Fault("layout.shared", "", text, place(("shared",))))
        return
    for name, one in said.items():
        of = ports if one == EVERY_PORT else one
        if not isinstance(of, list) or len(of) < 2 or len(set(map(str, of))) < len(of):
            text = "is a list of two or more ports, [north, south], or all"
        else:
            strange = [port for port in of if port not in ports]
            near = nearest(strange[0], ports) if strange else ""
            text = f"there is no port {strange[0]}{near}; there is {listed(ports)}" if strange else ""
        if text:
            faults.append(Fault(f"layout.shared.{name}", "", text, place(("shared", name))))
        else:
            yield name, tuple(of)


def _diversions(said: Any, place: Place, faults: list[Fault]) -> Iterator[Diversion]:
    if not isinstance(said, Mapping):
        text = "is a mapping: {coal_to_south: {from: north_coal_in, to: south_coal_in, share: 5 %}}"
        faults.append(Fault("layout.diversions", "", text, place(("diversions",))))
        return
    for name, fields in said.items():
        path = ("diversions", name)
        if not isinstance(fields, Mapping):
            fields = {}
        faults += _strange(fields, OF_A_DIVERSION, path, place)
        ways = [word for word in WAYS if word in fields]
        text = _name_fault(name)
        if not all(isinstance(fields.get(word), str) for word in ("from", "to")):
            text = text or "says from which flow to which: from: north_coal_in, to: south_coal_in"
        elif len(ways) != 1:
            text = text or f"says who goes by exactly one of {', '.join(f'{word}:' for word in WAYS)}"
        elif ways[0] == "if_full" and bare(fields["if_full"]) != "true":
            text = text or "if_full: true, or leave it out"
        if text:
            faults.append(Fault(f"layout.diversions.{name}", "", text, place(path)))
        else:
            yield Diversion(name, bare(fields["from"]), bare(fields["to"]), ways[0], fields[ways[0]])
