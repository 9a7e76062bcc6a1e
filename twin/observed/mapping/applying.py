"""A piece of a log, read by its map: the events in it, and what could not be read."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.observed.event import KINDS, NO_NUMBER
from twin.observed.mapping.map import AT, MESSAGES, NUMBERS, RECEIVED, VISIT_TIMES, WORDS
from twin.observed.mapping.numbers import filled, read_numbers
from twin.observed.mapping.times import DAY, read_times

MISSING, UNREADABLE, UNKNOWN, NOWHERE = "missing", "unreadable", "unknown value", "neither station nor device"
EARLIEST, LATEST = -2208988800.0, 7258118400.0  # the years 1900 to 2199: any other is no time of a record
LARGEST_SEQ = 2.0**53  # what a float64 counts exactly
FORMULA = r"^'([=+\-@\t\r])"  # as a spreadsheet keeps a text from being a formula


class Refused(NamedTuple):
    """A record, or a field of one, that could not be read."""

    line: int
    field: str  # '' of a whole record
    reason: str
    is_kept: bool  # the event is, without the field
    text: str | None


class Read(NamedTuple):
    """What a piece says: a column for each field, [event], and the refused."""

    columns: dict[str, np.ndarray | pa.Array]
    refused: list[Refused]
    records: int
    is_local: bool  # some time names no zone
    twice: int  # times in an hour that the clock of the zone shows twice


class Faulty:
    """The fields of a piece that could not be read, by the number of the record."""

    def __init__(self):
        self.found = []  # (records, field, reason, is_kept)

    def add(self, mask, field, reason, is_kept=True):
        if mask.any():
            self.found.append((np.flatnonzero(mask), field, reason, is_kept))


def apply(map_, piece):
    """The Read of a piece."""
    n, faulty = len(piece.lines), Faulty()
    columns = {name: words(map_, piece, name) for name in WORDS if name != "kind"}
    for name in NUMBERS:
        columns[name] = numbers(map_, piece, name, faulty)
    columns["seq"] = whole(columns["seq"], faulty)
    columns["line"] = piece.lines
    nowhere = np.asarray(pc.and_(pc.is_null(columns["station"]), pc.is_null(columns["device"])))
    faulty.add(nowhere, "station", NOWHERE, False)
    times = {
        name: time(map_, piece, name, faulty)
        for name in map_.fields
        if name in (AT, RECEIVED, *VISIT_TIMES.values())
    }
    columns["received"] = times[RECEIVED].seconds if RECEIVED in times else np.full(n, np.nan)
    said = by_message if map_.form == MESSAGES else by_visit
    chosen, columns["kind"], columns["at"] = said(map_, piece, times, faulty)
    dead = dead_of(faulty, n)
    events = ~dead[chosen]
    chosen, kinds, at = chosen[events], columns.pop("kind")[events], columns.pop("at")[events]
    taken = {name: column.take(pa.array(chosen)) if isinstance(column, pa.Array) else column[chosen]
             for name, column in columns.items()}  # fmt: skip
    refused = [Refused(bad.line, "", bad.reason, False, bad.text) for bad in piece.bad]
    refused += refused_of(faulty, piece, dead)
    return Read(
        taken | {"kind": kinds, "at": at},
        sorted(refused, key=lambda one: (one.line, one.field)),
        n + len(piece.bad),
        any(read.local.any() for read in times.values()),
        int(sum(read.twice.sum() for read in times.values())),
    )


def check(map_, piece):
    """Refuses a log that has not the columns of its map."""
    there = list(piece.columns)
    faults = [
        Fault(
            f"fields.{name}",
            column,
            f"the log has no such column{nearest(column, there)}; it has {listed(there)}",
        )
        for name, field in map_.fields.items()
        for column in field.columns
        if column not in there and there
    ]
    if faults:
        raise ScenarioError(faults)


def column_of(map_, piece, name):
    """The column of a field, null where nothing is said; None if the map has no such column."""
    field = map_.fields.get(name)
    if field is None or not field.columns:
        return None
    n = len(piece.lines)
    parts = [piece.columns.get(column, pa.nulls(n, pa.string())) for column in field.columns]
    if len(parts) == 1:
        return parts[0]
    texts = [pc.utf8_trim_whitespace(part.cast(pa.string())) for part in parts]
    return pc.binary_join_element_wise(*texts, " ")


def words(map_, piece, name):
    """A field of texts, null where it is blank."""
    column = column_of(map_, piece, name)
    if column is None:
        value = map_.fields[name].value if name in map_.fields else ""
        return pa.array([value or None] * len(piece.lines), pa.string())
    if not pa.types.is_string(column.type):
        column = as_text(column)
    text = pc.utf8_trim_whitespace(column)
    if pc.any(pc.starts_with(text, "'")).as_py():
        text = pc.replace_substring_regex(text, FORMULA, r"\1")
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def as_text(column):
    """Numbers as texts; a whole number has no decimals, however it is kept."""
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.floor(column))).as_py():
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def numbers(map_, piece, name, faulty):
    """A field of numbers, nan where it says none."""
    column = column_of(map_, piece, name)
    if column is None:
        return np.full(len(piece.lines), np.nan)
    field = map_.fields[name]
    read = read_numbers(column, field.decimal) * field.scale
    wrong = filled(column) & ~np.isfinite(read)
    if name == "sureness":
        wrong |= (read < 0) | (read > 1)
    faulty.add(wrong, name, UNREADABLE)
    return np.where(wrong, np.nan, read)


def whole(values, faulty):
    """Numbers of messages as whole numbers, NO_NUMBER where there is none."""
    with np.errstate(invalid="ignore"):
        right = (values >= 0) & (values < LARGEST_SEQ) & (values == np.floor(values))
    faulty.add(np.isfinite(values) & ~right & (values != NO_NUMBER), "seq", UNREADABLE)
    return np.where(right, values, NO_NUMBER).astype(np.int64)


def time(map_, piece, name, faulty):
    """A field of times; one that says something and is no time is a fault."""
    column = column_of(map_, piece, name)
    read = read_times(column, map_.fields[name].format or "year first", map_.zone)
    with np.errstate(invalid="ignore"):
        there = (read.seconds >= EARLIEST) & (read.seconds < LATEST)
    read = read._replace(seconds=np.where(there, read.seconds, np.nan))
    faulty.add(filled(column) & np.isnan(read.seconds), name, UNREADABLE, name != AT)
    return read


def by_message(map_, piece, times, faulty):
    """One event of each record: which record, its kind, its time."""
    n, field = len(piece.lines), map_.fields["kind"]
    at = times[AT].seconds
    faulty.add(~filled(column_of(map_, piece, AT)), AT, MISSING, False)
    text = words(map_, piece, "kind")
    if not field.columns:
        return np.arange(n), np.full(n, KINDS.index(field.value)), at
    meant = {written.casefold(): KINDS.index(kind) for written, kind in field.values}
    meant |= {kind: i for i, kind in enumerate(KINDS) if kind not in meant}
    coded = text.dictionary_encode()
    number = [meant.get(said.casefold(), -1) for said in coded.dictionary.to_pylist()]
    index = np.asarray(coded.indices.fill_null(len(number)))
    kinds = np.array([*number, -2])[index]
    faulty.add(kinds == -1, "kind", UNKNOWN, False)
    faulty.add(kinds == -2, "kind", MISSING, False)
    return np.arange(n), kinds, at


def by_visit(map_, piece, times, faulty):
    """Up to three events of each record, one for each time of its visit."""
    n = len(piece.lines)
    at = np.full((n, len(KINDS)), np.nan)
    before = np.full(n, -np.inf)
    for i, kind in enumerate(KINDS):
        if VISIT_TIMES[kind] in times:
            at[:, i] = in_turn(times[VISIT_TIMES[kind]], before, map_.fields[VISIT_TIMES[kind]])
            before = np.fmax(before, at[:, i])
    faulty.add(np.isnan(at).all(axis=1), "at", MISSING, False)
    chosen, kinds = np.nonzero(np.isfinite(at))
    return chosen, kinds, at[chosen, kinds]


def in_turn(read, before, field):
    """Times of a step that comes after others: of the second hour, or the next day, where else it would not.

    One date for several times of day is that of the first of them.
    """
    with np.errstate(invalid="ignore"):
        seconds = np.where((read.seconds < before) & (read.second >= before), read.second, read.seconds)
        if len(field.columns) > 1:
            seconds = np.where(seconds < before - DAY / 2, seconds + DAY, seconds)
    return seconds


def dead_of(faulty, n):
    """Which records are no event at all."""
    dead = np.zeros(n, bool)
    for records, _, _, is_kept in faulty.found:
        if not is_kept:
            dead[records] = True
    return dead


def refused_of(faulty, piece, dead):
    """The Refused of the faults of a piece."""
    for records, field, reason, _ in faulty.found:
        texts = piece.text(records)
        for record, text in zip(records, texts, strict=True):
            yield Refused(int(piece.lines[record]), field, reason, not dead[record], text)
