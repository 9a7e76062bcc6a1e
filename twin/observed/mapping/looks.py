"""What the values of a column look like."""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.observed.mapping.known_names import kind_of, kind_within
from twin.observed.mapping.numbers import decimal_of, filled, is_text, read_numbers
from twin.observed.mapping.times import DAY, format_of, read_times

SAMPLE = 20_000  # records that are looked at
CHECKED = 2000  # of them, for what takes longer
PLATE = re.compile(r"^(?=.*\d)(?=.*[A-Z\u4e00-\u9fff])[A-Z\u4e00-\u9fff\d][A-Z\d·\- ]{4,9}$")
TIME_OF_DAY = r"^(上午|下午)?\d{1,2}[:时]\d{2}分?(:?\d{2}([.,]\d+)?秒?)?( ?[AaPp]\.?[Mm]\.?)?$"
CLOCKS = TIME_OF_DAY, r"^([01]\d|2[0-3])[0-5]\d[0-5]\d$"


class Look(NamedTuple):
    """A column, seen from outside."""

    name: str
    filled: float  # share of records in which it says something
    distinct: int
    repeats: float  # records for each value
    format: str  # of times, '' where it has none
    times: float  # share that is read as times
    is_guess: bool  # day, month and year may be the other way round
    is_clock: bool  # times of day, without a date
    is_bare_clock: bool  # six digits that may be a time of day
    is_date: bool  # dates, without a time of day
    decimal: str
    numbers: float  # share that is read as numbers
    low: float  # of the numbers
    high: float
    is_whole: bool  # the numbers are
    kinds: float  # share of the records whose value is a known kind of event
    hints: float  # share whose value has a word for one in it
    plates: float  # share that looks like a number plate
    values: tuple[str, ...]  # the most frequent, for few
    columns: tuple[str, ...]  # the column, or the two that are a date and a time of day


def look_at(name, column):
    """The Look of a column."""
    whole = column
    column = column.slice(0, SAMPLE)
    there = filled(column)
    column = column.filter(pa.array(there))
    text = column if is_text(column) else column.cast(pa.string())
    text = pc.utf8_trim_whitespace(text)
    counted = pc.value_counts(text).to_pylist() if len(text) else []
    counted.sort(key=lambda one: -one["counts"])
    how, times, is_guess = format_of(column.slice(0, CHECKED))
    if is_guess:
        how, times, is_guess = format_of(whole)
    decimal = decimal_of(column)
    numbers = read_numbers(column, decimal)
    found = numbers[np.isfinite(numbers)]
    sample = text.slice(0, CHECKED).to_pylist()
    known, hinted = (
        sum(one["counts"] for one in counted[:50] if said(one["values"])) / max(len(text), 1)
        for said in (kind_of, kind_within)
    )
    share = len(found) / max(len(column), 1)
    return Look(
        name, float(there.mean()) if len(there) else 0.0, len(counted), len(text) / max(len(counted), 1),
        how if times else "", times, is_guess,
        *(bool(len(text)) and pc.all(pc.match_substring_regex(text, how)).as_py() for how in CLOCKS),
        bool(len(text)) and times > 0.9 and are_days(column.slice(0, CHECKED), how),
        decimal, share,
        float(found.min()) if len(found) else np.nan,
        float(found.max()) if len(found) else np.nan,
        bool(len(found)) and bool((found == np.floor(found)).all()),
        known, hinted,
        sum(bool(PLATE.match(value)) for value in sample) / max(len(sample), 1),
        tuple(one["values"] for one in counted[:50]), (name,),
    )  # fmt: skip


def are_days(column, how):
    """Whether times of a format have no time of day: none is written, and all of them are midnights."""
    if pc.any(pc.match_substring_regex(column.cast(pa.string()), r"[:时]")).as_py():
        return False
    seconds = read_times(column, how, "UTC").seconds
    return bool((seconds[np.isfinite(seconds)] % DAY == 0).all())
