"""Distances, scores and criteria are those of their definitions, by hand and as others compute them."""

import numpy as np
import pytest
from compared import by_chance, sample, shuffled
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.calibrate.validation import distances as apart
from twin.calibrate.validation.criteria import NAMES, judged
from twin.calibrate.validation.floor import apart as held
from twin.calibrate.validation.hourly import ARRIVALS, PORT, QUEUE, SERVED, TIME, WAIT, hourly
from twin.calibrate.validation.proper import SURE, crps, forecast, pit, pooled

HOUR = 3600.0
BY_NAME = {way.name: way.between for way in apart.WAYS}

# What log-distance-measures 2.2.0 (Apache-2.0) gives for `rounded(shuffled(180, 7), …)` against
# `rounded(shuffled(150, 11), …)` over 9 days: by minutes, circadian by hours. It wants pandas below 3, so it
# cannot be installed beside this project.
BY_OTHERS = {
    "n_gram": 0.09090909090909091,
    "absolute_event": 637.4885185185183,
    "arrival": 640.4844444444443,
    "circadian_event": 50.487619160461286,
    "relative_event": 0.7385185185185184,
    "cycle_time": 1.6022222222222227,
}


def rounded(one, step):
    visits = one.visits.copy()
    for name in ("joined", "started", "ended"):
        visits[name] = visits[name] // step * step
    return one._replace(visits=visits)


@pytest.mark.parametrize("name", list(BY_NAME))
def test_a_distance_is_the_one_that_others_compute(name):
    step = HOUR if name == "circadian_event" else 60.0
    pair = [rounded(shuffled(number, step_of, days=9), step) for number, step_of in ((180, 7), (150, 11))]
    assert BY_NAME[name](pair)[0, 1] == pytest.approx(BY_OTHERS[name], rel=1e-9)


@pytest.mark.parametrize("name", list(BY_NAME))
@settings(max_examples=15)
@given(numbers=st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40)))
def test_distances_are_those_of_a_metric(name, numbers):
    samples = [shuffled(number, 3 + i) for i, number in enumerate(numbers)]
    matrix = BY_NAME[name]([*samples, samples[0]])
    assert np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 0) and matrix[0, 3] == 0
    assert (matrix >= 0).all()
    if name != "n_gram":  # of shares of two totals, a triangle may be too short
        assert matrix[0, 1] <= matrix[0, 2] + matrix[2, 1] + 1e-9


def test_what_comes_ten_minutes_later_is_ten_minutes_apart():
    one = shuffled(50, 7)
    later = one.visits.assign(**{name: one.visits[name] + 600 for name in ("joined", "started", "ended")})
    pair = [one, one._replace(visits=later)]
    assert apart.arrival(pair)[0, 1] == apart.absolute_event(pair)[0, 1] == pytest.approx(10)
    assert apart.cycle_time(pair)[0, 1] == apart.relative_event(pair)[0, 1] == apart.n_gram(pair)[0, 1] == 0


def test_n_grams_are_counted_within_cases_only():
    one = sample([(0, "a", 0, 0, 1), (1, "b", 5, 5, 6)])
    other = sample([(0, "a", 0, 0, 1), (0, "b", 5, 5, 6)])
    # --a -a- a--, --b -b- b-- against --a -ab ab- b--: of ten, --a and b-- are in both.
    assert apart.n_gram([one, other])[0, 1] == pytest.approx(6 / 10)


def test_times_that_are_not_known_are_left_out():
    one = sample([(0, "a", 0, 0, 60), (1, "a", 600, 600, 660)])
    gap = sample([(0, "a", 0, np.nan, 60), (1, "a", 600, 600, 660)])
    assert all(np.isfinite(way.between([one, gap])).all() for way in apart.WAYS)
    assert apart.arrival([one, gap])[0, 1] == 0


def test_records_that_are_as_the_others_are_at_the_floor_and_another_is_not():
    samples = [by_chance(100, seed) for seed in range(8)]
    each = [held(samples[i], samples[:i] + samples[i + 1 :]) for i in range(8)]
    assert np.mean([[one.ratio for one in found] for found in each]) == pytest.approx(1, abs=0.1)
    assert np.mean([[one.holds for one in found] for found in each]) > 0.8
    slow = samples[0].visits.assign(ended=samples[0].visits["ended"] + 3600)
    slower = held(samples[0]._replace(visits=slow), samples[1:])
    far = {one.called: one for one in slower}
    assert far["cycle_time"].as_far == 1 / 8
    assert far["cycle_time"].ratio > 3 and not far["cycle_time"].holds and far["arrival"].holds


