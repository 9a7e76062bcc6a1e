"""JSON in one piece: the objects of the first list of objects in it, one after the other."""

import codecs
import json
import re

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.observed.reading.jsonl import columns_of, flat, sound
from twin.observed.reading.lines import STEP, opened, taken
from twin.observed.reading.piece import Piece, shortened

ROWS = 50_000  # objects of a piece
LARGEST = 8 << 20  # characters of what stands before the list, and of one object
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\[\s*(?=\{)')  # a text, or the beginning of a list of objects
ABOUT = '"@context"'  # the name of a list that says what words mean, and is no record
BETWEEN = re.compile(r"[\s,]*")


def is_document(head):
    """Whether a text that begins as JSON is one value and not an object a line, by its first bytes."""
    first, _, rest = head.strip().partition(b"\n")
    try:
        row = json.loads(first)
    except ValueError:
        return True
    return isinstance(row, list) or not rest.strip() and list_in(first.decode("utf-8", "replace")) is not None


def pieces(path, after=0):
    """Every Piece of a file behind an object."""
    rows, done = [], 0
    with open(path, "rb") as raw:
        for row in objects(raw, path):
            done += 1
            if done > after:
                rows.append(flat(sound(row)) if isinstance(row, dict) else {"value": row})
            if len(rows) == ROWS:
                yield piece_of(rows, done, raw.tell())
                rows = []
        if rows:
            yield piece_of(rows, done, raw.tell())


class Text:
    """The text of a file that is read as far as it is needed, and let go of behind."""

    def __init__(self, raw, path):
        self.stream, self.path = opened(raw), path
        self.decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.kept, self.is_whole = "", False

    def more(self):
        """Reads on; refuses a file in which nothing ends for too long."""
        if self.is_whole or len(self.kept) > LARGEST:
            raise refused(self.path)
        chunk = taken(self.stream, STEP, self.path)
        self.kept += self.decoder.decode(chunk, final=not chunk)
        self.is_whole = not chunk

    def drop(self, number):
        self.kept = self.kept[number:]


def objects(raw, path):
    """The objects of the first list of them."""
    text, decoder = Text(raw, path), json.JSONDecoder()
    while (begin := list_in(text.kept)) is None:
        text.more()
    text.drop(begin)
    at = 0
    while True:
        at = BETWEEN.match(text.kept, at).end()
        if text.kept.startswith("]", at):
            return
        try:
            row, at = decoder.raw_decode(text.kept, at)
        except (ValueError, RecursionError):
            text.drop(at)
            at = 0
            text.more()
            continue
        yield row


def list_in(text):
    """Where the first list of objects begins, behind its bracket; None if that is not to be seen yet."""
    name = ""
    for found in TOKEN.finditer(text):
        if found[0].startswith("["):
            if name != ABOUT:
                return found.end()
        else:
            name = found[0]
    return None


def refused(path):
    text = (
        "is no whole JSON with a list of objects: one is cut off, or longer than it may be, or there is "
        "none; what came before is kept"
    )
    return ScenarioError([Fault(str(path), "", text)])


def piece_of(rows, done, read):
    """The Piece of some objects."""
    lines = np.arange(done - len(rows) + 1, done + 1)

    def text_of(chosen):
        return [shortened(json.dumps(rows[i], ensure_ascii=False)) for i in chosen]

    return Piece(lines, columns_of(rows), text_of, [], done, read)
