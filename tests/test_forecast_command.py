"""`twin forecast` goes on from what the records say of an instant, and tells what a change would do."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answering import answer, refusal
from storing import log, stored

from twin.calibrate.synth.devices import plates
from twin.cli import main

HEAD = "device_id,seq,station,event_type,event_time,received_time,plate"
HERE = timezone(timedelta(hours=8))  # of the small port
AT = datetime(2026, 3, 18, 10, tzinfo=HERE)
WORDS = ["forecast", "layout=little_gate", "--store", "records.db", "--futures", "20"]
THEN = ["--at", "2026-03-18T10:00"]
PLATES = plates(30, np.random.default_rng(1))


def lines():
    """Messages of who was there in the hours before, and of two who are there."""
    said = []
    for truck in range(30):
        begin, plate = -300 + 4 * truck, PLATES[truck]
        said += [(plate, "gate", "start", begin), (plate, "gate", "end", begin + 1)]
        said += [(plate, "bench", "start", begin + 2), (plate, "bench", "end", begin + 22)]
    said += [("ZZ1111QQ", "gate", "start", -0.5), ("YY2222PP", "bench", "start", -10)]
    said += [("YY2222PP", "gate", "start", -20), ("YY2222PP", "gate", "end", -19)]
    said += [("XX3333RR", "gate", "start", 5)]  # not yet
    said.sort(key=lambda one: one[3])
    for number, (plate, station, kind, minutes) in enumerate(said):
        time = (AT + timedelta(minutes=minutes)).isoformat()
        yield f"{station}-1,{number},{station},{kind},{time},{time},{plate}"


@pytest.fixture
def records(folder):
    stored("records.db", log(folder / "log.csv", lines(), HEAD))
    return folder


def test_the_table_begins_with_those_who_are_there(records, capsys):
    code, told = answer(capsys, *WORDS, *THEN)
    table = pd.DataFrame(told["table"])
    now = table[(table["time"] == 0) & (table["cls"] == "*")].set_index(["measure", "station"])["mean"]
    assert code == 0 and told["at"] == AT.timestamp()
    assert (now["number", ""], now["serving", "gate"], now["serving", "bench"]) == (2, 1, 1)
    assert set(table["time"]) == {300.0 * step for step in range(25)} and "differences" not in told


def test_without_a_time_it_goes_on_from_what_was_heard_last(records, capsys):
    words = ("--ahead", "10 min", "--futures", "2")
    assert answer(capsys, *WORDS, *words)[1]["at"] == (AT + timedelta(minutes=5)).timestamp()


def test_a_change_is_told_as_a_difference_and_drawn(records, capsys):
    words = [*WORDS, *THEN, "--what-if", "close 2 at gate", "--what-if", "layout.stations.bench.servers=2"]
    code, told = answer(capsys, *words, "--figure", "fan.svg")
    gate = {row["measure"]: row for row in told["differences"] if row["station"] == "gate"}
    assert code == 0 and gate["queue"]["low"] > 1
    assert told["files"] == ["fan.svg"] and Path("fan.svg").stat().st_size > 10_000
    assert main([*words, "--lang", "zh", "--ahead", "30 min"]) == 0
    text = capsys.readouterr().out
    assert "改变后" in text and "2026-03-18 10:00 + 30" in text and "卡口" in text


BAD = [
    (["--at", "noon"], "is no time; write e.g."),
    (["--at", "2027-01-01"], "the records are of 2026-03-17T21:00Z to 2026-03-18T02:05Z"),
    (["--ahead", "far", "--figure", "fan.doc"], "ends in .svg or .png"),
    (["--what-if", "open 1 at gat"], "did you mean gate?"),
]


@pytest.mark.parametrize("words, text", BAD)
def test_what_cannot_be_forecast_is_refused(records, capsys, words, text):
    assert text in refusal(capsys, *WORDS, *THEN, *words)
