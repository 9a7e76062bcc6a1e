"""Text in columns: CSV, with what spreadsheets and devices make of it."""

import csv
import io
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv as fast

from twin.observed.reading.lines import Overlong, blocks
from twin.observed.reading.piece import (
    ENCODING,
    FIELDS_NUMBER,
    TOO_LONG,
    Bad,
    Piece,
    readable,
    shortened,
)
from twin.observed.reading.records import merged, records_of

DELIMITERS = ",;\t|"
LOOKED_AT = 64 << 10  # bytes of a file from which its form is told


class Form(NamedTuple):
    """How a text is divided."""

    delimiter: str
    names: tuple[str, ...]
    header: int  # lines before the first record


def form_of(head):
    """The Form of a text, from its first lines."""
    lines = [readable(line.replace(b"\r", b" ")) for line in head.split(b"\n")[:200]]
    blank = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    lines = [line for line in lines if line.strip()]
    if not lines:
        return Form(",", (), blank)
    delimiter = max(DELIMITERS, key=lambda mark: evenness(lines, mark))
    first = next(csv.reader(lines[:1], delimiter=delimiter))
    if any(cell[:1].isdigit() for cell in first):  # no name begins with a digit, every time and number does
        return Form(delimiter, tuple(f"column_{i + 1}" for i in range(len(first))), blank)
    return Form(delimiter, named(first), blank + 1)


def evenness(lines, mark):
    """How well a mark divides lines: many fields, of the same number in most lines."""
    numbers = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
    usual = max(set(numbers), key=numbers.count)
    return 0.0 if usual == 1 else numbers.count(usual) / len(numbers) + usual / 1000


def named(cells):
    """Names for columns, of which no two are the same and none is blank."""
    names = []
    for i, cell in enumerate(cells):
        name = cell.strip().strip("\ufeff") or f"column_{i + 1}"
        names.append(name if name not in names else f"{name}_{i + 1}")
    return tuple(names)


def pieces(path, form, after=0):
    """Every Piece of a file behind a line."""
    after = max(after, form.header)
    carried, first, last = b"", 1, None
    for block in blocks(path):
        if isinstance(block, Overlong):
            if block.first > after:
                yield overlong(block, form)
            continue
        last = block
        text, first = carried + block.text, block.first - carried.count(b"\n")
        piece, carried = piece_of(text, first, form, after=after, is_last=False)
        if piece.done > after:
            yield piece._replace(read=block.read)
    if carried:
        first = last.first + last.text.count(b"\n") - carried.count(b"\n")
        yield piece_of(carried, first, form, after=after, is_last=True)[0]._replace(read=last.read)


def overlong(block, form):
    """The Piece of a line that is too long."""
    bad = Bad(block.first, TOO_LONG, f"{readable(block.head)}… ({block.length} bytes in all)")
    nothing = {name: pa.array([], pa.string()) for name in form.names}
    return Piece(np.empty(0, np.int64), nothing, lambda chosen: [], [bad], block.first, block.read)


def piece_of(text, first, form, *, after, is_last):
    """The Piece of whole lines, and the text that is left for the next one."""
    records, bad, later = records_of(text, first), [], len(text)
    records = records.where(records.lines > after)
    if b'"' in text:
        records, bad, later = merged(text, records, form, is_last)
    table, wrong = parsed(text, records, form)
    right = np.setdiff1d(np.arange(len(records.lines)), [i for i, _ in wrong])
    bad += [Bad(int(records.lines[i]), FIELDS_NUMBER, shortened(readable(raw))) for i, raw in wrong]
    records = records.where(right)
    columns, strange = decoded(table)

    def text_of(chosen):
        spans = zip(records.begins[chosen], records.ends[chosen], strict=True)
        return [shortened(readable(text[begin:end]).rstrip("\r")) for begin, end in spans]

    if len(strange):
        texts = text_of(strange)
        bad += [Bad(int(records.lines[i]), ENCODING, raw) for i, raw in zip(strange, texts, strict=True)]
        known = np.setdiff1d(np.arange(len(records.lines)), strange)
        columns = {name: column.take(known) for name, column in columns.items()}
        records = records.where(known)
    done = first + text.count(b"\n", 0, later) - 1
    return Piece(records.lines, columns, text_of, bad, done, 0), text[later:]


def parsed(text, records, form):
    """The fields of records as columns of bytes, and pairs of number and bytes of those of another number."""
    wrong, names = [], list(form.names)

    def refuse(row):
        wrong.append((row.number - 1, row.text if isinstance(row.text, bytes) else row.text.encode()))
        return "skip"

    spans = zip(records.begins.tolist(), records.ends.tolist(), strict=True)
    body = b"".join([text[begin : end + 1] for begin, end in spans])
    if not body:
        return pa.table({name: pa.array([], pa.binary()) for name in names}), []
    table = fast.read_csv(
        io.BytesIO(body),
        read_options=fast.ReadOptions(column_names=names, use_threads=False, block_size=len(body) + 1),
        parse_options=fast.ParseOptions(
            delimiter=form.delimiter, newlines_in_values=True, invalid_row_handler=refuse
        ),
        convert_options=fast.ConvertOptions(
            column_types={name: pa.binary() for name in names}, strings_can_be_null=False
        ),
    )
    return table, wrong


def decoded(table):
    """Columns of text, and the numbers of the records that no encoding fits."""
    columns, strange = {}, set()
    for name in table.column_names:
        column = table[name].combine_chunks()
        try:
            columns[name] = column.cast(pa.string())
        except pa.ArrowInvalid:  # not UTF-8 throughout
            columns[name], unknown = by_value(column)
            strange.update(unknown)
    return columns, np.array(sorted(strange), np.int64)


def by_value(column):
    """A column of bytes as text, each value by the encoding that fits it, and those that none fits."""
    texts, unknown = [], []
    for i, raw in enumerate(column.to_pylist()):
        try:
            texts.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            try:
                texts.append(raw.decode("gb18030"))
            except UnicodeDecodeError:
                texts.append("")
                unknown.append(i)
    return pa.array(texts, pa.string()), unknown
