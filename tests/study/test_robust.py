"""Regret over peaks, by hand: who is best where, how far the others are, and how sure that is."""

import numpy as np
import pytest

from twin.model.errors import ScenarioError
from twin.study.robust.regret import BEATEN, BEST, OPEN, choices, regret_table, weights_of

# Minutes of waiting. Under the same luck A is 10 shorter than base on the record day, 2 longer on holidays.
LUCK = np.array([0.0, 5.0, -5.0, 3.0, -3.0])
NOISE = np.array([0.1, -0.1, 0.2, -0.2, 0.0])
LEVELS = {
    "record_day": {"base": 50 + LUCK, "A": 40 + LUCK + NOISE, "B": 42 + LUCK - NOISE},
    "holiday": {"base": 20 + LUCK, "A": 22 + LUCK + NOISE, "B": 20 + LUCK},
}


def table(levels=LEVELS, weights=None, **how):
    return regret_table(levels, weights or weights_of(list(levels)), **how)


def row(frame, peak, name):
    return frame[(frame["peak"] == peak) & (frame["alternative"] == name)].iloc[0]


def test_the_regret_is_how_far_the_level_is_from_the_best_of_the_peak():
    found = table()
    assert row(found, "record_day", "base").regret == pytest.approx(10)
    assert row(found, "record_day", "A").regret == 0
    assert row(found, "record_day", "B").regret == pytest.approx(2)
    assert row(found, "holiday", "A").regret == pytest.approx(2)


def test_the_best_is_told_only_where_the_pairs_prove_it():
    found = table()
    assert row(found, "record_day", "A").standing == BEST
    assert row(found, "record_day", "A").regret_high == 0
    assert row(found, "record_day", "base").standing == BEATEN
    low, high = row(found, "record_day", "base").regret_low, row(found, "record_day", "base").regret_high
    assert 9 < low < 10 < high < 11
    assert row(found, "record_day", "A").chance > 0.99
    # base and B are one and the same on holidays.
    assert row(found, "holiday", "B").standing == row(found, "holiday", "base").standing == BEST


def test_with_other_luck_on_each_side_nothing_is_decided():
    levels = {"day": {"base": 50 + 3 * LUCK, "A": 49 - 3 * LUCK}}
    found = table(levels)
    assert set(found["standing"]) == {OPEN}
    assert row(found, "day", "A").regret_low == 0 < row(found, "day", "A").regret_high


def test_one_replication_decides_nothing():
    found = table({"day": {"base": [50.0], "A": [40.0]}})
    assert set(found["standing"]) == {OPEN}
    assert row(found, "day", "base").regret == 10


def test_where_more_is_better_the_highest_has_no_regret():
    found = table({"day": {"base": 50 + LUCK, "A": 40 + LUCK}}, less_is_better=False)
    assert row(found, "day", "A").regret == pytest.approx(10) and row(found, "day", "base").regret == 0
    low, high = row(found, "day", "A").low, row(found, "day", "A").high
    assert low < row(found, "day", "A")["mean"] < high


def test_the_choice_of_least_regret_need_not_be_the_best_of_any_day():
    levels = {
        "one": {"base": 0 + LUCK, "A": 100 + LUCK, "B": 10 + LUCK},
        "other": {"base": 100 + LUCK, "A": 0 + LUCK, "B": 10 + LUCK},
    }
    weights = weights_of(["one", "other"])
    told = choices(levels, table(levels), weights)
    assert told.iloc[0]["alternative"] == "B" and told.iloc[0]["max_regret"] == pytest.approx(10)
    assert told.iloc[0]["best_by"] == "" and told.set_index("alternative")["worst_peak"]["A"] == "one"


def test_weights_move_the_expected_level_and_regret():
    weights = weights_of(["record_day", "holiday"], [1, 3])
    told = choices(LEVELS, table(weights=weights), weights).set_index("alternative")
    assert told["expected"]["base"] == pytest.approx(0.25 * 50 + 0.75 * 20)
    assert told["expected_regret"]["A"] == pytest.approx(0.75 * 2)
    assert told["low"]["base"] < told["expected"]["base"] < told["high"]["base"]
    assert told["best_weight"]["A"] == 0.25 and told["best_by"]["A"] == "record_day"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ([1], "1 weights for 2 peaks"),
        ([1, -1], "-1': a weight is a number that is 0 or more"),
        ([0, 0], "they sum to 0"),
        ([1, float("nan")], "a weight is a number"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(said, text):
    with pytest.raises(ScenarioError, match=text):
        weights_of(["a", "b"], said)


def test_weights_sum_to_one():
    assert weights_of(["a", "b"], [1, 3]) == {"a": 0.25, "b": 0.75}
    assert weights_of(["a", "b", "c"])["c"] == pytest.approx(1 / 3)
