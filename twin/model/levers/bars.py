"""How a changed value says who changed it: its origin stands behind a bar."""

from collections.abc import Callable, Mapping
from typing import Any

COMMAND_LINE = "command line"
# Words of a thing that are no values of the port and take no origin.
_SAID_OF_THINGS = ("label", "note", "source", "assumed")


def bare(text: object) -> str:
    """A scalar without its origin.

    >>> bare("12 | S2")
    '12'
    """
    return str(text).split("|", 1)[0].strip()


def origin(text: object) -> str:
    """What stands behind the bar of a scalar, '' if it has none."""
    return str(text).partition("|")[2].strip()


def without_bars(value: Any) -> Any:
    """A value of any shape without its origins."""
    return each(value, bare)


def each(value: Any, change: Callable[[str], str]) -> Any:
    """A value of any shape with each of its scalars changed."""
    if isinstance(value, Mapping):
        return {word: each(inner, change) for word, inner in value.items()}
    if isinstance(value, list):
        return [each(inner, change) for inner in value]
    return value if value is None else change(value)


def by(value: Any, who: str, why: str = "", *, only: Callable[[str], bool] = bool) -> Any:
    """A value whose scalars (`only` some, if said) name who gave them, then their own origin or `why`.

    >>> by("35 % | assumed 20 % to 50 %", "scenario agv")
    '35 % | scenario agv: assumed 20 % to 50 %'
    """
    if isinstance(value, Mapping):
        return {
            word: inner if word in _SAID_OF_THINGS else by(inner, who, why, only=only)
            for word, inner in value.items()
        }
    if isinstance(value, list) or value is None or not only(bare(value)):
        return value
    own = origin(value) or why
    return f"{bare(value)} | {who}: {own}" if own else f"{bare(value)} | {who}"


def then_by(before: Any, now: str, who: str) -> str:
    """A number that was made from another: `who` says how, behind what an earlier lever said."""
    earlier = origin(before) if origin(before).startswith("scenario ") else ""
    return f"{now} | {earlier}; {who}" if earlier else f"{now} | {who}"
