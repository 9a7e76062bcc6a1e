"""The choices a random port is made of; choosing 0 everywhere gives the plainest port."""

from collections.abc import Callable
from itertools import count
from typing import NamedTuple

GRID = 30  # seconds: whole durations are multiples of it, so that they end together, and with calendars
MOST = 8  # of them in one duration
MOST_MEMBERS = 5  # of one whole

WHOLE, SHIFTED, DRAWN = "whole", "shifted", "drawn"
TIMES = (WHOLE, WHOLE, SHIFTED, DRAWN)


class Dice(NamedTuple):
    """`choose(n)` is a whole number below n; `times` says how durations are; `names` counts names."""

    choose: Callable[[int], int]
    times: str
    names: count


def one_in(dice, n):
    """True once in n."""
    return dice.choose(n) == n - 1


def between(dice, low, high):
    """A whole number from low to high."""
    return low + dice.choose(high - low + 1)


def pick(dice, things):
    """One of several, the first if it does not matter."""
    return things[dice.choose(len(things))]


def some(dice, things, *, least=0):
    """A few of several, in their order."""
    wanted = [thing for thing in things if one_in(dice, 2)]
    return wanted if len(wanted) >= least else list(things[:least])


def fresh(dice, kind):
    """A name that nothing has yet."""
    return f"{kind}{next(dice.names)}"


def share(dice):
    """A share in steps of 10 %, certainty included."""
    return f"{10 * between(dice, 0, 10)} %"


def shares(dice, names):
    """Shares of several answers, which add up to 100 %."""
    cuts = sorted(between(dice, 0, 10) for _ in names[1:])
    return {name: f"{10 * (b - a)} %" for name, a, b in zip(names, [0, *cuts], [*cuts, 10], strict=True)}


def fixed(dice, *, least=0):
    """A duration without spread, on the grid if times are whole."""
    if dice.times == DRAWN:
        return f"{GRID * least + between(dice, 0, 4000) / 16} s"
    return f"{GRID * between(dice, least, MOST)} s"


def law(dice, *, least=0):
    """A law; where times are whole it is a multiple of the grid, at least `least` of them."""
    if dice.times != DRAWN:
        return fixed(dice, least=least)
    mean = between(dice, 10, 150)
    return pick(dice, [
        f"exponential mean {mean} s",
        f"{max(mean - 10 * least, 1)}.625 s",
        f"lognormal mean {mean} s cv {between(dice, 10, 150)} %",
        f"gamma mean {mean} s cv {between(dice, 20, 150)} %",
        f"normal mean {mean} s cv {between(dice, 10, 90)} %",
        f"weibull mean {mean} s cv {between(dice, 20, 150)} %",
        f"uniform {mean // 2} s to {2 * mean} s",
        f"triangular {mean // 2} s {mean} s {2 * mean} s",
        f"erlang mean {mean} s stages {between(dice, 1, 4)}",
        "observed sample",
    ])  # fmt: skip
