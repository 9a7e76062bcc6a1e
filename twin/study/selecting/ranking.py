"""Every option against the best of the others, and against each other, with limits that hold together.

Multiple comparisons with the best of Hsu (1984; for differences of unequal spread Hsu 1996, chapter 4) under
common random numbers (Nelson and Matejcik 1995). The chance to be the best is that of a posterior: the
means are Student around those seen, with the covariance seen and n - 1 degrees of freedom, so that any
single pair has just the posterior that its paired differences give it (Chick and Inoue 2001 on selecting
under common random numbers).
"""

import numpy as np
import pandas as pd

from twin.results.dictionary import LESS
from twin.results.intervals import CONFIDENCE, mean_intervals, paired
from twin.study.selecting.critical import errors, factor
from twin.study.selecting.matched import gains, matched, refuse_twins

DRAWS = 20_000
SEED = 19_840_601
RANKS = ("option", "mean", "low", "high", "to_best", "to_best_low", "to_best_high", "may_be_best",
         "chance", "regret", "replications")  # fmt: skip
PAIRS = ("first", "second", "difference", "low", "high", "p", "p_together", "replications")


def ranking(values, options, *, better=LESS, confidence=CONFIDENCE):
    """One row an option, the best mean first, of [option, replication] values.

    `to_best` is its mean less the best mean of the others, in the unit of the values; its limits hold for all
    options together. `may_be_best` is whether the data leave it a chance; `chance` how large that is,
    `regret` what is expected to be lost by choosing it.
    """
    refuse_twins(options)
    known = matched(values).values
    to_best = with_the_best(known, better, confidence)
    chance, regret = chances(known, better)
    mean, low, high, n = mean_intervals(known.T, confidence)
    table = pd.DataFrame({
        "option": list(options), "mean": mean, "low": low, "high": high,
        "to_best": to_best[0], "to_best_low": to_best[1], "to_best_high": to_best[2],
        "may_be_best": to_best[3], "chance": chance, "regret": regret, "replications": n,
    })  # fmt: skip
    order = np.argsort(-gains(mean, better), kind="stable")
    return table.iloc[order].reset_index(drop=True)[list(RANKS)]


def with_the_best(values, better=LESS, confidence=CONFIDENCE):
    """(difference, low, high, may be best) of each option to the best of the others: Hsu's intervals."""
    values = gains(values, better)
    mean = values.mean(axis=1)
    apart = mean[:, None] - mean[None, :]
    width = factor(*values.shape, confidence) * errors(values)
    own = np.eye(len(mean), dtype=bool)
    reach = np.where(own, np.inf, apart + width).min(axis=1)
    may_be_best = reach >= 0
    high = np.maximum(reach, 0.0)
    rival = np.where(own | ~may_be_best[None, :], np.inf, apart - width.T).min(axis=1)
    low = np.where(np.isfinite(rival), np.minimum(rival, 0.0), 0.0)
    difference = np.where(own, np.inf, apart).min(axis=1)
    if better == LESS:
        difference, low, high = -difference, -high, -low
    return difference, low + 0.0, high + 0.0, may_be_best


def all_pairs(values, options, confidence=CONFIDENCE):
    """One row a pair: how much the second exceeds the first, by the t interval of their paired differences.

    An interval and `p` are of the pair by itself; `p_together` (Holm 1979) is what is left of it where all
    pairs are asked about at once.
    """
    refuse_twins(options)
    known = matched(values).values
    rows = []
    for i, first in enumerate(options):
        for j in range(i + 1, len(options)):
            rows.append((first, options[j], *paired(known[i], known[j], confidence)))
    table = pd.DataFrame(rows, columns=["first", "second", "difference", "low", "high", "p", "replications"])
    table["p_together"] = holm(table["p"].to_numpy())
    return table[list(PAIRS)]


def holm(p):
    """[hypothesis] probabilities by luck of the smallest p of all, then of those that are left, and so on."""
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    together = np.empty(len(p))
    together[order] = np.minimum(stepped, 1.0)
    return together


def chances(values, better=LESS):
    """([option] the probability that it is the best, [option] what is lost on average by choosing it).

    Options that are the same in every replication share their chance.
    """
    values = gains(values, better)
    count, n = values.shape
    covariance = np.cov(values) / n
    own, vectors = np.linalg.eigh(covariance)
    generator = np.random.default_rng((SEED, count, n))
    normal = generator.standard_normal((DRAWS, count)) * np.sqrt(np.maximum(own, 0.0))
    student = normal @ vectors.T / np.sqrt(generator.chisquare(n - 1, (DRAWS, 1)) / (n - 1))
    truth = values.mean(axis=1) + student
    same = _same(values)
    truth = truth[:, same]  # those that never differ are one, whatever rounding says
    best = truth.max(axis=1, keepdims=True)
    is_best = truth == best
    return (is_best / is_best.sum(axis=1, keepdims=True)).mean(axis=0), (best - truth).mean(axis=0)


def _same(values):
    """[option] the first option that has the same values."""
    first = {}
    return np.array([first.setdefault(row.tobytes(), i) for i, row in enumerate(values)])
