"""Whether forecasts of a station can be believed, by how the last ones fared: green, amber or red, and why.

Forecasts of one hour share their luck, so an hour counts once. A share is held against what chance would do
to that many hours; a light changes for what chance does not explain, and matters.
"""

import math
from typing import NamedTuple

import numpy as np

from twin.live.doubt.scoring import within

GREEN, AMBER, RED = "green", "amber", "red"
ANSWER, RECALIBRATE, DECLINE = "answer", "recalibrate", "decline"
FEWEST = 24  # hours, before anybody judges
DAYS = 14  # that are looked at: a fault of today counts against a fortnight of no more
SURE = 1.645  # standard errors: one-sided 95 %
HOLDS = 0.90  # what a band is to hold
LOWEST, LOW = 0.75, 0.85  # shares held, below which a light is red and amber
BIASED = 0.5  # of the usual error: a mean error beyond it is no noise
LEAD = 3600.0  # forecasts by which a light is set: the hour ahead


class Reason(NamedTuple):
    """Why a light is not green: what, its value, and the bound that it is beyond."""

    what: str  # "few", "coverage", "persistence", "bias"
    value: float
    bound: float


class Light(NamedTuple):
    """Of a station ("" of the port): colour, what to do, reasons, and what it rests on."""

    station: str
    measure: str
    colour: str
    advice: str  # ANSWER; RECALIBRATE: answer, and fit anew; DECLINE: do not answer until that is done
    reasons: tuple[Reason, ...]
    hours: int
    coverage: float  # share of truths in the middle 90 %, ties shared out
    skill: float  # 1 less the score over that of persistence; nan where nothing ever moves
    bias: float  # mean error, in the unit of the level


def lights_of(scores, now):
    """[Light] of every station with scores of the last DAYS."""
    groups = {}
    for one in scores:
        if one.lead == LEAD and now - DAYS * 86400.0 <= one.at:
            groups.setdefault((one.station, one.measure), []).append(one)
    return [light_of(key, own) for key, own in sorted(groups.items())]


def light_of(key, scores):
    """The Light of the scores of one station and measure."""
    hours = _hours(scores)
    coverage = within(scores, HOLDS)
    bias = float(np.mean([one.error for one in scores]))
    mine = float(np.mean([one.crps for one in scores]))
    lazy = float(np.mean([one.persistence for one in scores]))
    skill = 1 - mine / lazy if lazy > 0 else float("nan")
    red, amber = (), ()
    if hours < FEWEST:
        amber = (Reason("few", hours, FEWEST),)
    else:
        red, amber = _faults(scores, hours, coverage)
    colour, advice = (RED, DECLINE) if red else (AMBER, RECALIBRATE) if amber else (GREEN, ANSWER)
    if amber and amber[0].what == "few":
        advice = ANSWER
    return Light(*key, colour, advice, (*red, *amber), hours, coverage, skill, bias)


def _faults(scores, hours, coverage):
    """(Reasons to decline, Reasons to recalibrate)."""
    red, amber = [], []
    highest = coverage + SURE * math.sqrt(max(coverage * (1 - coverage), 0.01) / hours)
    if highest < LOWEST:
        red.append(Reason("coverage", coverage, LOWEST))
    elif highest < HOLDS and coverage < LOW:
        amber.append(Reason("coverage", coverage, LOW))
    worse, doubt = _mean([one.crps - one.persistence for one in scores], hours)
    if worse - SURE * doubt > 0:
        red.append(Reason("persistence", worse, 0.0))
    bias, doubt = _mean([one.error for one in scores], hours)
    usual = float(np.mean(np.abs([one.error for one in scores])))
    if abs(bias) - SURE * doubt > 0 and abs(bias) > BIASED * usual and usual >= 0.5:
        amber.append(Reason("bias", bias, BIASED * usual))
    return tuple(red), tuple(amber)


def _mean(values, hours):
    """(mean, its standard error), where all of one hour are one."""
    return float(np.mean(values)), float(np.std(values)) / math.sqrt(hours)


def _hours(scores):
    return len({one.at // 3600.0 for one in scores})
