"""A month of devices with faults of every kind is told as the journeys that were made."""

import pytest
from recorded import kpis, recorded, rightly_given, true_visits
from recovery import CLEAN, DIRTY, judged, truth_of

from twin.observed.cleaning import clean

MONTHS = {"port_a_clean": CLEAN, "port_b_devices": DIRTY}


@pytest.fixture(scope="module")
def cleaned():
    return {log: clean(recorded(log)) for log in MONTHS}


@pytest.mark.parametrize("log", MONTHS)
def test_the_measures_of_a_recorded_month_are_those_of_the_port(cleaned, log):
    lines = judged({"kpi": kpis(cleaned[log])}, truth_of(log), MONTHS[log])
    told = [line for line in lines if line.what.startswith(("cases", "cycle", "wait"))]
    assert len(told) == 9
    assert [line for line in told if not line.holds] == []


def test_every_visit_is_given_to_its_truck(cleaned):
    assert rightly_given(cleaned["port_b_devices"], true_visits("port_b_devices")) > 0.999


def test_a_log_that_names_its_journeys_passes_unchanged(cleaned):
    a = cleaned["port_a_clean"]
    assert len(a.repairs) == 0
    assert len(a.visits) == 54117
    assert (a.visits["joined_from"] == "seen").all()
    assert (a.scores["score"] == 1).all()
