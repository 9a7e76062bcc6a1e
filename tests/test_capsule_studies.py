"""Studies in a capsule are asked again from what is in it: same bytes, and what was changed is named."""

import hashlib
import importlib
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from examples import small_port
from test_procure_command import OFFERS

import twin
from twin.commands import Refusal, again
from twin.commands.lines import parser_of
from twin.model.errors import ScenarioError
from twin.study.answered import KINDS, Answer
from twin.study.capsule import archive
from twin.study.capsule.packing import digest_of

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2"]
OFFERED = ["offers.csv", *PORT, "--station", "gate", "--target", "p95 truck <= 30", "--only", "screen"]
RIVALS = [*PORT, "base", "quick_gate"]


def settle(place):
    """The small port and a file of offers in a folder."""
    small_port(place)
    (place / "offers.csv").write_text(OFFERS, encoding="utf-8")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A capsule with two studies: one of a file of offers, one of a scenario beside the port."""
    place = tmp_path_factory.mktemp("asked")
    settle(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        twin.ask("procure", *OFFERED)
        twin.ask("robust", *RIVALS, "--workers", "1", "--lang=en")
        twin.pack("little.zip", *PORT)
    return place / "little.zip"


@pytest.fixture
def files(packed, tmp_path, monkeypatch):
    """{name: bytes} of the capsule, in a folder that has nothing of the port."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(packed) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def forged(files):
    """A capsule of files with the digests that they have now."""
    said = json.loads(files["capsule.json"])
    said["files"] = {name: about(content) for name, content in files.items() if name != "capsule.json"}
    return archive.write("forged.zip", files | {"capsule.json": json.dumps(said).encode()})


def about(content):
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def studies(files):
    return json.loads(files["capsule.json"])["cases"][0]["answers"]


def test_studies_are_made_again_from_the_capsule_alone(files, packed, tmp_path):
    found = twin.verify(packed)
    made = [(one.name, one.verdict, one.numbers > 10) for one in found.answers]
    assert made == [("procure base", "identical", True), ("robust base", "identical", True)]
    assert found.holds and not found.digested and list(tmp_path.iterdir()) == []


def test_a_capsule_has_what_its_studies_read_and_a_line_without_what_changes_no_answer(files):
    offers = next(name for name in files if name.startswith("port/inputs/"))
    assert files[offers].decode() == OFFERS and "port/scenarios/quick_gate.yaml" in files
    assert studies(files)["procure"]["line"][:2] == ["procure", offers.removeprefix("port/")]
    assert studies(files)["robust"]["line"] == ["robust", *RIVALS]


def test_every_file_that_was_changed_is_named(files):
    changed = {name: content + b"\n" for name, content in files.items() if name != "capsule.json"}
    archive.write("changed.zip", {**changed, "capsule.json": files["capsule.json"]})
    with pytest.raises(ScenarioError) as refused:
        twin.verify("changed.zip")
    assert {fault.path for fault in refused.value.faults} == set(changed)


def test_contents_that_were_changed_have_another_digest(files):
    said = json.loads(files["capsule.json"])
    before = digest_of(said)
    said["cases"][0]["answers"]["robust"]["line"].append("--outage")
    assert digest_of(said) != before


def test_a_changed_answer_with_true_digests_is_named_by_its_row(files):
    place = studies(files)["robust"]["result"]
    frame = pd.read_parquet(io.BytesIO(files[f"{place}/choices.parquet"]))
    frame.loc[0, "expected"] *= 2
    table = io.BytesIO()
    frame.to_parquet(table, index=False)
    manifest = json.loads(files[f"{place}/manifest.json"])
    manifest["files"]["choices.parquet"] = about(table.getvalue())["sha256"]
    changed = {
        f"{place}/choices.parquet": table.getvalue(),
        f"{place}/manifest.json": json.dumps(manifest).encode(),
    }
    found = twin.verify(forged(files | changed))
    verdicts = {one.name: one for one in found.answers}
    assert not found.holds and verdicts["procure base"].verdict == "identical"
    assert verdicts["robust base"].differs[0].startswith("choices, row 1 (")


def test_a_scenario_that_was_changed_after_it_was_asked_is_not_taken_for_the_one_that_was(
    tmp_path, monkeypatch
):
    settle(tmp_path)
    monkeypatch.chdir(tmp_path)
    twin.ask("robust", *RIVALS)
    scenario = Path("scenarios/quick_gate.yaml")
    scenario.write_text(f"{scenario.read_text('utf-8')}# mine\n", encoding="utf-8")
    said = twin.pack("little.zip", *PORT)["cases"][0]["answers"]["robust"]
    assert said["line"] == [] and said["why"] == "files are others than then: scenarios/quick_gate.yaml"


@pytest.mark.parametrize(
    "line",
    [
        ["run", *PORT],
        ["roster", *PORT, "--station", "gate", "--write", "mine"],
        ["procure", *OFFERED[1:], "--workbook=mine.xlsx"],
        ["procure", *OFFERED[1:], "--template", "mine.csv"],
        ["procure", *OFFERED],
        ["procure", *OFFERED[1:], "inputs/../../offers.csv"],
        ["roster", *PORT, "--shifts=offers.csv"],
        ["robust", *RIVALS, "--help"],
    ],
    ids=lambda line: line[-1],
)
def test_a_line_that_would_write_or_read_elsewhere_is_refused(line, tmp_path, monkeypatch):
    settle(tmp_path)
    monkeypatch.chdir(tmp_path)
    inside = tmp_path / "capsule" / "port"
    inside.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises((Refusal, ScenarioError)):
        again.again(inside, line, tmp_path / "outputs")
    assert sorted(tmp_path.rglob("*")) == before


def test_every_option_of_a_study_that_names_a_file_is_known_to_write_or_to_read_it():
    named = set()
    for study in again.STUDIES:
        help_text = parser_of(study, importlib.import_module(f"twin.commands.{study}")).format_help()
        named |= {
            line.split()[0] for line in help_text.splitlines() if line.startswith("  --") and " FILE" in line
        }
    assert named <= {*again.WRITES, "--need", "--shifts"} and "--need" in named


def test_an_answer_of_a_command_that_no_capsule_asks_is_digested_only(tmp_path):
    asked = Answer("compare", {"line": ["year", *PORT], "read": {}, "inputs": {}}, {}, tmp_path)
    assert again.why_not(asked, {}) == again.NOT_ASKED


@pytest.mark.prove
def test_every_kind_of_study_is_made_again_to_the_byte(tmp_path, monkeypatch):
    settle(tmp_path)
    monkeypatch.chdir(tmp_path)
    for line in (
        ["compare", *RIVALS],
        ["procure", *OFFERED],
        ["roster", *PORT, "--station", "gate", "--target", "wait_mean <= 600"],
        [
            "capacity",
            *PORT,
            "--target",
            "wait_p95 of trucks_in <= 60 min",
            "--replications",
            "4",
            "--parts",
            "curve",
        ],
        ["sensitivity", *PORT, "--trajectories", "2", "--replications", "2", "--n", "16"],
        ["playbook", *PORT, "--spare", "gate=1"],
        ["robust", *RIVALS],
        ["robust", *RIVALS, "--outage", "gate"],
    ):
        twin.ask(*line)
    twin.pack("little.zip", *PORT)
    found = twin.verify("little.zip")
    assert {one.name.split()[0] for one in found.answers} == {*KINDS} - {"roadmap"} and not found.digested
    assert {one.verdict for one in found.answers} == {"identical"}
