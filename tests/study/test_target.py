"""A line says a measure, of what, and its bound; a wrong one is refused with the way out."""

import math

import numpy as np
import pytest

from twin.model.errors import ScenarioError
from twin.study.target import Target, short_of, target_of


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("p95 truck <= 60", Target("wait_p95", "truck", 3600.0, True)),
        ("wait_p95 of h986 <= 30 min", Target("wait_p95", "h986", 1800.0, True)),
        ("time_in_port_mean<=6 h", Target("time_in_port_mean", "", 21600.0, True)),
        ("same_day_share >= 95 %", Target("same_day_share", "", 0.95, False)),
        ("queue_max of manzhouli.gate <= 40", Target("queue_max", "manzhouli.gate", 40.0, True)),
    ],
)
def test_a_line_is_a_measure_of_a_thing_and_a_bound(text, target):
    assert target_of(text) == target


def test_without_a_bound_the_better_way_is_the_measures_own():
    waiting, finished = target_of("wait_mean"), target_of("finished of coal_in")
    assert math.isnan(waiting.bound) and waiting.at_most
    assert not finished.at_most


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("p96 truck <= 60", "there is no measure p96"),
        ("<= 60", "not a target"),
        ("wait_p95 <= sixty", "the bound sixty is not a duration"),
        ("wait_p95 <= 3 kg", "'kg' is a unit of mass"),
        ("same_day_share >= 95", "percent sign"),
        ("", "not a target"),
    ],
)
def test_a_line_that_asks_nothing_known_is_refused(text, told):
    with pytest.raises(ScenarioError, match=told):
        target_of(text)


def test_a_miss_is_above_zero_on_either_side():
    at_most, at_least = target_of("wait_mean <= 1 min"), target_of("same_day_share >= 90 %")
    assert np.allclose(short_of(at_most, [50.0, 60.0, 70.0]), [-10.0, 0.0, 10.0])
    assert np.allclose(short_of(at_least, [0.95, 0.9, 0.8]), [-0.05, 0.0, 0.1])
