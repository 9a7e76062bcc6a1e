"""XES (IEEE 1849): traces of events, read one after the other."""

import gzip
import json
import xml.etree.ElementTree as tree

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.observed.reading.jsonl import columns_of
from twin.observed.reading.lines import GZIP
from twin.observed.reading.piece import Piece, shortened

ROWS = 50_000  # events of a piece
CASE = "case:"  # before the name of what is said of a whole trace, as other programs write it
VALUES = {"string", "date", "int", "float", "boolean", "id"}


def pieces(path, after=0):
    """Every Piece of a file behind an event."""
    return in_pieces(path, events, after, "is no whole XES file")


def in_pieces(path, rows_of, after, fault):
    """Every Piece of an XML file, packed or not, behind a record; `rows_of` gives the records of a stream."""
    rows, done = [], 0
    with open(path, "rb") as raw:
        try:
            for row in rows_of(stream_of(raw)):
                done += 1
                if done > after:
                    rows.append(row)
                if len(rows) == ROWS:
                    yield piece_of(rows, done, raw.tell())
                    rows = []
        except (tree.ParseError, EOFError, gzip.BadGzipFile) as error:
            text = f"{fault}: {error}; what came before is kept"
            raise ScenarioError([Fault(str(path), "", text)]) from error
        if rows:
            yield piece_of(rows, done, raw.tell())


def stream_of(raw):
    packed = raw.read(2) == GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if packed else raw


def events(stream):
    """The fields of every event, with those of its trace; nothing of what was read is held."""
    path, trace, root = [], {}, None
    for what, element in tree.iterparse(stream, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if what == "start":
            root = element if root is None else root
            path.append(name)
            if name == "trace":
                trace = {}
            continue
        path.pop()
        if name in VALUES and path[-1:] == ["trace"]:
            trace[CASE + element.get("key", "")] = element.get("value")
        elif name == "event":
            yield trace | {
                field.get("key", ""): field.get("value")
                for field in element
                if field.tag.rpartition("}")[2] in VALUES
            }
            element.clear()
        elif name == "trace":
            root.clear()


def piece_of(rows, done, read):
    """The Piece of some events."""
    lines = np.arange(done - len(rows) + 1, done + 1)

    def text_of(chosen):
        return [shortened(json.dumps(rows[i], ensure_ascii=False)) for i in chosen]

    return Piece(lines, columns_of(rows), text_of, [], done, read)
