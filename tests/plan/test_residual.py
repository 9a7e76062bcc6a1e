"""What is left of a duration depends on its age as the law says."""

import numpy as np
import pytest
from scipy import stats

from twin.model.law import Law
from twin.plan.laws import Laws
from twin.plan.residual import residual

U = np.linspace(0.001, 0.999, 41)


def left(law, age):
    laws = Laws()
    laws.index(law)
    rows, table = laws.arrays()
    return np.array([residual(rows[0], table, age, float(u)) for u in U])


def conditional(known, age):
    """Quantiles of the law on condition that it exceeds the age, by scipy."""
    return known.ppf(known.cdf(age) + U * known.sf(age)) - age


def test_an_exponential_duration_has_no_memory():
    np.testing.assert_allclose(left(Law("exponential", (50.0,)), 200.0), -50.0 * np.log1p(-U), rtol=1e-9)


def test_what_is_certain_has_the_rest():
    assert left(Law("constant", (60.0,)), 45.0).tolist() == [15.0] * len(U)
    assert left(Law("constant", (60.0,)), 75.0).tolist() == [0.0] * len(U)


@pytest.mark.parametrize("age", [0.0, 20.0, 90.0])
def test_the_rest_is_the_conditional_law(age):
    shape = 1 / 0.5**2
    for law, known in (
        (Law("uniform", (10.0, 120.0)), stats.uniform(10, 110)),
        (Law("gamma", (60.0, 0.5)), stats.gamma(shape, scale=60 / shape)),
        (Law("triangular", (10.0, 40.0, 160.0)), stats.triang(30 / 150, 10, 150)),
    ):
        np.testing.assert_allclose(left(law, age), conditional(known, age), rtol=2e-6, atol=1e-6)


def test_what_is_older_than_its_law_can_be_is_over():
    assert left(Law("uniform", (10.0, 20.0)), 30.0).tolist() == [0.0] * len(U)


def test_more_luck_means_a_longer_rest():
    assert (np.diff(left(Law("lognormal", (60.0, 1.2)), 100.0)) > 0).all()
