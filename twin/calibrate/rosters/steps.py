"""The roster that explains the starts with the fewest changes in a day."""

from typing import NamedTuple

import numpy as np
from scipy.stats import binom, poisson

Array = np.ndarray
HOURS = 24
STRAY = 0.02  # of starts that fit no roster, at least: a hand-over, a lane that is down, a clock that is off
CHANGE = 12.0  # log-likelihood that a change must gain
MOST = 80  # servers of one station
TRUST = 0.2  # in Poisson's law of how many are found busy: arrivals are seldom quite at random
DAY, HOUR = 86400.0, 3600.0


class Roster(NamedTuple):
    """Servers by hour, which numbers are possible, and how well they are told."""

    number: Array  # [hour]
    weights: Array  # [hour, number - 1] how likely each number is, within the hours that go together
    proofs: Array  # [hour] starts after a wait, with as many busy, within the hours that go together
    cost: float
    strays: float  # share of starts that do not fit


def roster_of(evidence, hours):
    """The Roster of the starts of an Evidence, whose hours of the day are given."""
    top = int(np.nanmin([evidence.busy.max(initial=1) + 1, MOST, evidence.lanes]))
    strays = STRAY
    for _ in range(2):  # the second time with the share of strays that the first has found
        likely = log_likelihoods(evidence, hours, top, strays)
        count, cost = fewest_changes(likely)
        off = misfits(evidence, hours, count)
        strays = float(np.clip(1.5 * off, STRAY, 0.3))
    return Roster(count + 1, *within_steps(likely, count, evidence, hours), cost, off)


def log_likelihoods(evidence, hours, top, strays):
    """[hour, number - 1] of the starts of each hour."""
    numbers = np.arange(1, top + 1)
    busy = np.clip(evidence.busy, 1, top)
    exact = binom.pmf(busy[:, None] - 1, numbers - 1, 1.0 - min(evidence.unseen, 0.5))
    free = (busy[:, None] <= numbers) * room(evidence, hours, top)[hours]
    fits = np.where(evidence.waited[:, None], exact, free)
    each = np.log((1.0 - strays) * fits + strays / top)
    likely = np.zeros((HOURS, top))
    np.add.at(likely, hours, each)
    return likely


def room(evidence, hours, top):
    """[hour, number - 1] how much likelier a start at once is than it would be with servers enough.

    With servers enough, who comes finds a Poisson number of them busy, whose mean is the load of the hour.
    Never to see more than c busy speaks for c servers as far as more would be likely.
    """
    days = max(len(np.unique(evidence.started // DAY)), 1)
    load = np.bincount(hours, minlength=HOURS) * evidence.length / (days * HOUR)
    below = poisson.cdf(np.arange(top), load[:, None])
    return (below[:, -1:] / np.maximum(below, 1e-12)) ** TRUST


def fewest_changes(likely):
    """([hour] number - 1, cost): the best way round the clock, each change at a price."""
    top = likely.shape[1]
    best, cost = np.zeros(HOURS, np.int64), np.inf
    price = CHANGE * (1.0 - np.eye(top))
    for first in range(top):
        total = np.full(top, np.inf)
        total[first] = -likely[0, first]
        came = np.zeros((HOURS, top), np.int64)
        for hour in range(1, HOURS):
            ways = total[:, None] + price
            came[hour] = ways.argmin(axis=0)
            total = ways.min(axis=0) - likely[hour]
        total = total + price[:, first]
        last = int(total.argmin())
        if total[last] < cost - 1e-9:
            cost = float(total[last])
            for hour in range(HOURS - 1, -1, -1):
                best[hour] = last
                last = came[hour, last]
    return best, cost


def misfits(evidence, hours, count):
    """The share of starts that a roster does not explain."""
    here = count[hours] + 1
    busy = np.fmin(evidence.busy, evidence.lanes)
    off = (busy > here) | (evidence.waited & (busy != here))
    return float(off.mean()) if len(off) else 0.0


def within_steps(likely, count, evidence, hours):
    """([hour, number - 1], [hour]): likelihoods and proofs, gathered over hours that have one number."""
    weights, proofs = np.zeros_like(likely), np.zeros(HOURS)
    exact = evidence.waited & (np.fmin(evidence.busy, evidence.lanes) == count[hours] + 1)
    for group in steps_of(count):
        total = likely[group].sum(axis=0)
        weights[group] = np.exp(total - total.max()) / np.exp(total - total.max()).sum()
        proofs[group] = np.isin(hours[exact], group).sum()
    return weights, proofs


def steps_of(count):
    """Lists of hours that go together, round midnight."""
    begins = np.flatnonzero(count != np.roll(count, 1))
    if not len(begins):
        return [np.arange(HOURS)]
    ends = np.append(begins[1:], begins[0] + HOURS)
    return [np.arange(begin, end) % HOURS for begin, end in zip(begins, ends, strict=True)]
