"""What all kinds of arrivals have in common."""

import re
from typing import Annotated, NamedTuple

from pydantic import PlainValidator, model_validator

from twin.model.arrivals.seen import Seen
from twin.model.frozen import FrozenDict
from twin.model.law import Law
from twin.model.record import Thing
from twin.model.values import CountOrNone, Drawn, Names, Share

NO_GAP = Law("constant", (0.0,))
LARGEST = 4095  # of a platoon
_RANGE = re.compile(r"(\d+) to (\d+)")


class Platoon(NamedTuple):
    """How many come together: evenly from `low` to `high`, or geometric from 1 where `high` is None."""

    mean: float
    low: int = 1
    high: int | None = None


ALONE = Platoon(1.0, 1, 1)


def read_platoon(value: object) -> Platoon:
    """'6' each, '1 to 3' evenly, 'geometric mean 2.5', or '2.5', which is geometric too.

    >>> read_platoon("1 to 3")
    Platoon(mean=2.0, low=1, high=3)
    """
    text = " ".join(str(value).split())
    sizes = _RANGE.fullmatch(text)
    low, high = (int(sizes[1]), int(sizes[2])) if sizes else (0, 0)
    if text.isdigit():
        low = high = int(text)
    if 1 <= low <= high <= LARGEST:
        return Platoon((low + high) / 2, low, high)
    mean = _number(text.removeprefix("geometric mean "))
    if sizes or text.isdigit() or not 1 <= mean <= LARGEST:
        raise ValueError(
            f"a platoon is 6 each, 1 to 3 evenly, or geometric mean 2.5, from 1 to {LARGEST:,} of them"
        )
    return Platoon(mean) if mean > 1 else ALONE


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


class Arrives(Thing):
    """How one flow arrives; `mix` shares it among its classes.

    At second 0 `at_start` wait already where all begin, and those `seen` stand inside.
    """

    mix: Names[Share] = FrozenDict()
    at_start: CountOrNone = 0
    seen: tuple[Seen, ...] = ()

    @property
    def there(self) -> int:
        """How many there are at second 0."""
        return (self.at_start or 0) + sum(row.count for row in self.seen)


class InPlatoons(Arrives):
    """Several may come together, each a gap after the one before."""

    platoon: Annotated[Platoon, PlainValidator(read_platoon)] = ALONE
    platoon_gap: Drawn = NO_GAP

    @model_validator(mode="after")
    def _have_a_gap_if_several(self) -> "InPlatoons":
        if "platoon_gap" in self.model_fields_set and self.platoon == ALONE:
            raise ValueError("platoon_gap: is between those of a platoon; write platoon:, or leave it out")
        return self
