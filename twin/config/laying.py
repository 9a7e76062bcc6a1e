"""The chosen files as one tree: each section's pages laid over one another."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from twin.config.choosing import Chosen
from twin.config.library import Library
from twin.model.demand import Demand
from twin.model.errors import Fault, ScenarioError, nearest
from twin.model.levers import Applied
from twin.model.network import Names
from twin.model.policy import Policy
from twin.model.roster import Roster
from twin.model.scenario import SECTIONS
from twin.model.yaml_text import Page

# What an experiment's file says to the one who asks the question, not to the run.
QUESTION = ("asks", "scenarios", "layout", "peak", "target")
PEAK_WORDS = ("label", "note", "experiment")
PORTS = "ports"
_OF_A_PEAK = {"demand": Demand.words(), "policy": Policy.words(), "roster": Roster.words()}


class Layer(NamedTuple):
    """A page whose words stand in a section of the tree."""

    page: Page
    section: str


class Composed(NamedTuple):
    """One run's tree, and what is needed to say where its values come from."""

    name: str
    tree: dict[str, Any]
    applied: Applied
    layers: tuple[Layer, ...]
    places: Library
    given: tuple[str, ...] = ()  # paths that the command line had the last word on
    ports: "tuple[Inside, ...]" = ()  # of a network


class Inside(NamedTuple):
    """A port of a network, and what its names are there."""

    run: Composed
    names: Names


def layers_of(chosen: Chosen) -> tuple[Layer, ...]:
    """The pages with the sections that they speak of, later ones to be laid over earlier ones."""
    layers = [Layer(page, section) for section in SECTIONS for page in chosen.pages.get(section, ())]
    faults: list[Fault] = []
    for page in chosen.pages.get("peak", ()):
        faults += _strange_words(page, is_network(chosen))
        layers += [Layer(page, section) for section in _OF_A_PEAK]
    if faults:
        raise ScenarioError(faults)
    return tuple(layers)


def is_network(chosen: Chosen) -> bool:
    """Whether the layout is made of other layouts."""
    return any(PORTS in page.tree for page in chosen.pages.get("layout", ()))


def _strange_words(page: Page, of_network: bool) -> Iterable[Fault]:
    known = [word for said in _OF_A_PEAK.values() for word in said] + list(PEAK_WORDS)
    known += [PORTS] if of_network else []
    for word in page.tree:
        if word not in known and word != "defaults":
            text = f"'{word}' is not a word here{nearest(word, known)}; the words here are {', '.join(known)}"
            yield Fault(f"peak.{word}", "", text, page.place((word,)))


def words_of(layer: Layer) -> dict[str, Any]:
    """What a page says about its section."""
    if layer.page.name.count("/") > 2:
        known = _OF_A_PEAK[layer.section]
        return {word: value for word, value in layer.page.tree.items() if word in known}
    apart = ("defaults", *(QUESTION if layer.section == "experiment" else ()))
    return {word: value for word, value in layer.page.tree.items() if word not in apart}


def laid(layers: Iterable[Layer]) -> dict[str, Any]:
    """What the pages of one section say together."""
    tree: dict[str, Any] = {}
    for layer in layers:
        tree = over(tree, words_of(layer))
    return tree


def over(below: Any, above: Any) -> dict[str, Any]:
    """One mapping laid over another: mappings by name, all else whole.

    >>> over({"a": {"b": "1", "c": "2"}}, {"a": {"b": "3"}})
    {'a': {'b': '3', 'c': '2'}}
    """
    tree = dict(below)
    for word, value in above.items():
        before = tree.get(word)
        both = isinstance(value, Mapping) and isinstance(before, Mapping)
        tree[word] = over(before, value) if both and not _arrives_otherwise(before, value) else value
    return tree


def _arrives_otherwise(before: Any, value: Any) -> bool:
    """Another way of arriving has other words: nothing of the first way stays."""
    return "arrives" in value and "arrives" in before and value["arrives"] != before["arrives"]
