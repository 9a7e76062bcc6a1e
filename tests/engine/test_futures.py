"""From one instant on into many futures: what was is the same, what comes has other luck, in both engines."""

import numpy as np
import pytest
from asserting import assert_same_trajectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ports import every, lasting, one_booth, plan_of, recorded
from scipy import stats

from twin.engine import (
    AS_DRAWN,
    BY_AGE,
    ENGINES,
    EngineError,
    futures,
    pause,
    pause_again,
    resume,
    run_to_the_end,
)
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.plan.snapshot import load, save
from twin.plan.visits import TABLES, in_order
from twin.study.generated import random_tree


def rows_of(plan, steps):
    """(Run, trouble) of what several calls of an engine hand over, one after the other."""
    chunks, trouble, found = [], None, None
    try:
        for step in steps:
            found = step(found, lambda *rows: chunks.append([table.copy() for table in rows]))
    except EngineError as error:
        trouble = error
    tables = [
        np.concatenate([np.zeros(0, dtype), *(chunk[i] for chunk in chunks)])
        for i, dtype in enumerate(TABLES)
    ]
    return in_order(*tables, plan.horizon), trouble


def in_future(plan, times, *, left, engines, number=1):
    """A run that at each time goes on in one of its futures; engines take turns."""
    engines = [engines[i % len(engines)] for i in range(len(times) + 1)]

    def begin(_, sink):
        return pause(plan, 0, times[0], sink, engine=engines[0])

    def branched(snapshot, engine):
        return list(futures(plan, snapshot, number + 1, left=left, engine=engine))[number]

    def again(time, engine):
        return lambda found, sink: pause_again(plan, branched(found, engine), time, sink, engine=engine)

    def finish(found, sink):
        resume(plan, branched(found, engines[-1]), sink, engine=engines[-1])

    middle = [again(time, engine) for time, engine in zip(times[1:], engines[1:], strict=False)]
    return rows_of(plan, [begin, *middle, finish])


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_future_of_a_drawn_port_is_the_same_in_both_engines(data):
    plan = compile_plan(Scenario.from_tree(random_tree(lambda n: data.draw(st.integers(0, n - 1)))))
    instant = st.floats(0, plan.horizon)
    times = sorted(data.draw(st.lists(instant, min_size=1, max_size=2)))
    left = data.draw(st.sampled_from((AS_DRAWN, BY_AGE)))
    mixed = data.draw(st.sampled_from((ENGINES, ENGINES[::-1])))
    one, trouble = in_future(plan, times, left=left, engines=["kernel"])
    for engines in (["reference"], mixed):
        other, said = in_future(plan, times, left=left, engines=engines)
        assert str(said or "") == str(trouble or "")
        assert_same_trajectory(plan, one, other)


def queue_of(service, horizon="6 h"):
    return plan_of(lasting(one_booth(service, every("exponential mean 60 s")), horizon))


@pytest.mark.parametrize("left", (AS_DRAWN, BY_AGE))
def test_what_was_stays_and_what_comes_is_other(engine, left):
    plan, noon = queue_of("exponential mean 50 s"), 7200.0
    never, _ = run_to_the_end(plan, engine=engine)
    runs = [in_future(plan, [noon], left=left, engines=[engine], number=n)[0] for n in range(3)]
    for run in runs:
        gone, was = (visits[visits["left"] <= noon] for visits in (run.visits, never.visits))
        assert gone.tobytes() == was.tobytes()
        later, never_later = (
            set(visits["key"][visits["asked"] > noon].tolist()) for visits in (run.visits, never.visits)
        )
        assert later and not later & never_later
    assert len({run.visits.tobytes() for run in runs}) == 3


def test_a_service_under_way_ends_as_drawn_and_who_waits_has_other_luck(engine):
    plan = plan_of(lasting(one_booth("exponential mean 50 s", recorded([0, 0])), "1 h"))
    never, _ = run_to_the_end(plan, engine=engine)
    noon = never.visits["ended"][0] / 2
    runs = [in_future(plan, [noon], left=AS_DRAWN, engines=[engine], number=n)[0] for n in range(3)]
    assert {run.visits["ended"][0] for run in runs} == {never.visits["ended"][0]}
    assert len({run.visits["ended"][1] for run in [never, *runs]}) == 4


def test_a_service_drawn_by_age_has_the_law_of_what_is_left():
    plan, age = plan_of(lasting(one_booth("gamma mean 600 s cv 50 %", recorded([0])), "5 h")), 500.0
    ends = []
    for replication in range(400):
        snapshot = pause(plan, replication, age, lambda *rows: None)
        if not snapshot.tables["count"]["heap"][0]:
            continue  # it was over before
        future = list(futures(plan, snapshot, 1, left=BY_AGE))[0]
        resume(plan, future, lambda visits, *_: ends.extend(visits["ended"].tolist()))
    known = stats.gamma(4, scale=150)
    law = lambda end: (known.cdf(end) - known.cdf(age)) / known.sf(age)  # noqa: E731
    assert len(ends) > 150 and min(ends) > age
    assert stats.kstest(ends, law).pvalue > 1e-3


def test_what_is_certain_is_left_as_it_is(engine):
    plan = plan_of(lasting(one_booth("50 s", recorded([0, 0])), "1 h"))
    run, _ = in_future(plan, [20.0], left=BY_AGE, engines=[engine])
    assert run.visits["ended"].tolist() == [50.0, 100.0]


def test_a_future_goes_through_a_file(tmp_path):
    plan = queue_of("exponential mean 50 s")
    for engine in ENGINES:
        snapshot = pause(plan, 0, 3600.0, lambda *rows: None, engine=engine)
        future = list(futures(plan, snapshot, 2, engine=engine))[1]
        save(future, tmp_path / "future.npz")
        kept = load(tmp_path / "future.npz")
        one, other = (rows_of(plan, [gone_on(plan, which)])[0] for which in (future, kept))
        assert_same_trajectory(plan, one, other)


def gone_on(plan, snapshot):
    return lambda _, sink: resume(plan, snapshot, sink)
