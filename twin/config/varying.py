"""One port many times: its words are composed once, and values are set in what they became."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from twin.config import composing, library, placing, recorded
from twin.config.laying import Composed
from twin.model.errors import Fault, ScenarioError, nearest, path_text
from twin.model.levers import bars
from twin.model.levers.left_out import rows
from twin.model.scenario import Scenario


class Varied(NamedTuple):
    """A composed port whose values can be set by their paths in the ledger."""

    run: Composed
    tree: dict[str, Any]
    paths: dict[str, tuple[str | int, ...]]  # [path as the ledger has it]

    def scenario(self, values: Mapping[str, str] | None = None) -> Scenario:
        """The port with some values said otherwise; each keeps the origin that it has."""
        tree = self.tree
        for name, text in (values or {}).items():
            tree = _put(tree, self._path(name), text)
        return Scenario.from_tree(tree, where=lambda path: placing.place(self.run, tuple(path)))

    def _path(self, name: str) -> tuple[str | int, ...]:
        if name not in self.paths:
            text = f"{self.run.name} has no such value{nearest(name, self.paths)}"
            raise ScenarioError([Fault(name, "", text)])
        return self.paths[name]


def varied(words: Iterable[str], folder: str | Path | None = None) -> Varied:
    """The port that words name, to be built with other values in a tenth of the time that composing takes."""
    run = composing.composed(library.library(folder), list(words))
    tree = {
        **recorded.with_rows(run),
        "name": run.name,
        "levers": run.applied.levers,
        "ledger": rows(run.applied.left_out),
    }
    paths = {path_text(path): path for section in tree for path in _scalars(tree[section], (section,))}
    return Varied(run, tree, paths)


def _scalars(node: Any, path: tuple[str | int, ...]) -> Iterable[tuple[str | int, ...]]:
    """The path of every value below a node; rows of recorded lists are data and have none."""
    if path[0] in ("name", "levers", "ledger") or path[-1] == "rows":
        return
    if isinstance(node, Mapping):
        for word, inner in node.items():
            yield from _scalars(inner, (*path, word))
    elif isinstance(node, list | tuple):
        for index, inner in enumerate(node):
            yield from _scalars(inner, (*path, index))
    else:
        yield path


def _put(node: Any, path: tuple[str | int, ...], text: str) -> Any:
    """The node with a value at a path; all that is not on the way is shared."""
    if not path:
        own = bars.origin(node)
        return f"{text} | {own}" if own else text
    if isinstance(node, Mapping):
        return {**node, path[0]: _put(node[path[0]], path[1:], text)}
    index = path[0]
    return [_put(inner, path[1:], text) if i == index else inner for i, inner in enumerate(node)]
