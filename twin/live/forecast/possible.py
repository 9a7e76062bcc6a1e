"""Plans of the ports that a fit leaves possible: the same steps, with other laws and other shares.

Such ports are compiled once, whenever the forecast begins. Only what their values change is taken from them,
as the rest hangs on the instant; how many come is no part of it, since the last hours tell that better.
"""

from dataclasses import replace
from typing import NamedTuple

from twin.live.forecast.port import plan_from

DRAWS = 12  # ports, which futures take in turn: no more are told from each other in the bands
SEED = 1
TABLES = ("dist", "cum", "table")  # of a plan: laws, shares of branches, and what laws are tabulated in


class Tables(NamedTuple):
    """The tables of the port as it was fitted, and of each that is possible."""

    fitted: tuple
    drawn: tuple


class Possible:
    """Of one port; `scenarios(words)` gives it, changed by words: as it was fitted, and as it may be."""

    def __init__(self, scenarios):
        self.scenarios, self.known = scenarios, {}

    def plans(self, plan, at, words=()):
        """The Plans that futures of a Plan take in turn; itself where its laws are not those of the fit."""
        if words not in self.known:
            self.known[words] = self._tables(at, words)
        tables = self.known[words]
        if not tables.drawn or not _are_alike(_of(plan), tables.fitted):
            return (plan,)
        return tuple(
            replace(plan, arrays=plan.arrays._replace(**dict(zip(TABLES, own, strict=True))))
            for own in tables.drawn
        )

    def _tables(self, at, words):
        fitted, *drawn = (_of(plan_from(one, at, 1.0)) for one in self.scenarios(words))
        return Tables(fitted, tuple(own for own in drawn if _have_one_shape(own, fitted)))


def _of(plan):
    return tuple(getattr(plan.arrays, name) for name in TABLES)


def _have_one_shape(one, other):
    return all(a.shape == b.shape for a, b in zip(one, other, strict=True))


def _are_alike(one, other):
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))
