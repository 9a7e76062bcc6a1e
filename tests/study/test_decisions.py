"""Decisions of which the right one is known are found right, and told as wrong where they are not."""

import pytest
from answering import answer, refusal

from twin.cli import main
from twin.study import decisions as known_decisions
from twin.study.decided import exactly, known, within
from twin.study.decisions import CASES, decisions

LONG = ("H01", "H05")  # a minute and more


@pytest.mark.parametrize("case", [name for name in CASES if name not in LONG])
def test_every_number_of_a_case_is_accepted(case):
    wrong = [row for row in decisions(10, cases=[case]) if not row.passed]
    assert not wrong


@pytest.mark.prove
def test_the_best_of_ten_offers_of_lanes_is_selected():
    best, replications = decisions(20, cases=["H05"])
    assert best.passed and replications.found < 50


@pytest.mark.prove
def test_what_eight_lanes_carry_is_found():
    wrong = [row for row in decisions(1, cases=["H01"]) if not row.passed]
    assert not wrong


@pytest.mark.prove
def test_of_two_hundred_selections_of_lanes_95_percent_are_correct():
    best, _ = decisions(200, cases=["H05"])
    assert best.found >= 0.95


def test_a_number_that_is_off_is_not_accepted():
    assert not exactly("x", [("mean", 2.0 + 1e-7, 2.0)])[0].passed
    assert not exactly("x", [("ranks", [1, 2], [1, 3])])[0].passed
    assert not within("x", "share", 0.92, (0.93, 0.97)).passed
    assert not within("x", "share", float("nan"), (0.93, 0.97)).passed


def test_every_case_with_a_name_of_the_oracles_has_its_file():
    assert all(known(name) for name in CASES if name.startswith("H"))


def test_verify_prints_the_decisions_and_fails_where_one_does(capsys, monkeypatch):
    few = {name: CASES[name] for name in ("H09", "H10")}
    monkeypatch.setattr(known_decisions, "CASES", few)
    code, told = answer(capsys, "verify", "--decisions")
    assert code == 0 and told["holds"] and len(told["decisions"]) == 13
    wrong = {**few, "H09": lambda case, trials: exactly("H09", [("mean_A", 1.0, 2.0)])}
    monkeypatch.setattr(known_decisions, "CASES", wrong)
    assert main(["verify", "--decisions", "--lang", "en"]) == 1
    printed = capsys.readouterr().out
    assert "FAILS" in printed and "5 of 6 numbers hold in 2 cases" in printed


def test_decisions_ask_of_no_port(capsys):
    assert "asks of no port" in refusal(capsys, "verify", "--decisions", "layout=little_gate")
    assert "is 0; 1 or more" in refusal(capsys, "verify", "--decisions", "--trials", "0")
