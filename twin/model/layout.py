"""The layout: places, things, and flows that say in which order."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, PlainValidator, model_validator

from twin.model.conditions import Condition
from twin.model.dates import read_zone
from twin.model.frozen import FrozenDict
from twin.model.law import duration
from twin.model.matches import Matching
from twin.model.places import PlaceField
from twin.model.pools import Pool
from twin.model.record import Record, Thing
from twin.model.steps import Steps
from twin.model.things import EntityClass, Exit, Link, Station, Stock, Zone
from twin.model.values import Name, NameList, Names, Text

T = TypeVar("T")


def _empty(value: Any) -> Any:
    """A thing that is only named has no fields."""
    return {} if value is None else value


Bare = Annotated[T, BeforeValidator(_empty)]
THE_EXIT: dict[str, Any] = {"out": {}}  # of a layout that names none


def _durations(value: object) -> tuple[float, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("a list of durations belongs here, e.g. [12 s, 15 s]")
    return tuple(sorted(duration(one) for one in value))


Observed = Names[Annotated[tuple[float, ...], PlainValidator(_durations)]]


class About(Thing):
    """What the port is called, and what an unmarked value is."""

    neighbour: Any = None
    unmarked: Text = "assumed"
    time_zone: Annotated[str, PlainValidator(read_zone)] = "UTC+08:00"


class Flow(Thing):
    """Entities of one or more classes, and their steps."""

    classes: NameList
    direction: Literal["in", "out", "inside"] = "in"
    starts_at: Name | None = None
    steps: Steps


class Layout(Record):
    """A port as it stands."""

    about: About = About()
    sources: Annotated[FrozenDict, PlainValidator(FrozenDict)] = FrozenDict()
    places: Names[PlaceField] = FrozenDict()
    links: Names[Link] = FrozenDict()
    classes: Names[Bare[EntityClass]] = FrozenDict()
    stations: Names[Station] = FrozenDict()
    zones: Names[Bare[Zone]] = FrozenDict()
    pools: Names[Bare[Pool]] = FrozenDict()
    stocks: Names[Stock] = FrozenDict()
    conditions: Names[Condition] = FrozenDict()
    matches: Names[Matching] = FrozenDict()
    exits: Names[Bare[Exit]] = FrozenDict()
    observed: Observed = FrozenDict()
    parts: Names[Steps] = FrozenDict()
    flows: Names[Flow]

    @model_validator(mode="before")
    @classmethod
    def _one_exit(cls, raw: Any) -> Any:
        return {"exits": THE_EXIT} | raw if isinstance(raw, dict) else raw
