"""Durations and answers by the luck of those whom they concern."""

import math

from twin.plan.draws import GIVEN, mix
from twin.plan.plan import OWN_SIZE
from twin.plan.rules import answer, sample, whole_number
from twin.plan.visits import NOBODY


class Luck:
    """The luck of a replication, from some instant on perhaps that of one of many futures."""

    def __init__(self, arrays, dists):
        self.arrays, self.dists = arrays, dists

    @property
    def salt(self):
        """Of the future that it is in, 0 in the one that was drawn first."""
        return self.arrays.run_key[1].item()

    def key(self, key):
        """The key of a draw of now: in one of many futures the same names have other luck."""
        return salted(key, self.salt)

    def draw(self, dist, key, purpose, loop, record=NOBODY):
        """A duration by a law, or as recorded."""
        law = self.dists[dist]
        if law["kind"] == GIVEN:
            time = self.arrays.given[record, law["first"]].item() if record != NOBODY else math.nan
            if time == time:
                return time
            law = self.dists[law["n"]]
        parameters = (law[name] for name in ("kind", "first", "n", "p", "q", "r"))
        return sample(key, purpose, loop, *parameters, self.arrays.table)

    def of_server(self, dist, server, purpose):
        """A time to failure or to repair: the luck of the server, not of whom it serves."""
        server.salt = self.salt
        return self.draw(dist, self.key(self.key_of(server)), purpose, server.failures)

    def key_of(self, server):
        """The key of its own."""
        return mix(self.arrays.run_key[0], server.row["key"])


def salted(key, salt):
    """A key with other luck; salt 0 is its own."""
    return mix(key, salt) if salt else key


def case_of(port, e, step):
    """The answer to a question: what was set, else the entity's luck."""
    if step["d"] != NOBODY and e.registers[step["d"]]:
        return e.registers[step["d"]] - 1
    loop = 0 if step["e"] else e.loop
    key = e.key if step["e"] else port.luck.key(e.key)  # what is asked once says who it is
    return answer(key, step["key"], loop, port.plan.arrays.cum, step["a"] + e.cls * step["b"], step["b"])


def count_parts(port, e, step):
    """How many parts go their own way with the next step."""
    if step["a"] == OWN_SIZE:
        return e.heads
    return whole_number(port.luck.key(e.key), step["key"], e.loop, step["a"], step["b"])
