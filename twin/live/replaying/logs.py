"""A log, or a store of one, as a Script."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from twin.live.intake.maps import OWN, own_map
from twin.live.replaying.script import Script
from twin.model.errors import Fault, ScenarioError
from twin.observed.event import NO_NUMBER
from twin.observed.mapping.applying import check, column_of
from twin.observed.mapping.map import AT, RECEIVED, VISIT_TIMES
from twin.observed.mapping.proposing import propose
from twin.observed.mapping.times import read_times
from twin.observed.reading.opening import source
from twin.observed.store.places import engine_of, is_url
from twin.observed.store.store import has_one, open_store

SQLITE = b"SQLite format 3\0"


def script_of(place, map_, zone, table=None):
    """The Script of a log or a store, the map its records are read by, and its digest."""
    if is_store(place):
        return of_store(open_store(place))
    log = source(place, table)
    pieces = [*log.pieces(0)]
    if not any(len(piece.lines) for piece in pieces):
        raise ScenarioError([Fault(log.name, "", "has no record: there is nothing to play back")])
    first = next(piece for piece in pieces if len(piece.lines))
    map_ = map_ or propose(log.name, first, zone)
    check(map_, first)
    return of_pieces(pieces, map_), map_, log.digest


def is_store(place):
    """Whether a place is a store, and not some other log."""
    path = Path(place)
    if not is_url(place) and not (path.is_file() and head_of(path) == SQLITE):
        return False
    return has_one(engine_of(place, is_new=False))


def head_of(path):
    with open(path, "rb") as file:
        return file.read(len(SQLITE))


def of_pieces(pieces, map_):
    """The Script of the pieces of a log; what is no record in it is sent as it stands there."""
    tables, times, raw, number = [], [], {}, 0
    for piece in pieces:
        bad = [one.text.encode("utf-8", "replace") for one in piece.bad]
        lines = np.concatenate((piece.lines, [one.line for one in piece.bad]))
        order = np.argsort(lines, kind="stable")
        sent = np.concatenate((received(map_, piece), np.full(len(bad), np.nan)))[order]
        columns = {name: pa.chunked_array([column.cast(pa.string()), pa.nulls(len(bad), pa.string())])
                   for name, column in piece.columns.items()}  # fmt: skip
        if columns:
            tables.append(pa.table(columns).take(pa.array(order)))
            places = np.flatnonzero(order >= len(piece.lines))
            raw |= {number + int(at): bad[order[at] - len(piece.lines)] for at in places}
            times.append(sent)
            number += len(order)
    table = pa.concat_tables(tables, promote_options="default").combine_chunks()
    where = tuple(
        field.columns[0] if (field := map_.fields.get(name)) and field.columns else None
        for name in ("station", "device")
    )
    return in_order(np.concatenate(times), table, raw, where)


def received(map_, piece):
    """When the server had each record: as it says, else when it happened, nan where it says neither."""
    sent = np.full(len(piece.lines), np.nan)
    for name in (RECEIVED, AT, *reversed(VISIT_TIMES.values())):
        column = column_of(map_, piece, name)
        if column is not None:
            read = read_times(column, map_.fields[name].format or "year first", map_.zone)
            sent = np.where(np.isnan(sent), read.seconds, sent)
    return sent


def in_order(times, table, raw, where):
    """A Script of records; one without a time goes with the one before it."""
    filled = pd.Series(times).ffill().bfill().fillna(0.0).to_numpy()
    order = np.argsort(filled, kind="stable")
    return Script(filled[order], order, table, raw, where)


def of_store(store):
    """The Script of the events of a store, under the names of their fields."""
    events = store.events()
    if events.empty:
        raise ScenarioError([Fault(store.place, "", "has no event: there is nothing to play back")])
    columns = {name: pa.array(texts_of(name, events[name]), pa.string()) for name in OWN}
    sent = events["received"].fillna(events["at"]).to_numpy()
    script = in_order(sent, pa.table(columns), {}, ("station", "device"))
    digest = hashlib.sha256(f"{store.place} {len(events)} {events['row'].iloc[-1]}".encode()).hexdigest()
    return script, own_map("UTC"), digest


def texts_of(name, column):
    """A field of events as texts that are read as the very same."""
    if name in (AT, RECEIVED):
        micros = (column * 1e6).round()
        stamped = pd.to_datetime(micros, unit="us", utc=True).dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return stamped.where(column.notna(), None).tolist()
    if name == "seq":
        return [None if number == NO_NUMBER else str(number) for number in column.tolist()]
    if column.dtype == "float64":
        return [None if np.isnan(number) else repr(number) for number in column.tolist()]
    return [None if pd.isna(text) else str(text) for text in column.tolist()]
