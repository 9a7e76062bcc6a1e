"""The values of options under common random numbers: one row an option, one column a replication."""

from typing import NamedTuple

import numpy as np

from twin.results.dictionary import LESS, MORE

FEWEST = 2  # options, and replications: luck cannot be told from effect by one


class Matched(NamedTuple):
    """Replications that every option has a value of, and how many were left out because one had none."""

    values: np.ndarray  # [option, replication]
    left_out: int


def matched(values):
    """The Matched of [option, replication] values; a replication that is nan for any option is left out.

    >>> matched([[1.0, 2.0, 3.0], [2.0, float("nan"), 5.0]]).left_out
    1
    """
    values = np.asarray(values, float)
    if values.ndim != 2 or len(values) < FEWEST:
        raise ValueError(
            f"there is {len(np.atleast_2d(values))} option to compare; {FEWEST} or more are needed"
        )
    whole = ~np.isnan(values).any(axis=0)
    if whole.sum() < FEWEST:
        raise ValueError(
            f"{int(whole.sum())} of {values.shape[1]} replications have a value for every option; "
            f"{FEWEST} or more are needed: run more, or ask of what every option has"
        )
    return Matched(values[:, whole], int((~whole).sum()))


def gains(values, better):
    """The values turned so that more is better; `better` is LESS or MORE."""
    if better not in (LESS, MORE):
        raise ValueError(f"better is {better!r}; it is {LESS!r} or {MORE!r}")
    return -np.asarray(values, float) if better == LESS else np.asarray(values, float)


def better_of(target):
    """Which way a Target asks for."""
    return LESS if target.at_most else MORE


def refuse_twins(options):
    """Refuses names that two options share: nobody could tell which is meant."""
    twice = sorted({str(name) for name in options if list(options).count(name) > 1})
    if twice:
        raise ValueError(f"two options are called {', '.join(twice)}; give each a name of its own")
