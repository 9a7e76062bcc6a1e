"""A store of records: what is in it, and its events, all or day by day."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError
from twin.observed.event import CODED, COLUMNS, KINDS, empty
from twin.observed.pseudonyms import mark_of
from twin.observed.store.places import engine_of, shown
from twin.observed.store.tables import EVENTS, FACTS, IMPORTS, METADATA, NAMES, REFUSED, VERSION

ZONE, KEY = "zone", "pseudonyms"
ROWS = 100_000  # that are taken from the database at once


class Store:
    """Records of a port. Events are only ever added; everything that is made of them is made anew."""

    def __init__(self, place, engine):
        self.place = shown(place)
        self.engine = engine

    def connect(self):
        """A connection that only reads."""
        return self.engine.connect().execution_options(reads=True)

    @property
    def zone(self):
        """The zone of the port's clock, or UTC where nobody said."""
        return self.facts().get(ZONE, "UTC")

    def facts(self):
        with self.connect() as connection:
            return dict(connection.execute(sql.select(FACTS.c.name, FACTS.c.value)).all())

    def imports(self):
        """A row for each log that was brought in."""
        with self.connect() as connection:
            return connection.execute(sql.select(IMPORTS).order_by(IMPORTS.c.id)).all()

    def import_of(self, digest):
        """The row of a log, None if it never came."""
        with self.connect() as connection:
            return connection.execute(sql.select(IMPORTS).where(IMPORTS.c.digest == digest)).one_or_none()

    def refused(self):
        """Records and fields that could not be read: import, line, field, reason, is_kept, text."""
        with self.connect() as connection:
            found = connection.execute(sql.select(REFUSED).order_by(REFUSED.c["import"], REFUSED.c.number))
            return pd.DataFrame(found.all(), columns=[column.name for column in REFUSED.columns])

    def reasons(self):
        """How many records and fields were refused for each reason, the most first."""
        columns = REFUSED.c.field, REFUSED.c.reason, REFUSED.c.is_kept
        number = sql.func.count()
        with self.connect() as connection:
            rows = connection.execute(sql.select(*columns, number).group_by(*columns)).all()
        return sorted(((*row[:2], bool(row[2]), row[3]) for row in rows), key=lambda row: (-row[3], *row[:3]))

    def span(self):
        """The first and last time of an event; nan where there is none."""
        with self.connect() as connection:
            first, last = connection.execute(
                sql.select(sql.func.min(EVENTS.c.at), sql.func.max(EVENTS.c.at))
            ).one()
        return (math.nan, math.nan) if first is None else (first, last)

    def events(self, since=-math.inf, until=math.inf):
        """The events from `since` to before `until` (by the clocks of their devices), in order of `row`."""
        parts = [*self.parts(since, until)]
        return pd.concat(parts, ignore_index=True) if parts else empty()

    def events_behind(self, number, row):
        """The events of a log, or feed, by its number, that came behind a row."""
        question = sql.select(EVENTS).where(EVENTS.c["import"] == number, EVENTS.c.row > row)
        parts = [frame for frame, _ in self.asked(question.order_by(EVENTS.c.row))]
        return pd.concat(parts, ignore_index=True) if parts else empty()

    def last_row(self, number):
        """The last row of a log, or feed, by its number; -1 where it has none."""
        question = sql.select(sql.func.max(EVENTS.c.row)).where(EVENTS.c["import"] == number)
        with self.connect() as connection:
            last = connection.execute(question).scalar()
        return -1 if last is None else last

    def events_by_day(self):
        """Pairs of the begin of a day, in seconds, and its events."""
        return ((begins, self.events(begins, ends)) for begins, ends in self.days())

    def days(self):
        """Begin and end of each day of the port's clock that has events, in seconds, in order."""
        ends = -math.inf
        question = sql.select(sql.func.min(EVENTS.c.at))
        while True:
            with self.connect() as connection:
                asked = question if ends == -math.inf else question.where(EVENTS.c.at >= ends)
                at = connection.execute(asked).scalar()
            if at is None:
                return
            begins, ends = day_of(at, self.zone)
            yield begins, ends

    def parts(self, since=-math.inf, until=math.inf):
        """The same events in frames of bounded size."""
        question = sql.select(EVENTS).order_by(EVENTS.c.row)
        if since > -math.inf:
            question = question.where(EVENTS.c.at >= since)
        if until < math.inf:
            question = question.where(EVENTS.c.at < until)
        return (frame for frame, _ in self.asked(question))

    def parts_by_case(self):
        """Frames of events, and each one's journey by name; those of one journey follow each other in time.

        Where no journey is named it is the plate, else the tag, else the declaration; None is nobody.
        """
        names = sql.func.coalesce(*(EVENTS.c[field] for field in ("case", "plate", "tag", "declaration")))
        question = sql.select(EVENTS, names.label("who")).order_by("who", EVENTS.c.at, EVENTS.c.row)
        return ((frame, [row.who for row in rows]) for frame, rows in self.asked(question))

    def asked(self, question):
        """Pairs of frame and rows that answer a question on events."""
        with self.connect() as connection:
            found = connection.execution_options(stream_results=True).execute(question)
            known = known_names(connection)  # after the question: another may add some between the two
            while rows := found.fetchmany(ROWS):
                yield frame_of(rows, known), rows

    def values_of(self, field):
        """Every value of a field of events, once, in order."""
        with self.connect() as connection:
            if field in CODED:
                question = sql.select(NAMES.c.name).where(NAMES.c.field == field).order_by(NAMES.c.name)
            else:
                column = EVENTS.c[field]
                question = sql.select(column).where(column.is_not(None)).distinct().order_by(column)
            yield from connection.execution_options(stream_results=True).execute(question).scalars()

    def kinds_of_events(self):
        """Pairs of station and kind that there are, in order."""
        columns = EVENTS.c.station, EVENTS.c.kind
        with self.connect() as connection:
            names = dict(connection.execute(sql.select(NAMES.c.id, NAMES.c.name)).all())
            found = connection.execute(sql.select(*columns).distinct().order_by(*columns)).all()
        return [(names.get(station), KINDS[kind]) for station, kind in found]


