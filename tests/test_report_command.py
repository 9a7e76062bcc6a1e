"""`twin report` writes what is asked for, whole and where it is said, or says why it cannot."""

import os
from pathlib import Path

import pytest
from answering import answer, refusal

PORT = ("layout=little_gate", "experiment=one_day", "experiment.replications=2")
QUICK = (*PORT, "--no-3d", "--lang", "en")


@pytest.mark.slow
def test_all_forms_are_written_into_one_folder(folder, capsys):
    code, told = answer(capsys, "report", *QUICK, "--form", "all", "--to", "told")
    assert code == 0
    names = ["report.html", "report.pdf", "report.xlsx", "csv", "figures"]
    assert [Path(place).name for place in told["reports"]] == names
    assert Path("told/report.pdf").read_bytes().startswith(b"%PDF")
    assert Path("told/csv/codebook.csv").is_file() and Path("told/figures/figures.json").is_file()


def test_a_form_stands_beside_the_results_named_by_reader_and_level(folder, capsys):
    asked = ("--form", "xlsx", "--for", "planner", "--redact", "public")
    code, told = answer(capsys, "report", *QUICK, *asked)
    assert code == 0
    assert told["report"].endswith(".en.planner.public.xlsx") and Path(told["report"]).is_file()


def test_a_reader_a_form_or_a_level_that_there_is_not_is_refused_with_the_list(folder, capsys):
    for option, known in (("--for", "procurement"), ("--form", "figures"), ("--redact", "commercial")):
        said = refusal(capsys, "report", *QUICK, option, "nonsense")
        assert "nonsense" in said and known in said


def test_a_place_that_cannot_be_written_is_named(folder, capsys):
    Path("taken").write_text("a file", encoding="utf-8")
    said = refusal(capsys, "report", *QUICK, "--form", "xlsx", "--to", "taken/report.xlsx")
    assert "taken/report.xlsx" in said and "--to" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_leave_to_write_is_named(folder, capsys):
    Path("shut").mkdir(mode=0o500)
    said = refusal(capsys, "report", *QUICK, "--form", "xlsx", "--to", "shut/report.xlsx")
    assert "cannot be written" in said


def test_a_folder_with_files_of_something_else_is_left_alone(folder, capsys):
    Path("mine").mkdir()
    Path("mine/secret.csv").write_text("1", encoding="utf-8")
    said = refusal(capsys, "report", *QUICK, "--form", "csv", "--to", "mine")
    assert "secret.csv" in said and "empty folder" in said
    assert [path.name for path in Path("mine").iterdir()] == ["secret.csv"]
