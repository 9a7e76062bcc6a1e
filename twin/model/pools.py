"""Pools: people and things that are seized, how they come back, and what one unit holds."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, PlainValidator, model_validator

from twin.model.frozen import FrozenDict
from twin.model.gauge import Gauge
from twin.model.record import Record, Thing
from twin.model.values import Count, Drawn, Name, NameList, Names, Speed, Yes, read_count

ENOUGH: Literal["enough"] = "enough"  # as many units as the size of the entity needs


def _units(value: object) -> object:
    return ENOUGH if value == ENOUGH else read_count(value)


def _amounts(value: object) -> object:
    """Pools with how many; a name alone is None of it."""
    if isinstance(value, dict):
        return value
    names = [value] if isinstance(value, str) else value
    return dict.fromkeys(names) if isinstance(names, list) else value


def _one_each(value: object) -> object:
    amounts = _amounts(value)
    return (
        {pool: 1 if units is None else units for pool, units in amounts.items()}
        if isinstance(amounts, dict)
        else amounts
    )


Units = Annotated[int | Literal["enough"], PlainValidator(_units)]
Seized = Annotated[Names[Units], BeforeValidator(_one_each)]
Released = Annotated[Names[Units | None], BeforeValidator(_amounts)]


class Cleaning(Record):
    """What is done to a unit after it was used, and who does it."""

    takes: Drawn
    needs: Names[Count] = FrozenDict()


class Pool(Thing):
    """People or things that are seized; without a size the roster's shifts say it."""

    agency: Name = "customs"
    size: Count | None = None
    comes_back: Drawn | None = None
    reusable: Yes = False
    most: Count | None = None
    each_holds: Count | None = None
    keep_apart: NameList = ()
    cleaning: Cleaning | None = None
    at: Name | None = None
    speed: Speed | None = None
    gauge: Gauge | None = None

    @model_validator(mode="after")
    def _words_that_need_another(self) -> Self:
        if self.most is not None and not self.reusable:
            raise ValueError("most: is for a stock of things that others put back; write reusable: true too")
        if self.most is not None and self.size is not None and self.most < self.size:
            raise ValueError(f"has {self.size} at the start and holds {self.most} at most; start with fewer")
        if self.keep_apart and self.each_holds is None:
            raise ValueError("keep_apart: is of units that hold several; write each_holds: too")
        return self

    @model_validator(mode="after")
    def _units_that_move(self) -> Self:
        if (self.at is None) != (self.speed is None):
            missing = "speed: how fast its units come" if self.at else "at: where its units stand"
            raise ValueError(
                f"units that come to where they are needed want both at: and speed:; write {missing}"
            )
        if self.moves and self.size is None:
            raise ValueError("has units that stand at places, so it wants size: and no shifts")
        said = [word for word in ("comes_back", "reusable", "each_holds", "cleaning") if getattr(self, word)]
        if self.moves and said:
            raise ValueError(f"has units that stay where they are released; leave {said[0]}: out")
        return self

    @property
    def moves(self) -> bool:
        """Its units come to where they are needed, and stay there."""
        return self.at is not None

    def units_for(self, size: int) -> int:
        """Units that so many heads need, none of them shared."""
        return max(1, -(-size // (self.each_holds or 1)))

    @property
    def takes_time_to_return(self) -> bool:
        """A unit that is released is not there at once."""
        return self.comes_back is not None or self.cleaning is not None
