"""Numbers as people and programs write them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

POINT, COMMA = ".", ","
WRITTEN = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"  # 32,857
GROUPED_BY_POINT = r"^[+-]?\d{1,3}(\.\d{3})+,\d+$"  # 32.857,5


def is_text(column):
    return pa.types.is_string(column.type)


def filled(column):
    """Which values of a column say something."""
    if is_text(column):
        return np.asarray(pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(column), ""), False))
    return np.asarray(pc.is_valid(column))


def read_numbers(column, decimal=POINT):
    """A column as float64; nan where it says nothing, or no number."""
    if not is_text(column):
        if pa.types.is_timestamp(column.type):
            return np.full(len(column), np.nan)
        return np.asarray(pc.fill_null(column.cast(pa.float64()), np.nan))
    text = pc.replace_substring(pc.utf8_trim_whitespace(column), "\u00a0", "")
    if decimal == COMMA:
        text = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    elif pc.any(pc.match_substring(text, ",")).as_py():
        grouped = pc.match_substring_regex(text, GROUPED)
        text = pc.if_else(grouped, pc.replace_substring(text, ",", ""), text)
    written = pc.match_substring_regex(text, WRITTEN)
    numbers = pc.if_else(written, text, pa.scalar(None, pa.string())).cast(pa.float64())
    return np.asarray(pc.fill_null(numbers, np.nan))


def decimal_of(column):
    """The decimal mark that makes more numbers of a column."""
    if not is_text(column) or not pc.any(pc.match_substring(column, ",")).as_py():
        return POINT
    read = {mark: np.isfinite(read_numbers(column, mark)).sum() for mark in (POINT, COMMA)}
    return COMMA if read[COMMA] > read[POINT] else POINT
