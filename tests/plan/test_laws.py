"""Laws against scipy, quantile by quantile."""

import math

import numpy as np
import pytest
from scipy import stats

from twin.model.law import Law
from twin.plan.draws import normal_quantile, quantile
from twin.plan.laws import Laws

TAILS = 10.0 ** -np.arange(9, 0, -0.5)
U = np.concatenate([TAILS, np.linspace(0.01, 0.99, 99), 1 - TAILS[::-1]])


def quantiles(law, u=U):
    laws = Laws()
    laws.index(law)
    dist, table = laws.arrays()
    first, n, p, q, r, kind = dist[0].item()
    return np.array([quantile(kind, first, n, p, q, r, table, x) for x in u])


def lognormal(mean, cv):
    s = math.sqrt(math.log(1 + cv**2))
    return stats.lognorm(s, scale=mean * math.exp(-s * s / 2))


def truncated(mean, cv):
    return stats.truncnorm(-1 / cv, np.inf, mean, mean * cv)


def weibull(mean, cv):
    law = Laws()
    law.index(Law("weibull", (mean, cv)))
    row = law.arrays()[0][0]
    return stats.weibull_min(1 / row["q"], scale=row["p"])


CLOSED = [
    (Law("exponential", (120.0,)), stats.expon(scale=120)),
    (Law("uniform", (20.0, 60.0)), stats.uniform(20, 40)),
    (Law("triangular", (600.0, 1200.0, 2400.0)), stats.triang(1 / 3, 600, 1800)),
    (Law("triangular", (5.0, 5.0, 9.0)), stats.triang(0, 5, 4)),
    (Law("triangular", (5.0, 9.0, 9.0)), stats.triang(1, 5, 4)),
    (Law("lognormal", (25.0, 0.4)), lognormal(25, 0.4)),
    (Law("lognormal", (25.0, 3.0)), lognormal(25, 3)),
    (Law("normal", (60.0, 0.2)), truncated(60, 0.2)),
    (Law("normal", (60.0, 1.5)), truncated(60, 1.5)),
    (Law("weibull", (40.0, 0.5)), weibull(40, 0.5)),
    (Law("weibull", (40.0, 2.5)), weibull(40, 2.5)),
]


@pytest.mark.parametrize("law, truth", CLOSED, ids=lambda x: getattr(x, "family", ""))
def test_closed_quantiles_agree_with_scipy(law, truth):
    np.testing.assert_allclose(quantiles(law), truth.ppf(U), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cv", (0.01, 0.1, 0.3, 0.5, 0.8, 1.0, 1.4, 2.0, 3.0))
def test_tabulated_gamma_agrees_with_scipy(cv):
    truth = stats.gamma(1 / cv**2, scale=90 * cv**2)
    np.testing.assert_allclose(quantiles(Law("gamma", (90.0, cv))), truth.ppf(U), rtol=1e-6)


@pytest.mark.parametrize("stages", (1, 2, 7, 100))
def test_tabulated_erlang_agrees_with_scipy(stages):
    truth = stats.gamma(stages, scale=120 / stages)
    np.testing.assert_allclose(quantiles(Law("erlang", (120.0, float(stages)))), truth.ppf(U), rtol=1e-6)


@pytest.mark.parametrize("cv", (0.1, 0.5, 1.0, 2.5))
def test_a_weibull_law_has_its_mean_and_cv(cv):
    truth = weibull(40.0, cv)
    assert truth.mean() == pytest.approx(40.0, rel=1e-12)
    assert truth.std() / truth.mean() == pytest.approx(cv, rel=1e-9)


def test_the_mean_of_a_law_is_the_mean_of_its_draws():
    u = (np.arange(20000) + 0.5) / 20000
    for law, _ in CLOSED:
        if law.values[-1] < 2:  # heavy tails want more points than are worth drawing
            assert quantiles(law, u).mean() == pytest.approx(law.mean, rel=2e-3), law


def test_the_extreme_draws_are_finite():
    smallest, largest = 0.5 * 2.0**-53, 1 - 2.0**-53
    for law in [*(law for law, _ in CLOSED), Law("gamma", (90.0, 3.0)), Law("erlang", (5.0, 1.0))]:
        low, high = quantiles(law, [smallest, largest])
        assert 0 <= low < high < math.inf, law


def test_observed_draws_lie_between_the_observed():
    law = Law("observed", (10.0, 20.0, 40.0))
    np.testing.assert_allclose(quantiles(law, [1e-12, 0.25, 0.5, 0.75, 1 - 1e-12]), [10, 15, 20, 30, 40])
    assert quantiles(Law("observed", (7.0,)), [0.1, 0.9]).tolist() == [7.0, 7.0]


def test_equal_laws_share_a_row():
    laws = Laws()
    rows = [laws.index(Law("gamma", (90.0, 0.5))), laws.index(Law("constant", (3.0,)))]
    rows += [laws.index(Law("gamma", (90.0, 0.5))), laws.given(2, rows[0]), laws.given(2, rows[0])]
    assert rows == [0, 1, 0, 2, 2]
    dist, table = laws.arrays()
    assert len(dist) == 3 and len(table) == 2 * dist["n"][0]


def test_the_normal_quantile_agrees_with_scipy():
    np.testing.assert_allclose([normal_quantile(u) for u in U], stats.norm.ppf(U), rtol=1e-12, atol=1e-15)
