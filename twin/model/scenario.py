"""A scenario: what the port is, who comes, who is there, what is allowed, and how long we look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from twin.model import fields
from twin.model.called import labelled
from twin.model.checks import faults_of
from twin.model.demand import Demand
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.experiment import Experiment
from twin.model.frozen import FrozenDict
from twin.model.layout import Layout, Observed
from twin.model.origin import Assumption, Where, strip
from twin.model.policy import Policy
from twin.model.roster import Roster
from twin.model.serving import kinds_of_server
from twin.model.things import Equipment, Station
from twin.model.values import Names

if TYPE_CHECKING:
    from twin.model.journey import Trail

Catalogue = Names[Equipment]
SECTIONS: dict[str, Any] = {
    "layout": Layout,
    "demand": Demand,
    "roster": Roster,
    "policy": Policy,
    "equipment": Catalogue,
    "experiment": Experiment,
}
OTHERS = ("name", "levers", "ledger")  # what the door adds
TOLD_APART = {name: wanted for name, wanted in SECTIONS.items() if hasattr(wanted, "words")}  # by their words
FROM_MODEL = ("service_time", "move_up", "needs", "breakdown")  # what a station takes from its equipment


def nowhere(path: tuple[str | int, ...]) -> str:
    """The place of a tree that was not read from a file."""
    return ""


@dataclass(frozen=True)
class Scenario:
    """Everything is SI and frozen; a station with a model has the model's fields where it has none itself."""

    name: str
    layout: Layout
    demand: Demand
    roster: Roster
    policy: Policy
    equipment: Mapping[str, Equipment]
    experiment: Experiment
    levers: tuple[str, ...]
    ledger: tuple[Assumption, ...]

    @cached_property
    def trails(self) -> tuple["Trail", ...]:
        """The trail of every flow, followed once for all the rules that look at it."""
        from twin.model.journey import trail

        return tuple(trail(self, name) for name in self.layout.flows)

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any], where: Where = nowhere) -> Self:
        """The one entrance: raises all faults of a stage at once; `where` tells file and line of a path."""
        _stop(_strange_sections(tree), tree)
        stripped = strip({section: tree.get(section, {}) for section in SECTIONS}, where)
        sections, faults = _sections(stripped.tree, where)
        _stop([*stripped.faults, *faults], tree)
        sections["layout"] = _equipped(sections["layout"], sections["equipment"])
        ledger = (*_of_this_port(stripped.ledger, sections["layout"]), *tree.get("ledger", ()))
        levers = tuple(tree.get("levers", ()))
        scenario = cls(name=str(tree.get("name", "")), **sections, levers=levers, ledger=ledger)
        _stop(faults_of(scenario, where), scenario)
        return scenario


def _stop(faults: list[Fault], port: Any) -> None:
    if faults:
        raise ScenarioError(labelled(faults, port))


def _strange_sections(tree: Mapping[str, Any]) -> list[Fault]:
    known = [*SECTIONS, *OTHERS]
    return [
        Fault(
            str(word),
            "",
            f"'{word}' is not a word here{nearest(word, known)}; the words here are {listed(known)}",
        )
        for word in tree
        if word not in known
    ]


def _sections(tree: dict[str, Any], where: Where) -> tuple[dict[str, Any], list[Fault]]:
    layout = tree["layout"] if isinstance(tree["layout"], dict) else {}
    observed, _ = fields.read(Observed, layout.get("observed", {}), (), {}, nowhere)
    context = {"observed": observed or {}}
    sections: dict[str, Any] = {}
    faults: list[Fault] = []
    for section, wanted in SECTIONS.items():
        sections[section], wrong = fields.read(wanted, tree[section], (section,), context, where)
        faults.extend(_with_its_home(fault, section) for fault in wrong)
    return sections, faults


def _with_its_home(fault: Fault, section: str) -> Fault:
    """The fault of a word that stands in one section and is known in another tells where it goes."""
    above, _, word = fault.path.partition(".")
    homes = [name for name in TOLD_APART if name != section and word in TOLD_APART[name].words()]
    if above != section or not homes or word in TOLD_APART[section].words():
        return fault
    return fault._replace(text=f"'{word}' is a word of {homes[0]}; move it there from {section}")


def _equipped(layout: Layout, equipment: Mapping[str, Equipment]) -> Layout:
    stations = {name: _with_model(station, equipment) for name, station in layout.stations.items()}
    return layout.model_copy(update={"stations": FrozenDict(stations)})


def _of_this_port(ledger: Iterable[Assumption], layout: Layout) -> Iterator[Assumption]:
    """The ledger without the models of the catalogue that no station has."""
    models = {model for station in layout.stations.values() for model in kinds_of_server(station)}
    for row in ledger:
        section, _, rest = row.path.partition(".")
        if section != "equipment" or rest.partition(".")[0] in models:
            yield row


def _with_model(station: Station, equipment: Mapping[str, Equipment]) -> Station:
    model = equipment.get(station.model) if station.model else None
    if model is None:
        return station
    taken = {word: getattr(model, word) for word in FROM_MODEL if word not in station.model_fields_set}
    return station.model_copy(update=taken)
