"""Tables of a run in less than half of their room, column by column, and back again bit for bit.

Of a table that an engine hands over most is said twice: who has room at once joins when it asks, who is not
blocked leaves when it is served, and who comes at about one time has about one number.
"""

from typing import NamedTuple

import numpy as np

_FEW = 3  # one in so many rows, at most, differs from another column


class Whole(NamedTuple):
    """A column of whole numbers: `least` and so many steps of 2 ** shift more."""

    least: int
    shift: int
    steps: np.ndarray  # of the narrowest type; none where all are the least


class Like(NamedTuple):
    """A column that is an earlier one, but for some rows."""

    other: str
    rows: np.ndarray
    values: np.ndarray


class Packed(NamedTuple):
    """A table of so many rows of a dtype, as its columns."""

    dtype: np.dtype
    length: int
    columns: dict  # {name: Whole, Like or the column itself}

    @property
    def nbytes(self):
        """Bytes of all arrays."""
        return sum(_bytes(column) for column in self.columns.values())


def packed(table):
    """The Packed of a table, whose memory may be used again then."""
    columns, earlier = {}, {}
    for name in table.dtype.names:
        column = np.ascontiguousarray(table[name])
        if column.dtype.kind == "f":
            columns[name] = _time(column, earlier)
            earlier[name] = column.view(np.int64)  # a nan is itself
        else:
            columns[name] = _whole(column)
    return Packed(table.dtype, len(table), columns)


def unpacked(packed):
    """The table of a Packed."""
    out = np.zeros(packed.length, packed.dtype)
    for name, column in packed.columns.items():
        if isinstance(column, Like):
            out[name] = out[column.other]
            out[name][column.rows] = column.values
        elif isinstance(column, Whole):
            out[name] = column.least + (column.steps.astype(np.int64) << column.shift)
        else:
            out[name] = column
    return out


def _time(column, earlier):
    """The earlier column that it is like, or itself."""
    bits = column.view(np.int64)
    for name, other in earlier.items():
        rows = np.flatnonzero(bits != other)
        if _FEW * len(rows) <= len(column):
            rows = rows.astype(np.min_scalar_type(len(column)))
            return Like(name, rows, column[rows])
    return column.copy()


def _whole(column):
    """The Whole of a column, or itself where its numbers lie too far apart."""
    least, most = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    if most - least >= 1 << 63:
        return column.copy()
    above = column.astype(np.int64) - least
    if most == least:
        return Whole(least, 0, np.zeros(1, np.int8))
    together = int(np.bitwise_or.reduce(above))
    shift = (together & -together).bit_length() - 1
    steps = (above >> shift).astype(np.min_scalar_type((most - least) >> shift))
    return Whole(least, shift, steps)


def _bytes(column):
    parts = column if isinstance(column, tuple) else (column,)
    return sum(part.nbytes for part in parts if isinstance(part, np.ndarray))
