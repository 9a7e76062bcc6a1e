"""Intervals against exact values, and their coverage on known distributions."""

import json
from pathlib import Path

import numpy as np
import pytest

from twin.results.intervals import (
    estimate,
    mean_intervals,
    paired,
    quantile_ranks,
    replications_for,
    replications_for_share,
    welch,
)

ORACLES = Path(__file__).parents[1] / "data" / "oracles"


def oracle(name):
    return json.loads((ORACLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", oracle("H08-quantile-ci")["expected"].items(), ids=lambda case: case[0])
def test_quantile_ranks_are_those_of_the_binomial_law(case):
    name, (low, high, coverage) = case
    n, p = int(name[1:].split("_p")[0]), float(name.split("_p")[1])
    p = 1 - 30 / 8760 if n == 8760 else p  # the 30th hour of a year, rounded in the name
    ranks = quantile_ranks(n, p)
    assert (ranks.low, ranks.high) == (low, high)
    assert ranks.coverage == pytest.approx(coverage, abs=1e-9)


def test_ranks_that_the_sample_cannot_bound_are_outside_it():
    assert quantile_ranks(20, 0.99).high == 21
    assert quantile_ranks(2, 0.5)[:2] == (0, 3)


def test_paired_and_unpaired_intervals_are_those_of_the_t_law():
    case = oracle("H09-ci-pairs")
    a, b = case["inputs"]["A"], case["inputs"]["B"]
    want = case["expected"]
    assert estimate(a).mean == pytest.approx(want["mean_A"], rel=1e-12)
    assert estimate(a).high - estimate(a).mean == pytest.approx(want["hw_A"], rel=1e-9)
    assert replications_for(a, 0.5) == want["n_for_hw_0_5"]
    assert replications_for_share(a, 0.05) == want["n_for_rel_5pct"]
    difference = paired(b, a)
    assert difference.mean == pytest.approx(want["diff"], rel=1e-9)
    assert difference.high - difference.mean == pytest.approx(want["hw_paired"], rel=1e-9)
    assert difference.p == pytest.approx(want["paired_p"], rel=1e-9)
    assert welch(b, a).p == pytest.approx(want["welch_p"], rel=1e-9)


def test_a_single_replication_has_no_interval():
    alone = estimate([3.0])
    assert alone.mean == 3.0 and alone.replications == 1
    assert np.isnan(alone.low) and np.isnan(alone.high)


def test_a_replication_without_a_value_is_left_out_of_the_count():
    mean, low, high, n = mean_intervals([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    assert mean[0] == 2.0 and n.tolist() == [2, 0]
    assert np.isnan(mean[1]) and np.isnan(low[1]) and np.isnan(high[1])


def test_equal_pairs_differ_by_nothing():
    assert paired([1.0, 2.0], [1.0, 2.0]) == (0.0, 0.0, 0.0, 1.0, 2)


def test_a_share_of_a_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="half-width"):
        replications_for_share([0.0, 0.0], 0.05)


def test_values_that_differ_never_come_to_an_interval_without_width():
    with pytest.raises(ValueError, match="more than 0"):
        replications_for([1.0, 2.0], 0.0)
    assert replications_for([1.0, 1.0], 0.0) == 2


def test_t_intervals_cover_the_mean_as_often_as_they_say():
    draws = np.random.default_rng(1).normal(5.0, 2.0, (10, 4000))
    _, low, high, _ = mean_intervals(draws)
    covered = ((low <= 5.0) & (high >= 5.0)).mean()
    assert 0.95 - 0.0103 < covered < 0.95 + 0.0103  # three standard errors of 4,000 samples


def test_quantile_intervals_cover_the_quantile_as_often_as_they_say():
    draws = np.random.default_rng(2).exponential(1.0, (1000, 60))
    truth = -np.log(0.15)
    low, high, exact = quantile_ranks(60, 0.85)
    ordered = np.sort(draws)
    covered = np.mean((ordered[:, low - 1] <= truth) & (truth <= ordered[:, high - 1]))
    assert abs(covered - exact) < 3 * np.sqrt(exact * (1 - exact) / 1000)
