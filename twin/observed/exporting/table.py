"""Rows added to the end of a table of a database, as the systems of a port write theirs."""

import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError
from twin.observed.store.away import answering
from twin.observed.store.places import engine_of, shown


class Rows:
    """A table of texts with a key that grows; it is made where it is not there."""

    def __init__(self, place, name, key, columns):
        self.place = shown(place)
        self.engine = engine_of(place, is_new=True)
        if key in columns:
            raise ScenarioError([Fault("key", key, "is a column of the log; name another with key=")])
        number = sql.BigInteger().with_variant(sql.Integer, "sqlite")
        self.table = sql.Table(
            name,
            sql.MetaData(),
            sql.Column(key, number, sql.Identity(), primary_key=True),
            *(sql.Column(column, sql.Text) for column in columns),
        )
        with answering(self.place):
            self.table.create(self.engine, checkfirst=True)

    def add(self, rows, channel=None):
        """Adds rows at once, and says so to those who listen."""
        names = self.table.columns.keys()[1:]
        filled = [{name: row.get(name) for name in names} for row in rows]
        with answering(self.place), self.engine.begin() as connection:
            connection.execute(sql.insert(self.table), filled)
            if channel is not None and connection.dialect.name == "postgresql":
                connection.execute(sql.select(sql.func.pg_notify(channel, "")))
