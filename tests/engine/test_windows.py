"""Arrivals come to an engine window by window, and how long a window is changes nothing."""

from contextlib import suppress
from itertools import count, islice

import pytest
from asserting import assert_same_trajectory
from ports import lasting, plan_of, port_with_secondary

from twin.engine import EngineError, run
from twin.model.scenario import Scenario
from twin.plan import arrivals
from twin.plan.compile import compile_plan
from twin.study.generated import random_tree, seeded

QUIET = 10  # random ports that do not jam


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
    whole = list(islice(_quiet(), QUIET))
    short_windows()
    for plan, one in whole:
        assert_same_trajectory(plan, one, run(plan, 0), names=("whole", "windowed"))


def _quiet():
    """Yields (plan, run) of random ports that come to their end."""
    for seed in count():
        plan = compile_plan(Scenario.from_tree(random_tree(seeded(seed))))
        with suppress(EngineError):
            yield plan, run(plan, 0)
