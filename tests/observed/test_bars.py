"""The bars of a calibration hold for the truth itself, and fall for what is further from it than they say."""

import copy

import pytest
from recovery import CLEAN, DIRTY, judged, missed, rows_of, truth_of

LOGS = (("port_a_clean", CLEAN, 37), ("port_b_devices", DIRTY, 39))
WIDER = {
    "service mean": lambda fit: fit["service"]["gate_in"]["*"].update(mean=2.0),
    "wrong hours of servers": lambda fit: fit["servers"].update(documents=9),
    "routing": lambda fit: fit["routing"]["loaded"].update(scanner={"gate_out": 1.0}),
    "cases": lambda fit: fit["kpi"].update(cases=fit["kpi"]["cases"] * 1.02),
    "wait": lambda fit: fit["kpi"]["wait_mean"].update(scanner=9.0),
    "arrivals": lambda fit: fit["arrivals_per_hour"].pop("loaded"),
}


def as_fit(truth):
    """A calibration that found every parameter exactly."""
    fit = copy.deepcopy(truth)
    for laws in fit["service"].values():
        laws.update({cls: {"mean": mean, "cv": cv} for cls, (mean, cv, _) in laws.items()})
    return fit | {"clock_skew_s": fit.get("dirt", {}).get("clock_skew_s", {})}


@pytest.mark.parametrize(("log", "bars", "number"), LOGS)
def test_the_truth_holds_every_bar(log, bars, number):
    truth = truth_of(log)
    assert missed(as_fit(truth), truth, bars) == []
    assert len(judged(as_fit(truth), truth, bars)) == number


@pytest.mark.parametrize(("log", "bars", "number"), LOGS)
def test_a_fit_that_says_nothing_holds_none(log, bars, number):
    assert len(missed({}, truth_of(log), bars)) == number


@pytest.mark.parametrize("what", WIDER)
def test_a_fit_that_is_far_off_misses_its_bar_and_no_other(what):
    truth = truth_of("port_b_devices")
    fit = as_fit(truth)
    WIDER[what](fit)
    lines = missed(fit, truth, DIRTY)
    assert lines and all(line.startswith(what) for line in lines)


@pytest.mark.parametrize(
    ("log", "rows", "column"), [("port_a_clean", 51_000, "case_id"), ("port_b_devices", 100_559, "msg_id")]
)
def test_the_logs_are_what_their_truths_say(log, rows, column):
    text = rows_of(log)
    assert text.startswith(column) and abs(text.count("\n") / rows - 1) < 0.1
