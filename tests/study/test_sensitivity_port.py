"""A port answers at points of its inputs: the same luck everywhere, nothing run twice, nothing hidden."""

import time

import numpy as np
import pytest
from ports import every, port

from twin.engine import run
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.measures import reduce
from twin.results.summary import summarise
from twin.study.levels import Levels
from twin.study.sensitivity.inputs import inputs_of, scenarios
from twin.study.sensitivity.knowing import Worth
from twin.study.sensitivity.noise import CLEAR, FROM_LUCK, NONE
from twin.study.sensitivity.reading import level_of
from twin.study.sensitivity.responding import NOT_RUN, Responder, plan_digest
from twin.study.sensitivity.study import Sizes, ready, screened, weighed
from twin.study.sensitivity.study import sampled as sampled_of
from twin.study.sensitivity.tables import influence, passed_table, tornado_table, worth_table
from twin.study.target import target_of, values

MATTERS, NEVER, SHARE = (
    "layout.stations.booth.service_time",
    "layout.stations.closet.service_time",
    "policy.shares.aside",
)


def tree(booth="50 s", closet="60 s", aside="0 %", servers="1"):
    """All go to the booth, which is nearly busy; nobody to the closet, as the share is 0."""
    stations = {
        "booth": {"service_time": f"{booth} | assumed 20 s to 55 s", "servers": servers},
        "closet": {"service_time": f"{closet} | assumed 10 s to 10 min"},
    }
    steps = [{"visit": "booth"}, {"branch": "aside", "then": [{"visit": "closet"}]}, {"leave": "out"}]
    shares = {"aside": f"{aside} | source S1"}
    return port(
        stations, steps, every("exponential mean 60 s"), policy={"shares": shares},
        experiment={"start": "2025-09-01 00:00", "horizon": "6 h", "replications": 2, "seed": 1},
    )  # fmt: skip


def build(values):
    names = {MATTERS: "booth", NEVER: "closet", SHARE: "aside"}
    return Scenario.from_tree(tree(**{names[path]: text for path, text in values.items()}))


def study(target="wait_mean", levels=None, until=np.inf, builder=build):
    """(inputs, respond_to) of the small port."""
    scenario = builder({})
    inputs, passed = inputs_of(scenario)

    def respond_to(inputs):
        at = scenarios(inputs, builder, scenario.ledger)
        return Responder(at, target_of(target), levels=levels, until=until), builder

    return inputs, passed, respond_to


def test_a_service_time_that_matters_is_clear_and_a_station_that_nobody_visits_has_0():
    inputs, passed, respond_to = study()
    given = ready(inputs, passed, respond_to, Sizes(n=32, trajectories=3))
    table = tornado_table(given, "s").set_index("path")
    assert table["verdict"].to_dict() == {MATTERS: CLEAR, NEVER: NONE}
    assert (
        table.loc[NEVER, "swing"] == 0.0 and table.loc[MATTERS, "at_low"] < 0 < table.loc[MATTERS, "at_high"]
    )
    names, found = screened(given, Sizes(trajectories=3))
    effects = dict(zip(names, found.size, strict=True))
    assert effects[NEVER] == 0.0 and effects[MATTERS] > 0
    points, levels = sampled_of(given, 32)
    told = weighed(given, points, levels)
    worth = worth_table(names, told.worth, "width", "share").set_index("path")["value"]
    assert worth[MATTERS] > 0.3 and worth[NEVER] == 0.0
    assert influence({"tornado": table.reset_index()}) == {MATTERS: 0, NEVER: 1}


def test_what_is_told_from_luck_is_measured_before_what_is_not():
    worth = Worth(np.array([[9.0, 1.0, 2.0, 0.0]] * 3), [FROM_LUCK, CLEAR, CLEAR, CLEAR])
    assert list(worth_table(["a", "b", "c", "d"], worth, "width", "share")["path"]) == ["c", "b", "a", "d"]


