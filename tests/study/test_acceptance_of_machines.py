"""Plans of acceptance against the sums of their laws, against printed plans, and against drawn machines."""

import math

import numpy as np
import pytest
from scipy import stats

from twin.model.law import read_law
from twin.study.procurement import acceptance
from twin.study.procurement.acceptance import NoTest

RISKS = (0.1, 0.1)


@pytest.mark.parametrize("good, bad", [(0.10, 0.20), (0.05, 0.15), (0.02, 0.10), (0.14, 0.226)])
def test_a_plan_of_shares_keeps_both_risks_and_is_the_shortest(good, bad):
    found = acceptance.of_share("detection", good, bad, RISKS)
    n, c = int(found.trials), int(found.limit)
    assert found.vendor_risk == pytest.approx(stats.binom.sf(c, n, good), abs=1e-12)
    assert found.buyer_risk == pytest.approx(stats.binom.cdf(c, n, bad), abs=1e-12)
    assert found.vendor_risk <= 0.1 and found.buyer_risk <= 0.1
    shorter = [
        (m, k)
        for m in range(1, n)
        for k in range(m)
        if stats.binom.sf(k, m, good) <= 0.1 and stats.binom.cdf(k, m, bad) <= 0.1
    ]
    assert not shorter[:1]


def test_a_perfect_promise_allows_no_failure():
    found = acceptance.of_share("detection", 0.0, 0.1, RISKS)
    assert (found.trials, found.limit, found.vendor_risk) == (22, 0, 0.0)
    assert found.buyer_risk == pytest.approx(0.9**22)


@pytest.mark.parametrize("good, bad", [(0.2, 0.1), (0.1, 0.1), (-0.1, 0.2), (0.1, 1.1)])
def test_a_promise_that_is_no_better_than_what_is_refused_has_no_test(good, bad):
    assert isinstance(acceptance.of_share("detection", good, bad, RISKS), NoTest)


def test_levels_that_are_too_near_have_no_test():
    assert isinstance(acceptance.of_share("detection", 0.1, 0.1001, RISKS), NoTest)


def test_a_plan_of_failures_is_that_of_the_handbook():
    # MIL-HDBK-781A, plan XVII-D: risks of 20 %, ratio 3, 4.3 times the lower mean, rejected at 3 failures.
    found = acceptance.of_time_between_failures(3.0, 1.0, (0.2, 0.2))
    assert found.limit == 2
    assert found.trials == pytest.approx(4.28, abs=0.01)
    # Plan XV-D: 10 %, ratio 3: 9.3 times, rejected at 6.
    found = acceptance.of_time_between_failures(3.0, 1.0, (0.1, 0.1))
    assert (found.limit, round(found.trials, 1)) == (5, 9.3)


def test_a_plan_of_availability_keeps_both_risks():
    found = acceptance.of_availability(0.98, 0.95, RISKS)
    generator = np.random.default_rng(7)
    k, draws = int(found.trials), 40_000

    def accepted(available):
        up = generator.exponential(available, (draws, k)).mean(axis=1)
        down = generator.exponential(1 - available, (draws, k)).mean(axis=1)
        return float((up / (up + down) >= found.limit).mean())

    assert accepted(0.98) == pytest.approx(1 - found.vendor_risk, abs=0.01)
    assert accepted(0.95) == pytest.approx(found.buyer_risk, abs=0.01)


def test_a_plan_of_means_keeps_both_risks():
    found = acceptance.of_mean("cycle", 100.0, 110.0, 40.0, RISKS)
    error = 40.0 / math.sqrt(found.trials)
    assert stats.norm.sf(found.limit, 100.0, error) == pytest.approx(found.vendor_risk)
    assert stats.norm.cdf(found.limit, 110.0, error) == pytest.approx(found.buyer_risk)
    assert max(found.vendor_risk, found.buyer_risk) <= 0.1 + 1e-12


def test_the_sequential_test_has_the_risks_that_drawn_machines_show():
    found = acceptance.sequential(0.1, 0.2, RISKS, 400)
    generator = np.random.default_rng(11)

    def shown(share):
        failures = (generator.random((4000, 400)) < share).cumsum(axis=1)
        n = np.arange(1, 401)
        passed, failed = (
            failures <= found.slope * n - found.accept,
            failures >= found.slope * n + found.reject,
        )
        ended = passed | failed
        ended[:, -1] = True
        at = ended.argmax(axis=1)
        accepts = passed[np.arange(4000), at] | ((at == 399) & (failures[:, -1] <= found.slope * 400))
        return accepts.mean(), (at + 1).mean()

    accepted, length = shown(0.1)
    assert accepted == pytest.approx(1 - found.vendor_risk, abs=0.02)
    assert length == pytest.approx(found.trials_if_good, rel=0.05)
    accepted, length = shown(0.2)
    assert accepted == pytest.approx(found.buyer_risk, abs=0.02)
    assert length == pytest.approx(found.trials_if_bad, rel=0.05)


@pytest.mark.parametrize(
    "text, scipys",
    [
        ("triangular 10 s 40 s 90 s", stats.triang(0.375, 10, 80)),
        ("uniform 20 s to 60 s", stats.uniform(20, 40)),
        ("erlang mean 2 min stages 4", stats.gamma(4, scale=30)),
        ("exponential mean 9 s", stats.expon(scale=9)),
        ("lognormal mean 25 s cv 40 %", None),
        ("constant 7 s", None),
    ],
)
def test_the_deviation_of_a_law(text, scipys):
    law = read_law(text, {})
    truth = scipys.std() if scipys else {"lognormal": 10.0, "constant": 0.0}[law.family]
    assert acceptance.deviation_of(law) == pytest.approx(truth)
