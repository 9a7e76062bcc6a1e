"""How good a forecast was, once it is known what came to be.

The score is the CRPS: of an ensemble the mean distance of its members from the truth, less half the mean
distance between two of them (Gneiting and Raftery, Strictly proper scoring rules, prediction, and
estimation, 2007). Of one number it is the distance. It is in the unit of the level; less is better.
"""

from typing import NamedTuple

import numpy as np


class Score(NamedTuple):
    """One mark against the truth."""

    at: float  # when the forecast was made
    lead: float
    station: str
    measure: str
    truth: float
    crps: float
    persistence: float  # score of: as it is now
    climatology: float  # score of: as it is on average at this hour; nan as long as nobody knows
    error: float  # mean of the members, less the truth
    below: float  # chance by the members of less than the truth
    upto: float  # chance of no more than it
    in50: bool
    in90: bool


def crps(members, truth):
    """The score of an ensemble whose members are in order."""
    members = np.asarray(members, float)
    n = len(members)
    weights = 2 * np.arange(n) - n + 1.0
    return float(np.abs(members - truth).mean() - (weights @ members) / n**2)


def scored(at, mark, truth, usual=float("nan")):
    """The Score of a Mark of a forecast made at a time; `usual` is what climatology says."""
    members = np.asarray(mark.members)
    low90, low50, high50, high90 = mark.bands
    truth = float(truth)
    return Score(
        at, mark.lead, mark.station, mark.measure, truth, crps(members, truth), abs(mark.now - truth),
        abs(usual - truth), float(members.mean() - truth), *_chances(members, truth),
        low50 <= truth <= high50, low90 <= truth <= high90,
    )  # fmt: skip


def _chances(members, truth):
    """(below, upto): between two members, which are quantiles, it is known to half a step either way."""
    below, upto = float((members < truth).mean()), float((members <= truth).mean())
    half = 0.5 / len(members)
    return (below, upto) if upto > below else (max(0.0, below - half), min(1.0, upto + half))


def within(scores, share):
    """Share of truths that fell into the middle `share` of what was likely, ties shared out by their part.

    A level that is mostly 0 has no band that holds exactly nine in ten; of a model that is right, this is
    the share on average all the same (the probability integral transform, made random where levels are
    whole).
    """
    low, high = (1 - share) / 2, (1 + share) / 2
    below = np.array([one.below for one in scores])
    upto = np.array([one.upto for one in scores])
    held = np.minimum(upto, high) - np.maximum(below, low)
    return float((np.maximum(held, 0.0) / (upto - below)).mean())
