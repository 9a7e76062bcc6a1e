"""What one scalar of a field may say, and what it becomes in SI."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    PlainValidator,
    Tag,
    ValidationInfo,
)

from twin.model import units
from twin.model.frozen import FrozenDict
from twin.model.law import Law, duration, read_law

V = TypeVar("V")
W = TypeVar("W")

UNLIMITED = "unlimited"
FULL_PACE = 1000  # per mille
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


class Room(NamedTuple):
    """How much may stand somewhere, counted in entities or in metres."""

    unit: str
    amount: float


class Several(NamedTuple):
    """A whole number of things, drawn evenly from `low` to `high`; certain where they are the same."""

    low: int
    high: int


def read_name(value: object) -> str:
    """A name: small letters, digits and _."""
    if not isinstance(value, str):
        raise ValueError(
            "a name is text: yes, no, on, off and bare numbers mean something else to YAML; "
            "put it in quotes or choose another name"
        )
    if not _NAME.fullmatch(value):
        raise ValueError(
            "a name has small letters, digits and _; other spellings go into label: {zh: …, en: …}"
        )
    return value


def _not_a_date(value: object) -> object:
    """Days off are known by a name; who writes the days themselves is told where they go."""
    if isinstance(value, str) and value[:1].isdigit():
        raise ValueError(f"holidays have a name: write roster.holidays: {{NAME: {value}}}, and closed: NAME")
    return value


def _not_the_hours(value: object) -> object:
    """Hours are those of a calendar; who writes them where its name belongs is told where they go."""
    if isinstance(value, str) and value[:1].isdigit() and ":" in value:
        raise ValueError(
            f"hours are a calendar's: write roster.calendars: {{NAME: {{hours: {value}}}}}, and NAME here"
        )
    return value


def read_text(value: object) -> str:
    """Free words; a bare number becomes its text."""
    if isinstance(value, dict | list):
        raise ValueError("words in one line belong here")
    return str(value)


def _quantity(kind: units.Kind, low: float = 0) -> Callable[[object], float]:
    def read(value: object) -> float:
        amount = units.read(value, kind)
        if amount < low:
            raise ValueError(f"{kind.name} is not below 0")
        return float(amount)

    return read


def _above_zero(kind: units.Kind) -> Callable[[object], float]:
    def read(value: object) -> float:
        amount = units.read(value, kind)
        if amount <= 0:
            raise ValueError(f"{kind.name} is above 0 here")
        return float(amount)

    return read


def read_share(value: object) -> float:
    """A fraction from 0 to 1, written in percent."""
    amount = units.read(value, units.SHARE)
    if not 0 <= amount <= 1:
        raise ValueError("a share is from 0 % to 100 %")
    return float(amount)


def read_pace(value: object) -> int:
    """A pace in whole per mille of the usual."""
    amount = 1000 * units.read(value, units.SHARE)
    if not 0 <= amount <= FULL_PACE or amount.denominator != 1:
        raise ValueError("a pace is from 0 % (stands still) to 100 %, in steps of 0.1 %")
    return int(amount)


def read_spread(value: object) -> float:
    """A coefficient of variation: percent, not below 0, with no upper end."""
    return _quantity(units.SHARE)(value)


def whole(value: object, least: int, wanted: str) -> int:
    """A whole number from `least`, without unit."""
    parts = units.split(value)
    if parts is None or parts[1] or parts[0].denominator != 1 or parts[0] < least:
        raise ValueError(wanted)
    return int(parts[0])


def read_count(value: object) -> int:
    """A number of things, at least 1."""
    return whole(value, 1, "a number of things is whole, from 1, without unit; write e.g. 12")


def read_count_or_none(value: object) -> int:
    """A number of things, 0 allowed."""
    return whole(value, 0, "a number of things is whole, from 0, without unit; write e.g. 12")


def read_several(value: object) -> Several:
    """A number of things, or one drawn evenly: '55', '16 to 45'."""
    low, to, high = str(value).partition(" to ")
    said = "a number of things is whole, from 1: write e.g. 55, or 16 to 45 to draw it evenly"
    several = Several(whole(low, 1, said), whole(high if to else low, 1, said))
    if several.low > several.high:
        raise ValueError(f"the lower number comes first; write {several.high} to {several.low}")
    return several


def read_level(value: object) -> int:
    """A priority, 0 first."""
    return whole(value, 0, "a priority is a whole number, 0 is served first")


def read_servers(value: object) -> int | None:
    """How many servers a station has; None where there is no limit."""
    if value == UNLIMITED:
        return None
    if units.split(value) == (Fraction(0), ""):
        raise ValueError("at least 1 is needed while it is open; close it with hours: instead")
    return whole(value, 1, "servers are a whole number without unit, or unlimited; write e.g. 3")


def read_room(value: object) -> Room | None:
    """Entities ('12') or metres ('360 m'); None where there is no limit."""
    if value == UNLIMITED:
        return None
    parts = units.split(value)
    if parts and not parts[1]:
        return Room("entities", read_count_or_none(value))
    if parts and parts[1] in units.LENGTH.units:
        return Room("metres", _quantity(units.LENGTH)(value))
    raise ValueError("wanted in entities or metres; write e.g. '12', '360 m' or unlimited")


def read_storage(value: object) -> float:
    """Metres that may stand on a link, inf where there is no limit."""
    return math.inf if value == UNLIMITED else _above_zero(units.LENGTH)(value)


def read_weight(value: object) -> float:
    """A weight, not below 0, without unit."""
    parts = units.split(value)
    if parts is None or parts[1] or parts[0] < 0:
        raise ValueError("a weight is a number from 0 without unit; write e.g. 1.2")
    return float(parts[0])


def read_volume(value: object) -> float:
    """Entities a day, from any rate."""
    return float(_above_zero_rate(value) * units.DAY)


def _above_zero_rate(value: object) -> Fraction:
    rate = units.read(value, units.RATE)
    if rate < 0:
        raise ValueError("a rate is not below 0")
    return rate


def read_growth(value: object) -> float:
    """Percent more or less, as a fraction: '-5 %' is -0.05."""
    amount = units.read(value, units.SHARE)
    if amount < -1:
        raise ValueError("growth is not below -100 %")
    return float(amount)


def clock(value: object) -> int:
    """Seconds after midnight of 'hh:mm', up to 24:00.

    >>> clock("08:30")
    30600
    """
    if isinstance(value, int) and not isinstance(value, bool):
        said = f"'{value // 60:02d}:{value % 60:02d}'"
        raise ValueError(f"YAML read a time of day as a number; put it in quotes: {said}")
    match = _CLOCK.fullmatch(str(value).strip())
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 if match else units.DAY + 1
    if seconds > units.DAY:
        raise ValueError("a time of day is written '08:30', in quotes, from 00:00 to 24:00")
    return seconds


def read_moment(value: object) -> datetime:
    """A date with its time of day, of the port's clock."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError('a moment is written "2025-09-01 00:00", in quotes') from None
    if moment.tzinfo:
        raise ValueError("a moment is told by the port's own clock; leave the time zone out")
    return moment


