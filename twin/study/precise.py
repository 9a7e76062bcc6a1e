"""As many replications as it takes until a mean is known well enough.

The rule is the sequential procedure of Law & Kelton, Simulation Modeling and Analysis, section "Obtaining a
specified precision" (9.4.1 in Law 2015), after Chow & Robbins, Annals of Mathematical Statistics 36 (1965):
from 10 replications on, stop at the first number n at which the half-width of the t interval of the mean is
at most what is wanted. Of a share g of the mean it takes g / (1 + g), so that the true relative error is at
most g. An interval that is stopped when it is narrow covers the truth somewhat less often than it says; from
10 replications on that loss is small, and it vanishes as the width wanted goes to 0.

Whether n is enough is judged by the replications up to n alone. So the answer is the same however many are
run at once, and it is the result of a scenario that asked for n replications.
"""

import math
from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.model.units import SHARE, read
from twin.results.intervals import estimate, replications_for, t_factor
from twin.results.summary import summarise
from twin.study.kept import AS_USUAL, Kept, asking_for, measures_of, summary_of
from twin.study.running.trouble import OutOfTime
from twin.study.target import Target, target_of, values

FEWEST = 10  # replications before the rule is looked at, as Law advises
MOST = 1000  # replications at which it is given up


class Precision(NamedTuple):
    """The half-width wanted of a target's mean: a share of the mean, or in the target's unit."""

    target: Target
    width: float
    is_share: bool
    most: int = MOST

    def wanted(self, mean):
        """The half-width that is enough where the mean is so large."""
        return self.width / (1.0 + self.width) * abs(mean) if self.is_share else self.width


class Precise(NamedTuple):
    """What was reached: the kept summary, and the half-width of the mean with what was wanted of it."""

    kept: Kept
    precision: Precision
    mean: float
    half_width: float
    wanted: float

    @property
    def is_reached(self):
        """Whether the mean is known as well as was wanted, or as many ran as were allowed or had time."""
        return self.half_width <= self.wanted


def precision_of(said, target="wait_mean", most=MOST):
    """The Precision of a text: "5 %" of the mean, or a half-width as a bound of a target is written.

    >>> precision_of("2 min").width
    120.0
    """
    of = target_of(target)
    try:
        width, is_share = float(read(said, SHARE)), True
    except ValueError:
        width, is_share = target_of(f"{of.measure} {of.name} <= {said}").bound, False
    if not 0.0 < width < math.inf:
        raise ScenarioError([Fault("precision", said, "no width of an interval; write '5 %' or '2 min'")])
    return Precision(of, width, is_share, most)


def precise_summary(scenario, precision, *, folder="outputs", how=AS_USUAL, watch=None):
    """The Precise summary of a scenario: as many replications as it takes, no fewer than it asks for."""
    least = max(FEWEST, scenario.experiment.replications)
    most = max(precision.most, least)
    number = least
    where = {"folder": folder, "how": how, "watch": watch}
    while True:
        try:
            plan, measures = measures_of(scenario, range(number), **where)
        except OutOfTime as over:
            if over.done < 2:
                raise
            most = number = over.done
            plan, measures = measures_of(scenario, range(number), **where)
        level = values(summarise(plan, measures), precision.target)
        enough = first_enough(level, precision, least)
        if enough or number >= most:
            break
        number = min(most, foreseen(level, precision))
    number = enough or most
    kept = summary_of(asking_for(scenario, number), **where)
    mean, _, high, _ = estimate(level[:number])
    return Precise(kept, precision, mean, high - mean, precision.wanted(mean))


def first_enough(level, precision, least=FEWEST):
    """The first number of replications from the least on whose mean is known well enough, or None."""
    for number in range(least, len(level) + 1):
        mean, _, high, _ = estimate(level[:number])
        if high - mean <= precision.wanted(mean):
            return number
    return None


def foreseen(level, precision):
    """How many replications to look at next: as the spread so far lets expect, and at most twice as many."""
    known, twice = level[~np.isnan(level)], 2 * len(level)
    if len(known) < 2:
        return twice
    wanted = precision.wanted(known.mean())
    if t_factor(twice) * known.std(ddof=1) / math.sqrt(twice) > wanted:
        return twice
    return max(len(level) + 1, replications_for(known, wanted))
