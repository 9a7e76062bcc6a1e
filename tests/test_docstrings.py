"""Every example in a docstring runs, and gives what it says."""

import doctest
from importlib import import_module

import pytest
from examples import ROOT

FILES = [path for path in sorted((ROOT / "twin").rglob("*.py")) if ">>>" in path.read_text(encoding="utf-8")]
NAMES = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in FILES]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_run(name):
    found = doctest.testmod(import_module(name))
    assert found.attempted and not found.failed
