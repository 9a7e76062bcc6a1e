"""The certificate of a program: two engines compared on random ports, and both held against theory."""

from math import hypot
from typing import NamedTuple

import numpy as np

from twin.results.intervals import estimate
from twin.study.constructs import coverage
from twin.study.kept import versions
from twin.study.oracles import oracles, replicated, shortened
from twin.study.proving import trials

CONFIDENCE = 0.999
PRINTED = 3.5  # standard errors, those of both together, between a printed mean and ours
WITHIN = 0.999535  # the chance of less than so many
PER_HALF_WIDTH = 1 / 1.96  # standard errors in the half of a printed 95 % interval
SHARE = 0.03  # of an oracle's full length; the intervals are wider than those of the whole, and as honest
EXACT = 1e-9  # absolute or relative, where every single time is known


class Held(NamedTuple):
    """A number that is known, and what an engine gives; of an exact case, the time that is most wrong."""

    case: str
    measure: str
    method: str
    truth: float
    mean: float
    low: float
    high: float

    @property
    def passed(self):
        """Whether the truth lies in the interval."""
        return self.low <= self.truth <= self.high


class Certificate(NamedTuple):
    """What was tried, and what was found."""

    models: int  # random ports run in both engines
    visits: int  # compared bit for bit
    stopped: int  # of the ports: jammed, in both engines alike
    wrong: tuple  # (seed, text) of the ports in which the engines part or a law is broken
    constructs: dict  # [construct] ports that use it
    pairs_met: int  # pairs of constructs that met in one port
    pairs: int
    theory: tuple  # of Held
    versions: dict

    @property
    def passed(self):
        """Nothing parted, no law was broken, every truth lies in its interval."""
        return not self.wrong and all(held.passed for held in self.theory)


def verify(models, *, first_seed=0, watch=None, cases=None):
    """The Certificate of so many random ports and of the oracles; `watch()` is called after each."""
    watch = watch or (lambda: None)
    found = []
    for one in trials(range(first_seed, first_seed + models)):
        found.append(one)
        watch()
    held = []
    for case in oracles() if cases is None else cases:
        held += holds(shortened(case, SHARE))
        watch()
    counted, met, pairs = coverage([one.constructs for one in found])
    return Certificate(
        models=len(found),
        visits=sum(one.outcome.visits for one in found),
        stopped=sum(bool(one.outcome.stopped) for one in found),
        wrong=tuple((one.seed, one.outcome.wrong) for one in found if one.outcome.wrong),
        constructs=counted,
        pairs_met=met,
        pairs=pairs,
        theory=tuple(held),
        versions=versions(),
    )


def holds(oracle, *, engine="kernel", replications=None):
    """[Held] for all that an oracle expects."""
    found = replicated(oracle, engine=engine, replications=replications)
    out = []
    for one in oracle.expected:
        values = np.array([measures[one.name] for measures in found], float)
        if oracle.exact:
            truth, mean = _most_wrong(np.array(one.value), values[0])
            low, high = mean - EXACT * max(1.0, abs(truth)), mean + EXACT * max(1.0, abs(truth))
        else:
            truth, (mean, low, high, _) = (
                one.value,
                estimate(values, WITHIN if oracle.printed else CONFIDENCE),
            )
            wide = hypot(high - mean, PRINTED * PER_HALF_WIDTH * one.half_width)
            low, high = mean - wide, mean + wide
        out.append(Held(oracle.name, one.name, oracle.method, truth, mean, low, high))
    return out


def _most_wrong(truths, values):
    """The pair that differs most; a row too few or too many is wrong without bound."""
    if truths.shape != values.shape:
        return float(len(truths)), np.inf
    worst = int(np.argmax(np.abs(truths - values) / np.maximum(1.0, np.abs(truths))))
    return float(truths[worst]), float(values[worst])
