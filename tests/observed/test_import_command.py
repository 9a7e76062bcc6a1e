"""`twin import` proposes, keeps and tells; `twin export` gives it back."""

import json

import pytest
import yaml
from answering import answer, refusal
from storing import book, log, message

from twin.cli import REFUSED, main


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a small log, which is where the commands work."""
    monkeypatch.chdir(tmp_path)
    log(tmp_path / "gate.csv", [message(i) for i in range(40)] + [message(1, event_type="???")])
    return tmp_path


def test_a_dry_run_writes_the_map_and_nothing_else(here, capsys):
    code, told = answer(capsys, "import", "gate.csv", "--dry-run")
    assert code == 0
    assert told["maps"][0]["fields"]["at"] == {
        "column": "event_time", "format": "year first", "confidence": 1.0, "because": "name and values"
    }  # fmt: skip
    assert sorted(path.name for path in here.iterdir()) == ["gate.csv", "gate.map.yaml"]
    assert yaml.safe_load((here / "gate.map.yaml").read_text("utf-8"))["form"] == "messages"


def test_a_map_that_somebody_corrected_is_not_overwritten(here, capsys):
    (here / "gate.map.yaml").write_text("form: visits\n", encoding="utf-8")
    assert "is there already" in refusal(capsys, "import", "gate.csv", "--dry-run")
    assert (here / "gate.map.yaml").read_text("utf-8") == "form: visits\n"


def test_what_was_proposed_imports_the_same(here, capsys):
    main(["import", "gate.csv", "--dry-run"])
    capsys.readouterr()
    _, by_itself = answer(capsys, "import", "gate.csv", "--store", "a.db")
    _, by_map = answer(capsys, "import", "gate.csv", "--store", "b.db", "--map", "gate.map.yaml")
    assert by_itself["logs"] == by_map["logs"]
    assert by_map["logs"][0]["events"] == 40
    assert by_map["refused"] == [
        {"field": "kind", "reason": "unknown value", "event_is_kept": False, "number": 1}
    ]


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_people_are_told_what_was_kept_and_what_comes_next(here, capsys, lang):
    for words in (["--dry-run"], ["--store", "records.db"], ["--store", "records.db"]):
        assert main(["import", "gate.csv", *words, "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert "twin import --store records.db --map gate.map.yaml gate.csv" in printed
    assert "twin quality --store records.db" in printed
    assert ("nothing was added" if lang == "en" else "未再添加") in printed


def test_times_without_a_zone_are_told_of(here, capsys):
    log(here / "local.csv", [message(i, event_time=f"2026-03-02 08:{i:02}:00") for i in range(9)])
    words = ["import", "local.csv", "--store", "records.db", "--lang", "en"]
    assert main([*words, "--zone", "Asia/Shanghai"]) == 0
    assert "that name no zone were read as Asia/Shanghai" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ends", "zone"),
    [
        (("+08:00", "+08:00"), "Etc/GMT-8"),
        (("-03:00", "-0300"), "Etc/GMT+3"),
        (("Z", "Z"), "UTC"),
        (("+08:00", "Z"), "UTC"),
        (("+05:30", "+05:30"), "UTC"),
        (("", ""), "UTC"),
    ],
)
def test_the_clock_of_the_port_is_the_one_that_its_log_names(here, capsys, ends, zone):
    at, received = (f"2026-03-02 08:00:00{end}" for end in ends)
    log(here / "local.csv", [message(i, event_time=at, received_time=received) for i in range(9)])
    assert answer(capsys, "import", "local.csv", "--store", "records.db")[1]["zone"] == zone
    said = answer(capsys, "import", "local.csv", "--store", "said.db", "--zone", "Asia/Shanghai")
    assert said[1]["zone"] == "Asia/Shanghai"


def test_an_export_comes_in_the_form_that_was_asked_for(here, capsys):
    main(["import", "gate.csv", "--store", "records.db"])
    capsys.readouterr()
    code, told = answer(capsys, "export", "--store", "records.db", "--form", "ocel", "--out", "log.json")
    assert code == 0 and told["events"] == 40
    assert len(json.loads((here / "log.json").read_bytes())["events"]) == 40


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import", "gate.csv"], "--store"),
        (["import", "no.csv", "--store", "a.db"], "is not there"),
        (["import", "gate.csv", "--store", "no/a.db"], "no folder"),
        (["import", "gate.csv", "--store", "gate.csv"], "no store that can be opened"),
        (["import", "gate.csv", "--store", "oracle://a/b"], "sqlite"),
        (["import", "gate.csv", "--store", "a.db", "--zone", "Mars"], "Asia/Shanghai"),
        (["import", "gate.csv", "--store", "a.db", "--map", "no.yaml"], "no map that can be read"),
        (["import", "gate.csv", "--store", "a.db", "--pseudonymise", "no.key"], "make a key with"),
        (["export", "--store", "no.db", "--form", "csv", "--out", "a.csv"], "is not there"),
        (["export", "--store", "a.db", "--form", "doc", "--out", "a.doc"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(here, capsys, words, told):
    assert main([*words, "--lang", "en"]) == REFUSED
    assert told in capsys.readouterr().err


def test_sheets_that_are_alike_are_read_by_one_map_and_are_there_when_asked_again(here, capsys):
    rows = [[f"AB{i}CD", f"2026-03-02 08:{i:02}:00", f"2026-03-02 09:{i:02}:00", "gate"] for i in range(12)]
    days = {f"day {number}": [["plate", "a", "b", "site"], *rows[:number]] for number in (12, 2)}
    book(here / "days.xlsx", days)
    for again in (False, True):
        _, told = answer(capsys, "import", "days.xlsx", "--store", "days.db")
        assert [one["form"] for one in told["logs"]] == ["visits", "visits"]
        assert [one["was_whole"] for one in told["logs"]] == [again, again]
