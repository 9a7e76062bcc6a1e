"""Many rows into a table at once, by the quickest way each database has."""

import io

import numpy as np
import sqlalchemy as sql
from pyarrow import csv

from twin.observed.store.tables import EVENTS, IMPORTS


def insert(connection, table, rows):
    """Adds rows (a table of Arrow) to a table; a row that is there already is left out."""
    if len(rows):
        WAYS[connection.dialect.name](connection, table, rows)


def by_rows(connection, table, rows):
    """SQLite: it is no server, so that a row costs little."""
    names = ", ".join(quoted(connection, name) for name in rows.column_names)
    marks = ", ".join("?" * rows.num_columns)
    columns = [listed(column) for column in rows.columns]
    line = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})"
    connection.exec_driver_sql(line, list(zip(*columns, strict=True)))


def listed(column):
    """The values of a column, None where there is none."""
    values = column.combine_chunks().to_numpy(zero_copy_only=False)
    if column.null_count and values.dtype != object:
        values = np.where(np.asarray(column.is_valid()), values, None)
    return values.tolist()


def by_copy(connection, table, rows):
    """PostgreSQL: copied aside, then those taken that are new, in their order."""
    names = ", ".join(quoted(connection, name) for name in rows.column_names)
    aside = f"incoming_{table.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {aside} (LIKE {table.name}) ON COMMIT DELETE ROWS"
    )
    stream = io.BytesIO()
    csv.write_csv(rows, stream, csv.WriteOptions(include_header=False))
    stream.seek(0)
    cursor = connection.connection.cursor()
    cursor.execute(f"COPY {aside} ({names}) FROM STDIN WITH (FORMAT csv)", stream=stream)
    cursor.close()
    key = quoted(connection, rows.column_names[0])
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {aside} ORDER BY {key} "
        "ON CONFLICT DO NOTHING"
    )
    connection.exec_driver_sql(f"TRUNCATE {aside}")


def quoted(connection, name):
    return connection.dialect.identifier_preparer.quote(name)


def lock(connection):
    """Keeps other writers away until the transaction ends; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql.text(f"LOCK TABLE {IMPORTS.name} IN EXCLUSIVE MODE"))


def rows_between(connection, first, last):
    """The numbers of the events that are kept from `first` to before `last`."""
    question = sql.select(EVENTS.c.row).where(EVENTS.c.row >= first, EVENTS.c.row < last)
    return connection.execute(question).scalars().all()


WAYS = {"sqlite": by_rows, "postgresql": by_copy}
