"""Where a value of the tree comes from: a line of a file, a scenario, or the command line."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.config.laying import Composed, Layer, words_of
from twin.model.levers.bars import COMMAND_LINE
from twin.model.levers.paths import fetch
from twin.model.network import unprefixed_path
from twin.model.yaml_text import Fields, Items, Leaf, Node

Path = tuple[str | int, ...]


def place(run: Composed, path: Path) -> str:
    """'file:line' of the value at a path, or 'command line'."""
    dotted = ".".join(str(part) for part in path if isinstance(part, str))
    if any(dotted == given or dotted.startswith(f"{given}.") for given in run.given):
        return COMMAND_LINE
    words = tuple(part for part in path if isinstance(part, str))
    for end in range(len(words), 1, -1):
        if words[:end] in run.applied.places:
            return run.applied.places[words[:end]]
    return _in_a_file(run, path)


def _in_a_file(run: Composed, path: Path) -> str:
    for port in run.ports:
        inside = unprefixed_path(port.names, path)
        if inside != path and not _says(run, path):
            return place(port.run, _of_steps_as_written(run, inside, path))
    layers = [layer for layer in run.layers if path and layer.section == path[0]]
    if not layers:
        return ""
    depth = [_reached(words_of(layer), path[1:]) for layer in layers]
    # The last of the layers that reach deepest: it is the one whose value stands.
    best = max(range(len(layers)), key=lambda index: (depth[index], index))
    return _line_of_step(run, layers[best], path) or layers[best].page.place(path[1:])


def _says(run: Composed, path: Path) -> bool:
    """Whether a network says itself what stands at a path."""
    layers = (layer for layer in run.layers if path and layer.section == path[0])
    return any(_reached(words_of(layer), path[1:]) == len(path) - 1 for layer in layers)


def _of_steps_as_written(run: Composed, inside: Path, path: Path) -> Path:
    """A path into a port; where a diversion has put other steps into its flow, that of the flow's steps."""
    end = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    if end is None:
        return inside
    ours = fetch(run.tree, [str(part) for part in path[:end]])
    theirs = next((fetch(port.run.tree, [str(part) for part in inside[:end]]) for port in run.ports), None)
    same = isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs)
    return inside if same else inside[:end]


def _reached(tree: Any, path: Path) -> int:
    for count, part in enumerate(path):
        if isinstance(part, int) and isinstance(tree, list) and part < len(tree):
            tree = tree[part]
        elif isinstance(tree, Mapping) and part in tree:
            tree = tree[part]
        else:
            return count
    return len(path)


def _line_of_step(run: Composed, layer: Layer, path: Path) -> str:
    """The line, in the file, of a step that a lever has pushed to another place of its list."""
    first = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    if first is None:
        return ""
    body: Any = fetch(run.tree, [str(part) for part in path[:first]])
    if body == fetch(words_of(layer), [str(part) for part in path[1:first]]):
        return ""
    step: Any = body
    for part in path[first:]:
        if not isinstance(step, list | Mapping) or isinstance(step, list) != isinstance(part, int):
            break
        step = step[part]  # type: ignore[index]
        if isinstance(step, Mapping):
            line = next(
                (line for line, other in _mappings(_at(layer.page.root, path[1:first])) if other == step),
                None,
            )
            if line:
                return f"{layer.page.name}:{line}"
    return layer.page.place(path[1:first])


def _at(node: Node, path: Path) -> Node:
    for part in path:
        node = next((value for key, value in getattr(node, "pairs", ()) if key.text == part), node)
    return node


def _mappings(node: Node) -> Iterator[tuple[int, Any]]:
    """Every mapping below a node, with its line."""
    if isinstance(node, Fields):
        yield node.line, _plain(node)
        for _, value in node.pairs:
            yield from _mappings(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _mappings(item)


def _plain(node: Node) -> Any:
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}
