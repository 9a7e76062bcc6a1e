"""Answers of studies on disk, beside the runs of the port they are about, for a report to find.

outputs/<scenario>/<kind>/<key>/   the tables of one answer, kept as results are (results.store)
"""

import json
from pathlib import Path
from typing import NamedTuple

from twin.results.store import MANIFEST, Recipe, StoreError, load, save
from twin.study.kept import study_of, tree_of, versions

# What a study answers; each has a page of its own in a report.
KINDS = (
    *("compare", "capacity", "procure", "roster", "sensitivity"),
    *("playbook", "robust", "resilience", "roadmap"),
)


class Answer(NamedTuple):
    """The tables of a study, and what it was asked: words and numbers that JSON has."""

    kind: str
    question: dict
    tables: dict  # [name] frame
    path: Path


def keep(scenario, kind, question, tables, *, folder="outputs"):
    """Keeps the answer to a question about a scenario; gives its path. The same question has the same key."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of study; there is {', '.join(KINDS)}")
    asked = f"{kind} {json.dumps(question, sort_keys=True, ensure_ascii=False)}"
    luck = scenario.experiment.seed, scenario.experiment.replications
    recipe = Recipe(tree_of(scenario), *luck, "kernel", versions(), asked)
    return save(_place(scenario, kind, folder), recipe, tables)


def answers(scenario, *, folder="outputs"):
    """{kind: Answer} the latest intact answer of each kind about a scenario as it is now."""
    tree = json.loads(json.dumps(tree_of(scenario)))
    return {kind: found for kind in KINDS if (found := _latest(scenario, kind, tree, folder))}


def _latest(scenario, kind, tree, folder):
    """The Answer written last about the same tree; damaged ones and those of another port are passed."""
    place = _place(scenario, kind, folder)
    paths = [path for path in place.iterdir() if (path / MANIFEST).is_file()] if place.is_dir() else []
    for path in sorted(paths, key=lambda each: each.stat().st_mtime_ns, reverse=True):
        try:
            stored = load(path)
        except StoreError:
            continue
        if stored.manifest["scenario"] == tree:
            asked = stored.manifest["measured"].partition(" ")[2]
            return Answer(kind, json.loads(asked), stored.tables, path)
    return None


def _place(scenario, kind, folder):
    return study_of(scenario, folder) / kind
