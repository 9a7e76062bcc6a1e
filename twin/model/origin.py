"""Where each value comes from: the bar behind it is read off in one walk, and the walk writes the ledger."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from twin.model import units
from twin.model.errors import Fault, nearest, path_text
from twin.model.law import FAMILIES

Path = tuple[str | int, ...]
Where = Callable[[Path], str]

_UNITS = "|".join(
    re.escape(unit) for unit in sorted({u for kind in units.KINDS for u in kind.units}, key=len)[::-1]
)
_AMOUNT = rf"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*(?:{_UNITS})(?=[\s,;]|$))?"
_TIME = r"\d{1,2}:\d{2}"
_RANGE = re.compile(rf"assumed\s+({_AMOUNT}|{_TIME})\s+to\s+({_AMOUNT}|{_TIME})(?![\w:])\s*(.*)")
_ENDS = re.compile(
    rf"assumed(?:\s+from\s+({_TIME})\s+to\s+({_TIME}))?(?:\s+until\s+({_TIME})\s+to\s+({_TIME}))?\b(.*)"
)
_SPAN = re.compile(rf"({_TIME})\s*-\s*({_TIME})")
_KEY = re.compile(r"[A-Z]+\d+")  # how a source's key looks

FREE_WORDS = ("label", "note")  # no value of the port
UNMARKED = "assumed"
TAKEN_OVER = "taken over"  # from the port that this one was begun from, with the origin it has there
# Subtrees whose bare values are no assumptions: steps have no quantities, recorded rows are data.
_DATA = ("steps", "parts", "rows", "observed", "about", "sources", "experiment")


class Assumption(NamedTuple):
    """A row of the ledger, with low and high as written.

    kind is source, assumed, taken over, remark, lever or command line.
    """

    path: str
    value: str
    kind: str
    text: str
    low: str = ""
    high: str = ""


class Stripped(NamedTuple):
    """A tree without bars, its ledger, and what is wrong with its origins."""

    tree: dict[str, Any]
    ledger: tuple[Assumption, ...]
    faults: tuple[Fault, ...]


class _Book(NamedTuple):
    """What one walk reads and writes."""

    sources: tuple[str, ...]
    where: Where
    rows: list[Assumption]
    faults: list[Fault]


def strip(tree: Mapping[str, Any], where: Where) -> Stripped:
    """The tree without its bars and origins; every value of the port becomes a row of the ledger."""
    layout = tree.get("layout")
    layout = layout if isinstance(layout, Mapping) else {}
    about = layout.get("about")
    unmarked = str(about.get("unmarked", UNMARKED)) if isinstance(about, Mapping) else UNMARKED
    sources = layout.get("sources")
    book = _Book(tuple(sources) if isinstance(sources, Mapping) else (), where, [], [])
    clean = {section: _walk(book, node, (section,), unmarked) for section, node in tree.items()}
    return Stripped(clean, tuple(book.rows), tuple(book.faults))


def _walk(book: _Book, node: Any, path: Path, inherited: str) -> Any:
    if isinstance(node, Mapping):
        own = _own_origin(node)
        if own is not None:
            node = {word: value for word, value in node.items() if word not in ("source", "assumed")}
        kept = own if own is not None else inherited
        return {
            word: value
            if word in FREE_WORDS or path == ("layout", "sources")
            else _walk(book, value, (*path, word), kept)
            for word, value in node.items()
        }
    if isinstance(node, list | tuple):
        return [_walk(book, value, (*path, index), inherited) for index, value in enumerate(node)]
    return _scalar(book, node, path, inherited)


def _own_origin(node: Mapping[Any, Any]) -> str | None:
    """What a thing says of all its values; a thing that is named source or assumed is none."""
    if "source" in node and not isinstance(node["source"], Mapping | list):
        return f"source {node['source']}"
    if "assumed" in node and not isinstance(node["assumed"], Mapping | list):
        return f"assumed {node['assumed']}"
    return None


def _scalar(book: _Book, value: Any, path: Path, inherited: str) -> Any:
    said, bar, origin = value.partition("|") if isinstance(value, str) else (value, "", "")
    if bar:
        said, origin = said.strip(), origin.strip()
        if path[0] != "equipment":
            book.faults.extend(_unknown_source(book, path, origin))
        book.rows.append(_row(book, path, said, origin))
        return said
    if has_origin(path, value):
        book.rows.append(_row(book, path, value, inherited))
    return value


def has_origin(path: Path, value: Any) -> bool:
    """Whether a scalar without a bar has an origin all the same: its thing's, or that of all unmarked."""
    return not set(path) & set(_DATA) and is_value(value)


