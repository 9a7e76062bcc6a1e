"""The best of several options by the fewest replications: those that fall behind are dropped on the way.

Kim and Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation, ACM
TOMACS 11, with c = 1 and the error shared out as for dependent systems, so common random numbers are
allowed. If the best is better than every other by the indifference zone or more, it is selected with the
confidence asked for. Replications are taken to be normal and independent of each other.
"""

from typing import Any, NamedTuple

import numpy as np

from twin.results.dictionary import LESS
from twin.results.intervals import CONFIDENCE
from twin.study.selecting.critical import errors
from twin.study.selecting.matched import FEWEST, gains, refuse_twins

FIRST = 10  # replications before the first look: fewer make the spread, and so the bounds, too uncertain


class Rule(NamedTuple):
    """What a selection must hold to."""

    indifference: float  # a smaller difference is not worth detecting
    confidence: float = CONFIDENCE
    better: str = LESS
    first: int = FIRST


class Selection(NamedTuple):
    """The option selected, and what it took: [option] replications, and their means."""

    best: Any
    means: dict
    replications: dict

    @property
    def total(self):
        """Replications of all options together."""
        return sum(self.replications.values())


def select(sample, options, rule, start=0):
    """The Selection of one of the options by KN; `sample(option, numbers)` gives [number] values.

    The numbers are those of common random numbers and begin at `start`; each is asked for once an option.
    """
    options = list(options)
    refuse_rule(options, rule)
    first = _asked(sample, options, range(start, start + rule.first), rule)
    spread = errors(first) ** 2 * rule.first
    bound = _bound(len(options), rule) * spread / rule.indifference**2
    sums, counts = first.sum(axis=1), np.full(len(options), rule.first)
    inside = np.arange(len(options))
    taken = rule.first
    while True:
        inside = _screened(inside, sums, taken, bound, rule.indifference)
        if len(inside) == 1 or taken > bound[np.ix_(inside, inside)].max():
            break
        new = _asked(sample, [options[i] for i in inside], [start + taken], rule)
        sums[inside] += new[:, 0]
        counts[inside] += 1
        taken += 1
    means = gains(sums / counts, rule.better)
    best = inside[np.argmax(sums[inside])]
    return Selection(
        options[best],
        {option: float(mean) for option, mean in zip(options, means, strict=True)},
        {option: int(count) for option, count in zip(options, counts, strict=True)},
    )


def _bound(count, rule):
    """h squared of the procedure."""
    share = 2 * (1 - rule.confidence) / (count - 1)
    return share ** (-2 / (rule.first - 1)) * (rule.first - 1) - (rule.first - 1)


def _screened(inside, sums, taken, bound, indifference):
    """Those whose sum is not too far behind that of any other; the distance narrows to nothing."""
    reach = np.maximum(0.0, indifference / 2 * (bound[np.ix_(inside, inside)] - taken))
    behind = sums[inside][None, :] - sums[inside][:, None]  # [own, other]
    # What rounding leaves of sums that are the same drops nobody.
    slack = 1e-12 * np.abs(sums[inside]).max(initial=0.0)
    return inside[(behind <= reach + slack).all(axis=1)]


def _asked(sample, options, numbers, rule):
    """[option, number] gains; a replication without a value is refused with its name."""
    numbers = list(numbers)
    values = np.array([np.asarray(sample(option, numbers), float) for option in options])
    for option, row in zip(options, values, strict=True):
        if np.isnan(row).any():
            number = numbers[int(np.argmax(np.isnan(row)))]
            raise ValueError(
                f"{option} has no value in replication {number}; select by what every replication has"
            )
    return gains(values, rule.better)


def refuse_rule(options, rule):
    """Refuses what no procedure can hold to."""
    if len(options) < FEWEST:
        raise ValueError(f"there is {len(options)} option to select from; {FEWEST} or more are needed")
    refuse_twins(options)
    if not rule.indifference > 0:
        raise ValueError(f"the indifference zone is {rule.indifference}; it must be above 0")
    if rule.first < 3:
        raise ValueError(f"the first look is after {rule.first} replications; 3 or more tell the spread")
    if not 1 / len(options) < rule.confidence < 1:
        raise ValueError(f"the confidence is {rule.confidence}; it lies above 1/{len(options)} and below 1")
