"""The staircase of a way has the times of its visits, and servers are busy when they serve."""

import numpy as np
import pytest
from ports import every, one_booth

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.passage import LONGEST, passage


def looked_at(tree):
    scenario = Scenario.from_tree(tree)
    return passage(scenario, compile_plan(scenario))


@pytest.fixture
def booth():
    """Twenty who come every 30 s to one server that takes 60 s."""
    return looked_at(one_booth("60 s", every(30, count=20)))


def test_the_mean_wait_of_a_queue_is_the_length_of_its_step(booth):
    ways = booth.ways.set_index("part")
    waited = ways.loc["queue", "end"] - ways.loc["queue", "begin"] if "queue" in ways.index else 0.0
    outside = ways.loc["outside", "end"] - ways.loc["outside", "begin"] if "outside" in ways.index else 0.0
    # The i-th waits 30 s times i: the mean of 0 to 19 is 9.5.
    assert waited + outside == pytest.approx(9.5 * 30.0)
    assert ways.loc["service", "end"] - ways.loc["service", "begin"] == pytest.approx(60.0)
    assert (ways["entities"] == 20).all() and (ways["share"] == 1.0).all()


def test_a_server_is_busy_for_as_long_as_it_serves(booth):
    assert booth.use["busy"].sum() * 3600.0 == pytest.approx(20 * 60.0)
    assert booth.use["busy"].between(0.0, 1.0).all()


def test_a_server_of_a_batch_is_busy_once():
    tree = one_booth("60 s", every(10, count=20))
    ((name, station),) = tree["layout"]["stations"].items()
    tree["layout"]["stations"][name] = {**station, "batch": {"fewest": 5, "most": 5}}
    assert looked_at(tree).use["busy"].sum() * 3600.0 == pytest.approx(4 * 60.0)


def test_parts_of_a_way_follow_each_other(booth):
    begin, end = booth.ways["begin"].to_numpy(), booth.ways["end"].to_numpy()
    assert (np.diff(begin) >= 0).all() and (end >= begin).all()


def test_a_run_of_months_is_not_looked_at():
    tree = one_booth("60 s", every(30, count=20))
    tree = {**tree, "experiment": {**tree.get("experiment", {}), "horizon": f"{LONGEST + 3600:.0f} s"}}
    assert looked_at(tree) is None


def test_each_has_waited_as_long_as_he_stood_before_the_server(booth):
    assert sorted(booth.waits["wait"]) == pytest.approx([30.0 * i for i in range(20)])
    assert set(booth.waits["cls"]) == set(booth.ways["cls"])
