"""Rules that both engines follow word for word: durations, answers, sizes, the order of children."""

import numpy as np

from twin.plan.draws import CONSTANT, EXPONENTIAL, exponential, name_key, quantile, uniform
from twin.plan.jit import njit
from twin.plan.plan import EARLIEST_DUE, FULL, LAST_COME, SHORTEST_SERVICE

MOST_LOOPS = 1000  # backward jumps of one entity within SPAN: more of them is a loop that takes no time
SPAN = 1.0  # seconds
MOST_INSIDE = 250_000  # entities: with more, memory would be gone before the run is over
PARTS = 4  # forks of one entity that may be open at once
FIRST_ACTOR = 1 << 62  # numbers of those without a body, after all others: conditions, then servers' repairs
UP, DOWN_FOR = 1, 2  # purposes of a server's draws
DEEPEST = 3  # levels of children that have an order of their own
SIZE = name_key("size")  # purpose of the number of parts that one is made of


@njit("float64(int64, int64, int64, int32, int64, int64, float64, float64, float64, float64[:])", cache=True)
def sample(key, purpose, loop, kind, first, n, p, q, r, table):
    """A duration in seconds; what is certain draws nothing."""
    if kind == CONSTANT:
        return p
    u = uniform(key, purpose, loop)
    if kind == EXPONENTIAL:  # the commonest, which takes less time than calling the function of all laws
        return exponential(p, u)
    return quantile(kind, first, n, p, q, r, table, u)


@njit("int64(int64, int64, int64, float64[:], int64, int64)", cache=True)
def answer(key, purpose, loop, cum, first, n):
    """The first case whose cumulative probability exceeds the draw; what is certain draws nothing."""
    if cum[first] >= 1.0:
        return 0
    u = uniform(key, purpose, loop)
    for case in range(n - 1):
        if u < cum[first + case]:
            return case
    return n - 1


@njit("float64(int64, float64, float64, float64)", cache=True)
def rank(order, joined, service_time, deadline):
    """What a queue is sorted by within a level, the smallest first; equals go by number and key."""
    if order == LAST_COME:
        return -joined
    if order == SHORTEST_SERVICE:
        return service_time
    if order == EARLIEST_DUE:
        return deadline
    return joined


@njit("int64(int64, int64, int64)", cache=True)
def child_number(number, depth, index):
    """Order of a child among its parent's: ten bits a level, the first children after their parent.

    Beyond three levels, or 1,023 children, the key alone decides.
    """
    if depth >= DEEPEST:
        return number
    return number | (min(index + 1, 1023) << (10 * (DEEPEST - 1 - depth)))


@njit("int64(int64, int64, int64, int64, int64)", cache=True)
def whole_number(key, purpose, loop, low, high):
    """A whole number from low to high, each as likely; what is certain draws nothing."""
    if low == high:
        return low
    return low + np.int64(uniform(key, purpose, loop) * (high - low + 1))


@njit("int64(int64, int64, int64)", cache=True)
def portion(load, n, index):
    """The whole kilograms of one of n who share a load: all of them together have exactly the load."""
    return load * (index + 1) // n - load * index // n


@njit("int64(int64, int64)", cache=True)
def both_paces(pace, other):
    """The product of two paces in per mille, rounded up: nothing but a 0 stops."""
    return (pace * other + FULL - 1) // FULL


@njit("float64(float64, int64)", cache=True)
def time_at(pace_time, pace):
    """How long that takes at a pace above 0 which takes so long at full pace."""
    return pace_time if pace == FULL else pace_time * FULL / pace


@njit("float64(float64, int64, int64)", cache=True)
def rest_at(rest, before, now):
    """What is left of a service that was begun at one pace, at another."""
    return rest if now == before else rest * before / now
