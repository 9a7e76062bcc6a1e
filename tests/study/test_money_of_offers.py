"""What an investment is worth: a worked example, identities that hold for any flows, and bad input."""

import json
import math

import numpy as np
import pytest
from examples import ROOT
from hypothesis import assume, given
from hypothesis import strategies as st

from twin.study.plans_known import money_rows
from twin.study.procurement import money

ORACLE = json.loads((ROOT / "tests/data/oracles/H13-tco-npv.json").read_text(encoding="utf-8"))
FLOWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)
RATES = st.floats(0.0, 0.5)


def test_the_worked_example_of_two_scanners():
    rows = {row.what: row for row in money_rows(ORACLE, 1)}
    assert len(rows) == 7 and not [row for row in rows.values() if not row.passed]
    cheaper = "A" if rows["eac_A"].found < rows["eac_B"].found else "B"
    assert cheaper == ORACLE["expected"]["cheaper_per_year"]


@given(FLOWS, RATES)
def test_the_worth_is_that_of_horners_rule(flows, rate):
    worth = 0.0
    for flow in reversed(flows):
        worth = worth / (1 + rate) + flow
    assert money.npv(rate, flows) == pytest.approx(worth, abs=1e-6)


@given(st.floats(1.0, 1e6), st.integers(1, 40), RATES)
def test_a_cost_is_worth_its_yearly_equivalents(cost, years, rate):
    a_year = money.equivalent_annual_cost(rate, cost, years)
    assert money.present_value(rate, [a_year] * years) == pytest.approx(cost, rel=1e-9)


@given(st.floats(10.0, 1e4), st.lists(st.floats(0.1, 1e4), min_size=2, max_size=20))
def test_flows_are_worth_nothing_at_their_internal_rate(price, gains):
    assume(sum(gains) > 0.2 * price)  # rates below -99 % a year are not looked for
    rate = money.irr([-price, *gains])
    assert money.npv(rate, [-price, *gains]) == pytest.approx(0.0, abs=1e-5 * price)


def test_flows_whose_rate_is_not_one_have_none():
    assert math.isnan(money.irr([-100.0, 230.0, -132.0]))  # 10 % and 20 %
    assert math.isnan(money.irr([100.0, 50.0]))
    assert math.isnan(money.irr([-100.0]))


def test_a_machine_that_is_bought_again_has_one_rate_where_its_sums_turn_once():
    flows = [-100.0, 60.0, 60.0, -20.0, 60.0]
    assert money.npv(money.irr(flows), flows) == pytest.approx(0.0, abs=1e-9)


def test_what_is_lost_again_is_not_paid_back():
    assert money.payback_year([-10.0, 12.0, -5.0, 1.0]) == money.NEVER
    assert money.payback_year([-10.0, 12.0, -5.0, 4.0]) == 3
    assert money.payback_year([-10.0, 1.0]) == money.NEVER
    assert money.payback_year([0.0, 1.0]) == 0


def test_a_rate_of_nothing_adds_up():
    assert money.npv(0.0, [-3.0, 1.0, 1.0]) == -1.0
    assert money.annuity_factor(0.0, 7) == 7.0
    assert money.benefit_cost_ratio(0.0, [0.0, 6.0], [2.0, 1.0]) == 2.0
    assert math.isnan(money.benefit_cost_ratio(0.1, [1.0], [0.0]))


@pytest.mark.parametrize(
    "rate, flows, said",
    [
        (-1.0, [1.0], "above -1"),
        (math.nan, [1.0], "above -1"),
        (0.08, [], "one number a year"),
        (0.08, [1.0, math.nan], "year 1"),
        (0.08, [1.0, 2.0, math.inf], "year 2"),
    ],
)
def test_flows_and_rates_that_are_none_are_refused(rate, flows, said):
    with pytest.raises(ValueError, match=said):
        money.npv(rate, flows)


def test_no_years_have_no_yearly_cost():
    with pytest.raises(ValueError, match="1 or more"):
        money.annuity_factor(0.08, 0)


def test_small_rates_lose_no_digits():
    assert money.annuity_factor(1e-12, 10) == pytest.approx(10.0, rel=1e-9)
    assert np.isfinite(money.npv(1e3, [1.0] * 50))
