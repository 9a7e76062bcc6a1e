"""How the chosen files become one tree: laid over one another, then changed by levers and by the words."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from twin.config import choosing, library, words
from twin.config.choosing import Chosen
from twin.config.library import TYPICAL, Library
from twin.config.words import Words
from twin.model.demand import Demand
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.experiment import Experiment
from twin.model.levers import Applied, Lever, apply, give, read_lever
from twin.model.policy import Policy
from twin.model.roster import Roster
from twin.model.scenario import SECTIONS
from twin.model.yaml_text import Page

# What an experiment's file says to the one who asks the question, not to the run.
QUESTION = ("asks", "scenarios", "layout", "peak")
PEAK_WORDS = ("label", "note", "experiment")
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
    given: tuple[str, ...]  # paths that the command line had the last word on
    places: Library


def composed(places: Library, said: Iterable[str]) -> Composed:
    """The tree that the words name, with levers and values applied."""
    asked = words.read(said)
    files = _files(places, asked)
    chosen = choosing.choose(places, files, asked.scenarios)
    layers = _layers(chosen)
    tree = {section: _laid(layer for layer in layers if layer.section == section) for section in SECTIONS}
    layout = chosen.names["layout"]
    applied = apply(tree, _levers(chosen, asked), layout)
    tree = give(applied, asked.values, layout)
    peak = chosen.names["peak"].rpartition("/")[2]
    parts = (layout, "" if peak == TYPICAL else peak, "+".join(sorted(chosen.scenarios)))
    name = " ".join(part for part in parts if part)
    return Composed(name, tree, applied, layers, tuple(word.path for word in asked.values), places)


def _files(places: Library, asked: Words) -> dict[str, str]:
    """The file of each group that the words, or else the experiment and the peak they name, ask for."""
    files = dict(asked.files)
    question = _tree(places, "experiment", files.get("experiment"))
    for word in ("layout", "peak"):
        if isinstance(question.get(word), str):
            files.setdefault(word, question[word])
    if "layout" not in files:
        text = f"no port is named; write layout=…; there is {listed(library.files(places, 'layout'))}"
        raise ScenarioError([Fault("layout", "", text, "command line")])
    peak = f"{files.get('demand', files['layout'])}/{files.get('peak', TYPICAL)}"
    suggested = _tree(places, "peak", peak).get("experiment")
    if isinstance(suggested, str):
        files.setdefault("experiment", suggested)
    return {**files, "peak": peak}


def _tree(places: Library, group: str, name: str | None) -> Mapping[str, Any]:
    """What a file says, read ahead of the choice; whatever is wrong with it is said when it is chosen."""
    file = library.find(places, group, name) if name else None
    return library.read(file).tree if file else {}


def _layers(chosen: Chosen) -> tuple[Layer, ...]:
    layers = [Layer(page, section) for section in SECTIONS for page in chosen.pages.get(section, ())]
    faults: list[Fault] = []
    for page in chosen.pages.get("peak", ()):
        faults += _strange_words(page)
        layers += [Layer(page, section) for section in _OF_A_PEAK]
    if faults:
        raise ScenarioError(faults)
    return tuple(layers)


def _strange_words(page: Page) -> Iterable[Fault]:
    known = [word for said in _OF_A_PEAK.values() for word in said] + list(PEAK_WORDS)
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


def _laid(layers: Iterable[Layer]) -> dict[str, Any]:
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


def _levers(chosen: Chosen, asked: Words) -> list[Lever]:
    levers: list[Lever] = []
    faults: list[Fault] = []
    for name, page in chosen.scenarios.items():
        try:
            levers.append(read_lever(name, body(name, page), asked.knobs.get(name, {}), _place(name, page)))
        except ScenarioError as error:
            faults += error.faults
    for name in asked.knobs:
        if name not in chosen.scenarios:
            there = f"; chosen are {listed(chosen.scenarios)}" if chosen.scenarios else "; none is chosen"
            text = f"{name} is not among the scenarios of this run{there}; add scenario={name}"
            faults.append(Fault(f"scenario.{name}", "", text, "command line"))
    if faults:
        raise ScenarioError(faults)
    return levers


def body(name: str, page: Page) -> Any:
    """What stands under the one key of a scenario's file, which is its name."""
    keys = [key for key in page.tree if key != "defaults"]
    if keys != [name]:
        has = f"has {' and '.join(keys)}" if keys else "is empty"
        text = f"the file's only top-level word is its own name, {name}:; it {has}"
        raise ScenarioError([Fault(f"scenario.{name}", "", text, page.place(tuple(keys[:1])))])
    return page.tree[name]


def _place(name: str, page: Page) -> Any:
    return lambda path: page.place((name, *path))


def question(places: Library, name: str) -> dict[str, Any]:
    """What an experiment asks: all its file says, with `scenarios` as lists of names by letter."""
    file = library.find(places, "experiment", name)
    if file is None:
        raise ScenarioError(
            [Fault("experiment", "", library.absent(places, "experiment", name), "command line")]
        )
    page = library.read(file, ("experiment",))
    faults = [*page.faults, *_question_faults(places, page)] if not page.faults else page.faults
    if faults:
        raise ScenarioError(faults)
    asked = {word: value for word, value in page.tree.items() if word != "defaults"}
    return {**asked, "scenarios": {key: _names(value) for key, value in asked.get("scenarios", {}).items()}}


def _names(value: Any) -> list[str]:
    return value if isinstance(value, list) else str(value).split("+")


def _question_faults(places: Library, page: Page) -> Iterable[Fault]:
    known = [*QUESTION, *Experiment.words()]
    for word in page.tree:
        if word not in known and word != "defaults":
            text = f"'{word}' is not a word here{nearest(word, known)}; the words here are {listed(known)}"
            yield Fault(f"experiment.{word}", "", text, page.place((word,)))
    scenarios = page.tree.get("scenarios", {})
    if not isinstance(scenarios, Mapping):
        yield Fault(
            "experiment.scenarios", "", "is written {A: [agv], B: [fast_scan]}", page.place(("scenarios",))
        )
        return
    for key, value in scenarios.items():
        for name in _names(value):
            if not isinstance(name, str) or library.find(places, "scenario", name) is None:
                text = library.absent(places, "scenario", str(name))
                yield Fault(f"experiment.scenarios.{key}", "", text, page.place(("scenarios", key)))
