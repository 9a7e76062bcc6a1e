"""`twin forecast` goes on from what the records say of an instant, and tells what a change would do."""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answering import answer, refusal

from twin.cli import main
from twin.commands import recording

sys.path.insert(0, str(Path(__file__).parent / "calibrate"))
from queueing import cleaned

AT = datetime(2026, 3, 18, 10, tzinfo=timezone(timedelta(hours=8))).timestamp()  # of the small port
NEVER = float("nan")
WORDS = ["forecast", "layout=little_gate", "--store", "x.db", "--at", "2026-03-18T10:00", "--futures", "20"]
COLUMNS = ["case", "number", "cls", "station", "server", "joined", "started", "ended"]


def seen(*rows):
    """Cleaned visits of trucks of the last hours, minutes from now; before them some that are over."""
    table = []
    for case in range(30):
        begin = AT - 7200.0 - 60.0 * case
        table.append((f"a{case:02}", 0, "truck", "gate", "1", begin, begin + 20.0, begin + 60.0))
        table.append((f"a{case:02}", 1, "truck", "bench", "1", begin + 120.0, begin + 130.0, begin + 1200.0))
    for case, number, station, *times in rows:
        table.append((case, number, "truck", station, "1", *(AT + 60.0 * time for time in times)))
    return pd.DataFrame(table, columns=COLUMNS)


@pytest.fixture
def records(folder, monkeypatch):
    """The records say that two are at the gate, one at the bench, one on its way, and one left unseen."""
    visits = seen(
        ("b", 0, "gate", -0.5, -0.4, NEVER),
        ("c", 0, "gate", -0.3, NEVER, NEVER),
        ("d", 0, "gate", -20, -19, -18),
        ("d", 1, "bench", -17, -10, NEVER),
        ("e", 0, "gate", -2, -1.9, -0.1),
        ("f", 0, "gate", -400, -399, NEVER),
        ("g", 0, "gate", 5, 6, 7),
    )
    monkeypatch.setattr(recording, "cleaned_for", lambda args, since, until: cleaned(visits))
    return folder


def test_the_table_begins_with_those_who_are_there(records, capsys):
    code, told = answer(capsys, *WORDS)
    table = pd.DataFrame(told["table"])
    now = table[(table["time"] == 0) & (table["cls"] == "*")].set_index(["measure", "station"])["mean"]
    assert code == 0 and told["inside"] == 4
    assert (now["number", ""], now["serving", "gate"], now["serving", "bench"]) == (4, 2, 1)
    assert set(table["time"]) == {300.0 * step for step in range(25)} and "differences" not in told


def test_a_change_is_told_as_a_difference_and_drawn(records, capsys):
    words = [*WORDS, "--what-if", "close 2 at gate", "--what-if", "layout.stations.bench.servers=2"]
    code, told = answer(capsys, *words, "--figure", "fan.svg")
    gate = {row["measure"]: row for row in told["differences"] if row["station"] == "gate"}
    assert code == 0 and gate["queue"]["low"] > 1
    assert "90 %" not in Path("fan.svg").read_text()[:200] and told["files"] == ["fan.svg"]
    assert main([*words, "--lang", "zh", "--ahead", "30 min"]) == 0
    text = capsys.readouterr().out
    assert "改变后" in text and "2026-03-18 10:00 + 30" in text and "卡口" in text


BAD = [
    (["--at", "noon"], "is no time; write e.g."),
    (["--ahead", "far"], "--ahead"),
    (["--ahead", "90 d"], "0 < step <= ahead <= 48 h"),
    (["--figure", "fan.doc"], "ends in .svg or .png"),
    (["--what-if", "open the gate"], "write: open 1 more at scanner"),
    (["--what-if", "open 1 at gat"], "did you mean gate?"),
]


@pytest.mark.parametrize("words, text", BAD)
def test_what_cannot_be_forecast_is_refused(records, capsys, words, text):
    assert text in refusal(capsys, *WORDS, *words)


def test_a_port_of_which_nothing_was_seen_is_empty(folder, monkeypatch, capsys):
    monkeypatch.setattr(recording, "cleaned_for", lambda *args: cleaned(seen()))
    assert answer(capsys, *WORDS)[1]["inside"] == 0


def test_worlds_differ_where_the_way_is_open():
    from twin.live.forecast.recorded import worlds_at

    visits = seen(("e", 0, "gate", -2, -1.9, -0.5))
    visits = visits[~((visits["case"] < "a15") & (visits["number"] == 1))]  # half of them leave at the gate
    inside = [len(world.cls) for world in worlds_at(visits, AT, 40, 1)]
    assert 0.2 < np.mean(inside) < 0.8
