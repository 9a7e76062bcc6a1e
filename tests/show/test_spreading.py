"""Waits over those who came and over a week; what is missed against what is waited."""

from dataclasses import replace
from types import SimpleNamespace

import made_up
import numpy as np
import pandas as pd
import pytest

from twin.plan.compile import compile_plan
from twin.show.charts.waited import distribution_chart
from twin.show.pages.frontier import frontier_pictures, of_comparison
from twin.show.pages.spreading import spread_picture, week_of, week_picture
from twin.study.passage import passage

DAY = 86400.0


def plan_of(start, days):
    return SimpleNamespace(start=start, horizon=days * DAY)


def test_an_hour_of_a_week_has_the_mean_of_all_who_came_in_it():
    # From Tuesday 22:00 on: hour 1 is Tuesday's last, hour 2 Wednesday's first, and again after a week.
    hourly = pd.DataFrame({"hour": [1, 2, 2 + 168], "wait_mean": [60.0, 120.0, 300.0], "n": [4, 1, 2]})
    field = week_of(hourly, plan_of("2026-03-03T22:00:00", 8))
    assert field[1, 23] == 60.0
    assert field[2, 0] == pytest.approx((120.0 + 2 * 300.0) / 3)
    assert np.isnan(field).sum() == 7 * 24 - 2


def test_less_than_a_week_is_no_week():
    hourly = pd.DataFrame({"hour": [1], "wait_mean": [60.0], "n": [4]})
    assert week_of(hourly, plan_of("2026-03-03T22:00:00", 6.9)) is None
    assert "one_week" in week_picture(made_up.report_input("en")).because


def test_the_curve_of_those_who_wait_longer_falls_from_all_to_none():
    waits = pd.DataFrame({"cls": "truck", "wait": [60.0, 120.0, 180.0, 240.0]})
    bars, curve = sorted(
        distribution_chart(waits, "en", names={}).axes, key=lambda axis: axis.get_yscale() == "log"
    )
    assert list(curve.lines[0].get_xdata()) == [0.0, 1.0, 2.0, 3.0, 4.0]  # minutes
    assert list(curve.lines[0].get_ydata()) == [100.0, 75.0, 50.0, 25.0, 0.0]
    assert bars.patches[0].get_data().values.sum() == pytest.approx(100.0)
    assert set(bars.lines[0].get_xdata()) == {2.5}  # the median


def test_those_whose_hours_do_not_count_are_not_among_those_who_wait():
    given = made_up.report_input("en")
    given = replace(given, passage=passage(given.scenario, compile_plan(given.scenario)))
    assert set(given.passage.waits["cls"]) == {"coal_truck", "image"}
    assert [word for word in spread_picture(given).words if "image" in word] == []


def options(missed):
    rows = [
        (name, measure, value, value, value)
        for name, wait, share in missed
        for measure, value in (("wait_mean", wait), ("missed_contraband", share))
    ]
    return pd.DataFrame(rows, columns=["option", "measure", "mean", "low", "high"])


def test_the_stair_joins_those_that_none_beats_in_both():
    table = options([("base", 600.0, 0.5), ("slow", 900.0, 0.2), ("bad", 950.0, 0.4)])
    names = {"base": "as it is", "slow": "slow", "bad": "bad"}
    (picture,) = frontier_pictures(table, "en", names=names, stem="f")
    stair = picture.figure.axes[0].lines[0]
    assert list(zip(stair.get_xdata(), stair.get_ydata(), strict=True)) == [(10.0, 50.0), (15.0, 20.0)]


def test_where_one_is_best_in_both_there_is_nothing_to_choose():
    assert frontier_pictures(options([("a", 600.0, 0.5), ("b", 900.0, 0.6)]), "en", names={}, stem="f") == []


def test_a_comparison_has_its_base_and_the_intervals_of_differences():
    keys = {"scope": "port", "cls": "all", "measure": "wait_mean", "scenario": "more", "against": "base"}
    row = pd.DataFrame([keys | {"base_mean": 100.0, "mean": 80.0, "low": -30.0, "high": -10.0}])
    found = of_comparison(row).set_index("option")
    assert found.loc["base", ["mean", "low", "high"]].tolist() == [100.0] * 3
    assert found.loc["more", ["mean", "low", "high"]].tolist() == [80.0, 70.0, 90.0]
