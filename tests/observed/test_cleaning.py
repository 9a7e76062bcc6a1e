"""A month of devices with faults of every kind is told as the journeys that were made."""

import numpy as np
import pytest
from dirtied import told, week
from recorded import kpis, recorded, rightly_given, true_visits
from recovery import CLEAN, DIRTY, judged, truth_of

from twin.observed.cleaning import clean, clean_store

DAY = 86400.0

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


def test_they_are_too_where_the_server_told_no_time():
    cleaned = clean(recorded("port_b_devices").assign(received=np.nan))
    lines = judged({"kpi": kpis(cleaned)}, truth_of("port_b_devices"), DIRTY)
    assert sum(line.holds for line in lines if line.what.startswith(("cases", "cycle", "wait"))) == 9


def test_every_visit_is_given_to_its_truck(cleaned):
    assert rightly_given(cleaned["port_b_devices"], true_visits("port_b_devices")) > 0.999


def test_a_log_that_names_its_journeys_passes_unchanged(cleaned):
    a = cleaned["port_a_clean"]
    assert len(a.repairs) == 0
    assert len(a.visits) == 54117
    assert (a.visits["joined_from"] == "seen").all()
    assert (a.scores["score"] == 1).all()


class Held:
    """Events in memory, asked for as of a store."""

    zone = "UTC"

    def __init__(self, events):
        self.all = events

    def events(self, since=-np.inf, until=np.inf):
        at = self.all["at"]
        return self.all[(at >= since) & (at < until)].reset_index(drop=True)

    def days(self):
        return [(day * DAY, (day + 1) * DAY) for day in np.unique(self.all["at"] // DAY)]


def test_a_log_cleaned_in_stretches_is_the_log_cleaned_at_once():
    events = told(week())
    once, parts = clean(events), clean_store(Held(events), most=10_000)
    for name in ("events", "cases", "visits", "put_aside", "duplicates", "starts_lost", "given_by_fit"):
        assert parts.stated[name] == once.stated[name], name
    assert kpis(parts)["cycle_time_mean"] == pytest.approx(kpis(once)["cycle_time_mean"], rel=0.01)
    assert list(parts.cases["case"]) == list(range(len(parts.cases)))
