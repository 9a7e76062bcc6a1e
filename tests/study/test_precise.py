"""Replications go on until a mean is known well enough, and stop at the first number that is enough."""

import numpy as np
import pytest
from ports import lasting, port_with_secondary

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.results.intervals import mean_intervals
from twin.study.kept import asking_for, summary_of
from twin.study.precise import FEWEST, first_enough, precise_summary, precision_of


def scenario(replications=2):
    tree = lasting(port_with_secondary("10 %"), "2 h", replications=replications)
    return Scenario.from_tree(tree)


def test_the_mean_is_known_as_well_as_was_asked_and_no_earlier(tmp_path):
    precision = precision_of("8 %")
    found = precise_summary(scenario(), precision, folder=tmp_path)
    number = found.kept.replications
    assert number > FEWEST and found.is_reached
    table = found.kept.summary.replications
    level = table[(table["scope"] == "port") & (table["cls"] == "all") & (table["measure"] == "wait_mean")]
    assert len(level) == number
    mean, low, high, _ = mean_intervals(level["value"].to_numpy())
    assert (high - low) / 2 <= 0.08 / 1.08 * mean
    before, low, high, _ = mean_intervals(level["value"].to_numpy()[:-1])
    assert (high - low) / 2 > 0.08 / 1.08 * before


def test_it_is_the_result_of_a_scenario_that_asks_for_so_many(tmp_path):
    found = precise_summary(scenario(), precision_of("8 %"), folder=tmp_path).kept
    again = summary_of(asking_for(scenario(), found.replications), folder=tmp_path)
    assert (again.path, again.is_new) == (found.path, False)


def test_what_cannot_be_reached_says_so_with_as_many_as_are_allowed(tmp_path):
    found = precise_summary(scenario(), precision_of("0.001 %", most=14), folder=tmp_path)
    assert (found.kept.replications, found.is_reached) == (14, False)


def test_it_stops_where_nobody_ever_waits():
    assert first_enough(np.zeros(30), precision_of("5 %")) == FEWEST


def test_replications_without_a_value_say_nothing():
    level = np.array([np.nan] * 12 + [1.0, 1.1] * 10)
    assert first_enough(level, precision_of("5 %")) > 14


def test_a_width_is_a_share_of_the_mean_or_has_the_unit_of_its_target():
    assert precision_of("5 %").is_share
    assert precision_of("2 min").width == precision_of("2").width == 120.0
    assert precision_of("40", "finished").width == 40.0


@pytest.mark.parametrize("said", ["0 %", "-1 min", "wide"])
def test_what_is_no_width_is_refused(said):
    with pytest.raises(ScenarioError, match=said):
        precision_of(said)


def test_the_rule_covers_the_truth_nearly_as_often_as_it_says():
    """300 studies of a mean of 1 with a skewed law: the loss of the sequential rule is a few in a hundred."""
    dice, precision = np.random.default_rng(3), precision_of("15 %")
    covered = 0
    for _ in range(300):
        level = dice.gamma(4.0, 0.25, size=200)
        number = first_enough(level, precision)
        _, low, high, _ = mean_intervals(level[:number])
        covered += low <= 1.0 <= high
    assert 0.90 <= covered / 300 <= 0.98
