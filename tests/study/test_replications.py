"""Replications come in their order with the same numbers, however many workers there are."""

import numpy as np
import pytest
from ports import crossing, lasting, plan_of, port_with_secondary

from twin.engine import Jam
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.study.kept import summary_of
from twin.study.replications import replicate
from twin.study.whatif import what_if


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_the_number_of_workers_changes_no_number():
    plan = plan_of(port_with_secondary())
    alone, together = replicate(plan, range(6), workers=1), replicate(plan, range(6), workers=4)
    assert all(same(one, other) for one, other in zip(alone, together, strict=True))


def test_replications_come_in_the_order_of_their_numbers():
    plan = plan_of(port_with_secondary())
    forward, backward = replicate(plan, [0, 1, 2]), replicate(plan, [2, 1, 0])
    assert all(same(one, other) for one, other in zip(forward, backward[::-1], strict=True))
    assert not same(forward[0], forward[1])


def test_the_watch_is_called_once_a_replication():
    seen = []
    replicate(plan_of(port_with_secondary()), range(5), watch=lambda: seen.append(1))
    assert len(seen) == 5


def test_a_jam_says_in_which_replication_it_was():
    with pytest.raises(Jam, match="in replication 7 with seed 1"):
        replicate(plan_of(crossing()), [7])


def scenario(share, **experiment):
    return Scenario.from_tree(lasting(port_with_secondary(share), "1 d", replications=4, **experiment))


def test_the_same_scenario_is_not_run_twice(tmp_path):
    first, second = (summary_of(scenario("10 %"), folder=tmp_path) for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.path == second.path
    assert first.summary.kpis.equals(second.summary.kpis)
    assert summary_of(scenario("20 %"), folder=tmp_path).is_new


def test_more_referrals_make_a_longer_wait_under_the_same_luck(tmp_path):
    asked = {"few": scenario("2 %"), "many": scenario("15 %")}
    found = what_if(asked, lambda one: summary_of(one, folder=tmp_path))
    wait = found.differences.query("scope == 'port' and cls == 'all' and measure == 'wait_mean'")
    (row,) = wait.itertuples()
    assert (row.scenario, row.against, row.verdict) == ("many", "few", "worse")
    assert 0 < row.low < row.difference < row.high


def test_scenarios_without_the_same_luck_are_refused():
    with pytest.raises(ScenarioError, match="experiment.seed"):
        what_if({"base": scenario("2 %"), "other": scenario("2 %", seed=2)})
