"""A small rail port with nearly all that many and one can do, in both engines."""

import numpy as np
import pytest
from asserting import assert_same_trajectory
from examples import ROOT
from ports import visits_at

from twin.engine import ENGINES, pause, resume, run
from twin.model import yaml_text
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.plan.visits import TABLES, in_order
from twin.study.sameness import examine

PORT = ROOT / "tests" / "data" / "ports" / "rail.yaml"


@pytest.fixture(scope="module")
def plan():
    said = yaml_text.read(PORT.read_text("utf-8"), PORT.name)
    assert not said.faults
    return compile_plan(Scenario.from_tree({"name": "rail"} | said.tree))


def of_class(plan, table, name):
    return table[table["cls"] == plan.names.classes.index(name)]


@pytest.mark.parametrize("replication", [0, 1])
def test_both_engines_run_it_alike_and_keep_the_laws(plan, replication):
    assert examine(plan, replication).wrong == ""


def test_the_load_goes_over_the_break_of_gauge_and_none_gets_lost(plan, engine):
    trips = run(plan, 0, engine=engine).trips
    broad, flat = of_class(plan, trips, "broad_wagon"), of_class(plan, trips, "flat_wagon")
    assert broad["load"].sum() + flat["load"].sum() == 44000 * len(broad)
    assert flat["load"].sum() > 40 * 44000


def test_gantries_that_share_a_span_never_work_at_once(plan, engine):
    found = run(plan, 0, engine=engine)
    lifts = np.concatenate([visits_at(plan, found, f"gantry_{side}") for side in ("east", "west")])
    lifts = np.sort(lifts[~np.isnan(lifts["started"])], order="started")
    assert len(lifts) > 80
    assert (lifts["started"][1:] >= np.nan_to_num(lifts["ended"][:-1], nan=found.end)).all()


def test_standard_trains_leave_by_a_path_each(plan, engine):
    trips = of_class(plan, run(plan, 0, engine=engine).trips, "standard_train")
    left = trips["left"][~np.isnan(trips["left"])]
    assert len(left) > 20
    assert (left % (75 * 60) == 0).all() and len(set(left.tolist())) == len(left)


def test_long_trains_are_made_of_shorter_ones(plan, engine):
    trips = run(plan, 0, engine=engine).trips
    long, wagons = of_class(plan, trips, "long_train"), of_class(plan, trips, "export_wagon")
    gone = ~np.isnan(wagons["left"])
    assert set(wagons["left"][gone].tolist()) == set(long["left"][~np.isnan(long["left"])].tolist())
    assert long["load"].max() == 8 * 40000


@pytest.mark.parametrize("before", ENGINES)
@pytest.mark.parametrize("after", ENGINES)
def test_it_may_stop_at_any_time_and_go_on(plan, before, after):
    whole, chunks = run(plan, 0, engine=after), []

    def keep(*rows):
        chunks.append([table.copy() for table in rows])

    resume(plan, pause(plan, 0, 250_000.0, keep, engine=before), keep, engine=after)
    tables = [np.concatenate([chunk[i] for chunk in chunks]) for i in range(len(TABLES))]
    assert_same_trajectory(plan, whole, in_order(*tables, plan.horizon))
