"""Options against the best of the others: limits hold the truth, chances add up, bad input is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.results.dictionary import LESS, MORE
from twin.results.intervals import mean_intervals
from twin.study.selecting.matched import matched
from twin.study.selecting.planted import samples
from twin.study.selecting.ranking import all_pairs, chances, holm, ranking, with_the_best

NAMES = list("abcdefghij")


def holds_the_truth(means, values, better=LESS):
    """Whether the limits of every option hold its true distance to the best of the others."""
    _, low, high, may_be_best = with_the_best(values, better)
    others = [np.delete(means, i) for i in range(len(means))]
    truth = np.array(
        [mean - (min if better == LESS else max)(rest) for mean, rest in zip(means, others, strict=True)]
    )
    best = np.argmin(means) if better == LESS else np.argmax(means)
    held = bool(((low <= truth + 1e-12) & (truth <= high + 1e-12)).all())
    assert may_be_best[best] or not held
    return held


def coverage(seeds, means, n, **law):
    return np.mean([holds_the_truth(means, samples(means, n, seed=seed, **law)) for seed in range(seeds)])


@pytest.mark.parametrize(("count", "n"), [(2, 10), (3, 10), (10, 20)])
@pytest.mark.parametrize("spreads", ["alike", "unlike"])
def test_the_limits_to_the_best_hold_as_often_as_they_say(count, n, spreads):
    means = np.array([0.0] + [0.5] * (count - 1))
    wide = 1.0 if spreads == "alike" else np.linspace(0.5, 3.0, count)
    assert 0.93 <= coverage(300, means, n, spreads=wide) <= 0.99  # of 300: two standard errors are 2.5 %


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 5, 10])
@pytest.mark.parametrize("spreads", ["alike", "unlike"])
def test_of_a_thousand_samples_the_limits_hold_in_93_to_97_percent(count, spreads):
    means = np.array([0.0] + [0.5] * (count - 1))
    wide = 1.0 if spreads == "alike" else np.linspace(0.5, 3.0, count)
    assert 0.93 <= coverage(1000, means, 20, spreads=wide) <= 0.97


@pytest.mark.slow
def test_of_a_thousand_samples_paired_intervals_hold_in_93_to_97_percent():
    both = [samples([0.0, 0.5], 20, seed=seed) for seed in range(1000)]
    _, low, high, _ = mean_intervals(np.stack([second - first for first, second in both], axis=1))
    assert 0.93 <= ((low <= 0.5) & (high >= 0.5)).mean() <= 0.97


def test_of_options_that_are_alike_few_samples_tell_any_pair_apart():
    found = [
        all_pairs(samples([0.0] * 6, 12, seed=seed), NAMES[:6])["p_together"].min() for seed in range(300)
    ]
    assert np.mean(np.array(found) < 0.05) <= 0.05 + 0.025  # two standard errors


def test_what_is_left_of_a_p_among_others_is_holms():
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(
    st.lists(st.floats(-100, 100), min_size=2, max_size=6),
    st.integers(2, 12),
    st.integers(0, 10_000),
    st.sampled_from([LESS, MORE]),
)
@settings(max_examples=60)
def test_limits_lie_around_zero_and_somebody_may_be_best(means, n, seed, better):
    difference, low, high, may_be_best = with_the_best(samples(means, n, seed=seed), better)
    assert (low <= 0).all() and (high >= 0).all()
    assert may_be_best.any()
    if may_be_best.sum() == 1:  # a single one is clearly better: its limits leave no room for the others
        only = int(np.argmax(may_be_best))
        assert (high[only] if better == LESS else low[only]) == 0
    chance, regret = chances(samples(means, n, seed=seed), better)
    assert chance.sum() == pytest.approx(1.0) and (regret >= 0).all()


def test_more_can_be_better():
    values = samples([1.0, 2.0, 1.5], 30, seed=3)
    less, more = ranking(values, list("abc")), ranking(values, list("abc"), better=MORE)
    assert less["option"].tolist() == ["a", "c", "b"] and more["option"].tolist() == ["b", "c", "a"]
    turned = ranking(-values, list("abc"), better=MORE)
    assert turned["to_best_low"].tolist() == pytest.approx((-less["to_best_high"]).tolist())


def test_two_options_have_the_chance_of_their_paired_t():
    values = samples([0.0, 0.2], 8, seed=5)
    apart = values[1] - values[0]
    t = apart.mean() / (apart.std(ddof=1) / np.sqrt(8))
    from scipy.stats import t as student

    assert chances(values)[0][0] == pytest.approx(student.cdf(t, 7), abs=0.01)  # three errors of 20,000 draws


def test_a_difference_that_pairs_show_is_found_though_the_luck_is_large():
    luck = 100 * np.random.default_rng(1).standard_normal(10)
    table = ranking([luck + 1.0, luck + np.linspace(-0.1, 0.1, 10)], ["slow", "fast"])
    assert table["option"].tolist() == ["fast", "slow"]
    assert table["may_be_best"].tolist() == [True, False]
    assert table["chance"].tolist() == [1.0, 0.0]


def test_options_that_never_differ_share_their_chance_and_are_no_loss():
    luck = np.random.default_rng(2).standard_normal(12)
    table = ranking([luck, luck, luck + 50.0], ["a", "copy", "worse"])
    assert table["chance"].tolist() == [0.5, 0.5, 0.0]
    assert table["to_best"].tolist()[:2] == [0.0, 0.0]
    assert table["may_be_best"].tolist() == [True, True, False]
    pairs = all_pairs([luck, luck], ["a", "copy"]).iloc[0]
    assert (pairs["low"], pairs["difference"], pairs["high"]) == (0.0, 0.0, 0.0)


def test_values_without_any_luck_are_told_apart_exactly():
    table = ranking(np.array([[3.0] * 4, [2.0] * 4]), ["a", "b"])
    assert table["option"].tolist() == ["b", "a"]
    assert table["to_best_low"].tolist() == [-1.0, 0.0] and table["chance"].tolist() == [1.0, 0.0]


def test_a_replication_that_one_option_has_not_is_left_out_of_all():
    known = matched([[1.0, 2.0, np.nan, 4.0], [1.0, 2.0, 3.0, 5.0]])
    assert known.left_out == 1 and known.values.tolist() == [[1, 2, 4], [1, 2, 5]]


@pytest.mark.parametrize(
    ("values", "names", "told"),
    [
        ([[1.0, 2.0]], ["alone"], "1 option to compare"),
        ([[1.0, 2.0], [2.0, 3.0]], ["a", "a"], "two options are called a"),
        ([[1.0], [2.0]], ["a", "b"], "1 of 1 replications"),
        ([[1.0, np.nan, 3.0], [np.nan, 2.0, 3.0]], ["a", "b"], "1 of 3 replications have a value for every"),
    ],
)
def test_what_cannot_be_ranked_is_refused(values, names, told):
    with pytest.raises(ValueError, match=told):
        ranking(values, names)
