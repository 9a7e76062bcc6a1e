"""What `twin capacity` answers about the small port, refuses, and leaves behind for a report."""

import json

import pytest
from answering import answer, refusal

from twin import load
from twin.cli import main
from twin.show.pages.carrying import page
from twin.show.report import ReportInput
from twin.study.answered import answers

PORT = ("layout=little_gate", "experiment.horizon=1 d", "experiment.warm_up=0 s")
TARGET = ("--target", "wait_p95 of trucks_in <= 60 min", "--within", "5 %", "--replications", "8")


def given(scenario, studies, lang):
    return ReportInput(scenario, None, None, {}, lang, studies=studies)


@pytest.fixture
def asked(folder, capsys):
    """The answer about the small port, and its scenario."""
    code, said = answer(
        capsys, "capacity", *PORT, *TARGET, "--parts", "curve", "--growth", "8 %/y", "--from", "2026",
        "--so-far", "looks.jsonl",
    )  # fmt: skip
    assert code == 0
    return said, load(*PORT)


def test_the_flow_is_told_with_its_interval_and_kept_for_a_report(asked, capsys):
    said, scenario = asked
    found = said["capacity"]
    assert found["kind"] == "found" and 0 < found["low"] < found["multiplier"] < found["high"]
    values = {row["what"]: row for row in said["tables"]["capacity"]}
    assert values["per_day"]["value"] == pytest.approx(400 * found["multiplier"], rel=1e-3)
    assert values["vc"]["value"] == pytest.approx(1 / found["multiplier"], rel=1e-3)
    assert values["year"]["low"] < values["year"]["value"] < values["year"]["high"]
    kept = answers(scenario)
    for lang in ("zh", "en"):
        section = page(given(scenario, kept, lang))
        kinds = [block.block for block in section.blocks]
        assert kinds[0] == "words" and "picture" in kinds and kinds.count("table") == 3
        assert section.blocks[0].kind == "lead" and "60 min" in section.blocks[0].text


def test_each_flow_that_was_looked_at_is_told_on_the_way(asked, folder):
    said, _ = asked
    looks = [json.loads(line) for line in (folder / "looks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["scenario"] for row in looks} == {"base"} and looks[0]["multiplier"] == 1.0
    assert all(row["low"] <= row["mean"] <= row["high"] and row["bound"] == 3600.0 for row in looks)
    met, missed = ({row["multiplier"] for row in looks if row["met"] is is_met} for is_met in (True, False))
    assert min(met) < said["capacity"]["multiplier"] < max(missed)


def test_without_an_answer_the_page_says_how_to_ask(folder):
    (block,) = page(given(load(*PORT), {}, "en")).blocks
    assert "twin capacity" in block.because


def test_a_target_that_no_flow_meets_is_said_with_the_nearest_that_is(folder, capsys):
    words = ["capacity", *PORT, "--target", "time_in_port_mean <= 1 s", "--replications", "4", "--lang", "en"]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "No flow that was tried meets the target" in text
    assert "The nearest that is surely met is" in text
    assert "there is no flow at which the target is met" in text


def test_several_scenarios_are_asked_the_same(folder, capsys):
    experiment = folder / "experiments" / "how_much.yaml"
    experiment.parent.mkdir(exist_ok=True)
    experiment.write_text(
        "asks: capacity\nlayout: little_gate\nhorizon: 1 d\ntarget: wait_p95 of trucks_in <= 60 min\n"
        "scenarios: {quick: [quick_gate]}\n",
        encoding="utf-8",
    )
    words = ("experiment=how_much", "--replications", "4", "--within", "9 %")
    code, said = answer(capsys, "capacity", *words)
    assert code == 0 and said["target"] == "wait_p95 of trucks_in <= 60 min"
    assert list(said["scenarios"]) == ["base", "quick"]
    assert all(one["capacity"]["low"] > 0 for one in said["scenarios"].values())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what must be met"),
        (("--target", "wait_p95"), "has no bound that a flow could meet or miss"),
        (("--target", "p96 <= 3"), "there is no measure p96"),
        (("--target", "p95 <= 3", "--of", "coal"), "no flow, and no class that comes in one"),
        (("--target", "p95 <= 3", "--growth", "0 %/y"), "is no growth"),
        (("--target", "p95 <= 3", "--confidence", "5"), "is in percent, from 50"),
        (("--target", "p95 <= 3", "--replications", "1"), "is too few"),
        (("--target", "p95 <= 3", "--parts", "curves"), "there is no part curves"),
        (("--target", "p95 of lorry <= 3"), "those that have it"),
        (("--target", "p95 <= 3", "--envelope", "truck"), "of two groups"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(folder, capsys, words, told):
    assert told in refusal(capsys, "capacity", *PORT, *words)


def test_all_that_is_wrong_is_said_at_once(folder, capsys):
    text = refusal(capsys, "capacity", *PORT, "--target", "p96 <= 3", "--of", "coal", "--growth", "0 %")
    assert "p96" in text and "coal" in text and "is no growth" in text
