"""What is kept is told as it is, and cleaning takes away what no result needs."""

from pathlib import Path

import pytest
from answering import answer

from twin.cli import BROKEN, REFUSED, main

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=6"]
MANY = [*PORT[:2], "experiment.replications=100000"]


@pytest.fixture
def ran(folder, capsys):
    code, told = answer(capsys, "run", *PORT, "--no-report")
    assert code == 0
    return Path(told["outputs"])


def kept(capsys, *words):
    code, told = answer(capsys, "runs", *words)
    assert code == 0
    return told, {one["kind"]: one for one in told["runs"]}


def test_runs_lists_the_result_and_its_parts(ran, capsys):
    told, found = kept(capsys)
    assert found["result"]["key"] == ran.name
    assert {(one["state"], one["replications"]) for one in told["runs"]} == {("intact", 6)}
    assert told["would_be_freed"] == found["parts of a result"]["bytes"] > 0


def test_cleaning_takes_the_parts_and_leaves_the_result(ran, capsys):
    told, _ = kept(capsys, "--clean")
    assert told["freed"] > 0 and len(told["cleaned"]) == 1
    assert set(kept(capsys)[1]) == {"result"}
    assert answer(capsys, "run", *PORT, "--no-report")[1]["outputs"] == str(
        Path("outputs", ran.parent.name, ran.name)
    )


def test_cleaning_takes_what_is_damaged(ran, capsys):
    (ran / "kpis.csv").write_text("x", encoding="utf-8")
    _, found = kept(capsys)
    assert found["result"]["state"] == "damaged" and "kpis.csv" in found["result"]["why"]
    kept(capsys, "--clean")
    assert not ran.exists()


def test_cleaning_all_takes_all_that_is_ours_and_nothing_else(ran, capsys):
    ours = ran.parent / "notes.txt"
    ours.write_text("mine", encoding="utf-8")
    kept(capsys, "--clean", "all")
    assert [path for path in Path("outputs").rglob("*") if path.is_file()] == [ours]


def test_what_ran_out_of_time_is_a_partial_answer_that_says_so(folder, capsys):
    code, told = answer(capsys, "run", *MANY, "--no-report", "--max-time", "2s")
    done = told["replications"]["done"]
    assert code == 0 and told["replications"]["asked"] == 100000 and 0 < done < 100000
    _, found = kept(capsys)
    assert (found["parts of a result"]["state"], found["parts of a result"]["asked"]) == ("partial", 100000)
    assert found["result"]["replications"] == done  # never under the key of the whole
    assert main(["run", *MANY, "--no-report", "--max-time", "1s", "--lang", "en"]) == 0
    assert "of 100000 replications, as the time was over" in capsys.readouterr().out


def test_a_comparison_that_ran_out_of_time_says_what_is_kept(folder, capsys):
    code, told = answer(capsys, "compare", *MANY, "base", "quick_gate", "--max-time", "2s")
    assert code == BROKEN
    assert "of 100000 replications have ended, which are kept" in told["faults"][0]["text"]


def test_a_run_goes_on_until_the_mean_is_known_well_enough(folder, capsys):
    words = ["--precision", "15 %", "--target", "wait_p95 of truck"]
    code, told = answer(capsys, "run", *PORT, "--no-report", *words)
    reached = told["precision"]
    assert code == 0 and reached["is_reached"] and reached["half_width"] <= reached["wanted"]
    assert told["replications"]["done"] == told["replications"]["asked"] >= 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--workers", "0"], "0 is no whole number from 1 on"),
        (["--max-time", "soon"], "soon is not a duration"),
        (["--max-time", "0 s"], "no time in which to run"),
        (["--target", "wait_mean"], "give --precision '5 %' too"),
        (["--precision", "wide"], "wide"),
        (["--processes", "--cluster", "tcp://127.0.0.1:1"], "not allowed with"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder, capsys, words, told):
    assert main(["run", *PORT, "--no-report", *words]) == REFUSED
    assert told in capsys.readouterr().err


def test_an_unknown_name_is_refused_with_those_there_are(ran, capsys):
    code, told = answer(capsys, "runs", "little_gait")
    assert code == REFUSED and "little_gate" in told["faults"][0]["text"]
