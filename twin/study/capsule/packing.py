"""What goes into a capsule: the files of the question, what was answered, and what answered it."""

import hashlib
import json
import platform
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.results.store import MANIFEST
from twin.study.capsule import archive
from twin.study.kept import study_of, tree_of, versions

FORM = 2  # of a capsule; counted up when its layout changes
CONTENTS = "capsule.json"
README = "README.md"
PORT, RESULTS = "port", "outputs"  # folders in a capsule


class Studied(NamedTuple):
    """An answer of a study about the port of a case, and what asks it again."""

    kind: str  # of study.answered.KINDS
    path: Path  # its folder
    line: list  # of words; none where it cannot be asked again
    files: dict  # [where it stands in the folder of the port] the file that was read
    why: str  # it cannot be


class Case(NamedTuple):
    """One run of a capsule: a port as some words say it, and where its numbers are kept."""

    name: str
    words: list  # of the command line
    scenario: Any  # model.scenario.Scenario
    files: dict  # [where it stands in its folder] the file that was read
    result: Path  # its Kept.path
    studied: tuple = ()  # Studied


def pack(path, cases, readme, *, compose_alone):
    """Writes the capsule of the cases; gives what its contents say, as JSON has it.

    `compose_alone(words, folder)` is the door that reads a folder by itself: a capsule from which a case does
    not come out as it went in is not written.
    """
    contents, told = {}, []
    for case in cases:
        for files in (case.files, *(one.files for one in case.studied)):
            contents |= {f"{PORT}/{name}": Path(file).read_bytes() for name, file in files.items()}
    refuse_incomplete(contents, cases, compose_alone)
    for case in cases:
        place = f"{RESULTS}/{study_of(case.scenario, '').name}"
        result = f"{place}/{case.result.name}"
        contents |= _folder(case.result, result)
        kept = {}
        for one in case.studied:
            own = f"{place}/{one.kind}/{one.path.name}"
            kept[one.kind] = {"result": own, "line": one.line, "why": one.why}
            contents |= _folder(one.path, own)
        about = {"name": case.name, "words": list(case.words), "scenario": case.scenario.name}
        told.append({**about, "result": result, "answers": kept})
    contents[README] = readme.encode("utf-8")
    said = {
        "form": FORM,
        "cases": told,
        "versions": versions(),
        "machine": machine(),
        "files": {name: _told(content) for name, content in sorted(contents.items())},
    }
    contents[CONTENTS] = as_json(said)
    archive.write(path, contents)
    return said


def machine():
    """What besides versions may change the last digit of a number."""
    return {"system": platform.system(), "processor": platform.machine()}


def digest_of(said):
    """One number for the whole capsule, to be told beside it: that of its contents, which has all others."""
    return sha256(as_json(said))


def sha256(content):
    """The digest of some bytes, as a capsule tells it."""
    return hashlib.sha256(content).hexdigest()


def as_json(tree):
    return (json.dumps(tree, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def same_tree(one, other):
    """Whether two scenarios say the same, in the words that JSON has."""
    return json.loads(json.dumps(tree_of(one))) == json.loads(json.dumps(tree_of(other)))


def refuse_incomplete(contents, cases, compose_alone):
    """Refuses cases that do not come out of their own files as they went in."""
    with tempfile.TemporaryDirectory(prefix="capsule-") as room:
        for name, content in contents.items():
            target = Path(room) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for case in cases:
            if not same_tree(compose_alone(case.words, Path(room) / PORT), case.scenario):
                text = "comes out of its own files otherwise; were they changed meanwhile?"
                raise ScenarioError([Fault(case.name, "", text)])


def _folder(path, name):
    """{name in the capsule: bytes} of a result: its manifest and what that lists."""
    path = Path(path)
    listed = json.loads((path / MANIFEST).read_text(encoding="utf-8"))["files"]
    return {f"{name}/{file}": (path / file).read_bytes() for file in (MANIFEST, *listed)}


def _told(content):
    return {"sha256": sha256(content), "bytes": len(content)}
