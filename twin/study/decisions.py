"""Decisions of which the right one is known: what the studies of this program find, beside it."""

from collections.abc import Callable

import numpy as np

from twin.results.intervals import (
    estimate,
    mean_intervals,
    paired,
    quantile_ranks,
    replications_for,
    replications_for_share,
    welch,
)
from twin.results.warmup import mser5
from twin.study.decided import Decided, exactly, known, within
from twin.study.plans_known import (
    capacity_rows,
    money_rows,
    network_rows,
    peak_rows,
    roster_rows,
    sensitivity_rows,
)
from twin.study.selecting.planted import lanes, sampler, samples
from twin.study.selecting.ranking import with_the_best
from twin.study.selecting.sequential import Rule, select

TRIALS = 20  # of a selection; --trials 200 is the whole of it, and takes ten times as long
SEEDS = 1000
APART = 1000  # replications from one trial to the next: none sees the luck of another


def decisions(trials=TRIALS, *, cases=None, watch=None):
    """[Decided] of every case, or of those that are named; `watch(case)` is called before each."""
    found = []
    for name in cases or CASES:
        if watch:
            watch(name)
        found += CASES[name](known(name), trials)
    return found


def selection_of_lanes(case, trials):
    """Ten offers of lanes: how often the best is selected, and by how many replications."""
    asked, want = case["inputs"], case["expected"]
    sample = lanes(asked["arrival_rate"], asked["options"])
    rule = Rule(want["gap_1_2"] / 1.0001)
    found = [select(sample, range(10), rule, APART * trial) for trial in range(trials)]
    share = np.mean([one.best == want["order"][0] for one in found])
    each = np.mean([one.total for one in found]) / len(asked["options"])
    return [
        within("H05", f"best of ten offers selected, of {trials} trials", float(share), (0.95, 1.0)),
        Decided("H05", "replications an option", float(each), "told", "by the printed procedure", True),
    ]


def slippage(case, trials):
    """Ten options, the best better by the zone of a quarter of their spread, correlated by 0.8."""
    means, rule = [0.0] + [0.25] * 9, Rule(0.25)
    found = [select(sampler(means, seed=seed), range(10), rule) for seed in range(10 * trials)]
    share = float(np.mean([one.best == 0 for one in found]))
    each = float(np.mean([one.total for one in found]) / 10)
    return [
        within("slippage", f"best selected, of {10 * trials} trials", share, (0.95, 1.0)),
        within("slippage", "replications an option, 33 by the printed procedure", each, (29.7, 36.3)),
    ]


def coverage(case, trials):
    """How often intervals hold a truth that is known: paired, and with the best of ten."""
    means = np.array([0.0] + [0.5] * 9)
    truth = np.where(np.arange(10) == 0, -0.5, 0.5)
    drawn = [samples(means, 20, seed=seed) for seed in range(SEEDS)]
    _, low, high, _ = mean_intervals(np.stack([values[1] - values[0] for values in drawn], axis=1))
    pairs = float(((low <= 0.5) & (0.5 <= high)).mean())
    to_best = np.array([with_the_best(values)[1:3] for values in drawn])  # [seed, low or high, option]
    best = float(((to_best[:, 0] <= truth) & (truth <= to_best[:, 1])).all(axis=1).mean())
    limits = (0.93, 0.97)
    return [
        within("coverage", f"paired intervals, {SEEDS} seeds", pairs, limits),
        within("coverage", f"intervals to the best of ten, {SEEDS} seeds", best, limits),
    ]


def quantile_rows(case, trials):
    """Order statistics around quantiles."""
    rows = []
    for name, want in case["expected"].items():
        n, p = int(name[1:].split("_p")[0]), float(name.split("_p")[1])
        p = 1 - 30 / 8760 if n == 8760 else p  # the 30th hour of a year, rounded in the name
        rows.append((name, list(quantile_ranks(n, p)), want))
    return exactly("H08", rows)


def pair_rows(case, trials):
    """Ten pairs under the same luck, and what the same numbers would tell without."""
    a, b, want = case["inputs"]["A"], case["inputs"]["B"], case["expected"]
    alone, difference = estimate(a), paired(b, a)
    found = {
        "mean_A": alone.mean,
        "hw_A": alone.high - alone.mean,
        "n_for_hw_0_5": replications_for(a, 0.5),
        "n_for_rel_5pct": replications_for_share(a, 0.05),
        "diff": difference.mean,
        "hw_paired": difference.high - difference.mean,
        "paired_p": difference.p,
        "welch_p": welch(b, a).p,
    }
    return exactly("H09", [(name, value, want[name]) for name, value in found.items()])


def transient_rows(case, trials):
    """MSER-5 on a series that is given by a formula."""
    want, i = case["expected"], np.arange(case["inputs"]["n"])
    found = mser5(10 * (1 - np.exp(-(i + 1) / 25)) + 1.5 * np.sin(0.7 * i) * np.cos(0.31 * i))
    names = {
        "truncate_batches": found.batches,
        "truncate_obs": found.observations,
        "mser_at_min": found.error,
        "truncated_mean": found.mean,
        "raw_mean": found.raw_mean,
    }
    return exactly("H10", [(name, value, want[name]) for name, value in names.items()])


# What each case is found by; a case is named as its file begins, or has none.
CASES: dict[str, Callable] = {
    "H01": capacity_rows,
    "H03": roster_rows,
    "H04": network_rows,
    "H05": selection_of_lanes,
    "H08": quantile_rows,
    "H09": pair_rows,
    "H10": transient_rows,
    "H11": sensitivity_rows,
    "H13": money_rows,
    "H15": peak_rows,
    "slippage": slippage,
    "coverage": coverage,
}
