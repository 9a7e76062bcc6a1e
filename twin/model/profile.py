"""The shape of a day, a week and a year."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, model_validator

from twin.model.dates import MONTHS, WEEKDAYS, Dates, read_dates
from twin.model.errors import nearest
from twin.model.record import Thing
from twin.model.units import DAY
from twin.model.values import clock, read_weight

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")
FLAT_DAY = (1.0,) * 24
HOUR = 3600


class Piece(NamedTuple):
    """A stretch of the day in which the weight is a straight line; `start` and `end` in hours."""

    start: float
    end: float
    first: float  # weight at the start
    last: float  # weight at the end


def _hours(value: Any) -> tuple[float, ...]:
    if not isinstance(value, dict):
        raise ValueError("ranges of hours belong here, e.g. {00-08: 0, 08-20: 1, 20-24: 0}")
    weights: list[float | None] = [None] * 24
    for said, weight in value.items():
        match = _HOURS.fullmatch(str(said))
        first, last = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 0 <= first < last <= 24:
            raise ValueError(f"'{said}' is not a range of hours; write e.g. 08-12")
        for hour in range(first, last):
            if weights[hour] is not None:
                raise ValueError(f"the hour {hour:02d}-{hour + 1:02d} is written twice; keep one")
            weights[hour] = read_weight(weight)
    missing = next((hour for hour, weight in enumerate(weights) if weight is None), None)
    if missing is not None:
        raise ValueError(
            f"the hour {missing:02d}-{missing + 1:02d} is not written; give each hour, 0 where nobody comes"
        )
    return _not_all_zero([weight for weight in weights if weight is not None])


def _not_all_zero(weights: Iterable[float]) -> tuple[float, ...]:
    weights = tuple(weights)
    if not any(weights):
        raise ValueError("all weights are 0: nobody would ever come; give some a weight above 0")
    return weights


def _points(value: Any) -> tuple[tuple[float, float], ...]:
    if not isinstance(value, dict):
        raise ValueError('weights by time of day belong here, e.g. {"00:00": 0.5, "12:00": 1.5}')
    points = sorted((float(clock(said)), read_weight(weight)) for said, weight in value.items())
    if len(points) < 2:
        raise ValueError("at least two points make a line; for a flat day leave points: out")
    twice = next((a[0] for a, b in zip(points, points[1:], strict=False) if a[0] == b[0]), None)
    if twice is not None:
        raise ValueError(f"{twice // HOUR:02.0f}:{twice % HOUR // 60:02.0f} is written twice; keep one")
    if points[0][0] == 0 and points[-1][0] == DAY and points[0][1] != points[-1][1]:
        raise ValueError("00:00 and 24:00 are one time of day; give it one weight")
    _not_all_zero(weight for _, weight in points)
    return tuple(points)


def _by_word(words: tuple[str, ...], example: str) -> Callable[[Any], tuple[float, ...]]:
    def read(value: Any) -> tuple[float, ...]:
        if not isinstance(value, dict):
            raise ValueError(f"weights by name belong here, e.g. {example}")
        strange = next((word for word in value if word not in words), None)
        if strange is not None:
            raise ValueError(f"'{strange}' is not one of {', '.join(words)}{nearest(strange, words)}")
        return _not_all_zero(read_weight(value.get(word, 1)) for word in words)

    return read


def _events(value: Any) -> tuple[tuple[Dates, float], ...]:
    if not isinstance(value, dict):
        raise ValueError("factors by date belong here, e.g. {10-01 to 10-07: 1.5}")
    return tuple((dates, read_weight(factor)) for said, factor in value.items() for dates in read_dates(said))


class Profile(Thing):
    """Weights by time of day, weekday, month and date. A day's volume has the shape of `hours`, or of
    straight lines between `points`, whatever their sum; the others are factors on it, 1 where not written."""

    hours: Annotated[tuple[float, ...], PlainValidator(_hours)] = FLAT_DAY  # [hour]
    points: Annotated[tuple[tuple[float, float], ...], PlainValidator(_points)] = ()  # (second, weight)
    weekdays: Annotated[tuple[float, ...], PlainValidator(_by_word(WEEKDAYS, "{sat: 0.5, sun: 0}"))] = (
        1.0,
    ) * 7
    months: Annotated[tuple[float, ...], PlainValidator(_by_word(MONTHS, "{jan: 0.8}"))] = (1.0,) * 12
    events: Annotated[tuple[tuple[Dates, float], ...], PlainValidator(_events)] = ()

    @model_validator(mode="before")
    @classmethod
    def _hours_alone(cls, raw: Any) -> Any:
        """Ranges of hours may stand in the profile itself."""
        if not isinstance(raw, dict):
            return raw
        loose = {said: weight for said, weight in raw.items() if _HOURS.fullmatch(str(said))}
        rest = {word: value for word, value in raw.items() if word not in loose}
        return rest | {"hours": loose} if loose else raw

    @model_validator(mode="after")
    def _one_shape(self) -> "Profile":
        if self.points and "hours" in self.model_fields_set:
            raise ValueError("the day has ranges of hours and points; keep one of them")
        return self

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The day from midnight to midnight; the last point leads over midnight to the first."""
        if not self.points:
            return tuple(Piece(hour, hour + 1, weight, weight) for hour, weight in enumerate(self.hours))
        points = [(time / HOUR, weight) for time, weight in self.points]
        (first, weight), (last, other) = points[0], points[-1]
        away = first + 24 - last  # hours from the last point to the first one of the next day
        midnight = weight if away == 0 else other + (weight - other) * (24 - last) / away
        if first > 0:
            points.insert(0, (0.0, midnight))
        if last < 24:
            points.append((24.0, midnight))
        ends = zip(points, points[1:], strict=False)
        return tuple(Piece(start, end, first, last) for (start, first), (end, last) in ends)

    def factor(self, day: date) -> float:
        """The day's volume as a multiple of the ordinary one."""
        factor = self.weekdays[day.weekday()] * self.months[day.month - 1]
        for dates, weight in self.events:
            factor *= weight if dates.has(day) else 1.0
        return factor
