"""Every public name of the package is there, is told of, and costs nothing before it is used."""

import re
import subprocess
import sys

import pytest
from examples import ROOT

import twin
from twin.commands import Refusal

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", twin.__all__)
def test_a_public_name_is_there_with_a_sentence_and_told_of(name):
    assert callable(getattr(twin, name)) and getattr(twin, name).__doc__
    assert re.search(rf"`{name}\b", PAGE)


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, twin; print(sorted({'numpy', 'pandas', 'numba', 'twin.config'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"


def test_a_name_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(AttributeError, match="twin has no replay; it has .*load"):
        twin.replay  # noqa: B018


def test_a_command_answers_a_program_as_it_answers_json(folder, capsys):
    told = twin.ask("list", "layouts")
    assert told and capsys.readouterr().out == ""


def test_what_a_command_refuses_is_raised(folder):
    with pytest.raises(Refusal, match="no such command"):
        twin.ask("fly")
    with pytest.raises(twin.ScenarioError, match="little_gait"):
        twin.ask("check", "layout=little_gait")


def test_a_capsule_is_packed_and_verified_from_a_program(folder):
    twin.pack("one.zip", "layout=little_gate", "experiment=one_day", "experiment.replications=2")
    found = twin.verify("one.zip")
    assert found.holds and [case.verdict for case in found.cases] == ["identical"]
