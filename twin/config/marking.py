"""The text of a port's file in which every value says that it was taken over, and with which origin."""

from collections.abc import Iterator

from twin.config.rewriting import replaced
from twin.model import yaml_text
from twin.model.origin import FREE_WORDS, TAKEN_OVER, UNMARKED, Path, has_origin
from twin.model.yaml_text import Fields, Items, Leaf, Node

OF_THINGS = ("source", "assumed")  # words by which a thing says the origin of all its values


def marked(text: str, section: str, unmarked: str = UNMARKED) -> str:
    """The text with a mark at every value of the section that it holds; what is marked already stays."""
    root = yaml_text.read(text, "").root
    said = TAKEN_OVER if unmarked == UNMARKED else f"{TAKEN_OVER} {unmarked}"
    return replaced(text, dict(_pieces(text, root, (section,), said)))


def _pieces(text: str, node: Node, path: Path, said: str) -> Iterator[tuple[tuple[int, int], str]]:
    """(span, what stands there instead) of each value; `said` is the mark of what has no bar, '' for none."""
    if isinstance(node, Fields):
        words = [key.text for key, value in node.pairs if isinstance(value, Leaf)]
        said = "" if set(words) & set(OF_THINGS) else said
        for key, value in node.pairs:
            here = (*path, key.text)
            if key.text in FREE_WORDS or here == ("layout", "sources"):
                continue
            if key.text in OF_THINGS and isinstance(value, Leaf):
                yield from _words(text, value)
            else:
                yield from _pieces(text, value, here, said)
    elif isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _pieces(text, item, (*path, index), said)
    else:
        yield from _value(text, node, path, said)


def _value(text: str, leaf: Leaf, path: Path, said: str) -> Iterator[tuple[tuple[int, int], str]]:
    value, bar, origin = (part.strip() for part in leaf.text.partition("|"))
    if bar and not origin.startswith(TAKEN_OVER):
        yield leaf.span, _scalar(text, leaf, f"{value} | {TAKEN_OVER} {origin}".rstrip())
    elif not bar and said and has_origin(path, value):
        yield leaf.span, _scalar(text, leaf, f"{value} | {said}")


def _words(text: str, leaf: Leaf) -> Iterator[tuple[tuple[int, int], str]]:
    if not leaf.text.startswith(TAKEN_OVER):
        yield leaf.span, _scalar(text, leaf, f"{TAKEN_OVER} {leaf.text}")


def _scalar(text: str, leaf: Leaf, said: str) -> str:
    """A scalar that says something else, in quotes where it was."""
    if not leaf.quoted:
        return said
    written = text[slice(*leaf.span)]
    blanks = written[len(written.rstrip("\n")) :]  # a block ends where the next thing begins
    quoted = said.strip().replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{quoted}"{blanks}'
