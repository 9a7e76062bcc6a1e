"""The loop without its compiler (NUMBA_DISABLE_JIT=1): fields are attributes, indices are checked."""


def readable(tables):
    """A named tuple of arrays as the interpreter reads it; an index below 0 is refused."""
    return tables._make(Items(array) if array.dtype.names is None else Rows(array) for array in tables)


def counted(index):
    """An index that counts from the front."""
    if (min(index) if isinstance(index, tuple) else index) < 0:
        raise IndexError(f"{index} is below 0: compiled, the loop would read outside its memory")
    return index


class Items:
    """An array of numbers, one by one."""

    def __init__(self, array):
        self.array = array

    def __len__(self):
        return len(self.array)

    def __getitem__(self, index):
        return self.array[counted(index)]

    def __setitem__(self, index, value):
        self.array[counted(index)] = value


class Rows:
    """A structured array, row by row."""

    def __init__(self, array):
        self.columns = {name: array[name] for name in array.dtype.names}
        self.length = len(array)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return Row(self.columns, counted(index))


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
