"""Text in columns of fixed width, which blanks divide: what lists and old registers print."""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from twin.observed.reading.delimited import named, overlong
from twin.observed.reading.lines import Overlong, blocks
from twin.observed.reading.piece import Piece, readable, shortened
from twin.observed.reading.records import records_of

WIDE = re.compile("[\u1100-\uffdc]")  # letters that take the room of two, as they are printed
RULER = re.compile(r"^[-=_+| ]*$")
FEWEST, ROWS = 3, 4  # columns and lines by which a text is told to be in columns


class Form(NamedTuple):
    """Where columns begin, and what they are called."""

    begins: tuple[int, ...]
    names: tuple[str, ...]
    header: int  # lines before the first record
    is_printed: bool  # wide letters count twice


def form_of(head):
    """The Form of a text in columns, from its first lines; None where it is in none."""
    every = [readable(line).rstrip("\r") for line in head.split(b"\n")[:200]]
    lines = [(i, line) for i, line in enumerate(every) if not RULER.match(line)]
    if len(lines) < ROWS:
        return None
    (first, top), body = lines[0], [line for _, line in lines[1:]]
    found = [formed(top, body, is_printed) for is_printed in (False, True)]
    begins, is_headed, is_printed = max(found, key=lambda one: len(one[0]))
    if len(begins) < FEWEST:
        return None
    if not is_headed:
        return Form(begins, tuple(f"column_{i + 1}" for i in range(len(begins))), first, is_printed)
    return Form(begins, named(cells(top, begins, is_printed)), lines[1][0], is_printed)


def formed(top, body, is_printed):
    """(where columns begin, whether the first line names them, is_printed) of lines."""
    top, *body = (spread(line, is_printed) for line in (top, *body))
    width = max(map(len, body))
    filled = np.array([[mark != " " for mark in line.ljust(width)] for line in body]).any(axis=0)
    starts = np.flatnonzero(np.diff(filled.astype(int), prepend=0) == 1)
    words = {found.start() for found in re.finditer(r"(?<!\S)\S", top)}
    is_headed = not any(word[:1].isdigit() for word in top.split())
    begins = [0]
    for start in starts[starts > 0].tolist():
        gap = start - 1 - np.flatnonzero(filled[:start])[-1] if filled[:start].any() else start
        inside = [word for word in words if start - gap <= word <= start]
        if gap > 1 or is_headed and inside:
            begins.append(min(inside) if is_headed and inside else start)
    return tuple(begins), is_headed, is_printed


def spread(line, is_printed):
    """A line in which a place of the page is a place of the text."""
    return WIDE.sub("\\g<0>\0", line) if is_printed else line


def cells(line, begins, is_printed):
    """What stands in each column of a line."""
    line, ends = spread(line, is_printed), (*begins[1:], None)
    return [line[begin:end].replace("\0", "").strip() for begin, end in zip(begins, ends, strict=True)]


def pieces(path, form, after=0):
    """Every Piece of a file behind a line."""
    after = max(after, form.header)
    for block in blocks(path):
        done = block.first if isinstance(block, Overlong) else block.first + block.text.count(b"\n") - 1
        if done <= after:
            continue
        if isinstance(block, Overlong):
            yield overlong(block, form)
        else:
            yield piece_of(block, form, after)._replace(done=done, read=block.read)


def piece_of(block, form, after):
    """The Piece of the lines of a block."""
    records = records_of(block.text, block.first)
    records = records.where(records.lines > after)
    spans = zip(records.begins.tolist(), records.ends.tolist(), strict=True)
    texts = [readable(block.text[begin:end]).rstrip("\r") for begin, end in spans]
    is_record = [i for i, text in enumerate(texts) if not RULER.match(text)]
    texts = [texts[i] for i in is_record]
    rows = [cells(text, form.begins, form.is_printed) for text in texts]
    columns = {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(form.names)}
    return Piece(
        records.lines[is_record], columns, lambda chosen: [shortened(texts[i]) for i in chosen], [], 0, 0
    )
