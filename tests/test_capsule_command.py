"""A capsule runs again elsewhere to the same numbers, and what was changed in it is named."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from answering import answer, refusal
from examples import ROOT

from twin.cli import BROKEN
from twin.config import compose_watched
from twin.study.capsule import archive

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2"]
GATE = "port/layouts/little_gate.yaml"


@pytest.fixture
def capsule(folder, capsys):
    code, told = answer(capsys, "capsule", "pack", *PORT, "base", "quick_gate")
    assert code == 0
    return Path(told["capsule"]).resolve()


def contents(path):
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def again(path, files):
    """The capsule with other files."""
    return archive.write(path, files)


def told_anew(files):
    """The files, with the digests that they have now: as one who forges a capsule would."""
    said = json.loads(files["capsule.json"])
    said["files"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in files.items()
        if name != "capsule.json"
    }
    return files | {"capsule.json": json.dumps(said).encode()}


def test_a_capsule_verifies_in_another_folder_and_process(capsule, tmp_path_factory):
    away = tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-m", "twin", "capsule", "verify", str(capsule), "--json"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=away, env=surroundings, capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert told["holds"] and not told["foreign"]
    assert [(case["name"], case["verdict"]) for case in told["cases"]] == [
        ("base", "identical"),
        ("quick_gate", "identical"),
    ]
    assert all(case["numbers"] > 100 for case in told["cases"])
    assert list(away.iterdir()) == []  # nothing stays behind


def test_the_same_question_makes_the_same_archive(capsule, capsys):
    before = capsule.read_bytes()
    answer(capsys, "capsule", "pack", *PORT, "base", "quick_gate")
    assert capsule.read_bytes() == before


def test_a_capsule_has_every_file_that_was_read_and_no_other(capsule):
    _, read = compose_watched([*PORT, "scenario=[quick_gate]"])
    assert {f"port/{name}" for name in read} == {
        name for name in contents(capsule) if name.startswith("port/")
    }


def test_an_installed_file_does_not_stand_in_for_one_that_a_capsule_lacks(capsule, capsys):
    # one_day is installed too: what is missing must be missed all the same.
    files = contents(capsule)
    del files["port/experiments/one_day.yaml"]
    again(capsule, told_anew(files))
    assert "experiments/one_day.yaml" in refusal(capsys, "capsule", "verify", str(capsule))


def test_a_changed_byte_is_named(capsule, capsys):
    packed = bytearray(capsule.read_bytes())
    with zipfile.ZipFile(capsule) as zipped:
        about = zipped.getinfo(GATE)
    packed[about.header_offset + 30 + len(GATE) + about.compress_size // 2] ^= 1
    capsule.write_bytes(packed)
    assert GATE in refusal(capsys, "capsule", "verify", str(capsule))


def test_a_changed_file_is_named_by_its_digest(capsule, capsys):
    files = contents(capsule)
    again(capsule, files | {GATE: files[GATE] + b"\n# mine\n", "port/extra.yaml": b"x"})
    said = refusal(capsys, "capsule", "verify", str(capsule))
    assert f"{GATE}\n    is not what was packed" in said and "port/extra.yaml" in said


def test_a_changed_port_with_true_digests_is_named_by_its_value(capsule, capsys):
    files = contents(capsule)
    demand = next(name for name in files if name.startswith("port/experiments/"))
    changed = files[demand].replace(b"seed: 1", b"seed: 2")
    assert changed != files[demand]
    again(capsule, told_anew(files | {demand: changed}))
    code, told = answer(capsys, "capsule", "verify", str(capsule))
    assert code == BROKEN and not told["holds"]
    assert "experiment.seed: 1 was run, the capsule's files say 2" in told["cases"][0]["differs"]


def test_a_changed_number_with_true_digests_is_named_by_its_row(capsule, capsys, monkeypatch):
    # All that is packed says seed 1; the program that runs it again has other luck.
    from twin.study.capsule import verifying

    given = verifying.summary_of
    monkeypatch.setattr(verifying, "summary_of", lambda scenario, **how: given(with_seed(scenario, 2), **how))
    code, told = answer(capsys, "capsule", "verify", str(capsule))
    assert code == BROKEN
    assert any(", row " in line and "→" in line for line in told["cases"][0]["differs"])


def with_seed(scenario, seed):
    from dataclasses import replace

    return replace(scenario, experiment=scenario.experiment.model_copy(update={"seed": seed}))


def test_a_foreign_version_is_named_and_numbers_are_held_to_a_tolerance(capsule, capsys):
    files = contents(capsule)
    said = json.loads(files["capsule.json"])
    here = said["versions"]["numpy"]
    said["versions"]["numpy"] = "0.1"
    again(capsule, files | {"capsule.json": json.dumps(said).encode()})
    code, told = answer(capsys, "capsule", "verify", str(capsule), "--tolerance", "1e-9")
    assert code == 0 and told["holds"] and told["tolerance"] == 1e-9
    assert told["foreign"] == {"numpy": ["0.1", here]}


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "port/../../x", "..\\x", "C:x", "port//x", "a\x1bb"])
def test_a_file_that_would_leave_the_folder_is_refused_before_anything_is_written(
    capsule, capsys, tmp_path, name
):
    with zipfile.ZipFile(capsule, "a") as zipped:
        zipped.writestr(zipfile.ZipInfo(name), "x")
    before = sorted(tmp_path.rglob("*"))
    assert repr(name)[1:-1].split("\\")[0] in refusal(capsys, "capsule", "verify", str(capsule))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_an_archive_is_refused(capsule, capsys):
    about = zipfile.ZipInfo("port/link")
    about.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(capsule, "a") as zipped:
        zipped.writestr(about, "/etc/passwd")
    assert "is a link" in refusal(capsys, "capsule", "verify", str(capsule))


def test_an_archive_that_grows_without_measure_is_refused(capsule, capsys):
    with zipfile.ZipFile(capsule, "a", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("port/zeros", bytes(60_000_000))
    assert "times its size" in refusal(capsys, "capsule", "verify", str(capsule))


def test_what_is_no_capsule_says_so(folder, capsys):
    Path("x.zip").write_bytes(b"no zip")
    assert "no archive that can be read" in refusal(capsys, "capsule", "verify", "x.zip")
    assert "is not there" in refusal(capsys, "capsule", "verify", "y.zip")
    archive.write("z.zip", {"port/a.yaml": b""})
    assert "this is no capsule" in refusal(capsys, "capsule", "verify", "z.zip")
    archive.write("w.zip", {"capsule.json": b'{"form": 1, "files": 3, "cases": []}'})
    assert "cannot be read" in refusal(capsys, "capsule", "verify", "w.zip")
