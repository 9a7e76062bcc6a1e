"""Where the records of a text begin and end: a line each, or more where a quoted field has line breaks."""

import csv
from typing import NamedTuple

import numpy as np

from twin.observed.reading.piece import QUOTE, Bad, readable, shortened

LINES = 20  # of one record; a quote that is open for longer was never meant as one


class Records(NamedTuple):
    """Records of a text by where they begin and end in it, and the line each begins in."""

    begins: np.ndarray  # [record]
    ends: np.ndarray  # [record] the place of its last line break
    lines: np.ndarray  # [record]

    def where(self, chosen):
        return Records(*(column[chosen] for column in self))


def records_of(text, first):
    """The Records of whole lines, one each, that begin with the line `first`; a blank line is none."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    begins = np.concatenate(([0], ends[:-1] + 1))
    records = Records(begins, ends, np.arange(first, first + len(ends)))
    short = np.flatnonzero(ends - begins < 2)
    blank = [i for i in short if not text[begins[i] : ends[i]].strip()]
    return records.where(np.setdiff1d(np.arange(len(ends)), blank)) if blank else records


def merged(text, records, form, is_last):
    """Records with those of several lines put together, the Bad ones, and where the next block begins."""
    odd = odd_ones(text, records)
    keep, ends, bad = np.ones(len(records.lines), bool), records.ends.copy(), []
    later = len(text)
    at = 0
    while at < len(odd):
        i, j = odd[at], odd[at + 1] if at + 1 < len(odd) else None
        if j is None and not is_last and len(records.lines) - i <= LINES:
            later = int(records.begins[i])
            keep[i:] = False
            break
        if j is not None and j - i < LINES and is_record(text[records.begins[i] : records.ends[j]], form):
            ends[i] = records.ends[j]
            keep[i + 1 : j + 1] = False
            at += 2
            continue
        raw = text[records.begins[i] : records.ends[i]]
        bad.append(Bad(int(records.lines[i]), QUOTE, shortened(readable(raw))))
        keep[i] = False
        at += 1
    return Records(records.begins, ends, records.lines).where(keep), bad, later


def odd_ones(text, records):
    """The records with an odd number of quotes."""
    quotes = np.flatnonzero(np.frombuffer(text, np.uint8) == ord('"'))
    number = np.searchsorted(quotes, records.ends) - np.searchsorted(quotes, records.begins)
    return np.flatnonzero(number % 2).tolist()


def is_record(raw, form):
    """Whether some lines are one record with the number of fields there should be."""
    try:
        rows = list(csv.reader(readable(raw).splitlines(keepends=True), delimiter=form.delimiter))
    except csv.Error:  # a field that is longer than any is
        return False
    return len(rows) == 1 and len(rows[0]) == len(form.names)
