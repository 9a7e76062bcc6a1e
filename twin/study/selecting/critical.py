"""How far luck alone drives several paired differences apart at once.

Every pair of options under common random numbers has the spread of its own differences, and the error is
shared out over the pairs (Clark and Yang 1986, a Bonferroni procedure for common random numbers): no common
variance and no common correlation is assumed, as the pooled spread of Nelson and Matejcik (1995) needs.
That costs some 6 % of width for ten options.
"""

import numpy as np
from scipy.special import stdtrit

from twin.results.intervals import CONFIDENCE


def factor(count, n, confidence=CONFIDENCE):
    """Half-width in standard errors of the one-sided differences of one option to all others together."""
    return float(stdtrit(n - 1, 1 - (1 - confidence) / (count - 1)))


def errors(values):
    """[option, option] standard errors of the differences of means; exactly 0 where two never differ."""
    apart = [(row - values).std(axis=1, ddof=1) for row in values]
    return np.array(apart) / np.sqrt(values.shape[1])
