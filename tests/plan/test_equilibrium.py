"""What is left of a duration when one looks at it at any time."""

import numpy as np
import pytest
from scipy import stats

from twin.model.law import Law
from twin.plan.draws import TABLE, quantile
from twin.plan.laws import equilibrium_row, row_of

Z = np.linspace(-8.3, 8.3, 20_001)
U = np.clip(stats.norm.cdf(Z), 0.0, 1 - 2.0**-53)
WEIGHT = np.exp(-0.5 * Z**2) / np.exp(-0.5 * Z**2).sum()
LAWS = [
    Law("uniform", (5.0, 15.0)),
    Law("triangular", (1.0, 2.0, 9.0)),
    Law("lognormal", (10.0, 0.6)),
    Law("lognormal", (10.0, 3.0)),
    Law("gamma", (10.0, 1.5)),
    Law("erlang", (10.0, 3.0)),
    Law("weibull", (10.0, 1.5)),
    Law("normal", (10.0, 1.0)),
    Law("observed", (0.0, 1.0, 1.0, 7.0, 30.0)),
]


def quantiles(row, shares):
    n = len(row.nodes) // (2 if row.kind == TABLE else 1)
    law = row.kind, 0, n, row.p, row.q, row.r, np.array(row.nodes)
    return np.array([quantile(*law, u) for u in shares])


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_its_distribution_is_the_mean_of_the_shorter_over_the_mean(law):
    x = quantiles(row_of(law), U)
    shares = np.array([1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
    left = quantiles(equilibrium_row(row_of(law)), shares)
    found = np.minimum(x, left[:, None]) @ WEIGHT / (x @ WEIGHT)
    np.testing.assert_allclose(np.minimum(found, 1 - found), np.minimum(shares, 1 - shares), rtol=2e-4)


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_its_mean_is_half_the_second_moment_over_the_mean(law):
    x = quantiles(row_of(law), U)
    left = quantiles(equilibrium_row(row_of(law)), U)
    assert left @ WEIGHT == pytest.approx(x**2 @ WEIGHT / (x @ WEIGHT) / 2, rel=2e-4)


def test_of_a_certain_duration_any_part_is_left():
    row = equilibrium_row(row_of(Law("constant", (60.0,))))
    assert quantiles(row, [0.25, 0.5]).tolist() == [15, 30]
    row = equilibrium_row(row_of(Law("observed", (60.0, 60.0))))
    assert quantiles(row, [0.25, 0.5]).tolist() == [15, 30]


def test_of_a_memoryless_duration_as_much_is_left_as_ever():
    row = row_of(Law("exponential", (60.0,)))
    assert equilibrium_row(row) is row
