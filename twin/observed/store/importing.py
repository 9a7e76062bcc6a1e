"""A log into a store, batch by batch: each is kept whole or not at all, together with how far it goes."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError
from twin.observed.event import CODED, PERSONAL, TEXTS
from twin.observed.mapping.applying import apply, check
from twin.observed.mapping.doubting import check_proposed
from twin.observed.mapping.map import Map, read_text, written
from twin.observed.mapping.proposing import propose
from twin.observed.pseudonyms import hidden
from twin.observed.store.loading import insert, lock, rows_between
from twin.observed.store.tables import DUPLICATES, EVENTS, IMPORTS, NAMES, REFUSED

ASKED = 500  # names that are looked up at once
JUDGED, HOPELESS = 1000, 0.9  # of so many records the share refused at which the whole log is


class Imported(NamedTuple):
    """What became of a log, in all and since it was begun."""

    name: str
    map: Map
    records: int
    events: int
    duplicates: int
    refused: int
    faults: int
    was_whole: bool  # before: nothing was to be done
    resumed: int  # the line behind which it went on
    is_local: bool  # times that name no zone were read by the map's
    twice: int  # of them, in an hour that the zone's clock shows twice


class Maps:
    """The maps that were proposed for logs, by their columns: logs that are alike are read alike."""

    def __init__(self):
        self.known = {}

    def door(self, door, source):
        """The Door of a log: by the map of one with the same columns, if that names its place."""
        if door.map is not None or not self.known:
            return door
        return door._replace(map=self.known.get(columns_of(source)))

    def learn(self, source, map_):
        station = map_.fields.get("station")
        if station is None or station.columns:
            self.known.setdefault(columns_of(source), map_)


def columns_of(source):
    first = next(source.pieces(0), None)
    return tuple(first.columns) if first is not None else ()


class Door(NamedTuple):
    """How logs come in: by which map (None: the most likely one), in which zone, under which key."""

    map: Map | None = None
    zone: str = "UTC"
    key: bytes | None = None


def bring_in(store, source, door, watch=lambda done: None):
    """Imports a log, from where it stopped; `watch` is called with the bytes that are read."""
    kept = store.import_of(source.digest)
    if kept is not None and kept.is_whole and source.size:
        known = read_text(kept.map, source.name)
        same_map(door, kept, source)
        return Imported(source.name, known, *counts(kept), True, int(kept.done), False, 0)
    pieces = source.pieces(int(kept.done) if kept else 0)
    first = next(pieces, None)
    map_ = map_for(door, kept, source, first)
    number = kept.id if kept else begun(store, source, map_)
    resumed, is_local, twice = int(kept.done) if kept else 0, False, 0
    while first is not None:
        read = apply(map_, first)
        if not resumed:
            hopeful(source, read)
        keep(store, number, first, read if door.key is None else named(read, door.key))
        is_local, twice = is_local or read.is_local, twice + read.twice
        watch(first.read)
        first = next(pieces, None)
    with store.engine.begin() as connection:
        connection.execute(sql.update(IMPORTS).where(IMPORTS.c.id == number).values(is_whole=1))
    kept = store.import_of(source.digest)
    return Imported(source.name, map_, *counts(kept), False, resumed, is_local, twice)


def counts(kept):
    return tuple(
        int(getattr(kept, name)) for name in ("records", "events", "duplicates", "refused", "faults")
    )


def map_for(door, kept, source, first):
    """The map of a log: that by which it was begun, or that of the door, or the one it most likely has."""
    if kept is not None:
        same_map(door, kept, source)
        return read_text(kept.map, source.name)
    if first is None:
        raise ScenarioError([Fault(source.name, "", "has no record: there is nothing to read")])
    if door.map is None:
        map_ = propose(source.name, first, door.zone)
        check_proposed(source.name, map_, first)
        return map_
    check(door.map, first)
    return door.map


def same_map(door, kept, source):
    """Refuses a log that was read by another map, since it would be there twice."""
    if door.map is not None and read_text(written(door.map), "") != read_text(kept.map, ""):
        text = (
            "is in the store already, read by another map; import it into a new store to read it by this one"
        )
        raise ScenarioError([Fault(source.name, "", text)])


def hopeful(source, read):
    """Refuses a log of which next to nothing can be read, before anything of it is kept."""
    refused = {one.line for one in read.refused if not one.is_kept}
    if read.records >= JUDGED and len(refused) > HOPELESS * read.records:
        reasons = [f"{one.field} {one.reason}".strip() for one in read.refused if not one.is_kept]
        most = max(set(reasons), key=reasons.count)
        text = (
            f"is refused: {len(refused)} of its first {read.records} records cannot be read, most of them "
            f"for '{most}'; see what --dry-run proposes, correct the map and give it with --map"
        )
        raise ScenarioError([Fault(source.name, "", text)])


def begun(store, source, map_):
    """The number of a log that is begun."""
    with store.engine.begin() as connection:
        lock(connection)
        return begin(connection, source.name, source.digest, map_)


def begin(connection, name, digest, map_):
    """Makes the row of a log of which nothing is kept yet, and gives its number."""
    number = (connection.execute(sql.select(sql.func.max(IMPORTS.c.id))).scalar() or 0) + 1
    nothing = dict.fromkeys(
        ("done", "is_whole", "next_row", "records", "events", "duplicates", "refused", "faults"), 0
    )
    row = {"id": number, "name": name, "digest": digest, "map": written(map_)}
    connection.execute(sql.insert(IMPORTS), [row | nothing])
    return number


def named(read, key):
    """What was read, under pseudonyms; of what was refused no text is left."""
    columns = read.columns | {field: hidden(key, field, read.columns[field]) for field in PERSONAL}
    return read._replace(columns=columns, refused=[one._replace(text=None) for one in read.refused])


def keep(store, number, piece, read):
    """Keeps one piece of a log."""
    with store.engine.begin() as connection:
        lock(connection)
        row = connection.execute(sql.select(IMPORTS).where(IMPORTS.c.id == number)).one()
        if piece.done <= row.done or len(piece.lines) and piece.lines[0] <= row.done:
            text = (
                "is imported by another process at this moment; wait for it, then the same line does the rest"
            )
            raise ScenarioError([Fault(row.name, "", text)])
        add(connection, row, read, piece.done)


def add(connection, row, read, done):
    """Adds what was read of a log, whose row as it was is given; gives which of the events are new.

    An event's number is its place in `read` behind the first number that was free, which is given as well.
    """
    first = connection.execute(sql.select(sql.func.max(IMPORTS.c.next_row))).scalar()
    events = rows_of(connection, row.id, read, first)
    last = first + len(events)
    insert(connection, EVENTS, events)
    there = np.asarray(rows_between(connection, first, last), np.int64)
    if len(there) < len(events):
        twice = np.setdiff1d(np.arange(first, last), there) - first
        insert(connection, DUPLICATES, events.take(pa.array(twice)))
    told = row.refused + row.faults
    insert(connection, REFUSED, refused_rows(row.id, read.refused, told))
    dead = len({one.line for one in read.refused if not one.is_kept})
    counted = {
        "done": done, "next_row": last, "records": row.records + read.records,
        "events": row.events + len(there), "duplicates": row.duplicates + len(events) - len(there),
        "refused": row.refused + dead, "faults": row.faults + len(read.refused) - dead,
    }  # fmt: skip
    connection.execute(sql.update(IMPORTS).where(IMPORTS.c.id == row.id).values(**counted))
    return first, there - first


def rows_of(connection, number, read, first):
    """The events of a piece as rows of their table."""
    columns, n = read.columns, len(read.columns["at"])
    numbers = {
        "row": np.arange(first, first + n), "import": np.full(n, number), "line": columns["line"],
        "kind": columns["kind"], "seq": columns["seq"],
    }  # fmt: skip
    table = {name: pa.array(np.asarray(values, np.int64)) for name, values in numbers.items()}
    for name in CODED:
        table[name] = pa.array(codes(connection, name, columns[name]))
    for name in ("at", "received", "sureness", "weight"):
        table[name] = pa.array(columns[name], from_pandas=True)
    for name in TEXTS:
        table[name] = pc.replace_substring(columns[name], "\0", "\ufffd")  # which PostgreSQL cannot keep
    return pa.table(table)


def codes(connection, field, column):
    """The numbers of names, of which new ones get the next; 0 where nothing is said."""
    coded = pc.replace_substring(column, "\0", "\ufffd").dictionary_encode()
    names = coded.dictionary.to_pylist()
    known = {}
    for i in range(0, len(names), ASKED):
        question = sql.select(NAMES.c.name, NAMES.c.id)
        question = question.where(NAMES.c.field == field, NAMES.c.name.in_(names[i : i + ASKED]))
        known |= dict(connection.execute(question).all())
    new = [name for name in names if name not in known]
    if new:
        last = connection.execute(sql.select(sql.func.max(NAMES.c.id))).scalar() or 0
        known |= {name: last + 1 + i for i, name in enumerate(new)}
        connection.execute(
            sql.insert(NAMES), [{"id": known[name], "field": field, "name": name} for name in new]
        )
    numbers = np.array([known[name] for name in names] + [0], np.int64)
    return numbers[np.asarray(coded.indices.fill_null(len(names)), np.int64)]


def refused_rows(number, refused, told):
    """Refused records as rows of their table, numbered behind the `told` that are kept."""
    columns = list(zip(*refused, strict=True)) or [()] * 5
    lines, fields, reasons, kept, texts = columns
    n = len(refused)
    return pa.table({
        "import": pa.array([number] * n, pa.int64()), "number": pa.array(range(told, told + n), pa.int64()),
        "line": pa.array(lines, pa.int64()), "field": pa.array(fields, pa.string()),
        "reason": pa.array(reasons, pa.string()), "is_kept": pa.array([int(one) for one in kept], pa.int64()),
        "text": pc.replace_substring(pa.array(texts, pa.string()), "\0", "\ufffd"),
    })  # fmt: skip
