"""Scenarios against each other under common random numbers, replication by replication."""

import numpy as np
import pandas as pd

from twin.results.dictionary import BETTER, LESS, MORE
from twin.results.intervals import CONFIDENCE, mean_intervals, t_factor, two_sided

KEYS = ["scope", "name", "cls", "measure"]
COLUMNS = (
    "scenario", "against", *KEYS, "unit",
    "base_mean", "mean", "difference", "low", "high", "p", "replications", "verdict",
)  # fmt: skip

# Keys of texts in Chinese and English. Higher and lower are said of measures of which neither way is better,
# unknown where fewer than two replications cannot tell luck from effect.
VERDICTS = ("better", "worse", "higher", "lower", "the same", "not clearly different", "unknown")
SAME, UNCLEAR, UNKNOWN = "the same", "not clearly different", "unknown"


def compare(summaries, confidence=CONFIDENCE):
    """Differences of every scenario of {name: Summary} to the first, as a frame of COLUMNS.

    Replications are paired by their number: the same number is the same luck, if the runs share their seed.
    """
    if len(summaries) < 2:
        raise ValueError(
            f"there is {len(summaries)} scenario to compare; two or more are needed, the first as the base"
        )
    (base_name, base), *others = summaries.items()
    frames = [_against(base, other, confidence) for _, other in others]
    for frame, (name, _) in zip(frames, others, strict=True):
        frame["scenario"], frame["against"] = name, base_name
    return pd.concat(frames, ignore_index=True)[list(COLUMNS)]


def _against(base, other, confidence):
    """The frame of one scenario; measures that only one of the two has are left out."""
    wide, other_wide = _wide(base), _wide(other)
    both = wide.index.intersection(other_wide.index, sort=False)
    first, second = wide.loc[both].to_numpy().T, other_wide.loc[both].to_numpy().T
    if first.shape != second.shape:
        raise ValueError(
            f"{len(first)} replications against {len(second)}; run both with the same number to pair them"
        )
    mean, low, high, n = mean_intervals(second - first, confidence)
    known = ~np.isnan(second - first)
    frame = both.to_frame(index=False)
    frame["unit"] = base.kpis.set_index(KEYS)["unit"].loc[both].to_numpy()
    frame["base_mean"] = mean_intervals(np.where(known, first, np.nan))[0]
    frame["mean"] = mean_intervals(np.where(known, second, np.nan))[0]
    frame["difference"], frame["low"], frame["high"], frame["replications"] = mean, low, high, n
    frame["p"] = two_sided(mean, (high - mean) / t_factor(n, confidence), n - 1)
    frame["verdict"] = [verdict(*row) for row in zip(frame["measure"], mean, low, high, strict=True)]
    return frame[n > 0].reset_index(drop=True)


def _wide(summary):
    """One row a measure, in the order of kpis; one column a replication."""
    wide = summary.replications.pivot(index=KEYS, columns="replication", values="value")
    return wide.reindex(pd.MultiIndex.from_frame(summary.kpis[KEYS]))


def verdict(measure, difference, low, high):
    """The verdict on a difference of a measure: its interval decides.

    >>> verdict("wait_mean", -60.0, -90.0, -30.0)
    'better'
    >>> verdict("wait_mean", -60.0, -130.0, 10.0)
    'not clearly different'
    """
    if np.isnan(low):
        return SAME if difference == 0 else UNKNOWN
    if low == high == 0:
        return SAME
    if low <= 0 <= high:
        return UNCLEAR
    way = BETTER.get(measure)
    if way in (LESS, MORE):
        return "better" if (difference < 0) == (way == LESS) else "worse"
    return "higher" if difference > 0 else "lower"


def headline(compared, measure="wait_mean", *, scope="port"):
    """One row a scenario: the verdict on one measure of the whole port."""
    chosen = (compared["measure"] == measure) & (compared["scope"] == scope) & (compared["cls"] == "all")
    return compared[chosen].reset_index(drop=True)
