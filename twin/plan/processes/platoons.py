"""Several who come together: who leads draws how many there are."""

import math
from dataclasses import dataclass

import numpy as np

from twin.plan.draws import EXPONENTIAL, UNIFORM, name_key
from twin.plan.jit import njit
from twin.plan.plan import NO_DIST
from twin.plan.processes.coming import Coming
from twin.plan.processes.keyed import durations, durations_of, keys_of
from twin.plan.visits import NOBODY

PLACE_BITS = 42  # identities of those who lead are below; above it is the place in the platoon
_NAMED_ANEW = 1 << 59  # their identity; no platoon is that long
_SIZE, _GAP = name_key("platoon size"), name_key("platoon gap")


@dataclass(frozen=True)
class Platoons:
    """Evenly from `low` to `high`, or geometric from 1 where `high` is NOBODY."""

    mean: float = 1.0
    low: int = 1
    high: int = 1
    gap: int = NO_DIST  # dist, between one and the next

    def sizes(self, keys):
        """[key] how many come with the one who leads; what is certain draws nothing."""
        if self.low == self.high:
            return np.full(len(keys), self.low)
        if self.high != NOBODY:
            law = (UNIFORM, 0, 0, float(self.low), self.high + 1.0, 0.0)
            drawn = durations_of(keys, _SIZE, law, np.zeros(0)).astype(np.int64)
            return np.minimum(drawn, self.high)
        # The whole part of an exponential number is geometric from 0.
        law = (EXPONENTIAL, 0, 0, -1 / math.log1p(-1 / self.mean), 0.0, 0.0)
        return 1 + durations_of(keys, _SIZE, law, np.zeros(0)).astype(np.int64)

    def all_of(self, leaders, root, arrays):
        """Those who lead and those behind them, platoon by platoon."""
        if self.low == self.high == 1:
            return leaders
        sizes = self.sizes(keys_of(root, leaders.identity))
        first = np.repeat(np.cumsum(sizes) - sizes, sizes)
        place = np.arange(len(first)) - first
        identity = np.repeat(leaders.identity, sizes) + (place << PLACE_BITS)
        gaps = durations(keys_of(root, identity), _GAP, arrays.dist[self.gap], arrays.table)
        return Coming(_behind(np.repeat(leaders.time, sizes), gaps, place), identity)


def behind(late):
    """Of those who are late: those behind a leader who has come already, named anew; how many others."""
    leads = late.identity[late.identity < 1 << PLACE_BITS]
    follows = (late.identity >= _NAMED_ANEW) | ~np.isin(leaders_of(late.identity), leads)
    kept = late.time[follows]
    return Coming(kept, _NAMED_ANEW + np.arange(len(kept))), len(late.time) - len(kept)


def leaders_of(identity):
    """[arrival] the identity of who leads its platoon; those of days before the start are below 0."""
    place = (identity + (1 << PLACE_BITS - 1)) >> PLACE_BITS
    return identity - (place << PLACE_BITS)


@njit("float64[:](float64[:], float64[:], int64[:])", cache=True)
def _behind(times, gaps, place):
    """[arrival] each a gap after the one before it, those who lead at their own time."""
    out = times.copy()
    for i in range(len(out)):
        if place[i] > 0:
            out[i] = out[i - 1] + gaps[i]
    return out
