"""Scenarios weighed by one measure: who is best and how surely, and what each is to each other."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.results.dictionary import LESS
from twin.results.paired import SAME, UNCLEAR
from twin.study.selecting.matched import FEWEST, better_of, matched
from twin.study.selecting.ranking import all_pairs, ranking
from twin.study.target import Target, short_of, values

BETTER, WORSE = "better", "worse"


class Weighed(NamedTuple):
    """What decides, the ranks, all pairs with their verdicts, and replications that could not be paired."""

    target: Target
    ranks: pd.DataFrame  # columns of selecting.ranking, and `keeps` where the target has a bound
    pairs: pd.DataFrame  # columns of selecting.ranking, and `verdict`: what the second is to the first
    left_out: int

    @property
    def contenders(self):
        """The options that may be the best, the likeliest first."""
        may = self.ranks[self.ranks["may_be_best"]]
        return may.sort_values("chance", ascending=False, kind="stable")["option"].tolist()


def weighed(summaries, target):
    """The Weighed of {name: Summary}; None where there are too few replications to tell luck from effect."""
    options = list(summaries)
    table = [values(summary, target) for summary in summaries.values()]
    if min(len(row) for row in table) < FEWEST:
        return None
    return weighed_levels(np.array(table), options, target)


def weighed_levels(levels, options, target):
    """The Weighed of [option, replication] levels of the target's measure."""
    known = matched(levels)
    better = better_of(target)
    ranks = ranking(known.values, options, better=better)
    if np.isfinite(target.bound):
        kept = (short_of(target, known.values) <= 0).mean(axis=1)
        ranks["kept_in"] = ranks["option"].map(dict(zip(options, kept, strict=True)))
        ranks["keeps"] = [_keeps(target, row) for row in ranks.itertuples(index=False)]
    pairs = all_pairs(known.values, options)
    pairs["verdict"] = [pair_verdict(row, better) for row in pairs.itertuples(index=False)]
    # One-sided limits may leave out what the interval of a pair does not: then it is not said to be beaten.
    ranks["may_be_best"] |= ~ranks["option"].isin(_beaten(pairs))
    return Weighed(target, ranks, pairs, known.left_out)


def pair_verdict(row, better):
    """What the second of a pair is to the first: its interval decides."""
    if row.low == row.high == 0:
        return SAME
    if row.low <= 0 <= row.high:
        return UNCLEAR
    return BETTER if (row.difference < 0) == (better == LESS) else WORSE


def _beaten(pairs):
    """Those of whom a pair says that the other is better."""
    second = pairs.loc[pairs["verdict"] == WORSE, "second"]
    return {*second, *pairs.loc[pairs["verdict"] == BETTER, "first"]}


def _keeps(target, row):
    """yes or no where the interval of the mean lies on one side of the bound, else unclear."""
    low, high = sorted((float(short_of(target, row.low)), float(short_of(target, row.high))))
    return "yes" if high <= 0 else "no" if low > 0 else "unclear"
