"""Long-run waits known to theory lie inside the intervals of both engines."""

import json
from pathlib import Path

import pytest
from asserting import assert_same_trajectory, assert_within

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.theory import CASES, is_probability, replicated, with_customers

ORACLES = json.loads((Path(__file__).parents[1] / "data" / "oracles" / "engine.json").read_text("utf-8"))
ORACLE_OF = {"mm1": "A01", "mm10": "A03", "md1": "A06", "md4": "A07", "mg1": "A09", "me2_3": "A13",
             "priority": "B01", "tandem": "D04"}  # fmt: skip
REPLICATIONS = 20
FEW = 8  # of the reference, which is slow; its interval is the wider

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def _runs(case, customers, engine):
    plan = compile_plan(Scenario.from_tree(with_customers(case, customers, FEW)))
    return [(plan, run(plan, i, engine=engine)) for i in range(FEW)]


@each_case
def test_the_truth_of_each_case_is_the_oracles(case):
    wanted = ORACLES[ORACLE_OF[case.name]]["expected"]
    assert {name: value for name, value in case.truth.items() if name in wanted} == {
        name: wanted[name] for name in case.truth if name in wanted
    }
    assert set(case.truth) & set(wanted)


@pytest.mark.slow
@each_case
def test_the_kernel_meets_theory_within_two_percent(case):
    plan = compile_plan(Scenario.from_tree(with_customers(case, case.customers, REPLICATIONS)))
    found = replicated(case, ((plan, run(plan, i)) for i in range(REPLICATIONS)))
    for measure, truth in case.truth.items():
        wide = 0.005 / truth if is_probability(measure) else 0.02
        assert_within(found[measure], truth, half_width=wide)


@pytest.mark.slow
@each_case
def test_a_hundredth_of_it_is_the_same_in_both_engines_and_covers_theory(case):
    customers = case.customers // 100
    kernel, reference = (_runs(case, customers, engine) for engine in ("kernel", "reference"))
    for (plan, one), (_, other) in zip(kernel, reference, strict=True):
        assert_same_trajectory(plan, one, other)
    found = replicated(case, reference)
    for measure, truth in case.truth.items():
        assert_within(found[measure], truth)
