"""Sheets of a workbook (XLSX) as tables, of which a formula is the value it was saved with."""

import json
import warnings
import zipfile
import zlib
from contextlib import closing, contextmanager
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatchcase
from xml.etree.ElementTree import ParseError

import numpy as np
import pyarrow as pa

from twin.model.errors import listed, nearest
from twin.observed.reading.archive import check, refused
from twin.observed.reading.delimited import named
from twin.observed.reading.piece import Piece, shortened
from twin.observed.reading.tables import column_of

CELLS = 500_000  # of a piece
HEADED = 30  # rows among which the heading is looked for
MOST_ROWS = 1 << 20  # of a sheet, by the makers of its form
DAY = timedelta(days=1)
DAMAGES = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OSError,
)  # fmt: skip  # all of which openpyxl lets out where a part of a workbook is not what it should be


def sheet_in(path, name):
    """The sheet of a name, or the only one with anything in it; another is refused with those there are."""
    check(path)
    with opened(path) as book:
        there = [sheet.title for sheet in book.worksheets]
        filled = [sheet.title for sheet in book.worksheets if next(rows_of(sheet), None)]
    if name is None and len(filled) == 1:
        return filled[0]
    if name not in there:
        which = (
            "say which sheet with --table"
            if name is None
            else f"there is no sheet {name}{nearest(name, there)}"
        )
        raise refused(path, f"{which}; there is {listed(there) or 'no sheet at all'}")
    return name


def sheets_alike(path, pattern):
    """The sheets that a pattern such as 03-* means; without one all, if several are headed alike."""
    check(path)
    with opened(path) as book:
        if pattern is not None:
            is_one = pattern in book.sheetnames or not set(pattern) & set("*?[")
            return [] if is_one else [name for name in book.sheetnames if fnmatchcase(name, pattern)]
        filled = [sheet for sheet in book.worksheets if next(rows_of(sheet), None)]
        heads = {heading(sheet)[1] for sheet in filled} if len(filled) > 1 else ()
        return [sheet.title for sheet in filled] if len(heads) == 1 else []


@contextmanager
def opened(path):
    """A workbook whose sheets are read as they are asked for; what is damaged in it is refused."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")  # of styles, and of dates that are none
        try:
            # A file of its own: of a damaged one openpyxl lets it lie open.
            with open(path, "rb") as file:
                how = {"read_only": True, "data_only": True, "keep_links": False}
                with closing(openpyxl.load_workbook(file, **how)) as book:
                    yield book
        except DAMAGES as error:
            text = f"is no whole workbook: {type(error).__name__} {error}"
            raise refused(path, text) from error


def rows_of(sheet):
    """Pairs of number and values of each row of a sheet that says something."""
    sheet.reset_dimensions()  # what a sheet says of its size is not always so
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise ValueError(f"it has more than {MOST_ROWS:,} rows")
        if any(value is not None and value != "" for value in values):
            yield number, values


def pieces(path, name, after=0):
    """Every Piece of a sheet behind a row."""
    with opened(path) as book:
        sheet = book[name]
        header, names = heading(sheet)
        kept, size = [], max(CELLS // max(len(names), 1), 1)
        for number, values in rows_of(sheet):
            if number <= max(header, after):
                continue
            kept.append((number, tuple(values[: len(names)]) + (None,) * (len(names) - len(values))))
            if len(kept) == size:
                yield piece_of(kept, names)
                kept = []
        if kept:
            yield piece_of(kept, names)


def heading(sheet):
    """The row of a sheet with the names of its columns, and they; row 0 where none has.

    What stands above is a title: it fills fewer than half of the columns that the fullest row does.
    """
    first = [row for _, row in zip(range(HEADED), rows_of(sheet), strict=False)]
    filled = [sum(value is not None for value in values) for _, values in first]
    if not first:
        return 0, ()
    most = max(filled)
    number, values = next(row for row, many in zip(first, filled, strict=True) if 2 * many >= most)
    if any(not isinstance(value, str) or value[:1].isdigit() for value in values if value is not None):
        return number - 1, tuple(f"column_{i + 1}" for i in range(max(len(values) for _, values in first)))
    return number, named([value or "" for value in values])


def piece_of(rows, names):
    """The Piece of some rows."""
    lines = np.array([number for number, _ in rows], np.int64)
    columns = {name: column([values[i] for _, values in rows]) for i, name in enumerate(names)}

    def text_of(chosen):
        said = (dict(zip(names, rows[i][1], strict=True)) for i in chosen)
        return [shortened(json.dumps(row, ensure_ascii=False, default=str)) for row in said]

    return Piece(lines, columns, text_of, [], int(lines[-1]), 0)


def column(values):
    """The values of a column: times as such, dates and times of day as texts, to be put together."""
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {datetime, date}:
        if all(value is None or isinstance(value, date) and is_midnight(value) for value in values):
            return pa.array([None if value is None else f"{value:%Y-%m-%d}" for value in values], pa.string())
    return column_of([plain(value) for value in values])


def is_midnight(value):
    return not isinstance(value, datetime) or value.time() == time()


def plain(value):
    """A value of a cell as others read it: a time of day, or a span of less than one, as text."""
    if isinstance(value, timedelta) and timedelta() <= value < DAY:
        return f"{(datetime.min + value).time():%H:%M:%S}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    return value