def is_value(value: Any) -> bool:
    """Whether a scalar is a quantity of the port rather than a name or a word."""
    if isinstance(value, bool) or value is None:
        return False
    text = str(value)
    return text == "unlimited" or text.split(" ", 1)[0] in FAMILIES or units.split(text) is not None


def _row(book: _Book, path: Path, value: Any, origin: str) -> Assumption:
    kind, text = _kind(book, origin)
    low, high, why = _range_of_hours(str(value), origin) or _range(origin) or ("", "", text)
    if kind == "assumed":
        text = why.lstrip(",; ")
    return Assumption(path_text(path), str(value), kind, text, low, high)


def assumed_within(value: str, origin: str) -> tuple[str, str, str | None]:
    """Lowest, highest and why of an origin that says assumed; no why where it says something else.

    >>> assumed_within("25 s", "assumed 15 s to 40 s as elsewhere")
    ('15 s', '40 s', 'as elsewhere')
    """
    word, _, rest = origin.partition(" ")
    if word.rstrip(",;:") != "assumed":
        return "", "", None
    low, high, why = _range_of_hours(value, origin) or _range(origin) or ("", "", rest)
    return low, high, why.lstrip(",; ")


def _range(origin: str) -> tuple[str, str, str] | None:
    """Lowest, highest, and why: 'assumed 15 s to 40 s as elsewhere'."""
    match = _RANGE.search(origin)
    return (*_same_unit(match[1], match[2]), match[3]) if match else None


def _range_of_hours(value: str, origin: str) -> tuple[str, str, str] | None:
    """The shortest hours, the longest, and why: 'assumed from 08:00 to 09:00 until 18:00 to 21:00'."""
    span, ends = _SPAN.fullmatch(value.strip()), _ENDS.search(origin)
    if not span or not ends or not (ends[1] or ends[3]):
        return None
    shortest = f"{ends[2] or span[1]}-{ends[3] or span[2]}"
    longest = f"{ends[1] or span[1]}-{ends[4] or span[2]}"
    return shortest, longest, ends[5]


def _kind(book: _Book, origin: str) -> tuple[str, str]:
    word, _, rest = origin.partition(" ")
    word = word.rstrip(",;:")  # 'assumed, as elsewhere' is no remark
    if _without_mark(origin) != origin:
        return TAKEN_OVER, _without_mark(origin)
    if origin in book.sources:
        return "source", origin
    if word in ("source", "assumed"):
        return word, rest
    if origin.startswith("command line"):
        return "command line", origin.removeprefix("command line").lstrip(": ")
    if word == "scenario":
        return "lever", rest
    return "remark", origin


def _without_mark(origin: str) -> str:
    """The origin that a value has at the port that it was taken over from."""
    words = origin.removeprefix("source ").removeprefix("assumed ")
    is_marked = words == TAKEN_OVER or words.startswith(f"{TAKEN_OVER} ")
    return words.removeprefix(TAKEN_OVER).strip() if is_marked else origin


def _same_unit(low: str, high: str) -> tuple[str, str]:
    """Both ends with a unit where only the upper one has it: '15 to 30 s'."""
    unit = (units.split(high) or (0, ""))[1]
    return (f"{low} {unit}" if unit and units.number(low) is not None else low), high


def _unknown_source(book: _Book, path: Path, origin: str) -> Iterator[Fault]:
    origin = _without_mark(origin)
    if _KEY.fullmatch(origin) and book.sources and origin not in book.sources:
        text = f"there is no source {origin} in layout.sources{nearest(origin, book.sources)}"
        yield Fault(path_text(path), "", f"{text}; add it there, or say it in words", book.where(path))