def _law(value: object, info: ValidationInfo) -> Law:
    return read_law(value, (info.context or {}).get("observed", {}))


def _failure_law(value: object, info: ValidationInfo) -> Law:
    law = _law(value, info)
    if law.is_zero:
        raise ValueError("a time to failure is above 0 s")
    return Law("exponential", law.values) if not str(value).strip()[:1].isalpha() else law


def wrap_one(value: object) -> object:
    """A single name where a list may stand."""
    return [value] if isinstance(value, str) else value


def _is_by(value: object) -> str:
    return "<by>" if isinstance(value, Mapping) else "<one>"


def _boolean(value: object) -> bool:
    if str(value) in ("True", "true", "False", "false"):
        return str(value) in ("True", "true")
    raise ValueError("true or false is wanted")


def _as(read: Callable[..., Any]) -> PlainValidator:
    return PlainValidator(read)


Name = Annotated[str, _as(read_name)]
Text = Annotated[str, _as(read_text)]
Yes = Annotated[bool, _as(_boolean)]
Duration = Annotated[float, _as(duration)]
PositiveDuration = Annotated[float, _as(_above_zero(units.DURATION))]
Life = Annotated[float, _as(_above_zero(units.AGE))]
Length = Annotated[float, _as(_quantity(units.LENGTH))]
PositiveLength = Annotated[float, _as(_above_zero(units.LENGTH))]
Coordinate = Annotated[float, _as(_quantity(units.LENGTH, low=-math.inf))]
Speed = Annotated[float, _as(_above_zero(units.SPEED))]
PositiveArea = Annotated[float, _as(_above_zero(units.AREA))]
Power = Annotated[float, _as(_quantity(units.POWER))]
Mass = Annotated[float, _as(_quantity(units.MASS))]
PositiveMass = Annotated[float, _as(_above_zero(units.MASS))]
Drain = Annotated[float, _as(_quantity(units.DRAIN))]
Money = Annotated[float, _as(_quantity(units.MONEY))]
Upkeep = Annotated[float, _as(_quantity(units.UPKEEP))]
Share = Annotated[float, _as(read_share)]
Pace = Annotated[int, _as(read_pace)]
Spread = Annotated[float, _as(read_spread)]
Growth = Annotated[float, _as(read_growth)]
Volume = Annotated[float, _as(read_volume)]
Count = Annotated[int, _as(read_count)]
Number = Annotated[Several, _as(read_several)]
CountOrNone = Annotated[int, _as(read_count_or_none)]
Level = Annotated[int, _as(read_level)]
Servers = Annotated[int | None, _as(read_servers)]
RoomField = Annotated[Room | None, _as(read_room)]
Storage = Annotated[float, _as(read_storage)]
Clock = Annotated[int, _as(clock)]
Moment = Annotated[datetime, _as(read_moment)]
Drawn = Annotated[Law, _as(_law)]
# How one of several queues is chosen.
ChoiceRule = Literal["shortest_queue", "least_work", "preference"]
TimeToFailure = Annotated[Law, _as(_failure_law)]

Names = Annotated[dict[Name, V], AfterValidator(FrozenDict)]
NameList = Annotated[tuple[Name, ...], BeforeValidator(wrap_one)]
CalendarName = Annotated[Name, BeforeValidator(_not_the_hours)]
HolidayList = Annotated[tuple[Annotated[Name, BeforeValidator(_not_a_date)], ...], BeforeValidator(wrap_one)]
# A value, or one value each: by equipment model, say. OneOrBy: a value, or one by class.
OneOrEach = Annotated[
    Annotated[V, Tag("<one>")] | Annotated[Names[W], Tag("<by>")],
    Discriminator(_is_by),
]
OneOrBy = OneOrEach[V, V]
