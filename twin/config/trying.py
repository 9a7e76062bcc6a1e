"""A port with changes that stand in no file yet."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from twin.config import composing, library, placing, recorded
from twin.model.levers import apply, read_lever
from twin.model.levers.left_out import rows
from twin.model.scenario import Scenario


class Trial:
    """The port that words name, to which changes are made time and again."""

    def __init__(self, words: Iterable[str], folder: str | Path | None = None):
        self.run = composing.composed(library.library(folder), list(words))
        self.tree = recorded.with_rows(self.run)

    def scenario(self, name: str, changes: Iterable[Mapping[str, Any]]) -> Scenario:
        """The Scenario with the changes of a lever of this name, or what the port refuses of them."""
        lever = read_lever(name, {"changes": list(changes)})
        applied = apply(self.tree, [lever], self.run.name)
        tree = {**applied.tree, "name": f"{self.run.name} {name}", "ledger": rows(applied.left_out)}
        return Scenario.from_tree(tree, where=lambda path: placing.place(self.run, tuple(path)))
