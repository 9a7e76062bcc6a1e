"""Laws of services are found again, a few impossible durations or not; what nobody can know is not said."""

import numpy as np
import pytest

from twin.calibrate.services.choosing import FEWEST, law_of
from twin.calibrate.services.durations import Durations, nodes_of
from twin.calibrate.services.families import FAMILIES
from twin.calibrate.services.goodness import drawn
from twin.calibrate.services.likelihood import Fitted

MEAN = 420.0


def exact(values):
    none = np.zeros((0, 25))
    return Durations(np.asarray(values, dtype=float), none, none, np.zeros(0), 0)


def sample(family, cv, n, seed=1):
    law = Fitted(family, MEAN, cv, 0.0, 0.0, 0.0, np.zeros((2, 2)))
    return drawn(law, n, np.random.default_rng(seed))


def found(durations, seed=1):
    return law_of(durations, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("family", "cv"),
    [("gamma", 0.45), ("lognormal", 0.6), ("weibull", 0.8), ("exponential", 1.0), ("normal", 0.2)],
)
def test_a_law_is_found_again(family, cv):
    law = found(exact(sample(family, cv, 4000)))
    assert law.family == family and law.fits > 0.02
    assert law.mean == pytest.approx(MEAN, rel=0.03) and law.cv == pytest.approx(cv, rel=0.06)
    assert law.mean_within[0] < law.mean < law.mean_within[1]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_share_below_is_the_sum_of_the_density(family):
    log_density, below, _, _ = FAMILIES[family]
    grid = np.linspace(1e-6, 4000, 200_001)
    dense = np.exp(log_density(grid, MEAN, 0.5))
    assert below(1000.0, MEAN, 0.5) == pytest.approx(
        np.trapezoid(dense[grid <= 1000], grid[grid <= 1000]), abs=1e-3
    )


def test_a_few_durations_of_misread_trucks_move_neither_mean_nor_cv():
    good = sample("gamma", 0.4, 3000)
    wild = np.random.default_rng(2).uniform(2 * 3600, 20 * 3600, 12)
    law = found(exact(np.concatenate([good, wild])))
    assert law.mean == pytest.approx(MEAN, rel=0.03) and law.cv == pytest.approx(0.4, rel=0.08)
    assert 0.001 < law.strays < 0.02
    assert np.concatenate([good, wild]).std() / np.concatenate([good, wild]).mean() > 1.0


def test_rounded_times_are_intervals():
    generator = np.random.default_rng(3)
    true = sample("lognormal", 0.7, 1500) * 4
    begin = generator.uniform(0, 300, 1500)
    length = np.round((begin + true) / 300) * 300 - np.round(begin / 300) * 300
    points, shares = nodes_of(length, np.full((1500, 2), 150.0))
    law = found(Durations(np.zeros(0), points, shares, np.zeros(0), 0))
    assert law.mean == pytest.approx(4 * MEAN, rel=0.05) and law.cv == pytest.approx(0.7, rel=0.1)
    assert np.isnan(law.fits)


def test_services_that_still_run_count_as_longer():
    values = sample("exponential", 1.0, 2000)
    cut = 500.0
    none = np.zeros((0, 25))
    law = found(Durations(values[values < cut], none, none, np.full((values >= cut).sum(), cut), 0))
    assert law.mean == pytest.approx(MEAN, rel=0.08)
    assert values[values < cut].mean() < 0.6 * MEAN


def test_where_no_family_fits_the_data_are_the_law():
    generator = np.random.default_rng(4)
    three = np.concatenate([generator.normal(m, 8, 700) for m in (100, 300, 900)])
    law = found(exact(three))
    assert law.family == "observed" and law.mean == pytest.approx(three.mean(), rel=0.01)
    assert law.quantiles[50] == pytest.approx(np.median(three))


def test_two_kinds_of_service_are_a_mixture():
    generator = np.random.default_rng(5)
    two = np.concatenate([generator.lognormal(4, 0.2, 1500), generator.lognormal(6.5, 0.3, 700)])
    law = found(exact(two))
    assert law.family == "mixture" and law.mean == pytest.approx(two.mean(), rel=0.01)


@pytest.mark.parametrize("values", [[], [60.0] * (FEWEST - 1)])
def test_too_few_have_no_law(values):
    assert found(exact(values)) is None


@pytest.mark.parametrize("seconds", [5.0, 60.0, 3600.0])
def test_what_always_takes_the_same_is_constant(seconds):
    slips = np.concatenate(
        [seconds + np.random.default_rng(6).uniform(-0.001, 0.001, 500), [2 * seconds] * 3]
    )
    law = found(exact(slips))
    assert (law.family, law.mean) == ("constant", pytest.approx(seconds, rel=1e-3)) and law.cv == 0.0
    assert 0 < law.strays < 0.01


def test_what_takes_the_same_but_for_one_in_ten_is_drawn_from_the_data():
    law = found(exact([300.0] * 900 + [20.0] * 100))
    assert law.family in ("observed", "mixture") and np.isfinite([law.mean, *law.cv_within]).all()


def test_classes_that_always_take_the_same_are_told_apart_by_it():
    one, other = (found(exact([seconds] * 100)) for seconds in (60.0, 90.0))
    assert one.bic + other.bic < found(exact([60.0, 90.0] * 100)).bic


def test_rounded_times_that_are_all_the_same_have_no_law():
    points, shares = nodes_of(np.full(50, 300.0), np.full((50, 2), 150.0))
    assert found(Durations(np.zeros(0), points, shares, np.zeros(0), 0)) is None
