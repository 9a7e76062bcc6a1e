"""Verdicts on scenarios compared under the same luck."""

import numpy as np
import pytest
from hand_made import plan, run, station, visit

from twin.results.measures import reduce
from twin.results.paired import COLUMNS, VERDICTS, compare, headline, verdict
from twin.results.summary import summarise


def summary(starts, *, servers=1):
    """A port at which the second of two trucks starts at the given times, one a replication."""
    port = plan([station("A", servers)])
    days = [
        run([visit(1, 0, 0, 0, 0, 20, 20), visit(2, 0, 0, 0, t, t + 5, t + 5, server=servers - 1)])
        for t in starts
    ]
    return summarise(port, [reduce(port, day) for day in days])


def test_a_scenario_that_always_waits_less_is_better():
    table = compare({"base": summary([20, 30, 40]), "more": summary([10, 19, 31], servers=2)})
    assert tuple(table.columns) == COLUMNS
    row = headline(table).iloc[0]
    assert (row["scenario"], row["against"], row["verdict"]) == ("more", "base", "better")
    assert row["difference"] == pytest.approx(-5.0)
    assert row["low"] < row["difference"] < row["high"] < 0
    assert row["base_mean"] == pytest.approx(15.0) and row["mean"] == pytest.approx(10.0)
    assert set(table["verdict"]) <= set(VERDICTS)


def test_pairs_find_what_independent_samples_would_not():
    base, more = summary([20, 40, 80, 60, 50]), summary([19, 38, 79, 58, 49])
    row = headline(compare({"base": base, "more": more})).iloc[0]
    assert row["verdict"] == "better" and row["p"] < 0.05


def test_equal_scenarios_are_the_same():
    table = compare({"base": summary([20, 30]), "copy": summary([20, 30])})
    assert set(table["verdict"]) == {"the same"}


def test_one_replication_cannot_tell():
    table = compare({"base": summary([20]), "more": summary([10])})
    assert headline(table).iloc[0]["verdict"] == "unknown"


def test_three_scenarios_are_each_held_against_the_first():
    table = headline(compare({"base": summary([20, 30]), "b": summary([21, 31]), "c": summary([19, 28])}))
    assert table["scenario"].tolist() == ["b", "c"]


@pytest.mark.parametrize(
    ("measure", "interval", "told"),
    [
        ("wait_mean", (-2.0, -3.0, -1.0), "better"),
        ("wait_mean", (2.0, 1.0, 3.0), "worse"),
        ("finished", (2.0, 1.0, 3.0), "better"),
        ("busy", (2.0, 1.0, 3.0), "higher"),
        ("busy", (-2.0, -3.0, -1.0), "lower"),
        ("wait_mean", (1.0, -1.0, 3.0), "not clearly different"),
        ("wait_mean", (0.0, 0.0, 0.0), "the same"),
        ("wait_mean", (1.0, np.nan, np.nan), "unknown"),
    ],
)
def test_the_interval_decides(measure, interval, told):
    assert verdict(measure, *interval) == told


def test_unequal_numbers_of_replications_are_refused():
    with pytest.raises(ValueError, match="2 replications against 3"):
        compare({"base": summary([20, 30]), "more": summary([20, 30, 40])})


def test_a_single_scenario_is_refused():
    with pytest.raises(ValueError, match="two or more"):
        compare({"base": summary([20, 30])})
