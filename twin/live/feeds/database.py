"""Rows that a system of the port adds to a table of its own database."""

import json
import time

from twin.live.records import Batch, Message
from twin.live.steady import now
from twin.observed.reading.tail import Tail
from twin.observed.store.away import Away

GAPS = 1000  # keys that are looked for again
PATIENCE = 300.0  # seconds for which they are: a writer that takes longer has given up
LONGEST_PAUSE = 5.0  # seconds between two questions to a database that does not answer
OPTIONS = ("table", "key", "notify", "name", "password_file", "unix_sock", "columns")


class Database:
    """A feed of rows in order of a key. Its cursor: the last key, and the keys before it that are missing.

    Who writes in parallel may be seen out of order: a lower key after a higher one. So keys that were left
    out are asked for again until they come or have to be given up.
    """

    def __init__(self, address, place):
        self.key = address.option("key", "id")
        self.tail = Tail(place, address.options.get("table"), self.key, address.options.get("notify"))
        self.name = address.options.get("name", f"table {address.path} {address.options.get('table', '')}")
        self.trouble = ""
        self.after, self.gaps, self.pause = 0, {}, 0.1

    def open(self, cursor):
        """Goes on behind a key; a table or key that is not there is refused, a server that is away is not."""
        told = json.loads(cursor) if cursor else {"after": -(2**62), "gaps": {}}
        self.after = told["after"]
        self.gaps = {int(key): since for key, since in told["gaps"].items()}
        try:
            self.tail.open()
        except Away as error:
            self.trouble = str(error)

    def take(self, most, seconds):
        until = time.monotonic() + seconds
        while True:
            rows = self.asked(most)
            left = until - time.monotonic()
            if rows or left <= 0:
                break
            self.waited(left)
        heard = now()
        messages = tuple(Message(body, None, heard, str(key)) for key, body in rows)
        self.went(key for key, _ in rows)
        return Batch(messages, json.dumps({"after": self.after, "gaps": self.gaps}))

    def asked(self, most):
        """The next rows, none where the database does not answer."""
        try:
            rows = self.tail.rows(self.after, list(self.gaps), most)
        except Away as error:
            self.trouble = str(error)
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            time.sleep(self.pause)
            return []
        self.trouble, self.pause = "", 0.1
        return rows

    def waited(self, seconds):
        try:
            self.tail.wait(seconds)
        except Away as error:
            self.trouble = str(error)

    def went(self, keys):
        """Moves behind keys, and notes those that were left out on the way."""
        at = now()
        for key in keys:
            if key in self.gaps:
                del self.gaps[key]
                continue
            if self.after > -(2**62):
                skipped = range(max(self.after + 1, key - GAPS), key)
                self.gaps |= dict.fromkeys(skipped, at)
            self.after = max(self.after, key)
        recent = {key: since for key, since in self.gaps.items() if at - since < PATIENCE}
        self.gaps = dict(sorted(recent.items())[-GAPS:])

    def kept(self, batch):
        """Nothing to say: the cursor was kept with the rows."""

    def close(self):
        self.tail.close()
