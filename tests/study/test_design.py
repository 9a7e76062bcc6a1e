"""The design days of a year: by rank, by hand; and a peak that is made of one brings what came on it."""

import json

import numpy as np
import pytest
from examples import ROOT
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from ports import every, one_booth, plan_of, port

from twin.config import compose
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.design import arrivals_of, as_a_peak, design_days, design_figures


def year(*days):
    """[1 flow, day, hour] of {hour: arrivals} by day."""
    came = np.zeros((1, len(days), 24), int)
    for day, hours in enumerate(days):
        for hour, n in hours.items():
            came[0, day, hour] = n
    return came


def test_the_thirtieth_hour_is_the_thirtieth_of_all_the_busiest_first():
    came = year(*({hour: 100 * day + hour for hour in range(24)} for day in range(1, 11)))
    found = {one.name: one for one in design_days(came)}
    # The last day has the 24 busiest hours, so the sixth from the top of the day before is the thirtieth.
    assert (found["hour_30"].day, found["hour_30"].hour, found["hour_30"].came) == (8, 18, 918)
    assert (found["hour_100"].day, found["hour_100"].hour) == (5, 20)


def test_one_open_day_in_twenty_is_busier_than_the_busy_day():
    came = year(*({8: n} for n in range(1, 21)), {}, {})
    (busy,) = design_days(came)
    assert (busy.name, busy.day, busy.came) == ("day_p95", 18, 19)


def test_the_hours_and_days_of_a_known_year_are_those_of_the_oracle():
    case = json.loads((ROOT / "tests" / "data" / "oracles" / "H15-design-hour.json").read_text("utf-8"))
    profile = np.array(case["inputs"]["profile"])
    day = np.arange(365)
    volume = 100 + 40 * np.sin(2 * np.pi * (day - 100) / 365) + 25 * np.isin(day % 7, (5, 6))
    found = design_figures(np.outer(volume, profile / profile.sum()))
    for name, wanted in case["expected"].items():
        assert found[name] == pytest.approx(wanted, rel=1e-9), name


def test_figures_and_days_agree_on_a_year_of_whole_numbers():
    came = year(*({hour: 100 * day + hour for hour in range(24)} for day in range(1, 11)))
    figures, days = design_figures(came[0]), {one.name: one.came for one in design_days(came)}
    assert {name: figures[name] for name in days} == days


def test_a_year_without_arrivals_has_no_hour_by_rank():
    assert design_figures(np.zeros((3, 24))) == {"aadt": 0.0, "day_max": 0.0}


def test_of_days_that_are_equal_the_first_is_taken():
    assert design_days(year({8: 3}, {8: 3}, {8: 3}))[0].day == 0


def test_a_year_in_which_nobody_comes_has_no_design_day():
    assert design_days(year({}, {})) == []


@given(arrays(int, (2, 9, 24), elements=st.integers(0, 50)))
def test_no_more_hours_are_busier_than_the_rank_says(came):
    total = came.sum(axis=0)
    for one in design_days(came):
        if one.hour >= 0:
            assert np.count_nonzero(total > one.came) < int(one.name.removeprefix("hour_"))
            assert total[one.day, one.hour] == one.came


def test_arrivals_are_counted_in_the_hour_in_which_they_come(engine):
    plan = plan_of(one_booth("10 s", every(1800)))
    came = arrivals_of(plan, engine=engine)
    assert came.shape == (1, 1, 24)
    assert came.sum() == 48
    assert (came == 2).all()


def test_parts_of_one_who_came_are_not_counted(engine):
    steps = [{"fork": "paper", "into": {"paper": [{"visit": "booth"}]}}, {"leave": "out"}]
    tree = port({"booth": {"service_time": "1 min"}}, steps, every(3600))
    assert arrivals_of(plan_of(tree), engine=engine).sum() == 24


@pytest.mark.parametrize("name", ["day_p95", "hour_30"])
def test_a_peak_made_of_a_day_brings_as_many_as_came_on_it(name):
    words = ["layout=ganqimaodu_road", "experiment.horizon=40 d"]
    scenario = compose([*words, "peak=year"])
    came = arrivals_of(compile_plan(scenario))
    day = next(one for one in design_days(came) if one.name == name)
    peak = as_a_peak(scenario, came, day)
    said = [f"demand.flows.{flow}.volume" for flow in peak["flows"]]
    assert len(said) == 4
    volumes = [int(flow["volume"].partition("/")[0]) for flow in peak["flows"].values()]
    assert volumes == came[:, day.day].sum(axis=1).tolist()
    assert [sum(hours_of(one)) for one in peak["profiles"].values()] == [n for n in volumes if n]


def test_those_who_waited_at_opening_are_counted_in_their_hour_only():
    fields = {"volume": "240/d", "profile": "day", "waiting_at_opening": "50 %", "exact": True}
    tree = one_booth("10 s", {"arrives": "profile", **fields})
    tree["demand"]["profiles"] = {"day": {"00-08": 0, "08-20": 1, "20-24": 0}}
    came = arrivals_of(compile_plan(Scenario.from_tree(tree)))
    peak = as_a_peak(Scenario.from_tree(tree), came, design_days(came)[0])
    assert peak["flows"]["through"]["waiting_at_opening"].startswith("0 %")
    tree["demand"] = {name: peak[name] for name in ("flows", "profiles")}
    again = arrivals_of(compile_plan(Scenario.from_tree(tree)))
    first = came[0, 0, 8]
    assert first > 120 and abs(again[0, 0, 8] - first) < 4 * first**0.5


def hours_of(profile):
    """The weight of each hour of the day."""
    for said, weight in profile.items():
        first, last = (int(hour) for hour in said.split("-"))
        yield from [weight] * (last - first)


def test_a_flow_with_a_timetable_keeps_it():
    tree = one_booth("10 s", {"arrives": "timetable", "at": ["08:00", "09:00"]})
    scenario = Scenario.from_tree(tree)
    came = arrivals_of(compile_plan(scenario))
    assert as_a_peak(scenario, came, design_days(came)[0])["flows"] == {}


def test_a_design_day_keeps_the_shares_of_the_classes_of_a_flow():
    mix = {"truck": "62.5 %", "bus": "37.5 %"}
    arrives = {"arrives": "profile", "volume": "50/d", "mix": mix}
    tree = port({"booth": {"service_time": "10 s"}}, [{"visit": "booth"}, {"leave": "out"}], arrives)
    tree["layout"]["classes"]["bus"] = {"length": "12 m"}
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    scenario = Scenario.from_tree(tree)
    came = arrivals_of(compile_plan(scenario))
    (flow,) = as_a_peak(scenario, came, design_days(came)[0])["flows"].values()
    assert flow["mix"] == mix
