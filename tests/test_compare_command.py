"""`twin compare` on a small port: ranks, pairs, precision, effects, selection, and what it refuses."""

from pathlib import Path

import pytest
from answering import answer, refusal

from twin.cli import main

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=4"]
LEVERS = {
    "more_benches": "layout.stations.bench.servers",
    "more_gates": "layout.stations.gate.servers",
}


@pytest.fixture
def port(folder):
    """The small port, with a lever for each of its stations."""
    for name, path in LEVERS.items():
        lever = f"{name}:\n  changes:\n    - more: {{{path}: 2}}\n"
        (folder / "scenarios").mkdir(exist_ok=True)
        (folder / "scenarios" / f"{name}.yaml").write_text(lever, encoding="utf-8")
    return folder


def compared(capsys, *words):
    code, told = answer(capsys, "compare", *PORT, *words)
    assert code == 0
    return told


def test_every_scenario_is_ranked_and_held_against_every_other(port, capsys):
    told = compared(capsys, "base", "more_benches", "more_gates", "more_benches+more_gates")
    assert len(told["ranks"]) == 4 and len(told["pairs"]) == 6
    means = [row["mean"] for row in told["ranks"]]
    assert means == sorted(means)
    assert sum(row["chance"] for row in told["ranks"]) == pytest.approx(1.0)
    assert set(told["may_be_best"]) <= {row["option"] for row in told["ranks"]}
    assert told["target"]["measure"] == "wait_mean" and told["target"]["unit"] == "s"
    first, *_ = options = [row["option"] for row in told["ranks"]]
    assert all(first in told["told"][lang][0]["words"] for lang in ("zh", "en"))
    assert told["names"]["zh"]["place"]["bench"] == "查验台"
    assert set(told["why"]) == set(told["queues"]) == set(told["air"]) == set(options)
    assert told["costs"]["more_gates"]["unknown"] and not told["costs"]["base"]["unknown"]
    queue = told["queues"]["base"][0]
    assert len(queue["minute"]) == len(queue["mean"]) <= 200 and max(queue["mean"]) > 0


def test_pairs_with_the_base_have_the_intervals_of_the_differences(port, capsys):
    told = compared(capsys, "base", "more_gates", "more_benches")
    of_port = {
        row["scenario"]: row
        for row in told["differences"]
        if (row["scope"], row["cls"], row["measure"]) == ("port", "all", "wait_mean")
    }
    for pair in told["pairs"]:
        if pair["first"] == "base":
            known = of_port[pair["second"]]
            for end in ("difference", "low", "high"):
                assert pair[end] == pytest.approx(known[end])


def test_the_target_decides_and_its_bound_is_held_against_each(port, capsys):
    told = compared(capsys, "base", "more_gates", "--target", "finished of truck >= 10")
    assert told["target"]["at_most"] is False and told["target"]["bound"] == 10
    assert [row["keeps"] for row in told["ranks"]] == ["yes", "yes"]
    means = [row["mean"] for row in told["ranks"]]
    assert means == sorted(means, reverse=True)


