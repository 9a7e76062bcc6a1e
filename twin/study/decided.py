"""A number that a study finds, beside what is known of it."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from twin.study.oracles import shipped

EXACT = 1e-9


class Decided(NamedTuple):
    """A number found, what is known of it, by what it is accepted, and whether it is."""

    case: str
    what: str
    found: Any
    expected: Any
    accept: str
    passed: bool


def known(name):
    """What is known of a case, {} of those that are stated in the code; in a wheel it is carried along."""
    folder = shipped().parent
    file = next(iter(sorted(folder.glob(f"{name}-*.json"))), None)
    return json.loads(Path(file).read_text(encoding="utf-8")) if file else {}


def exactly(case, pairs):
    """[Decided] of (what, found, expected) that are to agree to 1e-9, absolute or relative."""
    rows = []
    for what, found, expected in pairs:
        apart = np.max(np.abs(np.subtract(found, expected)) / np.maximum(1.0, np.abs(expected)))
        rows.append(Decided(case, what, found, expected, "1e-9", bool(apart <= EXACT)))
    return rows


def within(case, what, found, limits):
    """The Decided of a number that shall lie between two."""
    low, high = limits
    said = f"[{low:g}, {high:g}]"
    return Decided(case, what, found, said, said, bool(low <= found <= high))
