"""What differs between two composed trees, path by path."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """One path with the text before and after; '' where there is nothing."""

    path: str
    before: str
    after: str


def differences(before: Mapping, after: Mapping) -> list[Difference]:
    """Every path whose value differs, in the order of the first tree, then what only the second has.

    >>> differences({"a": {"b": "1"}}, {"a": {"b": "2 | S1", "c": "3"}})
    [Difference(path='a.b', before='1', after='2 | S1'), Difference(path='a.c', before='', after='3')]
    """
    return list(_differences("", before, after))


def _differences(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for word in [*before, *(word for word in after if word not in before)]:
            yield from _differences(
                f"{path}.{word}" if path else str(word), before.get(word), after.get(word)
            )
    elif before != after:
        yield Difference(path, _said(before), _said(after))


def _said(value: Any) -> str:
    """A value in one line, as it would stand in a file."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{word}: {_said(inner)}" for word, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_said(inner) for inner in value) + "]"
    return str(value)
