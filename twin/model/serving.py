"""What a station's servers do to an entity: by class, by equipment model, by task."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from twin.model.law import Law
from twin.model.things import Breakdown, Equipment, Station

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

V = TypeVar("V")
OTHER = "other"


class Work(NamedTuple):
    """One piece of a service: whose name keys its luck ('' the step's own), and how long it takes."""

    name: str
    law: Law


def for_class(value: V | Mapping[str, V] | None, class_: str) -> V | None:
    """The value for a class: its own, else that of 'other', else None."""
    if isinstance(value, Mapping):
        return value.get(class_, value.get(OTHER))
    return value


def models(station: Station) -> tuple[str | None, ...]:
    """The equipment model of each of its servers, in order; None where no model is named."""
    if isinstance(station.servers, dict):
        return tuple(model for model, number in station.servers.items() for _ in range(number))
    return (station.model,) * (station.servers or 0)


def kinds_of_server(station: Station) -> tuple[str | None, ...]:
    """The different equipment models of a station."""
    return tuple(station.servers) if isinstance(station.servers, dict) else (station.model,)


def _model(scenario: "Scenario", model: str | None) -> Equipment | None:
    return scenario.equipment.get(model) if model is not None else None


def work(scenario: "Scenario", station: Station, class_: str, model: str | None) -> tuple[Work, ...]:
    """The pieces of a service of a class on a server of a model, without those not said for the class."""
    found = _model(scenario, model) if isinstance(station.servers, dict) else None
    said: list[tuple[str, Any]] = [(task.name, task.service_time) for task in station.tasks or ()]
    said = said or [("", found.service_time if found else station.service_time)]
    laws = [(name, for_class(service_time, class_)) for name, service_time in said]
    return tuple(Work(name, law) for name, law in laws if law is not None)


def breakdown(scenario: "Scenario", station: Station, model: str | None) -> Breakdown | None:
    """How a server fails: as the station says, else as its model does."""
    found = _model(scenario, model)
    return found.breakdown if station.breakdown is None and found else station.breakdown


def needs(scenario: "Scenario", station: Station) -> dict[str, int]:
    """Pools that a service claims: the station's own, else the most that any of its models wants."""
    if station.needs or not isinstance(station.servers, dict):
        return dict(station.needs)
    wanted: dict[str, int] = {}
    for model in station.servers:
        for pool, units in scenario.equipment[model].needs.items() if model in scenario.equipment else ():
            wanted[pool] = max(units, wanted.get(pool, 0))
    return wanted


def move_up(scenario: "Scenario", station: Station) -> float:
    """Seconds from the queue to the server: the longest of the station's, its tasks' and its models'."""
    own = [station.move_up, *(task.move_up for task in station.tasks or ())]
    if isinstance(station.servers, dict) and "move_up" not in station.model_fields_set:
        own += [scenario.equipment[model].move_up for model in station.servers if model in scenario.equipment]
    return max(own)