def test_a_comparison_says_in_words_who_is_best(port, capsys):
    assert main(["compare", *PORT, "base", "more_gates", "more_benches", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "best" in printed and "chance to be best" in printed and "better than" in printed


def test_replications_are_added_until_differences_are_as_precise_as_asked(port, capsys):
    told = compared(capsys, "base", "more_gates", "--half-width", "1.5 min")
    reached = told["precision"]
    assert reached["reached"] and reached["half_width"] <= 90.0 and reached["replications"] >= 4
    row = next(row for row in told["pairs"])
    assert row["replications"] == reached["replications"]
    assert (row["high"] - row["low"]) / 2 == pytest.approx(reached["half_width"])


def test_what_too_many_replications_would_be_needed_for_is_told(port, capsys):
    assert (
        main(
            ["compare", *PORT, "base", "more_gates", "--precision", "0.001 %", "--most", "6", "--lang", "en"]
        )
        == 0
    )
    assert "6 replications are not enough" in capsys.readouterr().out


def test_a_factorial_tells_levers_alone_and_together(port, capsys):
    code, told = answer(capsys, "compare", "--factorial", "more_gates", "more_benches", *PORT)
    assert code == 0
    assert list(told["scenarios"]) == ["base", "more_gates", "more_benches", "more_gates+more_benches"]
    effects = {row["effect"]: row["value"] for row in told["effects"]}
    mean = {row["option"]: row["mean"] for row in told["ranks"]}
    both, gates, benches, base = (
        mean[name] for name in ("more_gates+more_benches", "more_gates", "more_benches", "base")
    )
    assert effects["more_gates"] == pytest.approx((both + gates - benches - base) / 2)
    assert effects["more_gates × more_benches"] == pytest.approx((both + base - gates - benches) / 2)
    assert told["target"]["design"] == {"runs": 4, "of": 4, "resolution": None, "generators": {}}


def test_the_best_is_selected_by_few_replications(port, capsys):
    told = compared(capsys, "base", "more_gates", "more_benches", "--indifference", "5 min")
    assert told["best"] in ("base", "more_gates", "more_benches")
    first = told["selection"][0]
    assert first["selected"] and first["option"] == told["best"]
    assert first["replications"] == max(row["replications"] for row in told["selection"])


def test_a_map_marks_what_is_changed(port, capsys):
    told = compared(capsys, "base", "more_gates", "--map", "changes.svg")
    assert told["map"] == "changes.svg"
    assert 'changed-stations-gate"' in Path("changes.svg").read_text("utf-8")
    assert [one["path"] for one in told["changes"]] == ["layout.stations.gate.servers"]


@pytest.mark.slow
def test_a_report_tells_what_a_comparison_found(port, capsys):
    compared(capsys, "--factorial", "more_gates", "more_benches")
    for lang, words in (("en", "alone and together"), ("zh", "单独与共同的作用")):
        code, told = answer(capsys, "report", *PORT, "--no-3d", "--lang", lang)
        assert code == 0 and words in Path(told["report"]).read_text("utf-8")


def test_a_question_of_the_long_run_is_told_what_its_warm_up_lacks(port, capsys):
    told = compared(capsys, "base", "more_gates", "--steady")
    assert {one["state"] for one in told["steady"].values()} == {"unknown"}  # one day, with opening hours
    code, told = answer(capsys, "compare", "layout=little_gate", "base", "more_gates", "--steady",
                        "experiment.horizon=40 d", "experiment.replications=2")  # fmt: skip
    assert code == 0
    assert {one["state"] for one in told["steady"].values()} <= {"enough", "short", "climbs"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["base", "base"], "is named twice"),
        (["more_gates+more_benches", "more_benches+more_gates"], "is named twice"),
        (["experiment.seed=1,2"], "give both the same experiment"),
        (["experiment.horizon=1 d,2 d"], "give both the same experiment"),
        (["base", "more_gates", "--target", "p95 lorry"], "those that have it"),
        (["base", "more_gates", "--precision", "5 kg"], "--precision"),
        (["base", "more_gates", "--precision", "x %"], "--precision"),
        (["base", "more_gates", "--precision", "0 %"], "above 0 %"),
        (["base", "more_gates", "--half-width", "5 kg"], "--half-width"),
        (["base", "more_gates", "--half-width", "-1"], "above 0"),
        (["base", "more_gates", "--precision", "5 %", "--half-width", "1"], "give one"),
        (["base", "more_gates", "--indifference", "nothing"], "--indifference"),
        (["base", "more_gates", "--map", "m.pdf"], "ends in .svg or .png"),
        (["--factorial", "more_gates"], "name 2 to 10"),
        (["base", "--factorial", "more_gates", "more_benches"], "leave these words out"),
        (["--factorial", "more_gates", "more_gaits"], "did you mean more_gates?"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_way_out(port, capsys, words, told):
    others = [word for word in PORT if word.split("=")[0] not in {each.split("=")[0] for each in words}]
    assert told in refusal(capsys, "compare", *others, *words)


def test_one_scenario_alone_is_refused(port, capsys):
    assert "name scenarios to hold against" in refusal(capsys, "compare", *PORT)


def test_one_replication_is_told_to_be_too_few(port, capsys):
    words = ["layout=little_gate", "experiment=one_day", "experiment.replications=1"]
    assert main(["compare", *words, "base", "more_gates", "--lang", "en"]) == 0
    assert "one replication cannot tell" in capsys.readouterr().out
