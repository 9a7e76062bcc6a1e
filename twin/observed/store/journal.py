"""What a live port wrote down beside its records: one line a fact, in order, never changed."""

import json
import math

import sqlalchemy as sql
from sqlalchemy import Column, Float, Index, MetaData, Table, Text

from twin.observed.store.tables import LARGE

JOURNAL_METADATA = MetaData()  # apart: a store that was never live has no journal
JOURNAL = Table(
    "journal", JOURNAL_METADATA,
    Column("number", LARGE, primary_key=True, autoincrement=True),
    Column("at", Float(53), nullable=False),  # of the fact, seconds since the Unix epoch
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON; null is what is no number
)  # fmt: skip
Index("journal_kind", JOURNAL.c.kind, JOURNAL.c.number)


def open_journal(store):
    """Makes the journal of a store where there is none."""
    JOURNAL_METADATA.create_all(store.engine)


def note(store, kind, facts):
    """Writes down facts, each (at, name, {field: value}), whole or not at all."""
    rows = [
        {"at": at, "kind": kind, "name": name, "body": json.dumps(finite(body), ensure_ascii=False)}
        for at, name, body in facts
    ]
    if rows:
        with store.engine.begin() as connection:
            connection.execute(sql.insert(JOURNAL), rows)


def noted(store, kind, last=None):
    """The facts of a kind in order, each (at, name, {field: value}); only the `last` ones where said."""
    question = sql.select(JOURNAL.c.at, JOURNAL.c.name, JOURNAL.c.body).where(JOURNAL.c.kind == kind)
    question = question.order_by(JOURNAL.c.number.desc())
    if last is not None:
        question = question.limit(last)
    with store.connect() as connection:
        rows = connection.execute(question).all()
    return [(at, name, json.loads(body)) for at, name, body in reversed(rows)]


def finite(tree):
    """The tree in the words of JSON: what is no number is null."""
    if isinstance(tree, dict):
        return {str(key): finite(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [finite(value) for value in tree]
    if hasattr(tree, "item"):
        tree = tree.item()
    return None if isinstance(tree, float) and not math.isfinite(tree) else tree
