"""A table of a database, SQLite or PostgreSQL, by whatever name it has."""

import json

import numpy as np
import pyarrow as pa
import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.observed.reading.piece import Piece, shortened

ROWS = 50_000  # of a piece


def table_in(engine, name):
    """The table of a name, or the only one there is; another is refused with those there are."""
    there = [*sql.inspect(engine).get_table_names(), *sql.inspect(engine).get_view_names()]
    if name is None and len(there) == 1:
        name = there[0]
    if name not in there:
        which = (
            "say which with --table, or make a view of those that belong together"
            if name is None
            else f"there is no table {name}{nearest(name, there)}"
        )
        text = f"{which}; there is {listed(there) or 'no table at all'}"
        raise ScenarioError([Fault(str(engine.url.render_as_string()), "", text)])
    return sql.Table(name, sql.MetaData(), autoload_with=engine)


def pieces(engine, table, after=0):
    """Every Piece of a table behind a row."""
    order = order_of(engine, table)
    names = [str(column.name) for column in table.columns]
    with engine.connect() as connection:
        question = sql.select(*table.columns).order_by(*order).offset(after)
        found = connection.execution_options(stream_results=True, yield_per=ROWS).execute(question)
        done = after
        for rows in found.partitions():
            first, done = done + 1, done + len(rows)
            yield piece_of(rows, names, first)


def order_of(engine, table):
    """What puts rows in one order: the key; without one SQLite's own number of a row, else all columns."""
    if table.primary_key.columns:
        return list(table.primary_key.columns)
    if engine.dialect.name == "sqlite" and table.name in sql.inspect(engine).get_table_names():
        return [sql.literal_column("rowid")]
    return list(table.columns)


def piece_of(rows, names, first):
    """The Piece of some rows."""
    columns = {name: column_of([row[i] for row in rows]) for i, name in enumerate(names)}

    def text_of(chosen):
        kept = (dict(zip(names, rows[i], strict=True)) for i in chosen)
        return [shortened(json.dumps(row, ensure_ascii=False, default=str)) for row in kept]

    lines = np.arange(first, first + len(rows))
    return Piece(lines, columns, text_of, [], first + len(rows) - 1, 0)


def column_of(values):
    """Values of a database as a column: of its own type where they have one, else of text."""
    try:
        column = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # SQLite lets a column have values of any type
        column = None
    if column is not None and is_simple(column.type):
        return column
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def is_simple(kind):
    """Whether a type is text, number or time as they are read here."""
    tests = pa.types.is_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_timestamp
    return any(is_it(kind) for is_it in tests)
