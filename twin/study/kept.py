"""The summary of a scenario: taken from the results that are kept if it is there, else run and kept."""

import hashlib
import math
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import twin
from twin.results.store import Recipe, find, key, load, save
from twin.results.summary import Summary, from_tables, summarise

# Rooms whose code decides the numbers of a result.
DECIDING = ("model", "plan", "engine", "results")
LIBRARIES = ("numpy", "scipy", "numba", "simpy", "pandas", "pyarrow")


class Kept(NamedTuple):
    """A summary, and where it is kept; `is_new` says that it was run just now."""

    summary: Summary
    path: Path
    is_new: bool


def summary_of(scenario, *, folder="outputs", engine="kernel", measured="visits", watch=None):
    """The Kept summary of a scenario, which is run only if it is not kept yet.

    It is measured by its "visits", or by "statistics" that are added up as it runs. `watch(plan)` is called
    before a run; what it gives is called once a replication. The same scenario, seed and program have the
    same key, so nothing is run twice.
    """
    study = Path(folder) / scenario.name.replace(" ", "-")
    recipe = recipe_of(scenario, engine, measured)
    path = find(study, key(recipe))
    if path is not None:
        return Kept(from_tables(load(path).tables), path, False)
    # What compiles and runs is not needed where the result is there, and takes a second to import.
    from twin.plan.compile import compile_plan
    from twin.study import replications

    plan = compile_plan(scenario)
    step = watch(plan) if watch else None
    ways = {"visits": replications.replicate, "statistics": replications.replicate_streamed}
    summary = summarise(plan, ways[measured](plan, range(plan.replications), engine=engine, watch=step))
    return Kept(summary, save(study, recipe, summary.tables()), True)


def measures_of(scenario, numbers, *, engine="kernel", measured="visits", watch=None):
    """(plan, [RunMeasures of each numbered replication]) of a scenario, whatever number it asks for itself.

    More replications of the same scenario go on where fewer ended: number 12 is the same luck always.
    """
    from twin.plan.compile import compile_plan
    from twin.study import replications

    plan = compile_plan(scenario)
    ways = {"visits": replications.replicate, "statistics": replications.replicate_streamed}
    return plan, ways[measured](plan, numbers, engine=engine, watch=watch)


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
