"""A local search on whole numbers for a small budget of replications, in the manner of R-SPLINE.

Wang, Pasupathy and Schmeiser: the problem is solved for few replications under common luck, and its answer
is where the search with more begins. Each solves by a line search, along the way on which the linear piece
through a vector and its neighbours falls fastest, and by looking at all neighbours: one more, one less, and
one more here for one less there. What it ends at has no better neighbour; a better vector far away there may
be. The space is never listed, so it may be of any size.
"""

import math
from typing import NamedTuple

import numpy as np

from twin.results.intervals import estimate as interval
from twin.study.searching.lattice import Option
from twin.study.searching.space import cost_of

SIZES = (4, 8, 16, 32)  # replications of one stage after the other
DOUBLINGS = 6


class Descent(NamedTuple):
    """Where a local search ended: no neighbour is better, if the budget was not over before."""

    option: Option
    replications: int
    is_local_best: bool


def at_most(bound):
    """The goal of least cost among those that keep a level: who misses it is judged by how far."""
    return lambda cost, level: (max(level - bound, 0.0), cost, level)


def within(money):
    """The goal of the least level among those that cost so much at most."""
    return lambda cost, level: (max(cost - money, 0.0), level, cost)


def descend(space, evaluate, goal, *, start=None, budget=2000):
    """The Descent from a vector (else from the most of each) after at most so many replications.

    `evaluate(counts, numbers)` gives the levels of these replications; `goal(cost, level)` a tuple, the less
    the better.
    """
    walk = _Walk(space, evaluate, goal, {}, budget)
    here = tuple(int(n) for n in (space.most if start is None else start))
    is_best = False
    for size in SIZES:
        if walk.left < size:
            break
        here, is_best = _solved(walk, here, size)
    values = walk.known[here]
    found = interval(values)
    low, high = (found.low, found.high) if len(values) > 1 else (found.mean, found.mean)
    cost = float(cost_of(space, [here])[0])
    option = Option(here, cost, found.mean, low, high, np.array(values))
    return Descent(option, sum(map(len, walk.known.values())), is_best)


class _Walk(NamedTuple):
    """What is searched, and the levels known so far by vector, in order of replications."""

    space: object
    evaluate: object
    goal: object
    known: dict
    budget: int

    @property
    def left(self):
        """Replications that the budget still has."""
        return self.budget - sum(map(len, self.known.values()))

    def level(self, counts, size):
        """The mean of the first `size` replications; nan where the budget is over."""
        had = self.known.get(counts, [])
        if len(had) < size:
            if self.left < size - len(had):
                return math.nan
            new = np.atleast_1d(np.asarray(self.evaluate(counts, range(len(had), size)), float))
            self.known[counts] = had = [*had, *new.tolist()]
        return float(np.mean(had[:size]))

    def worth(self, counts, size):
        """The goal of a vector, the worst there is where it cannot be known any more."""
        level = self.level(counts, size)
        if math.isnan(level):
            return (math.inf,)
        return self.goal(float(cost_of(self.space, [counts])[0]), level)

    def has(self, counts):
        """Whether a vector is in the space."""
        space = self.space
        return all(a <= n <= b for n, a, b in zip(counts, space.least, space.most, strict=True))


def _solved(walk, here, size):
    """(vector, whether no neighbour is better) with so many replications."""
    best = walk.worth(here, size)
    while True:
        found, worth = _along_the_fall(walk, here, size)
        if worth < best:
            here, best = found, worth
            continue
        better = _better_neighbour(walk, here, best, size=size)
        if better is None:
            return here, walk.left > 0
        here, best = better


def _along_the_fall(walk, here, size):
    """(vector, worth) the best of steps that double, on the way where a linear piece falls fastest."""
    worth, steps = walk.worth(here, size), []
    for place in range(len(here)):
        down, up = (_moved(here, {place: by}) for by in (-1, 1))
        gains = [(walk.worth(each, size), by) for each, by in ((down, -1), (up, 1)) if walk.has(each)]
        first, by = min(gains, default=(worth, 0))
        steps.append((by, _gain(worth, first)) if first < worth else (0, 0.0))
    longest = max(gain for _, gain in steps)
    best = here, worth
    if longest <= 0:
        return best
    for doubling in range(DOUBLINGS):
        moves = {
            place: by * round(2**doubling * gain / longest) for place, (by, gain) in enumerate(steps) if by
        }
        trial = tuple(
            min(max(n, a), b)
            for n, a, b in zip(_moved(here, moves), walk.space.least, walk.space.most, strict=True)
        )
        found = walk.worth(trial, size)
        if not found < best[1]:
            break
        best = trial, found
    return best


def _gain(worth, better):
    """How much the first part of a goal that differs falls."""
    return next((a - b for a, b in zip(worth, better, strict=False) if a != b), 0.0)


def _moved(here, moves):
    return tuple(n + moves.get(place, 0) for place, n in enumerate(here))


def _better_neighbour(walk, here, best, *, size):
    """(vector, worth) of the best neighbour, None where none is better."""
    places = range(len(here))
    near = [_moved(here, {place: by}) for place in places for by in (-1, 1)]
    near += [_moved(here, {one: 1, other: -1}) for one in places for other in places if one != other]
    found = [(walk.worth(each, size), each) for each in near if walk.has(each)]
    worth, vector = min(found, default=(best, here))
    return (vector, worth) if worth < best else None
