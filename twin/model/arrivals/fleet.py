"""Vehicles that come again and again."""

from typing import Literal

from twin.model.arrivals.arrives import Arrives
from twin.model.record import Thing
from twin.model.values import Count, Drawn, Name


class ByFleet(Arrives):
    """The vehicles of a fleet, again and again; those `at_start` begin at the port, the others away."""

    arrives: Literal["fleet"] = "fleet"
    fleet: Name


class Fleet(Thing):
    """Vehicles that come back; `starts` is when each first comes (None: what is left of the time away when
    one looks at it at any time)."""

    class_: Name
    size: Count
    away: Drawn
    starts: Drawn | None = None
