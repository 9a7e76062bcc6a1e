"""What a scenario does to a measure, on tables of two replications made by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from twin.results.intervals import mean_intervals
from twin.results.summary import Summary
from twin.study.effects import LEVEL, Asked, asked, effect, main_flow

TIME, RELEASE, WAIT = "time_in_port_mean", "release_time_mean", "wait_p95"
PORT = {
    ("flow", "coal", "all", "arrived"): [90, 110],
    ("flow", "copper", "all", "arrived"): [10, 10],
    ("flow", "coal", "all", TIME): [600, 700],
    ("class", "image", "image", "arrived"): [30, 30],
    ("class", "image", "image", RELEASE): [10, 10],
    ("class", "lot", "lot", "arrived"): [90, 110],
    ("class", "lot", "lot", RELEASE): [86400, 86500],
}


def summary(values):
    """A Summary of which only the measures are there."""
    keys = ["scope", "name", "cls", "measure"]
    mean, low, high, n = mean_intervals(np.array(list(values.values()), float).T, 0.95)
    kpis = pd.DataFrame(list(values), columns=keys)
    kpis = kpis.assign(unit="s", mean=mean, low=low, high=high, replications=n)
    rows = [(*key, number, value) for key, own in values.items() for number, value in enumerate(own)]
    replications = pd.DataFrame(rows, columns=[*keys, "replication", "value"])
    return Summary(kpis, None, None, None, None, None, None, replications)


def changed(rows):
    """The port with other numbers of a measure, or with what only the scenario has."""
    return summary(PORT | rows)


def test_the_time_in_port_of_the_flow_by_which_most_come_is_meant_where_nothing_is_said():
    base = summary(PORT)
    assert main_flow(base) == "coal"
    one = effect(base, changed({("flow", "coal", "all", TIME): [500, 601]}), asked(""))
    assert (one.name, one.measure, one.unit, one.verdict) == ("coal", TIME, "s", "better")
    assert (one.before, one.after, one.value) == pytest.approx((650, 550.5, -99.5))


def test_a_measure_that_the_main_flow_has_not_is_that_of_the_class_of_most():
    one = effect(summary(PORT), changed({("class", "lot", "lot", RELEASE): [80000, 80101]}), asked(RELEASE))
    assert (one.name, one.verdict) == ("lot", "better")
    assert one.value == pytest.approx(-6399.5)


def test_what_the_port_has_not_is_told_as_it_is_with_the_scenario():
    one = effect(summary(PORT), changed({("station", "gate", "all", WAIT): [4, 6]}), asked(f"{WAIT} of gate"))
    assert one.verdict == LEVEL and math.isnan(one.before)
    assert one.value == one.after == pytest.approx(5)
    assert one.low < 5 < one.high


def test_what_neither_has_is_no_effect():
    assert effect(summary(PORT), summary(PORT), asked(f"{WAIT} of gait")) is None


def test_a_port_without_flows_has_no_main_flow():
    assert main_flow(summary({("station", "gate", "all", WAIT): [4, 6]})) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", Asked(TIME, "")), ("wait_p95 of gate", Asked(WAIT, "gate")), ("tonnes_in", Asked("tonnes_in", ""))],
)
def test_a_measure_is_read_with_what_it_is_of(text, wanted):
    assert asked(text) == wanted
