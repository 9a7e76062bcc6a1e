"""Arrivals by appointment."""

from typing import Annotated, Literal

from pydantic import PlainValidator, model_validator

from twin.model import units
from twin.model.arrivals.arrives import Arrives
from twin.model.arrivals.off_time import comes_early_by_something
from twin.model.values import CalendarName, Drawn, Share, whole

MOST_PER_SLOT = 4095
SHORTEST = 60.0  # seconds of a slot


def _per_slot(value: object) -> int:
    number = whole(value, 1, "a number of appointments is whole, from 1, without unit; write e.g. 4")
    if number > MOST_PER_SLOT:
        raise ValueError(f"at most {MOST_PER_SLOT:,} appointments have one slot; make the slots shorter")
    return number


def _slot(value: object) -> float:
    seconds = float(units.read(value, units.DURATION))
    if seconds < SHORTEST:
        raise ValueError("a slot is at least 1 min; give a longer one more appointments with per_slot:")
    return seconds


class Appointments(Arrives):
    """Slots that begin one after the other while `hours` are open; each appointment is for the slot's
    beginning."""

    arrives: Literal["appointments"] = "appointments"
    slot: Annotated[float, PlainValidator(_slot)]
    per_slot: Annotated[int, PlainValidator(_per_slot)] = 1
    hours: CalendarName | None = None
    booked: Share = 1.0
    no_show: Share = 0.0
    off_by: Drawn | None = None
    late: Drawn | None = None
    early: Share = 0.0
    early_by: Drawn | None = None
    misuse: Share = 0.0

    @model_validator(mode="after")
    def _agrees(self) -> "Appointments":
        if self.off_by and (self.late or self.early or self.early_by):
            raise ValueError("off_by: says all of it; leave late: and early: out, or off_by:")
        comes_early_by_something(self)
        return self
