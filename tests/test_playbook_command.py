"""`twin playbook` on the small port: the table, the scenario it writes, and what it refuses."""

from pathlib import Path

import pytest
from answering import answer, refusal

from twin.config import compose
from twin.study.answered import answers
from twin.study.emissions.factors import factors_of
from twin.study.playbook.rules import Lanes, followed
from twin.study.playbook.worth import worth

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=4"]


@pytest.fixture
def told(folder, capsys):
    return answer(capsys, "playbook", *PORT, "--spare", "gate=1", "--write", "rules")


def test_rules_are_told_kept_and_written_so_that_the_port_follows_them(told, folder):
    code, said = told
    assert code == 0 and said["tried"] > 10
    kept = answers(compose([*PORT, "peak=typical"]))["playbook"]
    assert len(kept.tables["rules"]) == len(said["rules"])
    lanes = [row for row in said["rules"] if row["kind"] == "lanes" and row["standing"] == "told"]
    assert [row["thing"] for row in lanes] == ["gate"] and said["file"] == "scenarios/rules.yaml"
    row = lanes[0]
    rule = Lanes("gate", *(int(row[word]) for word in ("fewest", "open_at", "close_at", "most")))
    port = compose(PORT)
    same = [
        worth(one, range(2), factors_of()).values["cost"]
        for one in (followed(rule, port), compose([*PORT, "scenario=rules"]))
    ]
    assert same[0].tolist() == same[1].tolist()


def test_a_scenario_that_is_there_is_not_written_over(folder, capsys):
    path = Path("scenarios") / "rules.yaml"
    path.write_text("rules: {changes: []}\n", encoding="utf-8")
    assert "add --force" in refusal(capsys, "playbook", *PORT, "--write", "rules")
    assert path.read_text("utf-8") == "rules: {changes: []}\n"


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["--spare", "gait=1", "--spare", "bench=many"], ["did you mean gate?", "as --spare bench=1"]),
        (["--spare", "gate=0"], ["how many lanes"]),
        (["--signs", "0"], ["more than 0 m"]),
        (["--peaks", "record_dai"], ["there is typical"]),
        (["--try", "quick_gait"], ["quick_gait", "did you mean quick_gate?"]),
        (["base", "quick_gate"], ["for one design"]),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(folder, capsys, words, texts):
    said = refusal(capsys, "playbook", *PORT, *words)
    assert all(text in said for text in texts), said
