"""Hours, days and dates as the roster writes them."""

import re
from datetime import date, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from twin.model.errors import nearest
from twin.model.units import DAY
from twin.model.values import clock

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OFFSET = re.compile(r"UTC(?:([+-])(\d{1,2}):(\d{2}))?")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
LEAP_YEAR = 2000  # any year that has a 29 February


class Hours(NamedTuple):
    """From and until, in seconds after local midnight; an end beyond 24 h lies in the next morning."""

    start: int
    end: int


class Dates(NamedTuple):
    """First and last day; (year or 0, month, day), where year 0 comes every year."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]

    def has(self, day: date) -> bool:
        """Whether the day is one of these."""
        if self.first[0]:
            return self.first <= (day.year, day.month, day.day) <= self.last
        first, last, here = self.first[1:], self.last[1:], (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


def read_hours(value: object) -> tuple[Hours, ...]:
    """'08:00-20:00', '22:00-06:00' over midnight, or several: a list, or joined by 'and'."""
    texts = value.split(" and ") if isinstance(value, str) else value if isinstance(value, list) else [value]
    hours = sorted(_range(text) for text in texts)
    for before, after in zip(hours, hours[1:], strict=False):
        if after.start < before.end:
            raise ValueError("hours overlap; write each hour of the day once")
    if len(hours) > 1 and hours[-1].end - DAY > hours[0].start:
        raise ValueError("hours overlap; write each hour of the day once")
    return tuple(hours)


def _range(text: object) -> Hours:
    if isinstance(text, int):
        clock(text)
    parts = [part.strip() for part in str(text).split("-")]
    if len(parts) != 2:
        raise ValueError("hours are written 08:00-20:00, round the clock 00:00-24:00")
    start, end = clock(parts[0]), clock(parts[1])
    if start == end:
        raise ValueError("hours begin and end at the same time; round the clock is 00:00-24:00")
    return Hours(start, end if end > start else end + DAY)


def read_days(value: object) -> tuple[int, ...]:
    """Weekdays as numbers, Monday 0: a list, 'mon to fri', or one name."""
    if isinstance(value, str) and " to " in value:
        first, last = (_weekday(word.strip()) for word in value.split(" to ", 1))
        return tuple(sorted((first + i) % 7 for i in range((last - first) % 7 + 1)))
    words = value if isinstance(value, list | tuple) else [value]
    return tuple(sorted({_weekday(word) for word in words}))


def _weekday(word: object) -> int:
    if word not in WEEKDAYS:
        raise ValueError(f"{word} is not a day{nearest(word, WEEKDAYS)}; days are {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(str(word))


def read_dates(value: object) -> tuple[Dates, ...]:
    """'07-11 to 07-15' of every year, '2025-10-01', or a list of such."""
    texts = value if isinstance(value, list | tuple) else [value]
    return tuple(_span(str(text)) for text in texts)


def _span(text: str) -> Dates:
    ends = [_day(part.strip()) for part in text.split(" to ")]
    if len(ends) > 2 or len({bool(end[0]) for end in ends}) > 1:
        raise ValueError("dates are written 07-11 to 07-15, or 2025-10-01 to 2025-10-07")
    if ends[0][0] and ends[-1] < ends[0]:
        raise ValueError("the last day comes before the first")
    return Dates(ends[0], ends[-1])


def _day(text: str) -> tuple[int, int, int]:
    match = _DATE.fullmatch(text)
    try:
        day = date(int(match[1] or LEAP_YEAR), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise ValueError(f"{text} is not a date; write month-day 07-11, or 2025-07-11")
    return (int(match[1] or 0), day.month, day.day)


def read_zone(value: object) -> str:
    """The name of a time zone that exists."""
    zone(str(value))
    return str(value)


def zone(name: str) -> tzinfo:
    """'UTC+08:00', or a name such as Asia/Ulaanbaatar."""
    match = _OFFSET.fullmatch(name)
    if match:
        sign = -1 if match[1] == "-" else 1
        offset = timedelta(hours=int(match[2] or 0), minutes=int(match[3] or 0))
        return timezone(sign * offset)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone is written UTC+08:00, or by name: Asia/Ulaanbaatar") from None
