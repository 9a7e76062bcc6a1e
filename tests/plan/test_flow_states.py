"""A flow that switches between states, and the share of the time in each."""

import numpy as np
import pytest
from ports import plan_of, port, visits
from scipy import stats

from twin.plan.arrivals import windows
from twin.plan.kinds import stationary

HOUR = 3600.0


def states(**fields):
    return {"arrives": "states", "states": fields.pop("states"), **fields}


def made(arrives, days=30):
    experiment = {"start": "2025-09-01 00:00", "horizon": f"{days} d"}
    return plan_of(port({"booth": {"service_time": "1 s"}}, visits("booth"), arrives, experiment=experiment))


def arrivals(arrives, *, days=30, replication=0):
    return np.concatenate([rows for rows, _ in windows(made(arrives, days), replication)])


TWO = {"low": {"rate": "0/h", "stays": "2 h"}, "high": {"rate": "600/h", "stays": "1 h"}}


def test_two_states_take_turns():
    rows = arrivals(states(states=TWO, starts="low"), days=1)
    assert set(np.floor(rows["time"] / HOUR) % 3) == {2}
    assert set(np.floor(arrivals(states(states=TWO, starts="high"), days=1)["time"] / HOUR) % 3) == {0}


def test_within_a_state_they_come_at_random():
    gaps = np.diff(arrivals(states(states={**TWO, "low": {"rate": "600/h", "stays": "2 h"}}))["time"])
    assert stats.kstest(gaps, "expon", args=(0, 6)).pvalue > 1e-4


def test_three_states_follow_each_other_in_order_or_by_shares():
    three = {name: {"rate": "60/h" if name == "c" else "0/h", "stays": "1 h"} for name in "abc"}
    rows = arrivals(states(states=three, starts="a"), days=1)
    assert set(np.floor(rows["time"] / HOUR) % 3) == {2}
    three["a"] = {**three["a"], "then": {"c": "100 %"}}
    three["c"] = {**three["c"], "then": {"a": "50 %", "b": "50 %"}}
    three["b"] = {**three["b"], "then": {"c": "100 %"}}
    rows = arrivals(states(states=three, starts="a"), days=1)
    assert set(np.floor(rows["time"] / HOUR) % 2) == {1}


def test_a_stationary_start_finds_each_state_as_often_as_it_lasts():
    busy = []
    plan = made(states(states=TWO), days=1)
    for i in range(600):
        rows, _ = next(windows(plan, i))
        busy.append((rows["time"] < HOUR).sum())
    # The chance to be in the high state at any time is 1/3, and so is the rate of every hour.
    assert np.mean(busy) == pytest.approx(200, abs=4 * np.std(busy) / 600**0.5)
    assert np.std(busy) > 150


def test_shares_of_time_of_a_chain():
    follows = np.array([[0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.4, 0.6, 0.0]])
    share = stationary(follows, [2.0, 1.0, 4.0])
    entered = share / [2.0, 1.0, 4.0]
    np.testing.assert_allclose(entered @ follows, entered, atol=1e-12)
    assert share.sum() == pytest.approx(1)


def test_a_higher_rate_adds_arrivals_and_moves_none():
    few, many = (
        arrivals(states(states={**TWO, "high": {"rate": rate, "stays": "exponential mean 1 h"}}))
        for rate in ("60/h", "90/h")
    )
    times = dict(zip(many["key"].tolist(), many["time"].tolist(), strict=True))
    assert len(many) > len(few)
    assert all(times[row["key"].item()] == row["time"] for row in few)


def test_long_stays_are_drawn_a_day_at_a_time():
    one = {"low": {"rate": "1/h", "stays": "1 h"}, "high": {"rate": "200000/d", "stays": "5 d"}}
    rows = arrivals(states(states=one, starts="high"), days=3)
    assert len(rows) == pytest.approx(600_000, rel=0.01) and len(set(rows["key"])) == len(rows)
    assert max(len(rows) for rows, _ in windows(made(states(states=one, starts="high"), 3), 0)) < 100_000
