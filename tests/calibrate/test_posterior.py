"""Ports that a fit leaves possible differ as its intervals say, and their shares stay parts of a whole."""

import math

import numpy as np
import pytest

from twin.calibrate.posterior import Named, draws

NAMED = Named({"Gate 1": "gate_1", "scan": "scan", "bench": "bench"}, {"loaded": "loaded"})
LAW, VOLUME = "layout.stations.gate_1.service_time", "demand.flows.loaded_weekday.volume"
WAYS = [f"policy.channels.loaded_after_gate_1.to_{name}" for name in ("scan", "bench", "exit")]
VALUES = {LAW: "gamma mean 60 s cv 50 %", VOLUME: "300/d", **dict.fromkeys(WAYS, "33 %")}


def parameter(kind, station="", cls="loaded", **more):
    return {"kind": kind, "station": station, "cls": cls, "key": "", **more}


def drawn(*parameters, values=VALUES, number=400):
    return draws(parameters, values, NAMED, number, np.random.default_rng(1))


def test_a_mean_is_drawn_within_its_interval_nine_times_of_ten():
    service = parameter("service_mean", "Gate 1", "*", value=60.0, low=50.0, high=72.0, n=30)
    means = np.array([float(each[LAW].split()[2]) for each in drawn(service)])
    assert np.mean((means >= 50) & (means <= 72)) == pytest.approx(0.9, abs=0.04)
    assert math.log(np.median(means) / 60) == pytest.approx(0, abs=0.02)
    assert drawn(service)[0][LAW].endswith("s cv 50 %")


def test_a_volume_is_that_of_its_class_and_type_of_day():
    (one,) = drawn(
        parameter("arrivals_a_day", value=300.0, low=290.0, high=310.0, n=9, key="weekday"), number=1
    )
    assert set(one) == {VOLUME} and one[VOLUME].endswith("/d")


def test_shares_of_a_branch_sum_to_a_whole_and_scatter_as_the_visits_allow():
    parts = zip(("scan", "bench", "EXIT"), (0.2, 0.1, 0.7), strict=True)
    ways = [parameter("share", "Gate 1", key=key, value=value, n=1000, low=0, high=1) for key, value in parts]
    found = np.array([[float(each[path].split()[0]) for path in WAYS] for each in drawn(*ways)])
    assert np.allclose(found.sum(axis=1), 100)
    assert found.mean(axis=0) == pytest.approx([20, 10, 70], abs=0.3)
    assert found[:, 0].std() == pytest.approx(100 * math.sqrt(0.2 * 0.8 / 1000), rel=0.15)


def test_what_the_layout_does_not_say_by_a_mean_or_the_fit_does_not_know_stays_as_it_is():
    service = parameter("service_mean", "Gate 1", "*", value=60.0, low=50.0, high=72.0, n=30)
    assert drawn(service, values={LAW: "observed gate_1_all"}, number=1) == [{}]
    unknown = service | {"value": None, "low": None, "high": None}
    assert drawn(unknown, parameter("share", "Gate 1", key="scan", value=1.0, n=9), number=2) == [{}, {}]
