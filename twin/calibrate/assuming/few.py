"""Mean and spread of a few durations, or of none, with a range as wide as so little knowledge is.

The logarithms of n durations are normal. Their variance has a prior that is worth PRIOR observations, so
that one duration has a range as well; the logarithm of the mean is m + s2 / 2, whose error is that of m and
that of s2 (Cox's method), by Student's law. Where there are none, the mean is one more of those of others.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2
from scipy.stats import t as student

from twin.calibrate.fit import SURE

PRIOR = 4.0  # observations that the prior of a variance is worth: an assumption
USUAL_CV = 0.6  # between a gate's 0.4 and an examination's 0.8: an assumption, where no law is known
UNLIKE = 1.0  # spread of the logarithms of the means of stations, where there are not two of them
UPPER = 0.5 + SURE / 2


class Few(NamedTuple):
    """A lognormal law, and the ranges of its mean and cv."""

    mean: float
    cv: float
    mean_within: tuple[float, float]
    cv_within: tuple[float, float]
    n: int


def law_of_few(values, usual_cv):
    """The Few of at least one duration; `usual_cv` is that of laws that are known."""
    logs, n = np.log(values), len(values)
    free = PRIOR + n - 1
    s2 = (PRIOR * np.log1p(usual_cv**2) + ((logs - logs.mean()) ** 2).sum()) / free
    error = student.ppf(UPPER, free) * np.sqrt(s2 / n + s2**2 / (2 * free))
    middle = logs.mean() + s2 / 2
    variances = free * s2 / chi2.ppf([UPPER, 1 - UPPER], free)
    cvs = np.sqrt(np.expm1(variances))
    return Few(
        float(np.exp(middle)), float(np.sqrt(np.expm1(s2))), ends(middle, error),
        (float(cvs[0]), float(cvs[1])), n,
    )  # fmt: skip


def law_of_none(means, usual_cv):
    """The Few where there is no duration, but the means of others are known."""
    logs, k = np.log(means), len(means)
    spread = logs.std(ddof=1) if k > 1 else UNLIKE
    error = student.ppf(UPPER, max(k - 1, PRIOR)) * spread * np.sqrt(1 + 1 / k)
    return Few(float(np.exp(logs.mean())), usual_cv, ends(logs.mean(), error), (0.0, 2 * usual_cv), 0)


def usual(cvs):
    """The cv of laws that are known, as a rule."""
    known = [cv for cv in cvs if cv > 0]
    return float(np.median(known)) if known else USUAL_CV


def ends(middle, error):
    return float(np.exp(middle - error)), float(np.exp(middle + error))
