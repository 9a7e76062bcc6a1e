"""How the chosen files become one tree: laid over one another, then changed by levers and by the words."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from twin.config import choosing, library, networks, words
from twin.config.choosing import Chosen
from twin.config.laying import QUESTION, Composed, Inside, is_network, laid, layers_of
from twin.config.library import TYPICAL, Library
from twin.config.words import Words
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.experiment import Experiment
from twin.model.levers import Applied, Lever, apply, give, read_lever
from twin.model.scenario import SECTIONS
from twin.model.yaml_text import Page


def composed(places: Library, said: Iterable[str]) -> Composed:
    """The tree that the words name, with levers and values applied."""
    asked = words.read(said)
    files = _files(places, asked)
    everywhere, apart = networks.parted(asked.scenarios)
    chosen = choosing.choose(places, files, everywhere)
    layers = layers_of(chosen)
    tree = {section: laid(layer for layer in layers if layer.section == section) for section in SECTIONS}
    layout = chosen.names["layout"]
    levers = levers_of(chosen, asked.knobs)
    by_port = {port: choosing.choose(places, files, own) for port, own in apart.items()}
    _refuse_knobs(asked, [*chosen.scenarios, *(name for own in by_port.values() for name in own.scenarios)])
    ports: tuple[Inside, ...] = ()
    if is_network(chosen):
        of_port = {port: levers_of(own, asked.knobs) for port, own in by_port.items()}
        applied, ports = networks.networked(
            Composed(layout, tree, Applied(tree), layers, places), levers, of_port
        )
    else:
        networks.refuse(apart, layout)
        applied = apply(tree, levers, layout)
    tree = give(applied, asked.values, layout)
    peak = chosen.names["peak"].rpartition("/")[2]
    of_ports = [f"{port}.{name}" for port, own in by_port.items() for name in own.scenarios]
    parts = (layout, "" if peak == TYPICAL else peak, "+".join(sorted([*chosen.scenarios, *of_ports])))
    name = " ".join(part for part in parts if part)
    return Composed(name, tree, applied, layers, places, tuple(word.path for word in asked.values), ports)


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


def levers_of(chosen: Chosen, knobs: Mapping[str, Mapping[str, str]]) -> list[Lever]:
    """The levers that the chosen scenarios are, their knobs turned."""
    levers: list[Lever] = []
    faults: list[Fault] = []
    for name, page in chosen.scenarios.items():
        try:
            levers.append(read_lever(name, body(name, page), knobs.get(name, {}), _place(name, page)))
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return levers


def _refuse_knobs(asked: Words, chosen: Collection[str]) -> None:
    """Refuses knobs of scenarios that are not chosen."""
    faults = []
    for name in asked.knobs:
        if name not in chosen:
            there = f"; chosen are {listed(chosen)}" if chosen else "; none is chosen"
            text = f"{name} is not among the scenarios of this run{there}; add scenario={name}"
            faults.append(Fault(f"scenario.{name}", "", text, "command line"))
    if faults:
        raise ScenarioError(faults)


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
