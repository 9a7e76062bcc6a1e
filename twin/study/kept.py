"""Replications and summaries of a scenario: taken from what is kept if it is there, else run and kept."""

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from twin.results.store import find, key, load, save
from twin.results.summary import Summary, from_tables, summarise
from twin.study.recipes import code, recipe_of, tree_of, versions
from twin.study.running import parts
from twin.study.running.how import How
from twin.study.running.trouble import OutOfTime, writing_to

__all__ = [
    "Kept",
    "as_far_as_time",
    "asking_for",
    "code",
    "measures_of",
    "recipe_of",
    "study_of",
    "summary_of",
    "tree_of",
    "versions",
]

AS_USUAL = How()
LONGEST = 200  # bytes of a folder's name: file systems take 255, and less where names are encrypted


class Kept(NamedTuple):
    """A summary, and where it is kept; `is_new` says that it was made just now."""

    summary: Summary
    path: Path
    is_new: bool
    replications: int  # of the summary: fewer than were asked for where the time was over


def summary_of(scenario, *, folder="outputs", how=AS_USUAL, watch=None):
    """The Kept summary of a scenario, of which only those replications are run that are not kept yet.

    The same scenario, seed and program have the same key, so nothing is run twice; `how` says by which engine
    they are run, and where. `watch(number)` is called with how many are to be run, before the first; what it
    gives is called with how many ended, whenever some did.
    """
    study = study_of(scenario, folder)
    recipe = recipe_of(scenario, how.engine, how.measured)
    path = find(study, key(recipe))
    if path is not None:
        return Kept(from_tables(load(path).tables), path, False, scenario.experiment.replications)
    numbers = range(scenario.experiment.replications)
    plan, measures = measures_of(scenario, numbers, folder=folder, how=how, watch=watch)
    summary = summarise(plan, measures)
    with writing_to(study):
        path = save(study, recipe, summary.tables())
    return Kept(summary, path, True, scenario.experiment.replications)


def as_far_as_time(scenario, **how):
    """The Kept summary of a scenario, of the first replications if the time was over before all had ended.

    It is kept as what it is, the result of so many replications, never under the key of all of them.
    """
    try:
        return summary_of(scenario, **how)
    except OutOfTime as over:
        if not over.done:
            raise
        return summary_of(asking_for(scenario, over.done), **how)


def asking_for(scenario, number):
    """The same scenario with so many replications."""
    return replace(scenario, experiment=scenario.experiment.model_copy(update={"replications": number}))


def measures_of(scenario, numbers, *, folder="outputs", how=AS_USUAL, watch=None):
    """(plan, [RunMeasures of each numbered replication]) of a scenario, whatever number it asks for itself.

    More replications of the same scenario go on where fewer ended: number 12 is the same luck always. They
    are kept in parts (running.parts), and only those are run that no intact part has.
    """
    # What compiles and runs takes a second to import, and is not needed where a summary is there.
    from twin.plan.compile import compile_plan
    from twin.study.running.batches import Job
    from twin.study.running.going import ended

    numbers = list(numbers)
    plan = compile_plan(scenario)
    recipe = parts.recipe_of_parts(recipe_of(scenario, how.engine, how.measured))
    place = parts.place_of(study_of(scenario, folder), recipe)
    found = parts.read(place, numbers)
    if missing := sorted(set(numbers).difference(found)):
        with writing_to(place):
            parts.begin(place, recipe, len(set(numbers)))
        job = Job(plan, how.engine, how.measured, place.name, versions())
        found |= ended(job, missing, place, how, watch)
    if lacking := set(numbers).difference(found):
        first = min(lacking)
        raise OutOfTime(scenario.name, sum(number < first for number in set(numbers)), len(set(numbers)))
    if missing:
        parts.end(place)
    return plan, [found[number] for number in numbers]


def study_of(scenario, folder="outputs"):
    """The folder in which all about a scenario of this name is kept; one of many levers is cut short."""
    name = scenario.name.replace(" ", "-")
    if len(name.encode()) > LONGEST:
        name = f"{name[: LONGEST // 2]}-{blake2b(name.encode(), digest_size=8).hexdigest()}"
    return Path(folder) / name
