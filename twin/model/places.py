"""A place: where it is drawn, and the ground it takes."""

from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, GetPydanticSchema

from twin.model.record import Label, Thing
from twin.model.values import Coordinate, PositiveLength


class Place(NamedTuple):
    """The middle of a place in metres, and how far it reaches from east to west and from north to south."""

    east: float
    north: float
    width: float = 0.0
    depth: float = 0.0
    label: Label | None = None

    def overlaps(self, other: "Place") -> bool:
        """Whether two places share ground, or are one point; a point within an extent takes none of it."""
        apart = abs(self.east - other.east), abs(self.north - other.north)
        if apart == (0.0, 0.0):
            return True
        if not (self.width and other.width):
            return False
        return apart[0] < (self.width + other.width) / 2 and apart[1] < (self.depth + other.depth) / 2


def _pair(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("a place is written [east, north], e.g. [0 m, -250 m]")
    return value


def _size(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("a size is written [width, depth], from east to west first, e.g. [60 m, 40 m]")
    return value


class _Written(Thing):
    """A place as it stands in a file: [east, north] is short for at: [east, north]."""

    at: Annotated[tuple[Coordinate, Coordinate], BeforeValidator(_pair)]
    size: Annotated[tuple[PositiveLength, PositiveLength], BeforeValidator(_size)] | None = None


def _long_form(value: Any) -> Any:
    return value if isinstance(value, dict) else {"at": value}


def _place(written: _Written) -> Place:
    return Place(*written.at, *(written.size or (0.0, 0.0)), label=written.label)


_Read = Annotated[_Written, BeforeValidator(_long_form), AfterValidator(_place)]
PlaceField = Annotated[Place, GetPydanticSchema(lambda _, handler: handler(_Read))]
