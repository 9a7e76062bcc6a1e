"""What theory, exact recursions and printed studies know comes out of both engines."""

import pytest
from asserting import assert_same_trajectory, assert_within

from twin.engine import run
from twin.study.known import MEASURES
from twin.study.oracles import oracles, plan_of, replicated, shortened
from twin.study.verification import holds

ORACLES = oracles()
EXACT = [oracle for oracle in ORACLES if oracle.exact]
LONG_RUN = [oracle for oracle in ORACLES if not oracle.exact]
NARROW, NARROW_SHARE = 0.02, 0.005  # half-widths: a part of the value; of a probability, as it is
PART, LITTLE = 0.05, 0.002  # of the full length
LONGEST = ("f04", "f05")  # even so: proven apart
REPLICATIONS = 20  # of the reference, which is slow


def each(cases):
    return pytest.mark.parametrize("oracle", cases, ids=lambda oracle: oracle.name)


def test_every_measure_that_an_oracle_asks_is_there():
    assert {one.measure for oracle in ORACLES for one in oracle.expected} <= set(MEASURES)


@each(EXACT)
def test_every_single_time_is_known(oracle, engine):
    missed = [held for held in holds(oracle, engine=engine) if not held.passed]
    assert not missed, missed


@pytest.mark.slow
@pytest.mark.parametrize(
    "oracle",
    [
        pytest.param(one, id=one.name, marks=pytest.mark.prove if one.name in LONGEST else ())
        for one in LONG_RUN
    ],
)
def test_the_truth_lies_in_the_kernels_interval(oracle):
    missed = [held for held in holds(shortened(oracle, PART)) if not held.passed]
    assert not missed, missed


@pytest.mark.slow
@each(LONG_RUN)
def test_a_little_of_it_is_the_same_in_both_engines(oracle):
    plan = plan_of(shortened(oracle, LITTLE))
    assert_same_trajectory(plan, run(plan, 0), run(plan, 0, engine="reference"))


@pytest.mark.prove
@each(LONG_RUN)
def test_the_truth_lies_in_the_references_interval(oracle):
    found = holds(shortened(oracle, LITTLE), engine="reference", replications=REPLICATIONS)
    missed = [held for held in found if not held.passed]
    assert not missed, missed


@pytest.mark.prove
@each([oracle for oracle in LONG_RUN if oracle.printed])
def test_the_kernel_gives_what_a_study_printed(oracle):
    missed = [held for held in holds(oracle) if not held.passed]
    assert not missed, missed


@pytest.mark.prove
@each([oracle for oracle in LONG_RUN if not oracle.printed])
def test_the_kernels_interval_is_narrow(oracle):
    found = replicated(oracle)
    for one in oracle.expected:
        wide = NARROW_SHARE / one.value if one.is_share else NARROW
        assert_within([measures[one.name] for measures in found], one.value, half_width=wide)
