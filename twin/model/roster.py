"""The roster: when stations are open and how many people are there."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from twin.model.dates import Dates, Hours, read_dates, read_days, read_hours, read_zone
from twin.model.frozen import FrozenDict
from twin.model.record import Thing
from twin.model.values import CountOrNone, HolidayList, Names

EVERY_DAY = tuple(range(7))
ROUND_THE_CLOCK = (Hours(0, 86400),)


class Calendar(Thing):
    """Opening hours of the days that are not closed; without `time_zone` they are the port's."""

    hours: Annotated[tuple[Hours, ...], PlainValidator(read_hours)] = ROUND_THE_CLOCK
    days: Annotated[tuple[int, ...], PlainValidator(read_days)] = EVERY_DAY
    closed: HolidayList = ()
    time_zone: Annotated[str, PlainValidator(read_zone)] | None = None


class Shift(Calendar):
    """So many units or servers in these hours; a shift that began before a holiday runs to its end."""

    size: CountOrNone


def _always(raw: Any) -> Any:
    return {"always": {}} | raw if isinstance(raw, dict) else raw


class Roster(Thing):
    """Calendars and holidays by name, shifts by pool or station and name; `always` need not be written."""

    calendars: Annotated[Names[Calendar], BeforeValidator(_always)] = FrozenDict(always=Calendar())
    shifts: Names[Names[Shift]] = FrozenDict()
    holidays: Names[Annotated[tuple[Dates, ...], PlainValidator(read_dates)]] = FrozenDict()
