"""How much one would regret an alternative, peak by peak, where the peak that comes is not known.

The regret of an alternative on a peak is how far its level is from the best there. Its interval is that of
the difference to the best of the others, from all paired differences under the same luck with Bonferroni: it
leaves out 0 only where another is clearly better, and reaches no higher than 0 only where it is the best.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from twin.model.errors import Fault, ScenarioError
from twin.results.intervals import CONFIDENCE, mean_intervals
from twin.study.selecting.ranking import chances

LEVELS = (
    "peak", "weight", "alternative", "mean", "low", "high",
    "regret", "regret_low", "regret_high", "chance", "replications", "standing",
)  # fmt: skip
CHOICES = (
    "alternative", "expected", "low", "high", "expected_regret", "max_regret", "max_low", "max_high",
    "worst_peak", "best_weight", "best_by",
)  # fmt: skip

# How sure the standing of an alternative on a peak is.
BEST, BEATEN, OPEN = "the best", "beaten", "not decided"


def weights_of(peaks, said=None):
    """{peak: weight}, summing to 1; alike where none are said. All that is wrong is refused at once."""
    numbers = [1.0] * len(peaks) if said is None else list(said)
    faults = []
    if len(numbers) != len(peaks):
        text = f"{len(numbers)} weights for {len(peaks)} peaks; say one for each of {', '.join(peaks)}"
        faults.append(Fault("weights", "", text))
    for number in numbers:
        if not (np.isfinite(number) and number >= 0):
            faults.append(Fault("weights", f"{number:g}", "a weight is a number that is 0 or more"))
    if not faults and not sum(numbers) > 0:
        faults.append(Fault("weights", "", "they sum to 0; at least one peak has a weight above 0"))
    if faults:
        raise ScenarioError(faults)
    return {peak: number / sum(numbers) for peak, number in zip(peaks, numbers, strict=True)}


def regret_table(levels, weights, *, less_is_better=True, confidence=CONFIDENCE):
    """The frame of LEVELS of {peak: {alternative: [replication] its level}}; regret is 0 or more."""
    frames = [
        _of_peak(peak, own, 1.0 if less_is_better else -1.0, confidence) for peak, own in levels.items()
    ]
    table = pd.concat(frames, ignore_index=True)
    return table.assign(weight=table["peak"].map(weights))[list(LEVELS)]


def _of_peak(peak, own, sign, confidence):
    names = list(own)
    values = sign * np.column_stack([np.asarray(own[name], float) for name in names])
    mean, low, high, n = mean_intervals(values, confidence)
    least, most = _against_best(values, confidence)
    regret = mean - np.nanmin(mean)
    standing = [
        BEST if above <= 0 else BEATEN if below > 0 else OPEN
        for below, above in zip(least, most, strict=True)
    ]
    return pd.DataFrame({
        "peak": peak, "alternative": names,
        "mean": sign * mean, "low": low if sign > 0 else -high, "high": high if sign > 0 else -low,
        "regret": regret, "regret_low": np.maximum(least, 0.0), "regret_high": np.maximum(most, regret),
        "chance": _chance(values), "replications": n, "standing": standing,
    })  # fmt: skip


def _chance(values):
    """[alternative] the probability that it is the best; nan where one replication cannot tell."""
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 2 or values.shape[1] < 2:
        return np.full(values.shape[1], np.nan)
    return chances(whole.T)[0]


def _against_best(values, confidence):
    """(low, high) [alternative] how far it is above the best of the others, for all of them at once."""
    count = values.shape[1]
    low, high = np.full((count, count), -np.inf), np.full((count, count), -np.inf)
    pairs = list(combinations(range(count), 2))
    each = 1 - (1 - confidence) / max(len(pairs), 1)
    for i, j in pairs:
        _, below, above, _ = mean_intervals(values[:, i] - values[:, j], each)
        low[i, j], high[i, j] = np.nan_to_num(below, nan=-np.inf), np.nan_to_num(above, nan=np.inf)
        low[j, i], high[j, i] = -high[i, j], -low[i, j]
    if count == 1:
        return np.zeros(1), np.zeros(1)
    return low.max(axis=1), high.max(axis=1)


def choices(levels, table, weights, *, less_is_better=True, confidence=CONFIDENCE):
    """The frame of CHOICES: expected level, expected and largest regret of each alternative.

    The expected level is weighted replication by replication, as the same number is the same luck on every
    peak; where peaks have different numbers of replications only those that all have are taken.
    """
    rows = []
    for name in dict.fromkeys(table["alternative"]):
        own = table[table["alternative"] == name]
        worst = own.loc[own["regret"].idxmax()]
        mean, low, high = _expected(levels, weights, name, confidence)
        won = own["regret"].to_numpy() == 0
        rows.append((
            name, mean, low, high, float((own["weight"] * own["regret"]).sum()),
            worst["regret"], worst["regret_low"], worst["regret_high"], worst["peak"],
            float(own["weight"][won].sum()), ", ".join(own["peak"][won]),
        ))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(CHOICES))
    return frame.sort_values(["max_regret", "expected_regret"], kind="stable").reset_index(drop=True)


def _expected(levels, weights, name, confidence):
    shared = min(len(own[name]) for own in levels.values())
    paths = sum(weights[peak] * np.asarray(own[name], float)[:shared] for peak, own in levels.items())
    mean, low, high, _ = mean_intervals(paths, confidence)
    return float(mean), float(low), float(high)
