"""`twin calibrate` on a week of records: what it writes runs, and what the records lack is said."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from answering import answer, refusal

import twin
from twin.commands import calibrate as fitting

sys.path.insert(0, str(Path(__file__).parent / "calibrate"))
from queueing import DAY, MONDAY, cleaned, visits

WEEK = visits(4, 7)
STORE = ["calibrate", "--store", "records.db", "--out", "."]


@pytest.fixture
def records(folder, monkeypatch):
    """Puts cleaned visits in the place of a store."""

    def put(rows):
        log = cleaned(rows, until=MONDAY + 7 * DAY)
        monkeypatch.setattr(fitting, "cleaned_store", lambda args: (None, log))

    put(WEEK)
    return put


def test_the_port_that_is_written_runs_at_once(records, capsys):
    code, told = answer(capsys, *STORE)
    assert code == 0 and told["verdicts"]["calibrated"] > 100 and not told["lacking"]
    assert all(Path(file).exists() for file in told["files"])
    port = twin.load("layout=calibrated", "experiment=calibrated_week", "experiment.replications=1")
    kept = twin.summary_of(port)
    kpis = kept.summary.kpis.query("scope == 'port' and cls == 'all'").set_index("measure")
    arrived = kpis.loc["arrived", "mean"]
    assert arrived == pytest.approx(len(WEEK.query("number == 0")), rel=0.08)


def test_the_end_is_kept_for_validation(records, capsys):
    told = answer(capsys, *STORE, "--holdout", "2d")[1]
    assert told["window"][1] == pytest.approx(MONDAY + 5 * DAY, abs=2)
    fit = json.loads(Path("fit.json").read_text())
    assert fit["kpi"]["cases"] == told["cases"] < len(WEEK.query("number == 0"))


def test_without_any_end_services_are_assumed_within_wide_ranges_and_it_is_said(records, capsys):
    records(WEEK.assign(ended=np.nan))
    code, told = answer(capsys, *STORE)
    means = {one["station"]: one for one in told["assumed"] if one["kind"] == "service_mean"}
    assert code == 0 and {"gate", "desk"} <= set(means)
    assert all(one["low"] < one["value"] / 2 and one["high"] > 2 * one["value"] for one in means.values())
    assert "assumed" in Path("layouts/calibrated.yaml").read_text(encoding="utf-8")


def test_whole_days_are_kept_back_of_records_that_end_in_the_night():
    rows = WEEK[WEEK["ended"] < MONDAY + 6 * DAY + 2400]
    log = cleaned(rows, until=MONDAY + 6 * DAY + 2400)
    window = fitting.window_of(log, {"from": None, "to": None, "holdout": 2 * DAY})
    assert window.span[1] <= MONDAY + 4 * DAY
    assert window.span[1] > MONDAY + 4 * DAY - 3600


def test_over_a_layout_it_is_a_scenario_of_that(records, capsys):
    told = answer(capsys, *STORE, "layout=little_gate")[1]
    assert any("no station of the layout is called desk" in text for text in told["without_place"])
    port = twin.load("layout=little_gate", "scenario=calibrated")
    assert port.layout.stations["gate"].service_time.mean == pytest.approx(60, rel=0.1)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--from", "march"], "--from"),
        (["--holdout", "a week"], "--holdout"),
        (["--to", "2020-01-01"], "holds nothing of this log"),
    ],
)
def test_what_cannot_be_read_is_refused(records, capsys, words, text):
    assert text in refusal(capsys, *STORE, *words)
