"""The loop without its compiler (NUMBA_DISABLE_JIT=1): rows whose fields are attributes."""

import numba


def readable(tables):
    """A named tuple of arrays as the loop can read it: as it is, or for the interpreter with Rows in it."""
    if not numba.config.DISABLE_JIT:
        return tables
    return tables._make(array if array.dtype.names is None else Rows(array) for array in tables)


class Rows:
    """A structured array, row by row."""

    def __init__(self, array):
        self.columns = {name: array[name] for name in array.dtype.names}
        self.length = len(array)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return Row(self.columns, index)


class Row:
    """One row: its fields are read and written where they lie."""

    __slots__ = ("_columns", "_row")

    def __init__(self, columns, row):
        object.__setattr__(self, "_columns", columns)
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name):
        return self._columns[name][self._row]

    def __setattr__(self, name, value):
        self._columns[name][self._row] = value
