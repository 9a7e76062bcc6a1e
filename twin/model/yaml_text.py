"""How a YAML file is read: strictly, every scalar as the text that was written."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from twin.model.errors import Fault, path_text

LONGEST = 1_000_000  # characters of a file: a port has some 20,000
DEEPEST = 60  # levels of indentation or brackets

NO_REFERENCES = "${…} is not allowed; write the value, or $name for a knob of a scenario"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_LEADING_ZERO = re.compile(r"[-+]?0[\d_]+(\.[\d_]*)?")
_UNDERSCORED = re.compile(r"[-+]?\d[\d_]*_[\d_]*(\.[\d_]*)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "~", ""}
_NOTHING = {"null", "~", ""}


class Leaf(NamedTuple):
    """One scalar: its text, whether it stood in quotes or brackets, its line, its letters in the file."""

    text: str
    quoted: bool
    line: int
    in_brackets: bool = False
    span: tuple[int, int] = (0, 0)


class Items(NamedTuple):
    """A list, the line it begins in, and the letters of the file that it takes."""

    items: tuple
    line: int
    span: tuple[int, int] = (0, 0)


class Fields(NamedTuple):
    """A mapping as pairs of key and node, in the order of the file, its line and its letters."""

    pairs: tuple
    line: int
    span: tuple[int, int] = (0, 0)


Node = Leaf | Items | Fields


class Page(NamedTuple):
    """One file, read: `tree` holds texts, lists, mappings (None: a bare name), `root` also their lines."""

    name: str
    tree: dict
    root: Fields
    faults: tuple[Fault, ...] = ()

    def place(self, path: Sequence[str | int]) -> str:
        """'file:line' of what stands at a path, or of the nearest thing above it that is there."""
        return f"{self.name}:{_line(self.root, path)}"


def read(text: str, name: str, path: Sequence[str] = ()) -> Page:
    """The page of a file's text; `path` is where the file's words stand in the scenario.

    >>> read("servers: 3 | S2", "x.yaml").tree
    {'servers': '3 | S2'}
    """
    faults = list(_before_parsing(text, name, path))
    if not faults:
        try:
            root = _document(yaml.parse(text, Loader=_Loader))
            faults = list(_faults(root, tuple(path), name))
            return Page(name, _tree(root), root, tuple(faults))
        except yaml.YAMLError as error:
            faults = [_syntax(error, text, name, path)]
        except _Refused as error:
            faults = [_fault(path, error.text, f"{name}:{error.line}")]
    return Page(name, {}, Fields((), 1), tuple(faults))


class _Refused(Exception):
    def __init__(self, text, line):
        super().__init__(text)
        self.text = text
        self.line = line


def _fault(path: Sequence[str | int], text: str, place: str, value: str = "") -> Fault:
    return Fault(path_text(path) or place.rsplit(":", 1)[0], value, text, place)


def _before_parsing(text: str, name: str, path: Sequence[str]) -> Iterator[Fault]:
    if len(text) > LONGEST:
        yield _fault(
            path, f"is longer than {LONGEST:,} characters; a recorded list belongs into a CSV file", name
        )
        return
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            yield _fault(path, "a tab; indent with spaces", f"{name}:{number}")


def _document(events) -> Fields:
    """The one mapping a file holds; an empty file is an empty mapping."""
    events = iter(events)
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _Refused("a second document begins here (---); one file, one document", _line_of(event))
            root = _node(next(events), events, 0)
    if root is None or isinstance(root, Leaf) and _is_nothing(root):
        return Fields((), 1)
    if not isinstance(root, Fields):
        raise _Refused("a file is a mapping: name: …", root.line)
    return root


def _line_of(event) -> int:
    return event.start_mark.line + 1


def _node(event, events, depth: int, in_brackets: bool = False) -> Node:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _Refused("anchors & and * are not used here; write the value again", _line_of(event))
    if event.tag and event.tag != "!":
        raise _Refused(f"'{event.tag}' is a tag; values are plain texts, nothing else", _line_of(event))
    if depth > DEEPEST:
        raise _Refused(f"more than {DEEPEST} levels deep", _line_of(event))
    if isinstance(event, yaml.ScalarEvent):
        span = (event.start_mark.index, event.end_mark.index)
        return Leaf(event.value, event.style not in (None, ""), _line_of(event), in_brackets, span)
    nodes = []
    while not isinstance(inner := next(events), yaml.CollectionEndEvent):
        nodes.append(_node(inner, events, depth + 1, in_brackets or bool(event.flow_style)))
    # The parser ends a collection without brackets where the next thing begins, beyond comments.
    end = inner.end_mark.index if event.flow_style or not nodes else nodes[-1].span[1]
    span = (event.start_mark.index, end)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(nodes), _line_of(event), span)
    return Fields(tuple(zip(nodes[::2], nodes[1::2], strict=True)), _line_of(event), span)


def _tree(node: Node):
    if isinstance(node, Leaf):
        return None if _is_nothing(node) else node.text
    if isinstance(node, Items):
        return [_tree(item) for item in node.items]
    return {key.text: _tree(value) for key, value in node.pairs if isinstance(key, Leaf)}


def _faults(node: Node, path: tuple, name: str) -> Iterator[Fault]:
    """Every fault of a node and of what it holds."""
    if isinstance(node, Leaf):
        text = _value_fault(node)
        if text:
            yield _fault(path, text, f"{name}:{node.line}", node.text)
        return
    if isinstance(node, Items):
        for index, item in enumerate(node.items):
            if isinstance(item, Leaf) and _is_nothing(item):
                yield _fault(
                    (*path, index), "there is nothing behind the dash; write a value", f"{name}:{item.line}"
                )
            yield from _faults(item, (*path, index), name)
        return
    seen: set[str] = set()
    for key, value in node.pairs:
        here = (*path, key.text if isinstance(key, Leaf) else "?")
        text = _pair_fault(key, value, seen)
        if text:
            yield _fault(here, text, f"{name}:{key.line}")
        else:
            yield from _faults(value, here, name)
        seen.add(here[-1])


def _pair_fault(key: Node, value: Node, seen: set) -> str | None:
    """What is wrong with a key, or with a key that stands alone."""
    if not isinstance(key, Leaf):
        return "a name is one word, not a list or mapping"
    if key.text in seen:
        return f"{key.text} is written twice; keep one"
    if "${" in key.text:
        return "${…} is not allowed in a name"
    if key.text.startswith(("_", "<<")):
        return f"'{key.text}' is not a word here; a name begins with a letter"
    if not key.quoted and (key.text.lower() in _NOT_TEXT or _NUMBER.fullmatch(key.text)):
        return (
            f"the name {key.text} is not text: yes, no, on, off and bare numbers mean something else "
            "to YAML; put it in quotes or choose another name"
        )
    # A name alone is a thing without fields; what is no name was meant to be part of the text before it.
    if isinstance(value, Leaf) and value.in_brackets and _is_nothing(value) and not _NAME.fullmatch(key.text):
        return f"'{key.text}' stands alone: inside {{ }} a comma ends a text; put the whole text into quotes"
    return None


def _is_nothing(leaf: Leaf) -> bool:
    return not leaf.quoted and leaf.text in _NOTHING


def _value_fault(leaf: Leaf) -> str | None:
    text = leaf.text
    if "${" in text:
        return NO_REFERENCES
    if leaf.quoted:
        return None
    said = text.split("|", 1)[0].strip()
    if _CLOCK.fullmatch(said):
        return f"YAML read a time of day as a number; put it in quotes: '{said}'"
    if _LEADING_ZERO.fullmatch(said):
        plain = said.lstrip("-+0_") or "0"
        return f"a number that begins with 0 means something else to YAML; write {plain}, or quote a code"
    if _UNDERSCORED.fullmatch(said):
        return f"a number has no _ inside; write {said.replace('_', '')}"
    return None


_JUMPS = "the indentation jumps; lines that belong together begin in the same column"
_OPEN = "a bracket { or [ is not closed, or a comma is missing inside it"
_SIGN = "a sign that no text has; write the file anew in UTF-8"
_SYNTAX = (
    ("mapping values are not allowed", "a second colon in one line; put the text into quotes"),
    ("cannot start any token", "a text cannot begin with this sign; put it into quotes"),
    ("<document start>", _JUMPS),
    ("expected key", _JUMPS),
    ("expected '-' indicator", _JUMPS),
    ("expected <block end>", _JUMPS),
    ("expected ',' or", _OPEN),
    ("expected the node content", _OPEN),
    ("could not find expected ':'", "a line without a colon; write name: value"),
    ("unexpected end of stream", "a quote is opened and not closed"),
    ("special characters are not allowed", _SIGN),
    ("control characters are not allowed", _SIGN),
    ("maximum nesting depth", f"more than {DEEPEST} levels deep"),
)


def _syntax(error: yaml.YAMLError, text: str, name: str, path: Sequence[str]) -> Fault:
    """A parser's complaint in our own words."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read")
    said = next((ours for theirs, ours in _SYNTAX if theirs in problem), f"is not YAML: {problem}")
    mark = getattr(error, "problem_mark", None)
    if "could not find" in problem:
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return _fault(path, said, name)
    lines = text.splitlines()[: mark.line + 1] or [""]
    knob = next((number for number, line in enumerate(lines, 1) if "${" in line.split(" #")[0]), None)
    if knob:  # its brackets are what the parser stumbles over
        return _fault(path, NO_REFERENCES, f"{name}:{knob}")
    # A line of its own with one colon is no second colon: it only begins too far right.
    if "mapping values" in problem and len(re.findall(r":(?=\s|$)", lines[-1])) == 1:
        said = _JUMPS
    return _fault(path, said, f"{name}:{mark.line + 1}")


def _line(node: Node, path: Sequence[str | int]) -> int:
    """The line of the deepest part of a path that is there; a key's line, not its value's."""
    line = node.line
    for part in path:
        if isinstance(part, int) and isinstance(node, Items) and part < len(node.items):
            node = node.items[part]
            line = node.line
            continue
        pair = next((pair for pair in getattr(node, "pairs", ()) if pair[0].text == part), None)
        if pair is None:
            break
        line, node = pair[0].line, pair[1]
    return line
