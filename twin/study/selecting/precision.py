"""How many replications make paired differences as precise as asked.

Two stages under common random numbers: the spread of the differences in the replications there are says how
many are needed (results.intervals.replications_for); where those turn out to spread more, more are asked
for.
"""

from typing import NamedTuple

import numpy as np

from twin.results.intervals import CONFIDENCE, mean_intervals, replications_for
from twin.study.selecting.matched import matched

MOST = 10_000  # replications: what would need more is told as it stands
STAGES = 5


class Precise(NamedTuple):
    """Replications, and the half-width that the widest difference has with them."""

    replications: int
    half_width: float
    wanted: float

    @property
    def reached(self):
        """Whether every difference is as precise as asked."""
        return self.half_width <= self.wanted


def precise(asked, first, wanted, *, most=MOST):
    """The Precise; `asked(n)` gives [option, replication] values of replications 0 to n - 1.

    `wanted(values)` is the half-width that differences to the first option shall have, judged by the values.
    """
    more = first
    for _ in range(STAGES):
        n = more
        values = matched(asked(n)).values
        width, needed = widest(values), wanted(values)
        more = min(most, max(needed_for(values, needed), n))
        if width <= needed or more == n:
            break
    return Precise(n, width, needed)


def widest(values, confidence=CONFIDENCE):
    """The largest half-width of the differences to the first option."""
    mean, _, high, _ = mean_intervals((values[1:] - values[0]).T, confidence)
    return float(np.max(high - mean))


def needed_for(values, half_width):
    """The replications by which the most uncertain of the differences is so precise; MOST + 1 at the most."""
    if not half_width > 0:
        return MOST + 1
    apart = values[1:] - values[0]
    worst = apart[np.argmax(apart.std(axis=1, ddof=1))]
    # Where no search need be made: the interval is wider than a normal one.
    if (worst.std(ddof=1) * 1.96 / half_width) ** 2 > MOST:
        return MOST + 1
    return replications_for(worst, half_width)


def half_width_of_share(share):
    """What `precise` wants where the half-width shall be a share of the first option's mean."""
    return lambda values: share * abs(float(values[0].mean()))