def test_the_hours_of_a_day_by_hand():
    rows = [(0, "a", 0, 1800, 5400), (0, "b", 5400, 5400, 7200), (1, "a", 900, 4500, 4600)]
    found = hourly(sample(rows, days=1), ["a", "b"])
    assert found[ARRIVALS, PORT][:2].tolist() == [2, 0]
    assert found[QUEUE, "a"][:2].tolist() == pytest.approx([(1800 + 2700) / HOUR, 900 / HOUR])
    assert found[WAIT, "a"][0] == 2700 and np.isnan(found[WAIT, "a"][1])
    assert found[SERVED, "a"][:2].tolist() == [0, 2] and found[SERVED, "b"][2] == 1
    assert found[TIME, PORT][0] == (7200 + 3700) / 2
    assert found[QUEUE, PORT].sum() == found[QUEUE, "a"].sum()


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_the_queue_is_all_waiting_however_it_falls_into_hours(seed):
    rng = np.random.default_rng(seed)
    joined = rng.uniform(0, 80_000, 30)
    started = joined + rng.exponential(3000, 30)
    rows = [(i, "a", j, s, s + 60) for i, (j, s) in enumerate(zip(joined, started, strict=True))]
    found = hourly(sample(rows, days=2), ["a"])
    assert found[QUEUE, "a"].sum() * HOUR == pytest.approx(
        np.minimum(started, 2 * 86400).sum() - joined.sum()
    )


def test_crps_by_hand():
    assert crps(np.array([[1.0], [2.0], [4.0]]), np.array([3.0])) == pytest.approx([1 / 3])


@pytest.mark.prove  # to import it takes five seconds
def test_crps_is_as_scoringrules_computes_it():
    rules = pytest.importorskip("scoringrules")
    rng = np.random.default_rng(1)
    members, value = rng.normal(size=(9, 50)), rng.normal(size=50)
    others = rules.crps_ensemble(value, members.T, estimator="fair", backend="numpy")
    assert np.allclose(crps(members, value), others)


def test_a_forecast_that_is_right_covers_as_often_as_it_says_and_ranks_evenly():
    rng = np.random.default_rng(5)
    members, value = rng.poisson(3.0, (19, 4000)).astype(float), rng.poisson(3.0, 4000).astype(float)
    found = forecast(("arrivals", ""), members, value, None, rng)
    assert found.coverage == pytest.approx(SURE, abs=0.015) and sum(found.ranks) == found.hours == 4000
    assert abs(found.bias) < 0.1 and max(found.ranks) < 1.2 * min(found.ranks)
    narrow = forecast(("arrivals", ""), members * 0.3 + 2.1, value, None, rng)
    assert narrow.coverage < 0.7 and narrow.crps > found.crps


@given(st.integers(0, 2**32 - 1))
def test_a_rank_lies_between_zero_and_one_and_rises_with_the_value(seed):
    rng = np.random.default_rng(seed)
    members = rng.integers(0, 5, (7, 3)).astype(float)
    low, high = (pit(members, np.full(3, value), np.random.default_rng(0)) for value in (1.0, 3.0))
    assert (0 <= low).all() and (low <= high).all() and (high <= 1).all()


def test_hours_that_nobody_knows_are_not_scored():
    found = forecast(
        ("wait", "a"), np.ones((5, 3)), np.array([1.0, np.nan, 1.0]), None, np.random.default_rng(0)
    )
    assert found.hours == 2 and found.crps == 0
    none = forecast(("wait", "a"), np.ones((5, 1)), np.array([np.nan]), None, np.random.default_rng(0))
    assert none.hours == 0 and np.isnan(none.coverage) and np.isnan(pooled([none], "wait"))


def test_skill_is_told_against_earlier_days():
    rng = np.random.default_rng(2)
    shape = np.array([2.0, 20.0])
    members, value = shape + rng.normal(0, 1, (19, 2)), shape
    found = forecast(
        ("arrivals", ""), members, value, [np.array([8.0, 12.0, 9.0]), np.array([9.0, 8.0, 11.0])], rng
    )
    assert 0.5 < found.skill < 1 and found.reference > found.crps


def days(mean, number, rng):
    return rng.poisson(mean, (number, 24)).astype(float)


def test_days_like_the_recorded_ones_meet_all_criteria_and_busier_ones_fail_the_systematic_one():
    rng = np.random.default_rng(3)
    mean = 10 + 8 * np.sin(np.arange(24) / 24 * 2 * np.pi)
    _, same = judged(("arrivals", ""), "weekday", days(mean, 20, rng), days(mean, 60, rng), rng)
    assert [one.criterion for one in same] == list(NAMES) and all(one.holds for one in same)
    assert all(one.by_chance > 0.9 for one in same)
    _, busier = judged(("arrivals", ""), "weekday", days(mean, 20, rng), days(1.3 * mean, 60, rng), rng)
    failed = {one.criterion: one.by_chance for one in busier if not one.holds}
    assert failed["systematic_error"] > 0.9


def test_two_days_are_too_few_for_a_band():
    rng = np.random.default_rng(4)
    assert judged(("arrivals", ""), "weekend", days(5, 2, rng), days(5, 9, rng), rng) is None
