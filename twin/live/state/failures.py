"""How likely a silence of a server is a failure, by the laws of its services and of its failures."""

import math
from bisect import bisect_right

import numpy as np
from scipy.special import ndtr

from twin.live.state.reading import END, START

UNKNOWN = 86400.0, 3600.0  # of work to a failure, and down: from 4 h to 60 d are alike likely, an assumption
TOO_LONG = 3.7  # standard deviations beyond which no service was one: a ten-thousandth of them
LEAST_CV = 0.05  # of a service, as clocks are read
POINTS = 32  # of a service, in which a failure may have come


def learned(passing, station, law):
    """(mean work to a failure, mean seconds down) by the services of the last hours, on top of UNKNOWN.

    Of those that were seen to begin and to end, those that lasted too long had a failure in them.
    """
    seen = passing.steps.get(((station, START), (station, END)), ())
    limit = law[0] * math.exp(TOO_LONG * _sigma(law) - _sigma(law) ** 2 / 2)
    long = seen[bisect_right(seen, limit) :]
    work, down = UNKNOWN
    failures = 1 + len(long)
    return (work + len(seen) * law[0]) / failures, (down + sum(long) - law[0] * len(long)) / failures


def chance_down(silent, law, failing, lost):
    """That a server is down which began so long ago; law: mean and cv of a service; lost: of words."""
    mtbf, mttr = failing
    times = (np.arange(POINTS) + 0.5) / POINTS * min(silent, 8 * law[0])
    step = times[1] - times[0]
    up = float(longer(silent, law))
    down = float((longer(times, law) * np.exp((times - silent) / mttr)).sum() * step / mtbf)
    gone = lost * (1 - up)
    return float(down / (up + down + gone)) if down > 0 else 0.0


def longer(times, law):
    """The share of services that last longer than a time."""
    sigma = _sigma(law)
    return ndtr(-(np.log(np.maximum(times, 1e-3) / law[0]) + sigma**2 / 2) / sigma)


def _sigma(law):
    """The standard deviation of the logarithm of a service."""
    return math.sqrt(math.log1p(max(law[1], LEAST_CV) ** 2))
