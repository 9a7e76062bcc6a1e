"""Values from the command line: they come after all levers and are the last word."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.model.levers import bars
from twin.model.levers.paths import (
    Absent,
    Path,
    Refused,
    drop,
    fetch,
    must_have,
    must_name_a_value,
    put,
    split,
)
from twin.model.levers.phases import Applied


class Word(NamedTuple):
    """One path from the command line with its value; None removes what stands there.

    Where it is new, the value is a thing that is put among others.
    """

    path: str
    value: Any
    is_new: bool = False


def give(applied: Applied, words: Iterable[Word], port: str) -> dict:
    """The tree with every value given, in the order in which they were said."""
    tree = applied.tree
    faults = []
    for word in words:
        try:
            path = split(word.path)
            _still_there(path, applied)
            must_have(tree, path[:-1] if word.is_new else path, port)
            if word.is_new:
                _must_be_new(tree, path)
                tree = put(tree, path, bars.by(word.value, bars.COMMAND_LINE))
            elif word.value is None:
                tree = drop(_with(tree, path, port), path)
            else:
                must_name_a_value(tree, path)
                tree = put(tree, path, bars.by(word.value, bars.COMMAND_LINE))
        except Refused as error:
            faults.append(Fault(word.path, "", str(error), bars.COMMAND_LINE))
    if faults:
        raise ScenarioError(faults)
    return tree


def _with(tree: dict, path: Path, port: str) -> dict:
    if fetch(tree, path) is None:
        raise Absent(f"{port} has no {'.'.join(path)}; there is nothing to remove")
    return tree


def _must_be_new(tree: dict, path: Path) -> None:
    if fetch(tree, path) is not None:
        raise Refused(f"{'.'.join(path)} is there already; give the values that are to change one by one")


def _still_there(path: Path, applied: Applied) -> None:
    """Refuses a path whose thing a lever has merged away or removed, and says which."""
    for one in applied.merges:
        if path[:2] == ("layout", "stations") and path[2:3] and path[2] in one.group and path[2] != one.into:
            new = ".".join((*path[:2], one.into, *path[3:]))
            raise Refused(f"{path[2]} was merged into {one.into} by {one.change.lever}; give {new} instead")
    for removal in applied.removals:
        gone = removal.path
        if gone and path[: len(gone)] == gone:
            raise Refused(
                f"{'.'.join(gone)} was removed by {removal.change.lever}; leave the value or the scenario out"
            )
