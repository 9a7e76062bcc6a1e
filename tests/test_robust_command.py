"""`twin robust` on the small port: regret over its days, an outage, and what it refuses."""

import json

import pytest
from answering import answer, refusal

from twin.cli import main
from twin.config import compose
from twin.study.answered import answers

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=3"]
BUSY = "label: {zh: 忙日, en: busy day}\nflows:\n  trucks_in: {volume: 700/d}\n"
OUTAGE = ["--outage", "gate", "--from", "10:00", "--for", "1 h"]


@pytest.fixture
def peaks(folder):
    path = folder / "layouts" / "demand" / "little_gate" / "record_day.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BUSY, encoding="utf-8")
    return folder


def test_regret_is_told_for_every_peak_and_kept_for_a_report(peaks, capsys):
    words = [*PORT, "base", "quick_gate", "--peaks", "record_day,typical", "--weights", "3,1"]
    code, told = answer(capsys, "robust", *words, "--target", "wait_mean")
    assert code == 0
    assert [(row["peak"], row["alternative"]) for row in told["regret"]] == [
        (peak, name) for peak in ("record_day", "typical") for name in ("base", "quick_gate")
    ]
    assert told["weights"] == {"record_day": 0.75, "typical": 0.25}
    best = min(told["choices"], key=lambda row: row["max_regret"])
    assert best["alternative"] == "quick_gate" and best["max_regret"] == 0
    kept = answers(compose([*PORT, "peak=record_day"]))["robust"]
    assert kept.question["peaks"] == ["record_day", "typical"]
    assert kept.tables["choices"].iloc[0]["alternative"] == "quick_gate"


def test_the_busy_days_of_the_port_are_gone_over_where_none_are_named(peaks, capsys):
    assert main(["robust", *PORT, "base", "quick_gate", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "busy day" in out and "assumed" in out
    assert out.splitlines()[-1].startswith("next: twin robust")


def test_an_outage_is_held_against_the_same_day_without_it(folder, capsys):
    code, told = answer(capsys, "robust", *PORT, "base", "quick_gate", *OUTAGE)
    assert code == 0
    rows = {(row["alternative"], row["measure"]): row for row in told["effects"]}
    assert rows["base", "lost_hours"]["mean"] > 1
    assert rows["base", "queue_depth"]["mean"] > 5
    assert rows["base", "recovery"]["never"] == 0
    assert told["span"] == [36000, 39600]
    kept = answers(compose([*PORT, "peak=typical"]))["resilience"]
    assert kept.question["station"] == "gate" and len(kept.tables["curves"]) > 1000


def test_an_outage_needs_no_alternative(folder, capsys):
    assert main(["robust", *PORT, *OUTAGE, "--lang", "zh"]) == 0
    assert "中断" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ([], ["name alternatives"]),
        (["base", "quick_gate", "--peaks", "record_dai"], ["record_dai", "there is typical"]),
        (["base", "quick_gate", "--peaks", "a,a"], ["once"]),
        (["base", "quick_gate", "--weights", "-1"], ["0 or more"]),
        (["base", "quick_gate", "--weights", "0"], ["sum to 0"]),
        (["base", "quick_gate", "--weights", "1,2"], ["2 weights for 1 peaks"]),
        (["base", "quick_gate", "--weights", "heavy"], ["numbers with commas"]),
        (["base", "quick_gate", "--target", "speed"], ["there is no measure speed"]),
        (["--outage", "gait"], ["did you mean gate?"]),
        (["--outage", "gait", "--for", "30 h"], ["did you mean gate?", "not over when the run ends"]),
        (["--outage", "gate", "--from", "noon"], ["outage.from", "noon"]),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(folder, capsys, words, texts):
    # `--weights -1` would read as an option, so it is said in one word.
    said = [f"--weights={words[-1]}" if word == "--weights" else word for word in words]
    said = said[:-1] if "--weights" in words else said
    told = refusal(capsys, "robust", *PORT, *said)
    assert all(text in told for text in texts), told


def test_a_port_that_is_not_named_is_asked_for(folder, capsys):
    assert "name the port" in refusal(capsys, "robust", "base", "quick_gate")


def test_json_has_no_number_that_json_has_not(folder, capsys):
    main(["robust", *PORT, *OUTAGE, "--json"])
    assert "Infinity" not in json.dumps(json.loads(capsys.readouterr().out))
