"""Futures of an instant: from then on, what was not drawn yet has other luck."""

import math
from typing import NamedTuple

from twin.plan.draws import mix, name_key

AS_DRAWN, BY_AGE = range(2)  # what is left of what is under way: as it was drawn | drawn anew, given its age
TRIES = 4096  # draws of what must exceed an age, before it is left as it was drawn
_FUTURE = name_key("future")


class Branch(NamedTuple):
    """Which of the futures of an instant, and what is left there of what is under way."""

    time: float
    number: int
    left: int = AS_DRAWN


def salt_of(branches):
    """The luck of a future, and of a future of it; 0 where there was no choice."""
    salt = 0
    for branch in branches:
        salt = mix(mix(_FUTURE, salt), branch.number)
    return salt


class Past(NamedTuple):
    """What a source's luck was until an instant, and what it is from then on."""

    time: float
    left: int
    roots: tuple  # ((after which time, root), ...)

    @property
    def root(self):
        """Of the luck from now on."""
        return self.roots[-1][1]

    def root_at(self, time):
        """Of the luck of what was drawn at a time."""
        return next(root for since, root in reversed(self.roots) if since < time)

    @property
    def soon(self):
        """The first instant that is still open."""
        return math.nextafter(self.time, math.inf)


def lasting(age, salt, total):
    """(salt, total(salt)) with the first of many salts at which something lasts longer than it has; or None.

    So what is left has the law of what is left on condition of the age, whatever it is made of.
    """
    for i in range(TRIES):
        one = mix(salt, i)
        drawn = total(one)
        if drawn > age:
            return one, drawn
    return None
