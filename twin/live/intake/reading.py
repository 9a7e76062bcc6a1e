"""A batch of messages, read by a map as a piece of a log is."""

import hashlib
import json
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from twin.live.intake.bodies import rows_of
from twin.observed.event import NO_NUMBER
from twin.observed.mapping.applying import Refused, apply
from twin.observed.reading.jsonl import written
from twin.observed.reading.piece import Bad, Piece

OLD = 8 * 86400.0  # seconds after which nothing is late: who plays back a log says nothing of its receipt
MOST_COLUMNS = 200  # that are looked at where nobody said which are meant
UNKNOWN_STATION, FLOODED = "unknown station", "more than a device can see in a second"


class Records(NamedTuple):
    """The records of a batch: the Piece that they are, and of each line of it when and where it came."""

    piece: Piece
    heard: np.ndarray  # [line - 1]
    names: list  # [line - 1] what stands for the record where its device gave it no number
    fields: list  # [record of the piece] its columns


def records_of(messages, columns, used):
    """The Records of messages; of their columns those that are used, the first of all where that is None."""
    found, bad, lines, heard, names = [], [], [], [], []
    for message in messages:
        for number, row in enumerate(rows_of(message.body, columns)):
            heard.append(message.heard)
            names.append(f"{message.place} {number}" if message.place else "")
            if row.fields is None:
                bad.append(Bad(len(heard), row.reason, row.text))
            else:
                lines.append(len(heard))
                found.append(row)
    if used is None:
        used = list(dict.fromkeys(name for row in found for name in row.fields))[:MOST_COLUMNS]
    made = {name: pa.array([written(row.fields.get(name)) for row in found], pa.string()) for name in used}

    def text_of(chosen):
        return [found[i].text for i in chosen]

    piece = Piece(np.array(lines, np.int64), made, text_of, bad, len(heard), 0)
    return Records(piece, np.array(heard, float), names, [row.fields for row in found])


def read(map_, records):
    """The Read of records; received when its feed had it, where it does not say so itself."""
    said = apply(map_, records.piece)
    heard = records.heard[said.columns["line"] - 1]
    received = said.columns["received"]
    with np.errstate(invalid="ignore"):
        unstamped = np.isnan(received) & (heard - said.columns["at"] < OLD)
    return said._replace(columns=said.columns | {"received": np.where(unstamped, heard, received)})


def identified(said, records):
    """A Read in which an event that its device gave no number has a line that stands for what it says."""
    line = said.columns["line"].copy()
    for i in np.flatnonzero(said.columns["seq"] == NO_NUMBER).tolist():
        record = int(np.searchsorted(records.piece.lines, line[i]))
        line[i] = stands_for(records.names[line[i] - 1] or records.fields[record])
    return said._replace(columns=said.columns | {"line": line})


def stands_for(what):
    """A number below 0 that stands for a record: the same for the same, and for nothing else."""
    text = what if isinstance(what, str) else json.dumps(what, sort_keys=True, ensure_ascii=False)
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return -(int.from_bytes(digest, "big") >> 2) - (1 << 61)


def without(said, unwanted, field, reason, records):
    """A Read without some events, which are refused."""
    if not unwanted.any():
        return said
    kept = ~unwanted
    columns = {
        name: column.filter(pa.array(kept)) if isinstance(column, pa.Array) else column[kept]
        for name, column in said.columns.items()
    }
    refused = list(said.refused)
    for line in said.columns["line"][unwanted].tolist():
        at = int(np.searchsorted(records.piece.lines, line))
        refused.append(Refused(line, field, reason, False, records.piece.text([at])[0]))
    return said._replace(columns=columns, refused=refused)
