"""Events as a table: Parquet and CSV, in their own order."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from twin.observed.event import COLUMNS

TIMES = ("at", "received")
TYPES = {"int64": pa.int64(), "float64": pa.float64(), "str": pa.string(), "category": pa.string()}
SCHEMA = pa.schema(
    [(name, pa.timestamp("us", "UTC") if name in TIMES else TYPES[dtype]) for name, dtype in COLUMNS.items()]
)
DANGEROUS = r"^([=+\-@\t\r])"  # with which a spreadsheet begins to reckon


def table_of(frame):
    """A frame of events as a table of Arrow."""
    columns = {}
    for field in SCHEMA:
        values = frame[field.name]
        if field.name in TIMES:
            micros = pa.array((values * 1e6).round(), from_pandas=True).cast(pa.int64())
            columns[field.name] = micros.cast(field.type)
        else:
            plain = values.astype("str") if field.type == pa.string() else values
            columns[field.name] = pa.array(plain, field.type, from_pandas=True)
    return pa.table(columns, schema=SCHEMA)


def write_parquet(store, file):
    """Writes Parquet; gives the number of events."""
    number = 0
    with pq.ParquetWriter(file, SCHEMA) as writer:
        for frame in store.parts():
            writer.write_table(table_of(frame))
            number += len(frame)
    return number


def write_csv(store, file):
    """Writes CSV in which no text can be a formula; gives the number of events."""
    number = 0
    with csv.CSVWriter(file, SCHEMA) as writer:
        for frame in store.parts():
            writer.write_table(harmless(table_of(frame)))
            number += len(frame)
    return number


def harmless(table):
    """A table whose texts no spreadsheet takes for formulas: they begin with an apostrophe."""
    for i, field in enumerate(table.schema):
        if field.type == pa.string():
            safe = pc.replace_substring_regex(table[field.name], DANGEROUS, r"'\1")
            table = table.set_column(i, field, safe)
    return table
