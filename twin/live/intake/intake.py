"""What one feed gives, into the store: each event once, and all that is refused with its reason."""

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from twin.live.intake.flood import Flood
from twin.live.intake.guessing import Guessing
from twin.live.intake.maps import own_map
from twin.live.intake.quarantine import Quarantine
from twin.live.intake.reading import FLOODED, UNKNOWN_STATION, identified, read, records_of, without
from twin.observed.mapping.applying import Refused
from twin.observed.mapping.map import columns_used
from twin.observed.store.appending import append, frame_of, lasting_store, resumed, started
from twin.observed.store.away import Away
from twin.observed.store.importing import Door, named

UNFIT = "cannot be kept"


class Terms(NamedTuple):
    """On what terms messages are taken in."""

    door: Door = Door()  # map (None: the likely one), zone, key of pseudonyms
    columns: tuple[str, ...] = ()  # of lines of CSV that do not name them
    stations: frozenset[str] | None = None  # those of the port; None: any


class Kept(NamedTuple):
    """What became of a batch."""

    events: pd.DataFrame  # those that nobody was given before, as the store gives events
    records: int
    twice: Counter  # by device: events that were there before
    refused: Counter  # by device ("" unknown) and reason: records
    heard: float  # when the last of it came


class Intake:
    """The door of one feed. Keeping a batch again is harmless: what is there is there once."""

    def __init__(self, store, name, terms=None):
        self.store, self.name, self.terms = lasting_store(store), name, terms or Terms()
        self.flood, self.quarantine = Flood(), Quarantine()
        begun = resumed(self.store, name, self.terms.door.map)
        self.guessing = None if self.terms.door.map else Guessing(self.store, name, self.terms)
        self.begun = begun or started(self.store, name, self.terms.door.map or own_map(self.terms.door.zone))
        self.given = self.store.last_row(self.begun.number)  # of the events that somebody was given
        self.is_owing = False

    @property
    def cursor(self):
        """Where the feed goes on."""
        return self.begun.cursor

    def keep(self, batch):
        """Keeps a batch whole, with its cursor; raises Away where the store does not answer.

        A store that did not answer may have kept the batch all the same, and then finds it twice when it
        comes again: from then on the store is asked which of its events nobody was given.
        """
        try:
            kept = self.kept_or_halved(batch)
            if self.is_owing:
                kept = kept._replace(events=self.store.events_behind(self.begun.number, self.given))
        except Exception:
            self.is_owing = True
            self.close()  # a connection that failed once is not asked again
            raise
        self.is_owing = False
        self.given = max([self.given, *kept.events["row"][-1:]])
        return kept

    def kept_or_halved(self, batch):
        """Keeps a batch; a message that the store can never keep is found by halving, and is refused."""
        try:
            return self.kept_of(batch, self.read(batch.messages))
        except Away:
            raise
        except Exception as error:
            if len(batch.messages) == 1:
                return self.kept_of(batch, self.unfit(batch.messages[0], error))
        middle = len(batch.messages) // 2
        first = self.kept_or_halved(batch._replace(messages=batch.messages[:middle], cursor=self.cursor))
        return both(first, self.kept_or_halved(batch._replace(messages=batch.messages[middle:])))

    def close(self):
        """Ends the connections to the store; the next batch makes new ones."""
        self.store.engine.dispose()

    def read(self, messages):
        """What messages say, and the records they have."""
        used = None if self.guessing else columns_used(self.begun.map)
        records = records_of(messages, self.terms.columns, used)
        if self.guessing:
            self.begun = self.guessing.better(self.begun, messages, records)
        said = read(self.begun.map, records)
        if self.terms.stations is not None:
            stations = said.columns["station"].to_pylist()
            strange = np.array([one not in self.terms.stations for one in stations], bool)
            said = without(said, strange, "station", UNKNOWN_STATION, records)
        times = said.columns["at"], said.columns["received"], latest(records.heard)
        over = self.flood.over(sources_of(said), *times)
        said = identified(without(said, over, "", FLOODED, records), records)
        return (said if self.terms.door.key is None else named(said, self.terms.door.key)), records

    def unfit(self, message, error):
        """One message that cannot be kept, as refused."""
        records = records_of([message._replace(body=b"")], (), ())
        reason = f"{UNFIT} ({type(error).__name__}: {str(error)[:200]})"
        said = read(self.begun.map, records)
        text = None if self.terms.door.key else ascii(message.body[:1000])
        return said._replace(refused=[Refused(1, "", reason, False, text)]), records

    def kept_of(self, batch, found):
        """Puts what was read into the store."""
        said, records = found
        refused, told_only = self.quarantine.sift(said.refused)
        first, fresh = append(
            self.store, self.begun.number, said._replace(refused=refused), batch.cursor, told_only
        )
        self.begun = self.begun._replace(cursor=batch.cursor)
        again = np.setdiff1d(np.arange(len(said.columns["at"])), fresh)
        sources = sources_of(said)
        return Kept(
            frame_of(said, fresh, first, self.name),
            said.records,
            Counter(sources[i] for i in again.tolist()),
            refused_by(said, records, self.begun.map),
            latest(records.heard),
        )


def sources_of(said):
    """The device of each event, or its station where it names none."""
    return pc.coalesce(said.columns["device"], said.columns["station"]).to_pylist()


def latest(heard):
    """The last time of some; nan of none."""
    return float(np.nanmax(heard)) if np.isfinite(heard).any() else float("nan")


def refused_by(said, records, map_):
    """How many records were refused, by device and the first reason."""
    field = map_.fields.get("device")
    column = field.columns[0] if field is not None and field.columns else None
    counted = Counter()
    first = {one.line: one.reason for one in reversed(said.refused) if not one.is_kept}
    for line, reason in first.items():
        at = int(np.searchsorted(records.piece.lines, line))
        is_record = at < len(records.fields) and records.piece.lines[at] == line
        device = str(records.fields[at].get(column) or "") if is_record else ""
        counted[device, reason] += 1
    return counted


def both(one, other):
    """What became of two halves of a batch."""
    return Kept(
        pd.concat([one.events, other.events], ignore_index=True) if len(one.events) else other.events,
        one.records + other.records,
        one.twice + other.twice,
        one.refused + other.refused,
        max(one.heard, other.heard),
    )
