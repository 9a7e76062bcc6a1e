"""How far from the time agreed on one comes."""

from typing import Protocol

from twin.model.law import Law
from twin.model.units import DAY

EARLIEST = float(DAY)  # nobody comes earlier than a day before the time agreed on


class OffTime(Protocol):
    """What timetables and appointments say of it."""

    late: Law | None
    early: float
    early_by: Law | None


def comes_early_by_something(said: OffTime) -> None:
    """Raises where it is said how many come early and not by how much, or the other way round."""
    if said.early and not (said.late or said.early_by):
        raise ValueError("early: says how many; say by how much with early_by:, e.g. early_by: 20 min")
    if said.early_by and not said.early:
        raise ValueError("early_by: says by how much; say how many with early:, e.g. early: 30 %")
    how = said.early_by or said.late
    if said.early and how and how.mean > EARLIEST:
        raise ValueError("nobody comes more than a day early; write early_by: with a shorter time")
