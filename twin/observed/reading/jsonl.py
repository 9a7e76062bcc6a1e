"""JSON, one object a line."""

import json

import numpy as np
import pyarrow as pa

from twin.observed.reading.lines import Overlong, blocks
from twin.observed.reading.piece import NOT_JSON, TOO_LONG, Bad, Piece, readable, shortened
from twin.observed.reading.records import records_of


def pieces(path, after=0):
    """Every Piece of a file behind a line."""
    for block in blocks(path):
        if isinstance(block, Overlong):
            if block.first > after:
                bad = Bad(block.first, TOO_LONG, f"{readable(block.head)}… ({block.length} bytes in all)")
                yield Piece(np.empty(0, np.int64), {}, lambda chosen: [], [bad], block.first, block.read)
            continue
        done = block.first + block.text.count(b"\n") - 1
        if done > after:
            yield piece_of(block, after)._replace(done=done, read=block.read)


def piece_of(block, after):
    """The Piece of the lines of a block."""
    records = records_of(block.text, block.first)
    records = records.where(records.lines > after)
    found, bad, rows = [], [], []
    for begin, end, line in zip(*(column.tolist() for column in records), strict=True):
        raw = block.text[begin:end]
        row = object_of(raw)
        if row is None:
            bad.append(Bad(line, NOT_JSON, shortened(readable(raw))))
        else:
            found.append(line)
            rows.append(row)
    lines = np.array(found, np.int64)

    def text_of(chosen):
        return [shortened(json.dumps(rows[i], ensure_ascii=False)) for i in chosen]

    return Piece(lines, columns_of(rows), text_of, bad, 0, 0)


def object_of(raw):
    """The fields of a line, those of an object within it as `outer.inner`; None if it is no object."""
    try:
        row = json.loads(readable(raw))
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict):
        return None
    return flat(sound(row) if b"\\u" in raw else row)


def sound(value):
    """A value without halves of letters, which JSON can spell and no encoding can."""
    if isinstance(value, dict):
        return {sound(name): sound(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [sound(inner) for inner in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def flat(row, before=""):
    """An object without objects in it; a list of one is what is in it, others stay as they are written."""
    if not any(isinstance(value, (dict, list)) for value in row.values()):
        return {before + name: value for name, value in row.items()}
    fields = {}
    for name, value in row.items():
        while isinstance(value, list) and len(value) == 1:
            (value,) = value
        inner = flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value}
        fields.update(inner)
    return fields


def columns_of(rows):
    """All fields of some rows as columns of text."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pa.array([written(row.get(name)) for row in rows], pa.string()) for name in names}


def written(value):
    """A value of JSON as text."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
