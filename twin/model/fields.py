"""How a raw tree becomes records: every faulty field named by its path."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from twin.model.errors import Fault, path_text
from twin.model.origin import Path, Where
from twin.model.record import WordError, said

NOTHING = "there is nothing behind the colon; write a value, or leave the line out"


def read(wanted: Any, raw: Any, path: Path, context: dict[str, Any], where: Where) -> tuple[Any, list[Fault]]:
    """The record of a raw tree, or None with what is wrong."""
    try:
        return _reader(wanted).validate_python(raw, context=context), []
    except ValidationError as error:
        return None, list(dict.fromkeys(_faults(error, raw, path, where)))


@cache
def _reader(wanted: Any) -> TypeAdapter[Any]:
    return TypeAdapter(wanted)


def _faults(error: ValidationError, raw: Any, path: Path, where: Where) -> Iterator[Fault]:
    for line in error.errors(include_url=False):
        at = (*path, *_there(raw, line["loc"]))
        given = line["input"]
        if given is None:
            yield Fault(path_text(at), "", NOTHING, where(at))
            continue
        wrong = said(line, [])
        shown = not isinstance(wrong, WordError) and not isinstance(given, dict | list | tuple)
        yield Fault(path_text(at), str(given) if shown else "", str(wrong), where(at))


def _there(raw: Any, location: tuple[Any, ...]) -> Path:
    """The parts of pydantic's location that stand in the raw tree; the rest are its own marks."""
    path: list[str | int] = []
    for part in location:
        if isinstance(raw, dict) and part in raw:
            part = next(word for word in raw if word == part)  # true is 1 to pydantic, and True to the tree
            raw = raw[part]
        elif isinstance(raw, dict) and isinstance(part, int) and part < len(raw):
            part = list(raw)[part]  # tasks by name are read as a list
            raw = raw[part]
        elif isinstance(raw, list | tuple) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            continue
        path.append(part)
    return tuple(path)
