"""Compiled code is kept under a digest of every file that is in it, so no stale code is ever run."""

import re
from pathlib import Path

from twin.plan import jit

PACKAGE = Path(jit.__file__).parents[1]


def files_with_compiled_code(room):
    """{name: text} of those whose functions are compiled."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (PACKAGE / room).glob("*.py")}
    return {name: text for name, text in texts.items() if "twin.plan.jit import" in text}


def test_the_digest_has_every_compiled_file_of_results_and_those_whose_constants_it_takes():
    compiled = files_with_compiled_code("results")
    named = {other for text in compiled.values() for other in re.findall(r"from twin\.results\.(\w+)", text)}
    assert {*compiled, *named} == set(jit._COMPILED["results"])


def test_the_digest_has_every_compiled_file_of_the_plan():
    assert {*files_with_compiled_code("plan")} <= set(jit._COMPILED["plan"])


def test_a_changed_file_has_a_folder_of_its_own(tmp_path, monkeypatch):
    before = jit.cache_folder()
    for room, names in jit._COMPILED.items():
        (tmp_path / room).mkdir(parents=True)
        for name in names:
            (tmp_path / room / f"{name}.py").write_bytes((PACKAGE / room / f"{name}.py").read_bytes())
    kernel = tmp_path / "engine" / "kernel"
    kernel.mkdir(parents=True)
    for path in (PACKAGE / "engine" / "kernel").glob("*.py"):
        (kernel / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(jit, "_HERE", tmp_path)
    assert jit.cache_folder() == before
    (tmp_path / "results" / "bins.py").write_text("PER_OCTAVE = 32\n")
    assert jit.cache_folder() != before
