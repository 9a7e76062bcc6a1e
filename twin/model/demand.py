"""Demand: who arrives, and when."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Discriminator, PlainValidator, Tag, field_validator

from twin.model.errors import listed, nearest
from twin.model.frozen import FrozenDict
from twin.model.law import Law, duration
from twin.model.profile import Profile
from twin.model.record import Thing
from twin.model.values import (
    Count,
    Drawn,
    Duration,
    Growth,
    Name,
    Names,
    OneOrBy,
    Share,
    Spread,
    Text,
    Volume,
    Yes,
    read_name,
)

NO_GAP = Law("constant", (0.0,))


def _mean_size(value: object) -> float:
    words = str(value).removeprefix("geometric mean").strip()
    try:
        size = float(words)
    except ValueError:
        size = 0.0
    if not 1 <= size < float("inf"):
        raise ValueError("a platoon is a mean size from 1, sizes are geometric; write e.g. 2.5")
    return size


class Arrives(Thing):
    """How one flow arrives; `mix` shares it among its classes."""

    mix: Names[Share] = FrozenDict()


class ByProfile(Arrives):
    """Random arrivals, or exactly `volume` a day, in the shape of a profile; without one the day is flat."""

    arrives: Literal["profile"] = "profile"
    volume: Volume  # entities a day
    exact: Yes = False
    profile: Name | None = None
    platoon: Annotated[float, PlainValidator(_mean_size)] = 1.0
    platoon_gap: Drawn = NO_GAP
    waiting_at_opening: Share = 0.0
    dispersion: Spread = 0.0


class ByFleet(Arrives):
    """The vehicles of a fleet, again and again."""

    arrives: Literal["fleet"] = "fleet"
    fleet: Name


class Row(NamedTuple):
    """One recorded arrival: seconds from the start, class ('' by the mix), service seconds by step name."""

    time: float
    class_: str
    service: Mapping[str, float]


class Recorded(Arrives):
    """Arrivals as they were recorded, with their service times where known."""

    arrives: Literal["recorded"] = "recorded"
    file: Text = ""
    rows: Annotated[tuple[Row, ...], PlainValidator(lambda value: _rows(value))]

    @property
    def stations(self) -> tuple[str, ...]:
        """The steps that have a recorded service time, in order of name."""
        return tuple(sorted({name for row in self.rows for name in row.service}))


class Every(Arrives):
    """One after the other, a drawn time apart; the first at `first`, `count` of them or no end."""

    arrives: Literal["every"] = "every"
    every: Drawn
    first: Duration = 0.0
    count: Count | None = None

    @field_validator("every")
    @classmethod
    def _takes_time(cls, every: Law) -> Law:
        if every.is_zero:
            raise ValueError("arrivals 0 s apart never end; write a longer time")
        return every


KINDS: dict[str, type[Arrives]] = {
    "profile": ByProfile,
    "fleet": ByFleet,
    "recorded": Recorded,
    "every": Every,
}


class Fleet(Thing):
    """Vehicles that come back; `starts` is when each first comes (None: spread over the time away)."""

    class_: Name
    size: Count
    away: Drawn
    starts: Drawn | None = None


def _seconds(value: object) -> float:
    """Plain numbers of a recorded column are seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value!r} s"
    return duration(value)


def _row(raw: Any) -> Row:
    if not isinstance(raw, Mapping) or "time" not in raw:
        raise ValueError("needs time:, e.g. {time: 12.5 s, class: car, service: {booth: 30 s}}")
    service = dict(raw.get("service", {}))
    service |= {
        name.removeprefix("service."): said for name, said in raw.items() if name.startswith("service.")
    }
    words = [
        name for name in raw if name not in ("time", "class", "service") and not name.startswith("service.")
    ]
    if words:
        raise ValueError(f"'{words[0]}' is not a word here{nearest(words[0], ['time', 'class', 'service'])}")
    known = {read_name(name): _seconds(said) for name, said in service.items() if said not in ("", None)}
    return Row(_seconds(raw["time"]), str(raw.get("class", "") or ""), FrozenDict(known))


def _rows(value: Any) -> tuple[Row, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("a list of rows belongs here, e.g. [{time: 12.5 s, class: car}]")
    rows = []
    for number, raw in enumerate(value, 1):
        try:
            rows.append(_row(raw))
        except ValueError as error:
            raise ValueError(f"row {number}: {error}") from None
    return tuple(sorted(rows, key=lambda row: row.time))


def _kind(raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise ValueError("a mapping of fields belongs here, e.g. {arrives: profile, volume: 660/d}")
    word = raw.get("arrives")
    if word not in KINDS:
        raise ValueError(
            f"arrives: {word} is not known{nearest(word, KINDS)}; a flow arrives by {listed(KINDS)}"
        )
    return raw


ArrivesField = Annotated[
    Annotated[ByProfile, Tag("<profile>")]
    | Annotated[ByFleet, Tag("<fleet>")]
    | Annotated[Recorded, Tag("<recorded>")]
    | Annotated[Every, Tag("<every>")],
    Discriminator(lambda raw: f"<{raw['arrives']}>"),
    BeforeValidator(_kind),
]


class Demand(Thing):
    """Arrivals by flow, shapes of the day, fleets, and growth, which multiplies volumes by 1 + growth."""

    flows: Names[ArrivesField] = FrozenDict()
    profiles: Names[Profile] = FrozenDict()
    fleets: Names[Fleet] = FrozenDict()
    growth: OneOrBy[Growth] = 0.0
