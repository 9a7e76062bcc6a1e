"""Records of a feed into a store as they come: what a batch says, and how far the feed has come, at once."""

import hashlib
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sql

from twin.observed.event import COLUMNS, KINDS
from twin.observed.mapping.map import read_text, written
from twin.observed.store.away import answering
from twin.observed.store.importing import add, begin
from twin.observed.store.loading import lock
from twin.observed.store.places import lasting
from twin.observed.store.store import Store
from twin.observed.store.tables import CURSORS, IMPORTS


def lasting_store(store):
    """The same store through connections that stay, which `store.engine.dispose()` ends."""
    return Store(store.place, lasting(store.engine))


class Begun(NamedTuple):
    """A feed that a store knows: its number, its map and where it goes on."""

    number: int
    map: object
    cursor: str  # "" where it never gave anything
    events: int


def resumed(store, name, map_=None):
    """The Begun of a feed, None if it never came; a map that is given is that of all that comes from now."""
    with answering(store.place):
        CURSORS.create(store.engine, checkfirst=True)  # a store that was made before there were feeds
        row = store.import_of(digest_of(name))
        if row is None:
            return None
        with store.engine.begin() as connection:
            if map_ is not None:
                with_map = sql.update(IMPORTS).where(IMPORTS.c.id == row.id).values(map=written(map_))
                connection.execute(with_map)
            cursor = connection.execute(
                sql.select(CURSORS.c.cursor).where(CURSORS.c["import"] == row.id)
            ).scalar()
    return Begun(row.id, map_ or read_text(row.map, name), cursor or "", row.events)


def started(store, name, map_):
    """The Begun of a feed that comes for the first time."""
    with answering(store.place), store.engine.begin() as connection:
        lock(connection)
        number = begin(connection, name, digest_of(name), map_)
        connection.execute(sql.insert(CURSORS), [{"import": number, "cursor": ""}])
    return Begun(number, map_, "", 0)


def digest_of(name):
    """What a feed is known by among the logs of a store."""
    return hashlib.sha256(f"feed\n{name}".encode()).hexdigest()


def usual_map(store, but):
    """The map by which events came into a store last, not by the feed of a number; None where none did."""
    rows = [row for row in store.imports() if row.events and row.id != but]
    return read_text(rows[-1].map, rows[-1].name) if rows else None


def append(store, number, read, cursor, told_only=(0, 0)):
    """Keeps what a feed gave and its cursor; gives the number of the first event, and which are new.

    Lines are those of `read` behind all that the feed gave before. `told_only` are refused records, and
    fields of events, of which nothing but their number is kept.
    """
    with answering(store.place), store.engine.begin() as connection:
        lock(connection)
        row = connection.execute(sql.select(IMPORTS).where(IMPORTS.c.id == number)).one()
        first, fresh = add(connection, row, behind(read, row.done), row.done + read.records)
        connection.execute(sql.update(CURSORS).where(CURSORS.c["import"] == number).values(cursor=cursor))
        if any(told_only):
            more = {"refused": IMPORTS.c.refused + told_only[0], "faults": IMPORTS.c.faults + told_only[1]}
            connection.execute(sql.update(IMPORTS).where(IMPORTS.c.id == number).values(**more))
    return first, fresh


def behind(read, done):
    """A Read whose lines are counted on; a name that stands for a line, which is below 0, is made one."""
    line = read.columns["line"]
    columns = read.columns | {"line": np.where(line < 0, -line, line + done)}
    return read._replace(
        columns=columns, refused=[one._replace(line=one.line + done) for one in read.refused]
    )


def coded(texts):
    """A few texts as categories."""
    names = sorted({text for text in texts if text is not None})
    place = {name: i for i, name in enumerate(names)}
    return pd.Categorical.from_codes([place.get(text, -1) for text in texts], pd.Index(names, dtype="str"))


def frame_of(read, chosen, first, name):
    """Some events of a Read as the frame that a store gives; `first` is the number of its first event."""
    made, take = {}, pa.array(chosen)
    for column, dtype in COLUMNS.items():
        if column == "row":
            made[column] = np.asarray(chosen, np.int64) + first
        elif column == "source":
            made[column] = pd.Categorical.from_codes(np.zeros(len(chosen), int), [name])
        elif column == "kind":
            made[column] = pd.Categorical.from_codes(read.columns[column][chosen], KINDS)
        elif dtype in ("category", "str"):
            texts = read.columns[column].take(take).to_pylist()
            made[column] = coded(texts) if dtype == "category" else pd.array(texts, dtype="str")
        else:
            made[column] = np.asarray(read.columns[column][chosen], dtype)
    return pd.DataFrame(made)
