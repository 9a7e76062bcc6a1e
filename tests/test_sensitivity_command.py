"""`twin sensitivity` on the small port: what it finds, keeps, goes on with, and refuses."""

from types import SimpleNamespace

import pytest
from answering import answer, refusal

import twin
from twin.commands.sensing import troubles
from twin.study.answered import answers

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2"]
FEW = ["--trajectories", "2", "--replications", "2", "--n", "16"]
GATE, SELECTED = "layout.stations.gate.service_time", "policy.shares.selected"


def test_every_assumption_with_a_range_is_ranked_and_the_doubt_is_split(folder, capsys):
    code, told = answer(capsys, "sensitivity", *PORT, *FEW, "--target", "p95 truck <= 60")
    assert code == 0 and not told["partial"] and told["unit"] == "s"
    assert {row["path"] for row in told["tornado"]} == {GATE, SELECTED}
    # Runs of two inputs: base and ends, trajectories, points; those whose plan was run before cost none.
    assert 0 < told["runs"] <= 5 * 2 + 3 * 2 * 2 + 16 * 2
    assert {row["part"] for row in told["split"]} == {"inputs", "luck", "share", "mean", "level"}
    assert {row["path"] for row in told["value_of_information"]} == {GATE, SELECTED}
    assert {row["method"] for row in told["indices"]} == {"morris"}
    kept = answers(twin.load(*PORT))["sensitivity"]
    assert kept.question["target"] == "p95 truck <= 60"
    assert set(kept.tables) == {"tornado", "indices", "split", "value_of_information", "passed"}


def test_asked_again_it_runs_nothing_and_says_the_same(folder, capsys):
    words = ["sensitivity", *PORT, *FEW, "--method", "tornado"]
    first, second = (answer(capsys, *words)[1] for _ in range(2))
    assert first["runs"] > 0 and second["runs"] == 0
    assert first["tornado"] == second["tornado"]


def test_stopped_in_time_it_is_partial_and_goes_on(folder, capsys):
    words = ["sensitivity", *PORT, *FEW, "--method", "tornado"]
    cut = answer(capsys, *words, "--max-time", "0.0001 s")[1]
    assert cut["partial"] and cut["runs"] == 0
    assert any("not run in the time" in reason for reason in cut["troubles"])
    whole = answer(capsys, *words)[1]
    assert not whole["partial"] and whole["runs"] > 0
    assert cut["outputs"] != whole["outputs"]


@pytest.mark.parametrize("method", ["sobol", "surrogate"])
def test_shares_of_the_variance(folder, capsys, method):
    code, told = answer(capsys, "sensitivity", *PORT, *FEW, "--method", method)
    indices = [row for row in told["indices"] if row["method"] == method]
    assert code == 0 and {row["index"] for row in indices} <= {"first", "total"}
    assert ("q2" in told) == (method == "surrogate")
    if method == "sobol":
        assert told["blocks"] == told["blocks_asked"] == 16 and len(indices) == 4


def test_things_move_together_where_that_is_asked_for(folder, capsys):
    _, told = answer(capsys, "sensitivity", *PORT, *FEW, "--groups", "--spread", "20%", "--method", "morris")
    assert {"layout.stations.gate", "layout.stations.bench"} <= {row["path"] for row in told["indices"]}


def test_a_choice_between_scenarios_says_which_is_best_and_what_knowing_is_worth(folder, capsys):
    words = ["sensitivity", *PORT, *FEW, "--method", "tornado", "--decide", "base", "quick_gate"]
    _, told = answer(capsys, *words)
    assert set(told["losses"]) == {"base", "quick_gate"} and told["decision"] == "quick_gate"
    assert {row["of"] for row in told["value_of_information"]} == {"decision"}
    _, dear = answer(capsys, *words, "--charge", "quick_gate=600")
    assert dear["decision"] == "base"
    assert dear["losses"]["quick_gate"] == pytest.approx(told["losses"]["quick_gate"] + 36000.0)


def test_points_that_are_refused_at_one_place_are_told_together():
    reasons = {1: "stock: starts with 5 kg", 2: "stock: starts with 4 kg", 3: "the port jams"}
    told = troubles(SimpleNamespace(troubles=reasons))
    assert told == {"stock: starts with 5 kg": 2, "the port jams": 1}


def test_people_are_told_in_both_languages(folder, capsys):
    from twin.cli import main

    for lang, said in (("en", "What to measure first"), ("zh", "先测什么")):
        assert main(["sensitivity", *PORT, *FEW, "--lang", lang]) == 0
        printed = capsys.readouterr().out
        assert said in printed and "twin report layout=little_gate" in printed and GATE in printed


def test_a_target_that_the_port_has_not_is_refused(folder, capsys):
    assert "has no wait_p95; those that have it" in refusal(
        capsys, "sensitivity", *PORT, "--target", "p95 of nowhere"
    )


def test_all_that_is_wrong_is_said_at_once(folder, capsys):
    options = ["--n", "4", "--trajectories", "1", "--spread", "2", "--target", "p96"]
    said = refusal(capsys, "sensitivity", *PORT, "agv", *options)
    for word in (
        "--n",
        "--trajectories",
        "--spread",
        "there is no measure p96",
        "--decide base agv",
    ):
        assert word in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--n", "100", "--method", "sobol"], "is no power of two, as Sobol's points want; write 128"),
        (["--inputs", "layout.stations.gait"], "did you mean layout.stations.gate"),
        (["--inputs", "layout.links.in.length"], "it is no assumption: source S1"),
        (["--decide", "base"], "names one scenario; a choice is between two or more"),
        (["--decide", "base", "quick_gate", "--charge", "agv=3"], "there is no scenario of --decide agv"),
        (["--decide", "base", "quick_gaet"], "did you mean quick_gate"),
        (["--spread", "0 %"], "is above 0 % and below 100 %"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(folder, capsys, options, told):
    assert told in refusal(capsys, "sensitivity", *PORT, *options)


def test_an_experiment_may_ask_for_it_and_say_what_is_to_be_decided(folder, capsys):
    (folder / "experiments").mkdir()
    (folder / "experiments" / "what.yaml").write_text(
        "asks: sensitivity\nlayout: little_gate\nscenarios: {A: [quick_gate]}\n"
        "start: 2024-03-04 00:00\nhorizon: 1 d\nreplications: 2\n"
    )
    _, told = answer(capsys, "sensitivity", "experiment=what", *FEW, "--method", "tornado")
    assert list(told["losses"]) == ["base", "quick_gate"]
