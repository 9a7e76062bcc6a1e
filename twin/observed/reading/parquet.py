"""Parquet, as its own columns: numbers and times stay what they are."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from twin.model.errors import Fault, ScenarioError
from twin.observed.reading.piece import Piece, shortened

ROWS = 100_000  # of a piece


def pieces(path, after=0):
    """Every Piece of a file behind a row."""
    try:
        with pq.ParquetFile(path) as file:
            done = 0
            for batch in file.iter_batches(batch_size=ROWS):
                first, done = done + 1, done + len(batch)
                if done > after:
                    yield piece_of(batch.slice(max(after - first + 1, 0)), max(first, after + 1))
    except pa.ArrowInvalid as error:
        raise ScenarioError([Fault(str(path), "", f"is no whole Parquet file: {error}")]) from error


def piece_of(batch, first):
    """The Piece of some rows."""
    lines = np.arange(first, first + len(batch))
    names = batch.schema.names
    columns = {name: plain(batch.column(i)) for i, name in enumerate(names)}

    def text_of(chosen):
        rows = batch.take(pa.array(chosen)).to_pylist()
        return [shortened(json.dumps(row, ensure_ascii=False, default=str)) for row in rows]

    return Piece(lines, columns, text_of, [], first + len(batch) - 1, 0)


def plain(column):
    """A column as values: dictionaries are unfolded, what is neither text, number nor time becomes text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.dictionary_decode())
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    simple = pa.types.is_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_timestamp
    if any(is_it(kind) for is_it in simple):
        return column
    if pa.types.is_date(kind):
        return column.cast(pa.timestamp("us"))
    return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
