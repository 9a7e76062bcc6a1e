"""The tables of a store: events as they came, what was twice, what was refused, and which files it was."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = "1"  # of these tables

METADATA = MetaData()
LARGE = BigInteger().with_variant(Integer, "sqlite")

# What is true of the whole store: version, zone, whether there are pseudonyms.
FACTS = Table(
    "facts", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)

# Devices, stations and classes by their numbers; 0 is what is not said.
NAMES = Table(
    "names", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("field", "name"),
)  # fmt: skip

# One file or table each. A batch of it is kept together with how far it goes, so nothing is kept twice.
IMPORTS = Table(
    "imports", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("map", Text, nullable=False),  # as it was used, in YAML
    Column("done", LARGE, nullable=False),  # the last line that is kept
    Column("is_whole", SmallInteger, nullable=False),
    Column("next_row", LARGE, nullable=False),  # of the store, after the last batch
    Column("records", LARGE, nullable=False),
    Column("events", LARGE, nullable=False),
    Column("duplicates", LARGE, nullable=False),
    Column("refused", LARGE, nullable=False),  # records of which nothing is kept as an event
    Column("faults", LARGE, nullable=False),  # fields that are not read, of events that are kept
)  # fmt: skip

# How far a feed has come: what it gave is kept together with this, in one transaction.
CURSORS = Table(
    "cursors", METADATA,
    Column("import", Integer, ForeignKey("imports.id"), primary_key=True, autoincrement=False),
    Column("cursor", Text, nullable=False),
)  # fmt: skip


def event_columns():
    """The columns of an event. Times are seconds since the Unix epoch, UTC; null is what is not said."""
    return (
        Column("row", LARGE, primary_key=True, autoincrement=False),
        Column("import", Integer, ForeignKey("imports.id"), nullable=False),
        Column("line", LARGE, nullable=False),
        Column("kind", SmallInteger, nullable=False),  # 0 arrive, 1 start, 2 end
        Column("device", Integer, nullable=False),
        Column("seq", LARGE, nullable=False),
        Column("station", Integer, nullable=False),
        Column("cls", Integer, nullable=False),
        Column("at", Float(53), nullable=False),
        Column("received", Float(53)),
        Column("sureness", Float(53)),
        Column("weight", Float(53)),
        Column("message", Text),
        Column("case", Text),
        Column("plate", Text),
        Column("tag", Text),
        Column("declaration", Text),
    )


EVENTS = Table("events", METADATA, *event_columns())
DUPLICATES = Table("duplicates", METADATA, *event_columns())
Index("events_at", EVENTS.c.at)

# A message is itself by its device's number of it. Time, kind and station are part of that: a counter begins
# anew when a device does, and a message that was spoiled on its way is not the one it was, so neither is
# taken for a second copy. What has no number is itself by its place in the file.
NUMBERED, UNNUMBERED = EVENTS.c.seq >= 0, EVENTS.c.seq < 0
Index(
    "events_numbered", *(EVENTS.c[name] for name in ("device", "seq", "at", "kind", "station")),
    unique=True, sqlite_where=NUMBERED, postgresql_where=NUMBERED,
)  # fmt: skip
Index(
    "events_placed", EVENTS.c["import"], EVENTS.c.line, EVENTS.c.kind,
    unique=True, sqlite_where=UNNUMBERED, postgresql_where=UNNUMBERED,
)  # fmt: skip

# Records, and fields of records, that could not be read.
REFUSED = Table(
    "refused", METADATA,
    Column("import", Integer, ForeignKey("imports.id"), primary_key=True, autoincrement=False),
    Column("number", LARGE, primary_key=True, autoincrement=False),
    Column("line", LARGE, nullable=False),
    Column("field", Text, nullable=False),  # '' of a whole record
    Column("reason", Text, nullable=False),
    Column("is_kept", SmallInteger, nullable=False),  # 1: the event is kept without the field
    Column("text", Text),  # of the record; null where plates are pseudonyms
)  # fmt: skip
