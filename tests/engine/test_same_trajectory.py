"""The two engines give the same visits, bit for bit, on ports nobody has seen."""

import pytest
from asserting import assert_same_trajectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twin.config import compose
from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.constructs import coverage
from twin.study.generated import random_tree
from twin.study.proving import trials
from twin.study.sameness import examine


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_drawn_port_goes_the_same_way_in_both_engines(data):
    tree = random_tree(lambda n: data.draw(st.integers(0, n - 1)))
    outcome = examine(compile_plan(Scenario.from_tree(tree)))
    assert not outcome.wrong, outcome.wrong


@pytest.fixture(scope="module")
def numbered():
    """Three hundred ports, tried in both engines."""
    return list(trials(range(300)))


def test_three_hundred_numbered_ports_go_the_same_way_in_both_engines(numbered):
    wrong = [(one.seed, one.outcome.wrong) for one in numbered if one.outcome.wrong]
    assert not wrong, "\n".join(f"port {seed}: {text}" for seed, text in wrong[:3])


def test_the_numbered_ports_use_every_construct_and_nearly_every_pair(numbered):
    counted, met, pairs = coverage([one.constructs for one in numbered])
    assert all(counted.values()), [name for name, n in counted.items() if not n]
    assert met >= 0.9 * pairs


@pytest.mark.parametrize("words", [["peak=record_day"], ["peak=record_day", "scenario=one_area_sync"]])
def test_ganqimaodu_goes_the_same_way_in_both_engines(words):
    plan = compile_plan(compose(["layout=ganqimaodu_road", "experiment=one_day", *words]))
    assert_same_trajectory(plan, run(plan, 0, engine="kernel"), run(plan, 0, engine="reference"))
