"""Arrivals one after the other."""

from typing import Literal

from pydantic import field_validator

from twin.model.arrivals.arrives import InPlatoons
from twin.model.law import Law
from twin.model.values import Count, Drawn, Duration


class Every(InPlatoons):
    """One after the other, a drawn time apart; the first at `first`, `count` of them or no end.

    A platoon counts as one.
    """

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
