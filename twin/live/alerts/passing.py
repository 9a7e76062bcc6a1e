"""How likely a measure passes a limit at all, and when: by the first passage of each future.

That a queue passes its limit may be certain while its minute is not. Then no single time has a high chance of
being beyond the limit, and the share of futures that pass it at some time is what there is to be told.
"""

from typing import NamedTuple

import numpy as np

AMONG = (0.1, 0.5, 0.9)  # of the futures that pass: so many have passed at early, middle, late
ALMOST = 0.01  # nothing is surer than 99 %, as there may be what no future has


class Passage(NamedTuple):
    """The chance to pass at all, and seconds ahead of the passages; nan where no future passes."""

    chance: float
    early: float
    middle: float
    late: float


def passage(path, times, limit):
    """The Passage of a limit by a path, [future, time] the highest of the step that ends then.

    Within a step it is in the middle. What is beyond now passes now.

    >>> passage(np.array([[0.0, 1.0, 3.0], [0.0, 3.0, 0.0]]), np.array([0.0, 60.0, 120.0]), 2.0)
    Passage(chance=0.99, early=36.0, middle=60.0, late=84.0)
    """
    beyond = path > limit  # what is nan is not
    passes = beyond.any(axis=1)
    chance = float(np.clip(passes.mean(), ALMOST, 1.0 - ALMOST))
    if not passes.any():
        return Passage(chance, np.nan, np.nan, np.nan)
    middles = np.append(times[0], (times[:-1] + times[1:]) / 2)
    first = middles[beyond[passes].argmax(axis=1)]
    return Passage(chance, *np.quantile(first, AMONG).tolist())
