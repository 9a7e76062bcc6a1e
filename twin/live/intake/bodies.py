"""What stands in the body of a message: records, each with its columns, or why there is none."""

import csv
import json
from typing import NamedTuple

from twin.observed.reading.delimited import form_of
from twin.observed.reading.jsonl import flat, object_of, sound
from twin.observed.reading.piece import FIELDS_NUMBER, NOT_JSON, TOO_LONG, readable, shortened

LIMIT = 64 << 10  # bytes of a body; what is larger is no message of a device
MARK = b"\xef\xbb\xbf"
NO_RECORD = "no record"


class Row(NamedTuple):
    """One record of a body: its columns, or why it has none; and what stands there."""

    fields: dict | None
    reason: str
    said: bytes | str | dict | list

    @property
    def text(self):
        if isinstance(self.said, bytes):
            return shortened(readable(self.said[:LIMIT]))
        is_text = isinstance(self.said, str)
        return shortened(self.said if is_text else json.dumps(self.said, ensure_ascii=False))


def cut(body):
    """A body that takes no more room than one that is just too long."""
    return bytes(body[: LIMIT + 1])


def rows_of(body, columns=()):
    """The Rows of a body: an object, a list of objects, objects in lines, or lines of CSV.

    CSV begins with the names of its columns, or has those that are given.
    """
    if len(body) > LIMIT:
        return [bad(body, TOO_LONG)]
    text = body.removeprefix(MARK).strip()
    if not text:
        return [bad(body, NO_RECORD)]
    if text[:1] == b"[":
        return listed(text)
    if text[:1] == b"{":
        parts = [text] if text[-1:] == b"}" and b"\n" not in text else whole_or_lines(text)
        return [row_of(part) for part in parts]
    return delimited(text, columns)


def whole_or_lines(text):
    """A text that is one object over many lines, or an object a line."""
    if object_of(text) is not None:
        return [text]
    return [line for line in text.split(b"\n") if line.strip()]


def row_of(raw):
    fields = object_of(raw)
    return bad(raw, NOT_JSON) if fields is None else Row(fields, "", raw)


def listed(text):
    """The Rows of a list of objects."""
    try:
        found = json.loads(readable(text))
    except (ValueError, RecursionError):
        return [bad(text, NOT_JSON)]
    rows = []
    for one in found:
        is_object = isinstance(one, dict)
        rows.append(Row(flat(sound(one)), "", one) if is_object else Row(None, NOT_JSON, one))
    return rows or [bad(text, NO_RECORD)]


def delimited(text, columns):
    """The Rows of lines of CSV."""
    form = form_of(text)
    lines = list(csv.reader(readable(text).splitlines(), delimiter=form.delimiter))
    names, lines = (columns, lines) if columns else (form.names, lines[form.header :])
    if not lines or len(names) < 2:
        return [bad(text, NOT_JSON)]
    rows = []
    for cells in filter(None, lines):
        said = form.delimiter.join(cells)
        is_whole = len(cells) == len(names)
        fields = dict(zip(names, cells, strict=True)) if is_whole else None
        rows.append(Row(fields, "" if is_whole else FIELDS_NUMBER, said))
    return rows


def bad(raw, reason):
    return Row(None, reason, raw)