def known_names(connection):
    """Of each field that is kept by number: its categories, and the code of each number."""
    found = connection.execute(sql.select(NAMES.c.id, NAMES.c.field, NAMES.c.name)).all()
    known = {field: categories({i: name for i, of, name in found if of == field}) for field in CODED}
    known["import"] = categories(dict(connection.execute(sql.select(IMPORTS.c.id, IMPORTS.c.name)).all()))
    return known


def categories(names):
    """Of names by their number: the categories, in alphabetical order, and the code of each number."""
    unique = sorted(set(names.values()))
    place = {name: i for i, name in enumerate(unique)}
    codes = np.full(max(names, default=0) + 1, -1)
    for number, name in names.items():
        codes[number] = place[name]
    return pd.Index(unique, dtype="str"), codes


def frame_of(rows, known):
    """Rows of the events as the frame that everybody reads."""
    columns = dict(zip(EVENTS.columns.keys(), zip(*rows, strict=True), strict=False))
    made = {}
    for name, dtype in COLUMNS.items():
        said = columns["import" if name == "source" else name]
        if name == "kind":
            made[name] = pd.Categorical.from_codes(np.array(said), KINDS)
        elif dtype == "category":
            there, codes = known["import" if name == "source" else name]
            made[name] = pd.Categorical.from_codes(codes[np.array(said)], there)
        else:
            made[name] = pd.array(said, dtype="str") if dtype == "str" else np.array(said, dtype)
    return pd.DataFrame(made)


def day_of(at, zone):
    """Begin and end of the day in which a second falls, by the clock of a zone."""
    clock = ZoneInfo(zone)
    day = datetime.fromtimestamp(at, clock).date()
    return tuple(
        datetime(each.year, each.month, each.day, tzinfo=clock).timestamp()
        for each in (day, day + timedelta(1))
    )


def open_store(place):
    """The Store of a place that has one."""
    store = Store(place, engine_of(place, is_new=False))
    if not has_one(store.engine):
        raise ScenarioError(
            [Fault(store.place, "", "is a database without a store in it; twin import makes one")]
        )
    check_version(store)
    return store


def store_for(place, zone=None, *, key=None, new_zone="UTC"):
    """The Store of a place, made where there is none; one that is there keeps its zone and its key."""
    store = Store(place, engine_of(place, is_new=True))
    mark = mark_of(key) if key else ""
    if not has_one(store.engine):
        made(store.engine, {"version": VERSION, KEY: mark, ZONE: zone or new_zone})
    check_version(store)
    facts = store.facts()
    if facts[KEY] != mark and facts[KEY]:
        text = "holds pseudonyms, made with another key: give that key with --pseudonymise"
        raise ScenarioError([Fault(store.place, "", text)])
    if facts[KEY] != mark:
        text = "holds plates as they are; pseudonyms need a store of their own"
        raise ScenarioError([Fault(store.place, "", text)])
    if zone and zone != facts[ZONE]:
        text = f"is not the zone of the store, which is {facts[ZONE]}; a store has one, so make a new one"
        raise ScenarioError([Fault("--zone", zone, text)])
    return store


def has_one(engine):
    """Whether there is a store behind an engine."""
    return sql.inspect(engine).has_table(FACTS.name)


def check_version(store):
    """Refuses a store that another program made."""
    if (version := store.facts().get("version")) != VERSION:
        text = (
            f"is a store of version {version}, this program reads {VERSION}; import the logs into a new one"
        )
        raise ScenarioError([Fault(store.place, "", text)])


def made(engine, facts):
    """Makes the tables of a store, and keeps its facts."""
    METADATA.create_all(engine)
    with engine.begin() as connection:
        rows = [{"name": name, "value": value} for name, value in facts.items()]
        connection.execute(sql.insert(FACTS), rows)
