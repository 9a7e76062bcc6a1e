"""A YAML file's text with values set, where all else stays as it was written: comments, order, blanks."""

from collections.abc import Mapping
from itertools import pairwise

from twin.model import yaml_text
from twin.model.origin import Path
from twin.model.yaml_text import Fields, Items, Node


def replaced(text: str, pieces: Mapping[tuple[int, int], str]) -> str:
    """The text with each span of letters replaced by another piece."""
    spans = sorted(pieces)
    bounds = [0, *(bound for span in spans for bound in span), len(text)]
    kept = [text[begin:end] for begin, end in list(pairwise(bounds))[::2]]
    return "".join(a + b for a, b in zip(kept, [*(pieces[span] for span in spans), ""], strict=True))


def with_values(text: str, values: Mapping[Path, str]) -> str:
    """The text with values at paths; a word that its thing has not got yet is added behind the others."""
    for path, value in values.items():
        root = yaml_text.read(text, "").root
        node = at(root, path)
        text = (
            replaced(text, {node.span: _piece(text, node, value)})
            if node
            else _added(text, root, path, value)
        )
    return text


def at(root: Node, path: Path) -> Node | None:
    """The node at a path."""
    node: Node | None = root
    for part in path:
        if isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            node = next((value for key, value in getattr(node, "pairs", ()) if key.text == part), None)
    return node


def _piece(text: str, node: Node, value: str) -> str:
    """A value where a node stood; nothing stood right behind its colon, a block up to the next line."""
    begin, end = node.span
    if begin == end:
        return f" {value}"
    blanks = text[begin:end][len(text[begin:end].rstrip("\n")) :] if text[begin] in "|>" else ""
    return value + blanks


def _added(text: str, root: Fields, path: Path, value: str) -> str:
    thing = at(root, path[:-1])
    if not isinstance(thing, Fields) or not thing.pairs:
        raise KeyError(path)
    last = thing.pairs[-1][1]
    end = last.span[1]
    if text[thing.span[0]] == "{":
        return f"{text[:end]}, {path[-1]}: {value}{text[end:]}"
    begin = thing.pairs[0][0].span[0]
    indent = begin - (text.rfind("\n", 0, begin) + 1)
    line_end = text.find("\n", end - 1 if text[end - 1 : end] == "\n" else end)
    line_end = len(text) if line_end < 0 else line_end
    return f"{text[:line_end]}\n{' ' * indent}{path[-1]}: {value}{text[line_end:]}"
