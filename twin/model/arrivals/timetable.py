"""Arrivals by a timetable."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainValidator, model_validator

from twin.model.arrivals.arrives import InPlatoons
from twin.model.arrivals.off_time import comes_early_by_something
from twin.model.dates import read_days
from twin.model.roster import EVERY_DAY
from twin.model.units import DAY
from twin.model.values import Clock, Count, Drawn, HolidayList, Share, read_count

MOST_PER_DAY = 4095


def _one_or_several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _per_day(value: object) -> int:
    number = read_count(value)
    if number > MOST_PER_DAY:
        raise ValueError(f"a timetable has at most {MOST_PER_DAY:,} a day; write arrives: every, or profile")
    return number


class Timetable(InPlatoons):
    """At fixed times of each day, some late, some early; `cap` is the most that come on a calendar day."""

    arrives: Literal["timetable"] = "timetable"
    at: Annotated[tuple[Clock, ...], BeforeValidator(_one_or_several)] = ()
    per_day: Annotated[int, PlainValidator(_per_day)] | None = None
    first: Clock = 0
    days: Annotated[tuple[int, ...], PlainValidator(read_days)] = EVERY_DAY
    closed: HolidayList = ()
    late: Drawn | None = None
    early: Share = 0.0
    early_by: Drawn | None = None
    cap: Count | None = None
    cancelled: Share = 0.0

    @model_validator(mode="after")
    def _agrees(self) -> "Timetable":
        if bool(self.at) == (self.per_day is not None):
            raise ValueError('needs at: ["10:20", …] or per_day:, one of them')
        if self.at and "first" in self.model_fields_set:
            raise ValueError("first: is the first of per_day:; with at: leave it out")
        comes_early_by_something(self)
        return self

    @property
    def times(self) -> tuple[float, ...]:
        """Seconds after midnight of each day; after a late `first` the last are in the next morning."""
        if self.per_day is None:
            return tuple(map(float, sorted(self.at)))
        return tuple(self.first + i * DAY / self.per_day for i in range(self.per_day))
