"""Every kind of arrivals becomes so many times as large, on average, and stays a port that is allowed."""

import pytest
from ports import port, visits

from twin.model.checks import faults_of
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario, nowhere
from twin.plan.compile import compile_plan
from twin.study.carrying.demanded import demanded
from twin.study.carrying.scaling import flows_named, scaled, ways

STATIONS = {"booth": {"service_time": "10 s", "servers": 9}}
KINDS = {
    "profile": {"arrives": "profile", "volume": "300/d", "waiting_at_opening": "20 %"},
    "states": {
        "arrives": "states",
        "states": {"calm": {"rate": "4/h", "stays": "2 h"}, "rush": {"rate": "20/h", "stays": "2 h"}},
    },
    "every": {"arrives": "every", "every": "lognormal mean 4 min cv 50 %"},
    "appointments": {"arrives": "appointments", "slot": "1 h", "per_slot": 3, "booked": "90 %"},
    "per_day": {"arrives": "timetable", "per_day": 12, "first": "00:30", "cancelled": "5 %"},
    "at": {"arrives": "timetable", "at": ["07:00", "09:00", "17:30"]},
    "recorded": {"arrives": "recorded", "rows": [{"time": f"{600 * i} s"} for i in range(140)]},
}  # fmt: skip


def scenario_of(arrives, **sections):
    tree = port(STATIONS, visits("booth"), arrives, **sections)
    return Scenario.from_tree({**tree, "experiment": {**tree["experiment"], "horizon": "3 d"}})


def per_day(scenario):
    return demanded(compile_plan(scenario), ("through",)).per_day


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("factor", (0.4, 1.0, 1.25, 2.7))
def test_so_many_times_as_many_are_expected(kind, factor):
    scenario = scenario_of(KINDS[kind])
    larger = scaled(scenario, {"through": factor})
    near = 0.02 if kind == "recorded" else 1e-6
    assert per_day(larger) == pytest.approx(factor * per_day(scenario), rel=near)
    assert not faults_of(larger, nowhere)


@pytest.mark.parametrize("kind", KINDS)
def test_of_no_flow_nobody_comes(kind):
    assert per_day(scaled(scenario_of(KINDS[kind]), {"through": 0.0})) == 0.0


def test_a_fleet_has_whole_vehicles():
    fleets = {"fleets": {"ours": {"class": "truck", "size": 10, "away": "1 h"}}}
    tree = port(STATIONS, [{"visit": "booth"}, {"return": "ours"}], {"arrives": "fleet", "fleet": "ours"})
    tree["demand"] |= fleets
    scenario = Scenario.from_tree(tree)
    sizes = [scaled(scenario, {"through": factor}).demand.fleets["ours"].size for factor in (0.0, 0.98, 1.26)]
    assert sizes == [1, 10, 13]


def test_more_of_a_timetable_comes_between_its_times():
    larger = scaled(scenario_of(KINDS["at"]), {"through": 5 / 3})
    hours = [second / 3600 for second in larger.demand.flows["through"].at]
    assert hours == pytest.approx([7.0, 9.0, 11 + 7 / 60, 13.25, 17.5])  # halfway in the longest gaps
    assert larger.demand.flows["through"].cancelled == pytest.approx(0.0)


def test_a_cap_of_the_day_stays_and_is_told():
    scenario = scenario_of({**KINDS["per_day"], "cap": 14})
    assert [way.cap for way in ways(scenario, ("through",))] == [14.0]
    assert per_day(scaled(scenario, {"through": 3.0})) == pytest.approx(14.0, rel=0.02)


def test_flows_are_named_by_themselves_or_by_who_comes():
    scenario = scenario_of(KINDS["every"])
    assert flows_named(scenario, ["truck"]) == flows_named(scenario, []) == ("through",)
    with pytest.raises(ScenarioError, match="no flow, and no class that comes in one"):
        flows_named(scenario, ["coal"])