@pytest.mark.parametrize(
    "text",
    [
        "wait_mean",
        "p95 truck",
        "wait_mean of booth",
        "queue_max of booth",
        "busy of booth",
        "arrived of through",
        "blocked_mean of booth",
        "throughput_per_hour of truck",
    ],
)
def test_a_level_read_alone_is_the_one_that_a_summary_has(text):
    plan, target = compile_plan(build({})), target_of(text)
    whole = values(summarise(plan, [reduce(plan, run(plan, 0))]), target)[0]
    assert level_of(plan, run(plan, 0), target) == whole


def test_the_same_replication_is_the_same_luck_at_every_point():
    inputs, _, respond_to = study()
    respond, _ = respond_to(inputs)
    point = np.array([[0.3, np.nan]])
    assert np.array_equal(respond(point, [4, 7])[:, 1], respond(point, [7, 2])[:, 0])
    assert np.array_equal(respond([[0.3, 0.9]], [4]), respond(point, [4]))  # nobody sees the closet


def test_what_changes_no_plan_is_not_run():
    inputs, _, respond_to = study()
    respond, _ = respond_to(inputs)
    respond([[np.nan, np.nan]], [0, 1])
    assert respond.fresh == 2
    respond([[(50 - 20) / 35, np.nan], [np.nan, np.nan]], [0, 1])
    assert respond.fresh == 2


def test_levels_outlast_a_break_and_a_torn_line_is_run_again(tmp_path):
    file = tmp_path / "levels" / "some.csv"
    inputs, _, respond_to = study(levels=Levels(file))
    points = np.array([[0.1, np.nan], [0.9, np.nan]])
    first = respond_to(inputs)[0](points, [0, 1, 2])
    lines = file.read_text().splitlines(True)
    assert len(lines) == 6
    changed = lines[1].replace(",", ",1", 1)
    file.write_text("".join([lines[0], changed, *lines[2:5], lines[5][:-3]]))
    again, _ = study(levels=Levels(file))[2](inputs)
    assert np.array_equal(again(points, [0, 1, 2]), first)
    assert again.fresh == 2


def test_what_is_not_run_in_time_has_no_level_and_says_so():
    inputs, _, respond_to = study(until=time.monotonic() - 1.0)
    respond, _ = respond_to(inputs)
    assert np.isnan(respond([[0.1, 0.2]], [0])).all()
    assert respond.why([0.1, 0.2]) == NOT_RUN


def test_an_end_that_the_port_refuses_is_cut_back_and_told():
    def narrow(values):
        seconds = float(values.get(MATTERS, "50 s").split()[0])
        if seconds > 51:
            raise ScenarioError([broken("layout.stations.booth", "takes too long")])
        return build(values)

    inputs, passed, respond_to = study(builder=narrow)
    given = ready(inputs, passed, respond_to, Sizes())
    first = next(each for each in given.inputs if each.path == MATTERS)
    assert float(first.high.split()[0]) == pytest.approx(51, abs=0.1)
    told = passed_table(given).set_index("path")["reason"]
    assert "takes too long" in told[MATTERS]
    assert np.isfinite(tornado_table(given, "s")["at_high"]).all()


def test_digests_see_every_number_of_a_plan():
    one, other = compile_plan(build({})), compile_plan(build({MATTERS: "50.001 s"}))
    assert plan_digest(one) == plan_digest(compile_plan(build({}))) != plan_digest(other)
    many = [plan_digest(compile_plan(Scenario.from_tree(long_list(time)))) for time in (5000.0, 5000.5)]
    assert many[0] != many[1]


def long_list(time):
    """A recorded list of 3000, one of which comes at another time."""
    rows = [{"time": f"{5 * i} s"} for i in range(3000)]
    rows[1001] = {"time": f"{time} s"}
    one = tree()
    one["demand"]["flows"]["through"] = {"arrives": "recorded", "rows": rows}
    return one


def broken(path, text):
    from twin.model.errors import Fault

    return Fault(path, "", text)
