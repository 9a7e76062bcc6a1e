"""What a thing is called: its label in both languages, and its key behind it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from twin.model.errors import Fault
from twin.model.record import Label, read_label

# Where the label stands of what other sections say something of: a roster's shift is of a pool or station.
_OWNERS = ("stations", "pools", "flows", "classes", "links", "zones", "stocks", "conditions", "matches")


def called(name: str, label: Label | None) -> Label:
    """The label with the key behind it; the key alone where there is no label.

    >>> called("h986", Label("H986 机检", "H986 scanner")).zh
    'H986 机检 (h986)'
    """
    if label is None:
        return Label(name, name)
    return Label(*(said if said == name else f"{said} ({name})" for said in label))


def label_at(port: Any, path: str) -> Label | None:
    """The label of the thing that a path leads into; `port` is a scenario, or the tree of one.

    >>> label_at({"layout": {"stations": {"gate": {"label": "国门"}}}}, "layout.stations.gate.servers")
    Label(zh='国门', en='国门')
    """
    words = path.split("[", 1)[0].split(".")
    return next((found for found in _labels(port, words) if found is not None), None)


def labelled(faults: Iterable[Fault], port: Any) -> list[Fault]:
    """The faults, each with the label of the thing that it is of."""
    return [fault._replace(label=fault.label or label_at(port, fault.path)) for fault in faults]


def _labels(port: Any, words: list[str]) -> Iterator[Label | None]:
    """Labels of the things on the way to the path's end, the innermost first, then of what has their name."""
    node, inner = port, []
    for word in words:
        node = _inside(node, word)
        inner.append(node)
    yield from (_label(node) for node in reversed(inner[1:]))
    layout = _inside(port, "layout")
    for name in words[2:3]:
        yield from (_label(_inside(_inside(layout, group), name)) for group in _OWNERS)


def _inside(node: Any, word: str) -> Any:
    return node.get(word) if isinstance(node, Mapping) else getattr(node, word, None)


def _label(node: Any) -> Label | None:
    said = _inside(node, "label")
    if said is None:
        return None
    try:
        found = read_label(said)
    except ValueError:  # the label is itself at fault, and is told as that
        return None
    return found if isinstance(found, Label) else None
