"""Arrivals come to an engine window by window, and how long a window is changes nothing."""

import pytest
from asserting import assert_same_trajectory
from ports import lasting, plan_of, port_with_secondary

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan import arrivals
from twin.plan.compile import compile_plan
from twin.study.generated import random_tree, seeded

QUIET = (0, 1, 3, 5, 6, 8, 10, 11, 12, 13)  # random ports that do not jam


@pytest.fixture
def short_windows(monkeypatch):
    """Windows of seven minutes, whatever the port."""

    def shorten():
        monkeypatch.setattr(arrivals, "window_length", lambda plan: 420.0)

    return shorten


def test_a_long_run_in_short_windows_is_the_same(engine, short_windows):
    plan = plan_of(lasting(port_with_secondary(), "3 d"))
    whole = run(plan, 0, engine=engine)
    short_windows()
    assert_same_trajectory(plan, whole, run(plan, 0, engine=engine), names=("whole", "windowed"))


def test_random_ports_in_short_windows_are_the_same(short_windows):
    plans = [compile_plan(Scenario.from_tree(random_tree(seeded(seed)))) for seed in QUIET]
    whole = [run(plan, 0) for plan in plans]
    short_windows()
    for plan, one in zip(plans, whole, strict=True):
        assert_same_trajectory(plan, one, run(plan, 0), names=("whole", "windowed"))
