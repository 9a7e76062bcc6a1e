"""Statistics added up during a run tell what its visits tell, without them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ports import every, lasting, one_booth, plan_of, port_with_secondary

from twin.engine import EngineError, run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.aggregate import aggregate, measures_of, merge, nothing
from twin.results.bins import BINS, SHORTEST, WITHIN, bin_of, described
from twin.results.dictionary import ENTITY, LEVEL, USE, VISIT
from twin.results.measures import reduce
from twin.results.summary import summarise
from twin.study.generated import random_tree, seeded
from twin.study.replications import replicate
from twin.study.running.batches import measured

PARTS = {"entities": ENTITY, "visits": VISIT, "levels": LEVEL, "use": USE}
QUANTILES = ("_p50", "_p85", "_p95")
# Of a whole that changes with time only all visits together tell these.
UNTOLD = {"queue_p95", "queue_max", "door_queue_max", "queue_metres_p95", "queue_metres_max"}
UNTOLD |= {"spillback_share", "crowding_p95", "crowding_max"}


def generated(number):
    """A generated port's plan; half of them are measured only after a while."""
    plan = compile_plan(Scenario.from_tree(random_tree(seeded(number))))
    return replace(plan, warm_up=plan.horizon / 3) if number % 2 else plan


def assert_close(found, wanted, what, *, error=1e-9, least=1e-9):
    """Equal to a relative error, or a least one; nan is nan."""
    np.testing.assert_allclose(found, wanted, rtol=error, atol=least, err_msg=what, equal_nan=True)


def assert_tells_the_same(found, wanted):
    """Both RunMeasures are the same: exactly, but for rounding, and quantiles to within their bins."""
    for part, measures in PARTS.items():
        for i, measure in enumerate(measures):
            told, known = getattr(found, part)[..., i], getattr(wanted, part)[..., i]
            if measure.name in UNTOLD:
                assert np.isnan(told).all()
            elif measure.name.endswith(QUANTILES):
                assert_close(told, known, measure.name, error=WITHIN + 1e-12, least=SHORTEST)
            else:
                known = np.where(np.isnan(told), np.nan, known) if part == "use" else known
                assert_close(told, known, measure.name)
    for name in ("balance", "curves"):
        assert_close(getattr(found, name), getattr(wanted, name), name)
    assert_close(found.queues, wanted.queues, "queues", error=1e-5, least=1e-3)  # of single precision
    assert_close(found.hourly[[0, 2]], wanted.hourly[[0, 2]], "hourly", error=1e-5, least=1e-5)


def test_statistics_of_generated_ports_are_those_of_their_visits():
    compared = 0
    for number in range(70):
        plan = generated(number)
        try:
            day = run(plan)
        except EngineError:
            continue
        assert_tells_the_same(measures_of(plan, aggregate(plan, 0)), reduce(plan, day))
        compared += 1
    assert compared > 50


def test_both_engines_give_the_same_statistics():
    plan = plan_of(lasting(port_with_secondary(), "1 d", warm_up="6 h"))
    one, other = (measures_of(plan, aggregate(plan, 0, engine=name)) for name in ("kernel", "reference"))
    assert_tells_the_same(one, reduce(plan, run(plan)))
    for told, known in zip(one, other, strict=True):
        assert_close(told, known, "")


def test_who_was_never_served_is_counted_as_far_as_the_run_went():
    plan = plan_of(lasting(one_booth("6 h", every(600)), "3 h"))
    found = measures_of(plan, aggregate(plan, 0))
    arrived = 3 * 6 + 1
    assert found.visits[0, 0, :2].tolist() == [arrived, 0]
    # Of those who arrive every ten minutes all but the first still wait at the end.
    assert found.hourly[0, 0, 0] == (0 + 10_200 + 9_600 + 9_000 + 8_400 + 7_800) / 6  # of the first hour


@pytest.mark.parametrize("number", (3, 17))
def test_replications_merge_in_any_order(number):
    plan = generated(number)
    one, two, three = (aggregate(plan, replication) for replication in range(3))
    forth, back = merge(merge(one, two), three), merge(three, merge(two, one), nothing(plan))
    assert forth.runs[0] == back.runs[0] == 3
    for told, known in zip(forth, back, strict=True):
        names = told.dtype.names
        for name in names or (...,):
            assert_close(told[name], known[name], str(name))
    alone = [measures_of(plan, each).entities[0, 0] for each in (one, two, three)]
    assert measures_of(plan, forth).entities[0, 0] == sum(alone)


@given(st.lists(st.one_of(st.just(0.0), st.floats(1e-4, 1e8)), min_size=1, max_size=60))
def test_a_quantile_lies_within_its_share_of_that_of_the_durations(durations):
    counts = np.zeros((1, BINS), np.int64)
    for each in durations:
        counts[0, bin_of.py_func(each)] += 1
    (found,) = described(np.array([sum(durations)]), np.array([max(durations)]), counts)
    wanted = np.quantile(durations, (0.5, 0.85, 0.95))
    assert (abs(found[1:4] - wanted) <= WITHIN * wanted + SHORTEST).all()
    assert found[4] == max(durations)


def test_a_summary_of_statistics_has_the_numbers_of_one_of_visits_and_no_causes():
    plan = plan_of(lasting(port_with_secondary(), "1 d"))
    told = summarise(plan, [measured(plan, number, by="statistics") for number in range(3)])
    known = summarise(plan, replicate(plan, range(3)))
    both = known.kpis.merge(told.kpis, on=["scope", "name", "cls", "measure"], suffixes=("", "_told"))
    absent = {"spillback_share", "crowding_p95", "crowding_max"}  # no storage is limited, no area is said
    assert set(known.kpis["measure"]) - set(told.kpis["measure"]) == UNTOLD - absent
    for column in ("mean", "low", "high"):
        exact = ~both["measure"].str.endswith(QUANTILES)
        assert_close(both[f"{column}_told"][exact], both[column][exact], column)
    assert told.why.empty and not known.why.empty


def test_looking_on_changes_nothing():
    plan = plan_of(lasting(port_with_secondary(), "1 d"))
    before = run(plan)
    aggregate(plan, 0)
    assert all((one == other).all() for one, other in zip(before[:4], run(plan)[:4], strict=True) if len(one))
