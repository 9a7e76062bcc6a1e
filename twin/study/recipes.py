"""What a result depends on: the tree of a scenario, its luck, the engine, the program and its libraries."""

import hashlib
import math
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import twin
from twin.results.store import Recipe

# Rooms whose code decides the numbers of a result.
DECIDING = ("model", "plan", "engine", "results")
LIBRARIES = ("numpy", "scipy", "numba", "simpy", "pandas", "pyarrow")


def recipe_of(scenario, engine, measured):
    """All that the numbers depend on."""
    experiment = scenario.experiment
    luck = experiment.seed, experiment.replications
    return Recipe(tree_of(scenario), *luck, engine, versions(), measured)


def tree_of(scenario):
    """A scenario as dicts, lists, texts and numbers."""
    sections = ("name", "levers", "layout", "demand", "roster", "policy", "equipment", "experiment")
    return {name: plain(getattr(scenario, name)) for name in sections}


def plain(value):
    """A part of a scenario in the words that JSON has; records by the names of their fields."""
    if isinstance(value, str | int | bool | None) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    fields = getattr(type(value), "model_fields", None) or getattr(value, "__dataclass_fields__", None)
    if fields:
        return {name: plain(getattr(value, name)) for name in fields}
    # Last, as to see that a record is no mapping takes longer than all else.
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    return str(value)


@cache
def versions():
    """What computes: the project and its code, Python, the libraries."""
    libraries = {name: version(name) for name in LIBRARIES}
    return {"porttwin": twin.__version__, "code": code(), "python": platform.python_version(), **libraries}


def code():
    """A digest of all code that decides numbers: a program that was changed makes results of its own."""
    package = Path(twin.__file__).parent
    digest = hashlib.sha256()
    for room in DECIDING:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
