"""A piece of a log: some of its records as columns, and those that could not be taken apart."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

KEPT = 2000  # characters of the text of a refused record; a longer one says how long it was

# Why a record, or a field of it, is refused.
FIELDS_NUMBER, QUOTE, TOO_LONG, NOT_JSON, ENCODING = (
    "wrong number of fields", "quote without its end", "too long", "no JSON object", "no known encoding",
)  # fmt: skip


class Bad(NamedTuple):
    """A record that is no record: where it stands, why, and what stands there."""

    line: int
    reason: str
    text: str


class Piece(NamedTuple):
    """Some records of a log, in its order."""

    lines: np.ndarray  # [record] where each stands: line of a text, row of a table; from 1
    columns: dict[str, pa.Array]  # [record] text, or what the file itself has as number or time
    text: Callable[[np.ndarray], list[str]]  # what stands in records, as texts
    bad: list[Bad]
    done: int  # the last line that this piece, and those before it, speak of
    read: int  # bytes of the source that are behind it


class Source(NamedTuple):
    """A log that can be read, from its beginning or from behind a line."""

    name: str
    digest: str  # of its bytes, or of the name of a table
    size: int  # bytes; 0 where nobody knows
    told: dict[str, str]  # what was found out about its form, for people
    pieces: Callable[[int], Iterator[Piece]]


def shortened(text):
    """A text of at most KEPT characters."""
    return text if len(text) <= KEPT else f"{text[:KEPT]}… ({len(text)} characters in all)"


def readable(raw):
    """Bytes as text, come what may: by the first encoding that fits."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
