"""Stop, snapshot, resume is the same as never having stopped."""

import numpy as np
import pytest
from asserting import assert_same_trajectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ports import every, lasting, one_booth, plan_of

from twin.engine import ENGINES, EngineError, pause, resume, run_to_the_end
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.plan.snapshot import SnapshotError, load, save
from twin.plan.visits import TABLES, in_order
from twin.study.generated import random_tree

NOWHERE = lambda *rows: None  # noqa: E731


def with_a_stop(plan, time, *, before="kernel", after="kernel", through=lambda snapshot: snapshot):
    """(Run, trouble) of a run that one engine begins and one goes on with."""
    chunks, trouble = [], None

    def keep(*rows):
        chunks.append([table.copy() for table in rows])

    try:
        resume(plan, through(pause(plan, 0, time, keep, engine=before)), keep, engine=after)
    except EngineError as error:
        trouble = error
    tables = [np.concatenate([chunk[i] for chunk in chunks]) for i in range(len(TABLES))]
    return in_order(*tables, plan.horizon), trouble


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_drawn_port_that_was_stopped_goes_on_as_if_it_had_not_been(data):
    plan = compile_plan(Scenario.from_tree(random_tree(lambda n: data.draw(st.integers(0, n - 1)))))
    never, trouble = run_to_the_end(plan)
    # Any instant, and often one at which something happens.
    times = [0.0, plan.horizon, *never.visits["asked"].tolist()[:40]]
    time = data.draw(st.one_of(st.sampled_from(times), st.floats(0, plan.horizon)))
    before, after = data.draw(st.sampled_from([(a, b) for a in ENGINES for b in ENGINES]))
    stopped, other = with_a_stop(plan, time, before=before, after=after)
    assert str(other or "") == str(trouble or "")
    assert_same_trajectory(plan, never, stopped)


def test_a_snapshot_goes_through_a_file(tmp_path):
    tree = one_booth("exponential mean 50 s", every("exponential mean 60 s"))
    plan = plan_of(lasting(tree, "6 h"))

    def file(snapshot):
        save(snapshot, tmp_path / "noon.npz")
        return load(tmp_path / "noon.npz")

    never, _ = run_to_the_end(plan)
    assert_same_trajectory(plan, never, with_a_stop(plan, 7200.0, through=file)[0])
    assert_same_trajectory(plan, never, with_a_stop(plan, 7200.0, through=file, before="reference")[0])


def test_one_snapshot_can_be_gone_on_from_twice():
    plan = plan_of(lasting(one_booth("exponential mean 50 s", every("exponential mean 60 s")), "6 h"))
    snapshot = pause(plan, 0, 3600.0, NOWHERE)

    def end():
        rows = []
        resume(plan, snapshot, lambda visits, *_: rows.append(visits.tobytes()))
        return rows

    assert end() == end()


def test_a_snapshot_of_another_plan_is_refused():
    one, other = (plan_of(one_booth(f"{seconds} s")) for seconds in (60, 61))
    with pytest.raises(SnapshotError, match="is of another plan"):
        resume(other, pause(one, 0, 100.0, NOWHERE), NOWHERE)
