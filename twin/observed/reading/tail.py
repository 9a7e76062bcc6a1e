"""Rows of a table as they are added to it, by a key that grows."""

import json
import select
import time

import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.observed.reading.tables import table_in
from twin.observed.store.away import Away, answering
from twin.observed.store.places import engine_of, shown, url_of

PAUSE = 0.05  # seconds between two looks at a table whose database does not say that something came


class Tail:
    """A table that is read behind its end; whatever does not answer is Away, and asked anew next time."""

    def __init__(self, place, table, key, channel=None):
        self.place, self.name, self.key, self.channel = place, table, key, channel
        self.engine = self.table = self.column = self.ears = None

    def open(self):
        """Finds the table and its key, both of which must be fit for this."""
        if self.table is not None:
            return
        with answering(shown(self.place)):
            self.engine = self.engine or engine_for(self.place)
            table = table_in(self.engine, self.name)
        names = [column.name for column in table.columns]
        if self.key not in names:
            text = f"{table.name} has no such column{nearest(self.key, names)}; it has {listed(names)}"
            raise refused(self.key, text)
        if not isinstance(table.columns[self.key].type, sql.Integer):
            text = "is no whole number; the key is a number that grows with each row and is used once"
            raise refused(self.key, text)
        self.table, self.column = table, table.columns[self.key]

    def rows(self, after, gaps, most):
        """The next rows behind a key, and those in the gaps before it that have come, in order of the key."""
        self.open()
        question = sql.select(self.table)
        later = question.where(self.column > after).order_by(self.column).limit(most)
        missed = [question.where(self.column.in_(gaps)).order_by(self.column)] if gaps else []
        found = []
        try:
            with answering(shown(self.place)), self.engine.connect() as connection:
                for one in (*missed, later):
                    found += connection.execute(one).mappings().all()
        except Away:
            self.close()  # a connection that failed once is not asked again
            raise
        return [(row[self.key], as_json(row)) for row in found]

    def wait(self, seconds):
        """Waits until a row may have come, at most so long."""
        if self.channel is None or self.engine is None:
            time.sleep(min(seconds, PAUSE))
            return
        try:
            with answering(shown(self.place)):
                self.listen(seconds)
        except Away:
            self.close()
            raise

    def listen(self, seconds):
        """Waits until the server says that something came."""
        if self.ears is None:
            self.ears = self.engine.connect()
            quoted = self.engine.dialect.identifier_preparer.quote(self.channel)
            self.ears.exec_driver_sql(f"LISTEN {quoted}")
            return  # what came before it listened was not told
        heard = self.ears.connection.driver_connection
        # It is told on the socket itself, and taken from there by the next question, whatever that is.
        if select.select([heard._usock], [], [], seconds)[0]:
            self.ears.exec_driver_sql("SELECT 1")
            heard.notifications.clear()

    def close(self):
        """Lets go of all connections; the next question makes new ones."""
        ears, self.ears = self.ears, None
        if ears is not None:
            ears.invalidate()
            ears.close()
        if self.engine is not None:
            self.engine.dispose()


def engine_for(place):
    """The engine of a database that is asked again and again, and may be away at first."""
    url = url_of(place)
    if url.get_backend_name() == "sqlite":
        return engine_of(place, is_new=False)
    return sql.create_engine(url, pool_size=1, max_overflow=1, isolation_level="AUTOCOMMIT")


def as_json(row):
    """A row as the body of a message."""
    return json.dumps(dict(row), ensure_ascii=False, default=str).encode("utf-8", "replace")


def refused(value, text):
    return ScenarioError([Fault("key", str(value), text)])
