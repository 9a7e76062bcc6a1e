"""Arrivals as they were recorded."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import PlainValidator

from twin.model.arrivals.arrives import Arrives
from twin.model.errors import nearest
from twin.model.frozen import FrozenDict
from twin.model.law import duration
from twin.model.values import Text, read_name


class Row(NamedTuple):
    """One recorded arrival: seconds from the start, class ('' by the mix), service seconds by step name."""

    time: float
    class_: str
    service: Mapping[str, float]


class Recorded(Arrives):
    """Arrivals as they were recorded, with their service times where known."""

    arrives: Literal["recorded"] = "recorded"
    file: Text = ""
    rows: Annotated[tuple[Row, ...], PlainValidator(lambda value: _rows(value))]

    @property
    def stations(self) -> tuple[str, ...]:
        """The steps that have a recorded service time, in order of name."""
        return tuple(sorted({name for row in self.rows for name in row.service}))


def _seconds(value: object) -> float:
    """Plain numbers of a recorded column are seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value!r} s"
    return duration(value)


def _row(raw: Any) -> Row:
    if not isinstance(raw, Mapping) or "time" not in raw:
        raise ValueError("needs time:, e.g. {time: 12.5 s, class: car, service: {booth: 30 s}}")
    service = dict(raw.get("service", {}))
    service |= {
        name.removeprefix("service."): said for name, said in raw.items() if name.startswith("service.")
    }
    words = [
        name for name in raw if name not in ("time", "class", "service") and not name.startswith("service.")
    ]
    if words:
        raise ValueError(f"'{words[0]}' is not a word here{nearest(words[0], ['time', 'class', 'service'])}")
    known = {read_name(name): _seconds(said) for name, said in service.items() if said not in ("", None)}
    return Row(_seconds(raw["time"]), str(raw.get("class", "") or ""), FrozenDict(known))


def _rows(value: Any) -> tuple[Row, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("a list of rows belongs here, e.g. [{time: 12.5 s, class: car}]")
    rows = []
    for number, raw in enumerate(value, 1):
        try:
            rows.append(_row(raw))
        except ValueError as error:
            raise ValueError(f"row {number}: {error}") from None
    return tuple(sorted(rows, key=lambda row: row.time))
