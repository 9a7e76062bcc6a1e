"""`twin calibrate --by-simulation`: gaps of a fit, and assumptions of a layout, that simulations tell."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from answering import answer, refusal

import twin
from twin.commands import calibrate

sys.path.insert(0, str(Path(__file__).parent / "calibrate"))
from queueing import DAY, MONDAY, cleaned, gamma, served, visits

MEAN = 200.0  # seconds of a service at a gate of two booths
STORE = ["calibrate", "--store", "records.db", "--out", ".", "--by-simulation", "--simulations", "100"]


def busy_gate():
    """The visits of two days."""
    rows = visits(4, 2).query("station == 'gate'").assign(number=0, cls="truck")
    long = gamma(np.random.default_rng(1), MEAN, 0.5, len(rows))
    started, server = served(rows["joined"].to_numpy(), long, np.full(24, 2))
    return rows.assign(started=started, ended=started + long, server=[f"gate-{i + 1}" for i in server])


ROWS = busy_gate()


@pytest.fixture
def records(folder, monkeypatch):
    """Puts cleaned visits of two days in the place of a store."""

    def put(rows):
        log = cleaned(rows, until=MONDAY + 2 * DAY)
        seen = np.where(np.isfinite(log.visits["joined"]), "seen", "missing")
        log = log._replace(visits=log.visits.assign(joined_from=seen))
        monkeypatch.setattr(calibrate, "cleaned_store", lambda args: (None, log))

    return put


@pytest.mark.slow
def test_a_gate_of_which_only_joins_and_starts_are_known_becomes_a_port(records, capsys):
    records(ROWS.assign(ended=np.nan))
    code, told = answer(capsys, *STORE)
    assert code == 0 and not told["lacking"] and all(Path(file).exists() for file in told["files"])
    fit = json.loads(Path("fit.json").read_text())
    (mean,) = (row for row in fit["parameters"] if row["kind"] == "service_mean")
    assert mean["method"] == "simulation" and mean["n"] <= 100
    assert mean["low"] < 1.2 * MEAN and mean["high"] > 0.8 * MEAN
    lines = Path("posterior.csv").read_text().splitlines()
    assert lines[0] == "service_mean gate,service_cv gate" and len(lines) == 1001
    assert twin.load("layout=calibrated", "experiment=calibrated_week").layout.stations["gate"]
    assert len(next(Path("simulations").iterdir()).read_text().splitlines()) == mean["n"]


@pytest.mark.prove
def test_what_a_layout_assumes_is_found_and_laid_over_it(records, capsys):
    port = Path("layouts/little_gate.yaml")
    text = port.read_text().replace("servers: 2, hours: day", "servers: 2", 1)
    port.write_text(text.replace("30 s to 60 s", "40 s to 400 s"))
    records(ROWS.assign(ended=np.nan))
    unknown = "layout.stations.gate.service_time"
    code, told = answer(capsys, *STORE, "layout=little_gate", "--unknown", unknown)
    assert code == 0 and "posterior.csv" in told["files"]
    (row,) = (row for row in json.loads(Path("fit.json").read_text())["parameters"] if row["kind"] == "value")
    assert row["key"] == unknown and row["method"] == "simulation" and row["verdict"] == "calibrated"
    law = twin.load("layout=little_gate", "scenario=calibrated").layout.stations["gate"].service_time
    assert law.mean == pytest.approx(MEAN, rel=0.2) and law.family == "lognormal"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--simulations", "20"], "at least 100 are needed"),
        (["--max-time", "0.001 s"], "asked again it goes on"),
        (["--max-time", "soon"], "--max-time"),
    ],
)
def test_what_cannot_be_asked_is_refused(records, capsys, words, text):
    records(ROWS.assign(ended=np.nan))
    assert text in refusal(capsys, *STORE, *words)


def test_records_that_tell_all_leave_nothing_to_look_for(records, capsys):
    records(ROWS)
    assert "the records tell all that the port needs" in refusal(capsys, *STORE)
