"""Recorded arrivals: CSV files that lie with the port become rows of its demand."""

import csv
from pathlib import Path
from typing import Any

from twin.config.laying import Composed
from twin.config.library import GROUPS, noted
from twin.config.placing import place
from twin.model.errors import Fault, ScenarioError
from twin.model.levers.bars import bare
from twin.model.levers.paths import collection, fetch, put

LARGEST = 200_000_000  # bytes of a recorded list


class _Refused(Exception):
    """A file that is not read, with the reason."""


def with_rows(run: Composed) -> dict[str, Any]:
    """The tree with the rows of every recorded file in place."""
    tree = run.tree
    faults = []
    for name in collection(tree, ("demand", "flows")):
        path = ("demand", "flows", name)
        said = fetch(tree, (*path, "file"))
        if bare(fetch(tree, (*path, "arrives"), "")) != "recorded" or said is None:
            continue
        try:
            tree = put(tree, (*path, "rows"), _rows(run, bare(said)))
        except _Refused as error:
            faults.append(
                Fault(".".join((*path, "file")), bare(said), str(error), place(run, (*path, "file")))
            )
    if faults:
        raise ScenarioError(faults)
    return tree


def _rows(run: Composed, said: str) -> list[dict[str, str]]:
    path = _path(run, said)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                {str(word).strip(): text for word, text in row.items() if text}
                for row in csv.DictReader(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text with commas"
        raise _Refused(f"cannot be read: {reason}") from None
    return [{word: _seconds(word, text) for word, text in row.items()} for row in rows]


def _seconds(word: str, text: str) -> str:
    """A bare number of a column of times is seconds."""
    is_time = word == "time" or word.startswith("service.")
    return f"{text} s" if is_time and text.replace(".", "", 1).isdigit() else text


def _path(run: Composed, said: str) -> Path:
    """The file, in a layouts folder of the search path and nowhere else."""
    if Path(said).is_absolute() or ".." in Path(said).parts:
        raise _Refused("leads out of the layouts folder; a recorded file lies inside it")
    for folder in run.places:
        root = folder.path / GROUPS["layout"]
        path = root / said
        if path.is_file() and path.resolve().is_relative_to(root.resolve()):
            if path.stat().st_size > LARGEST:
                raise _Refused(f"is larger than {LARGEST // 10**6} MB")
            noted(f"{GROUPS['layout']}/{Path(said).as_posix()}", path)
            return path
    raise _Refused(f"there is no {GROUPS['layout']}/{said}")
