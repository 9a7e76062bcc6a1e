"""The sequential selection: as printed, as sure as it says, and as frugal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.results.dictionary import MORE
from twin.study.selecting.knockout import knock_out
from twin.study.selecting.planted import sampler
from twin.study.selecting.sequential import Rule, select

SLIPPED = [0.0] + [0.25] * 9  # the best is better by the indifference zone, and all others are alike


def plain_select(values, indifference, alpha, n0):
    """The steps of Kim and Nelson (2001) word by word, for maximum; values [system][replication]."""
    k = len(values)
    eta = 0.5 * ((2 * alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1)
    h2 = 2 * 1 * eta * (n0 - 1)
    apart = {(i, j): [values[i][m] - values[j][m] for m in range(n0)] for i in range(k) for j in range(k)}
    s2 = {
        pair: sum((one - sum(row) / n0) ** 2 for one in row) / (n0 - 1)
        for pair, row in apart.items()
        if pair[0] != pair[1]
    }
    most = max(int(h2 * one / indifference**2) for one in s2.values())
    alive, r = set(range(k)), n0
    counts = [n0] * k
    mean = [float(np.mean(values[i][:n0])) for i in range(k)]
    while not (n0 > most or len(alive) == 1 or r == most + 1):
        width = {
            pair: max(0.0, indifference / (2 * r) * (h2 * one / indifference**2 - r))
            for pair, one in s2.items()
        }
        alive = {i for i in alive if all(mean[i] >= mean[j] - width[i, j] for j in alive if j != i)}
        if len(alive) > 1:
            r += 1
            for i in alive:
                counts[i] += 1
                mean[i] = float(np.mean(values[i][:r]))
    return max(alive, key=lambda i: mean[i]), counts


@pytest.mark.parametrize("seed", range(15))
def test_it_is_the_printed_procedure_step_by_step(seed):
    sample = sampler([0.0, 0.1, 0.3, -0.2], seed=seed, correlation=0.5)
    found = select(sample, range(4), Rule(0.2, better=MORE, first=5))
    values = [sample(i, range(2_000)) for i in range(4)]
    assert (found.best, list(found.replications.values())) == plain_select(values, 0.2, 0.05, 5)


def test_it_finds_the_best_as_surely_and_frugally_as_printed():
    found = [select(sampler(SLIPPED, seed=seed), range(10), Rule(0.25)) for seed in range(100)]
    assert np.mean([one.best == 0 for one in found]) >= 0.93
    assert np.mean([one.total for one in found]) / 10 == pytest.approx(33, rel=0.1)


@pytest.mark.prove
def test_of_two_thousand_selections_95_percent_are_correct():
    found = [select(sampler(SLIPPED, seed=seed), range(10), Rule(0.25)) for seed in range(2_000)]
    assert np.mean([one.best == 0 for one in found]) >= 0.95
    assert np.mean([one.total for one in found]) / 10 == pytest.approx(33, rel=0.1)


def test_every_replication_is_asked_for_once_and_in_order():
    sample = sampler(SLIPPED, seed=1)
    found = select(sample, range(10), Rule(0.25), start=40)
    assert len(sample.asked) == len(set(sample.asked)) == found.total
    for option, taken in found.replications.items():
        assert [number for one, number in sample.asked if one == option] == list(range(40, 40 + taken))


def test_options_that_never_differ_are_never_dropped_and_end_the_search():
    luck = np.random.default_rng(4).standard_normal(500)
    found = select(lambda option, numbers: luck[list(numbers)], ["a", "b", "c"], Rule(0.01))
    assert found.replications == {"a": 10, "b": 10, "c": 10} and found.best == "a"


@given(st.integers(0, 5_000), st.floats(0.05, 1.0), st.integers(2, 8))
@settings(max_examples=40)
def test_what_is_clearly_better_is_always_selected(seed, indifference, count):
    sample = sampler([0.0, *[10.0] * (count - 1)], seed=seed, most=8_000)
    assert select(sample, range(count), Rule(indifference)).best == 0


@given(st.integers(0, 5_000), st.floats(1.0, 5.0), st.integers(2, 8))
@settings(max_examples=40)
def test_what_is_worse_by_far_more_than_matters_is_dropped_at_first_sight(seed, indifference, count):
    sample = sampler([0.0, *[10.0] * (count - 1)], seed=seed, most=8_000)
    assert set(select(sample, range(count), Rule(indifference)).replications.values()) == {10}


def test_very_many_options_are_selected_from_in_groups():
    right = 0
    for seed in range(20):
        sample = sampler([0.0, *np.linspace(0.25, 3.0, 119)], seed=seed)
        found = knock_out(sample, range(120), Rule(0.25), group=30)
        right += found.best == 0
        assert len(sample.asked) == len(set(sample.asked)) == found.total  # no luck is used twice
    assert right >= 19


def test_a_group_that_holds_all_is_one_match():
    means = [0.0, 0.3, 0.6]
    alone, grouped = (f(sampler(means, seed=2), range(3), Rule(0.3)) for f in (select, knock_out))
    assert alone == grouped


def no_value(option, numbers):
    return [np.nan if option == "b" and number == 3 else float(number) for number in numbers]


@pytest.mark.parametrize(
    ("options", "rule", "told"),
    [
        (["a"], Rule(1.0), "1 option to select from"),
        (["a", "a"], Rule(1.0), "two options are called a"),
        (["a", "b"], Rule(0.0), "indifference zone is 0.0"),
        (["a", "b"], Rule(float("nan")), "indifference zone is nan"),
        (["a", "b"], Rule(1.0, first=2), "3 or more tell the spread"),
        (["a", "b"], Rule(1.0, confidence=0.4), "lies above 1/2"),
        (["a", "b"], Rule(1.0), "b has no value in replication 3"),
    ],
)
def test_what_cannot_be_selected_is_refused(options, rule, told):
    with pytest.raises(ValueError, match=told):
        select(no_value, options, rule)
