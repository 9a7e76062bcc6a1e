"""Who asks in Chinese is answered in Chinese: a command says no three English words in a row.

Names, units, code, and the command lines that are proposed are no sentences.
"""

import re
from importlib import import_module

import pytest

from twin.cli import main
from twin.commands import NAMES
from twin.show.text import known

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2", "experiment.horizon=12 h"]
ENGLISH = re.compile(r"(?<![\w.])[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
CODE = re.compile(r"twin [a-z]+ .*$|\b(?:lognormal|exponential|normal|gamma|weibull) mean", re.MULTILINE)
LINES = [
    ["list"],
    ["show", "little_gate"],
    ["show", "little_gate", "--assumed"],
    ["show", "little_gate", "--editable"],
    ["show", "little_gate", "--ground"],
    ["show", "one_day"],
    ["show", "h986_fast"],
    ["check", "layout=little_gate"],
    ["preview", "layout=little_gate"],
    ["run", *PORT, "--no-report"],
    ["why", *PORT],
    ["diff", "layout=little_gate", "base", "quick_gate"],
    ["compare", *PORT, "base", "quick_gate"],
    ["edit", "third", "layout=little_gate", "layout.stations.gate.servers+=1"],
    ["new", "mine", "--from", "little_gate"],
    ["roster", *PORT, "--station", "bench", "--target", "mean truck <= 600"],
    ["runs"],
    ["--help"],
]
LONG = [
    ["capacity", *PORT, "--target", "p95 truck <= 60", "--replications", "4", "--within", "20 %"],
    ["sensitivity", *PORT],
    ["playbook", *PORT],
    ["robust", *PORT, "base", "quick_gate", "--peaks", "typical"],
    ["levers", "layout=little_gate"],
    ["report", *PORT, "base", "quick_gate"],
    ["year", "layout=little_gate"],
]


def sentences(text):
    """What is said in English, without command lines that one is to type, and without laws."""
    return ENGLISH.findall(CODE.sub("", text))


def in_chinese(line, capsys):
    assert main([*line, "--lang", "zh"]) in (0, 1)
    said = capsys.readouterr()
    assert said.out and not sentences(said.out) and not sentences(said.err)


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:2]))
def test_a_command_answers_in_chinese(line, folder, capsys):
    in_chinese(line, capsys)


@pytest.mark.prove
@pytest.mark.parametrize("line", LONG, ids=lambda line: line[0])
def test_a_long_question_is_answered_in_chinese(line, folder, capsys):
    in_chinese(line, capsys)


def test_every_command_is_told_of_in_chinese():
    helps = {import_module(f"twin.commands.{name}").HELP for name in NAMES}
    assert not helps - known("zh")


def test_what_is_no_sentence_is_let_through():
    assert not sentences("twin compare layout base third") and not sentences("lognormal mean 40 s cv 50 %")
    assert sentences("nobody was there to see it")
