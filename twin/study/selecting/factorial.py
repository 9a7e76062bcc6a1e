"""What each lever does, and what levers do together: factorial experiments under the same luck.

A run is a set of levers. With all sets every effect is told apart; a fraction of them (Box and Hunter 1961)
tells effects apart up to its resolution: of resolution V no main effect and no interaction of two is mixed
with another of these, of resolution IV interactions of two are mixed with each other, which is said of
each.
"""

from itertools import combinations
from math import comb, inf
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.results.intervals import CONFIDENCE, mean_intervals
from twin.study.selecting.matched import matched

MOST_RUNS = 32
MOST_FACTORS = 10
MOST_TRIED = 15_000  # sets of words; beyond, they are grown from each first word
WHOLE = inf  # the resolution where no effect is mixed with another
CLEAR = 5  # from this resolution on interactions of two are told apart
EFFECTS = ("effect", "order", "value", "low", "high", "replications", "mixed_with")


class Design(NamedTuple):
    """Which factors each run has, the resolution, and {added factor: the factors whose product it is}."""

    factors: tuple
    has: np.ndarray  # [run, factor] bool; the first run has none where that is among the runs
    resolution: float
    generators: dict

    def runs(self):
        """[run] the names of the factors that it has."""
        return [tuple(f for f, on in zip(self.factors, row, strict=True) if on) for row in self.has]


def design(factors, most_runs=MOST_RUNS):
    """The Design of the fewest runs that tells interactions of two apart, or else the clearest.

    >>> design(["a", "b"]).runs()
    [(), ('a',), ('b',), ('a', 'b')]
    """
    factors = tuple(factors)
    if not 2 <= len(set(factors)) == len(factors) <= MOST_FACTORS:
        raise ValueError(f"{len(factors)} levers; name 2 to {MOST_FACTORS} different ones")
    if most_runs < 4:
        raise ValueError(f"{most_runs} runs are too few for any two levers; 4 or more are needed")
    count, found = len(factors), None
    for base in range(2, count + 1):
        if 2**base > most_runs:
            break
        words = _added(base, count - base)
        if words is None:
            continue
        resolution = _resolution(words, base)
        if found is None or resolution > found[2]:
            found = base, words, resolution
        if resolution >= CLEAR:
            break
    if found is None or found[2] < 3:
        raise ValueError(f"{most_runs} runs are too few for {count} levers; allow {2 ** (count - 1)}")
    return _design(factors, *found)


def effects(plan, values, confidence=CONFIDENCE):
    """One row a main effect and an interaction of two or, in a whole design, of three.

    `values` is [run, replication]. An effect is how much the mean over the runs that have it exceeds that
    over the others, replication by replication. Those that are mixed are told once, the first by name.
    """
    known = matched(values).values
    signs = np.where(plan.has, 1, -1)
    told, rows = {}, []
    for order in (1, 2, 3) if plan.resolution == WHOLE else (1, 2):
        for chosen in combinations(range(len(plan.factors)), order):
            name = " × ".join(plan.factors[i] for i in chosen)
            contrast = signs[:, chosen].prod(axis=1)
            key = max(contrast.tobytes(), (-contrast).tobytes())
            if key in told:
                told[key].append(name)
                continue
            told[key] = []
            mean, low, high, n = mean_intervals(contrast @ known / (len(contrast) / 2), confidence)
            rows.append((name, order, float(mean), float(low), float(high), int(n), key))
    table = pd.DataFrame(rows, columns=[*EFFECTS[:-1], "key"])
    table["mixed_with"] = [" = ".join(told[key]) for key in table.pop("key")]
    return table[list(EFFECTS)]


def _design(factors, base, words, resolution):
    runs = np.arange(2**base)
    on = (runs[:, None] >> np.arange(base)) & 1
    signs = 2 * on - 1
    columns = [signs[:, i] for i in range(base)]
    generators = {}
    for added, word in zip(factors[base:], words, strict=True):
        members = [i for i in range(base) if word >> i & 1]
        # So turned that the run without any base factor has no added one either: it is the port as it is.
        columns.append(signs[:, members].prod(axis=1) * (-1) ** (len(members) + 1))
        generators[added] = tuple(factors[i] for i in members)
    return Design(factors, np.stack(columns, axis=1) > 0, resolution, generators)


def _added(base, count):
    """The words (sets of base factors, as bits) of the added factors that are clearest; None if none."""
    if count == 0:
        return ()
    pool = sorted((w for w in range(2**base) if w.bit_count() >= 2), key=lambda w: (-w.bit_count(), w))
    if len(pool) < count:
        return None
    if comb(len(pool), count) <= MOST_TRIED:
        tried = combinations(pool, count)
    else:
        tried = (_grown((first,), pool, count, base) for first in pool)
    return max(tried, key=lambda words: _clearness(words, base))


def _grown(chosen, pool, count, base):
    """The first word and then, one by one, the word that leaves the design clearest."""
    while len(chosen) < count:
        rest = [word for word in pool if word not in chosen]
        chosen = (*chosen, max(rest, key=lambda word: _clearness((*chosen, word), base)))
    return chosen


def _resolution(words, base):
    """The shortest word of the defining relation; WHOLE where there is none."""
    return min(_lengths(words, base), default=WHOLE)


def _clearness(words, base):
    """The resolution first, then how few words are as short as that."""
    lengths = _lengths(words, base)
    return min(lengths), -lengths.count(min(lengths))


def _lengths(words, base):
    bits = [word | 1 << base + i for i, word in enumerate(words)]
    products = [0]
    for word in bits:
        products += [product ^ word for product in products]
    return [product.bit_count() for product in products[1:]]
