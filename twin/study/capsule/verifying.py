"""Whether a capsule runs again to the numbers that it carries."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pandas import isna
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from twin.model.errors import Fault, ScenarioError
from twin.results.store import StoreError, digest_of_file, load
from twin.study.answered import answers
from twin.study.capsule import archive
from twin.study.capsule.packing import CONTENTS, FORM, PORT, digest_of, machine
from twin.study.kept import summary_of, tree_of, versions
from twin.study.running.how import How

TOLERANCE = 1e-6  # relative, where versions or machines differ; to the byte where they do not
SAME, CLOSE, OTHER = "identical", "within tolerance", "different"
TOLD = 10  # differences of a table or a tree that are told


class Checked(NamedTuple):
    """What came of making one result of a capsule again: a run, or a study's answer."""

    name: str
    verdict: str  # SAME, CLOSE or OTHER
    numbers: int  # that were held against each other
    largest: float  # relative difference
    differs: list  # sentences


class Digested(NamedTuple):
    """An answer that was held against its digest only, and why it was not asked again."""

    name: str
    why: str


class Verified(NamedTuple):
    """What came of a whole capsule."""

    digest: str
    files: int  # that have the digest they should have
    foreign: dict  # [name] (in the capsule, here) of versions and machine that are not the same
    cases: list  # Checked
    answers: list  # Checked, of studies
    digested: list  # Digested, of studies

    @property
    def holds(self):
        return all(one.verdict != OTHER for one in (*self.cases, *self.answers))


class Door(NamedTuple):
    """How a folder by itself becomes a port, and how a study is asked there again."""

    compose_alone: Callable  # (words, folder) -> Scenario
    again: Callable | None = None  # (folder, line, outputs), None asks no study again


NOT_WANTED = "only runs were asked for"


def verify(path, door, *, tolerance=TOLERANCE, watch=None):
    """The Verified of a capsule: digests first, then every case and every study again, from its files only.

    It is unpacked, composed and run in a folder of its own, which is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="capsule-") as room:
        room = Path(room)
        names = archive.unpack(path, room / "capsule")
        said = contents_of(room / "capsule", names)
        refuse_changed(room / "capsule", names, said)
        foreign = foreign_of(said)
        again = _Again(room / "capsule", room / "outputs", door, tolerance if foreign else 0.0)
        for case in said["cases"]:
            again.take(case, watch)
    return Verified(digest_of(said), len(said["files"]), foreign, again.cases, again.answers, again.digested)


class _Again:
    """The cases of an unpacked capsule, made again one after the other."""

    def __init__(self, inside, outputs, door, tolerance):
        self.inside, self.outputs, self.door, self.tolerance = inside, outputs, door, tolerance
        self.cases, self.answers, self.digested = [], [], []

    def take(self, case, watch):
        """Runs a case again, and asks its studies again where it is still the same port."""
        scenario = _composed(case, self.inside, self.door.compose_alone)
        kept = _loaded(self.inside, case["result"])
        packed = {kind: _loaded(self.inside, one["result"]) for kind, one in case["answers"].items()}
        if changes := tree_changes(kept.manifest["scenario"], scenario):
            self.cases.append(Checked(case["name"], OTHER, 0, float("inf"), changes[:TOLD]))
            return
        how = How(kept.manifest["engine"], kept.manifest["measured"])
        anew = load(summary_of(scenario, folder=self.outputs, how=how, watch=watch).path)
        self.cases.append(checked(case["name"], kept, anew, self.tolerance))
        for kind, one in case["answers"].items():
            name = f"{kind} {case['name']}"
            if not one["line"] or self.door.again is None:
                self.digested.append(Digested(name, one["why"] or NOT_WANTED))
                continue
            self.door.again(self.inside / PORT, one["line"], self.outputs)
            found = answers(scenario, folder=self.outputs).get(kind)
            if found is None:
                differs = [f"its line asks another port: twin {' '.join(one['line'])}"]
                self.answers.append(Checked(name, OTHER, 0, float("inf"), differs))
                continue
            self.answers.append(checked(name, packed[kind], load(found.path), self.tolerance))


def contents_of(inside, names):
    """What a capsule says of itself; refused where it is none, or of another form."""
    if CONTENTS not in names:
        raise archive.refused(CONTENTS, "is not in it; this is no capsule, or a part of it is missing")
    try:
        said = json.loads((inside / CONTENTS).read_text(encoding="utf-8"))
        whole = ()
        for case in said["cases"]:
            whole += case["name"], case["result"], *case["words"]
            for one in case["answers"].values():
                whole += one["result"], one["why"], *one["line"]
        if not all(isinstance(text, str) for text in whole):
            raise TypeError("names and words are texts")
        {**said["files"], **said["versions"], **said["machine"]}  # are mappings
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"cannot be read ({type(error).__name__}: {error}); ask for the capsule again"
        raise archive.refused(CONTENTS, text) from None
    if said["form"] != FORM:
        text = f"is of form {said['form']}; this program reads form {FORM}, take the version that made it"
        raise archive.refused(CONTENTS, text)
    return said


def refuse_changed(inside, names, said):
    """Refuses a capsule whose files are not those that were packed, all of them at once."""
    faults = [Fault(name, "", "is missing") for name in sorted(said["files"].keys() - set(names))]
    for name in names:
        told = said["files"].get(name)
        if name != CONTENTS and told is None:
            faults.append(Fault(name, "", f"is in the archive and not in {CONTENTS}; it was put there later"))
        elif name != CONTENTS and digest_of_file(inside / name) != told["sha256"]:
            faults.append(Fault(name, "", "is not what was packed: its digest is another"))
    if faults:
        raise ScenarioError(faults)


def foreign_of(said):
    """{name: (in the capsule, here)} of what computed it and is not the same here."""
    there, here = {**said["versions"], **said["machine"]}, {**versions(), **machine()}
    return {
        name: (there.get(name, "-"), here.get(name, "-"))
        for name in dict.fromkeys([*there, *here])
        if there.get(name) != here.get(name)
    }


def checked(name, kept, again, tolerance):
    """The Checked of two results: every table, every row, every number."""
    differs, numbers, largest = [], 0, 0.0
    for table in sorted({*kept.tables, *again.tables}):
        if table not in kept.tables or table not in again.tables:
            differs.append(f"{table}: is in one of both only")
            continue
        found = table_differences(table, kept.tables[table], again.tables[table], tolerance)
        differs += found[0]
        numbers, largest = numbers + found[1], max(largest, found[2])
    same_bytes = kept.manifest["files"] == again.manifest["files"]
    if not tolerance and not same_bytes and not differs:
        differs.append("the files differ by bytes, though all numbers are equal")
    verdict = OTHER if differs else SAME if same_bytes or not largest else CLOSE
    return Checked(name, verdict, numbers, largest, differs)


def table_differences(name, kept, again, tolerance):
    """(sentences, numbers compared, largest relative difference) of one table."""
    if list(kept.columns) != list(again.columns):
        odd = sorted({*kept.columns} ^ {*again.columns})
        return [f"{name}: columns differ: {', '.join(odd) or 'their order'}"], 0, float("inf")
    if len(kept) != len(again):
        return [f"{name}: {len(kept)} rows were packed, {len(again)} came out"], 0, float("inf")
    sentences, numbers, largest = [], 0, 0.0
    for column in kept.columns:
        before, after = kept[column], again[column]
        if is_numeric_dtype(before) and is_numeric_dtype(after) and not is_bool_dtype(before):
            apart = relative(before.to_numpy(float), after.to_numpy(float))
            numbers += len(apart)
            largest = max(largest, apart.max(initial=0.0))
            wrong = apart > tolerance
        else:
            wrong = np.array([not _alike(*pair) for pair in zip(before, after, strict=True)], bool)
        for row in np.flatnonzero(wrong)[:TOLD]:
            where = " ".join(str(value) for value in kept.iloc[row] if isinstance(value, str) and value)
            sentences.append(
                f"{name}, row {row + 1} ({where}), {column}: {before.iloc[row]} → {after.iloc[row]}"
            )
        if (rest := int(wrong.sum()) - TOLD) > 0:
            sentences.append(f"{name}, {column}: {rest} more rows differ")
    return sentences, numbers, float(largest)


def _alike(one, other):
    """Whether two cells of text say the same; nothing is like nothing."""
    return one == other or (isna(one) and isna(other))


def relative(before, after):
    """[row] by how much of itself a number changed; a number that came or went changed without end."""
    size = np.maximum(np.abs(before), np.abs(after))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(before == after, 0.0, np.abs(after - before) / size)
    apart = np.where(np.isnan(before) & np.isnan(after), 0.0, apart)
    return np.where(np.isnan(apart), np.inf, apart)


def tree_changes(packed, scenario):
    """Sentences on what a scenario says otherwise than the one that was run."""
    return list(_changes("", packed, json.loads(json.dumps(tree_of(scenario)))))


def _changes(path, before, after):
    if isinstance(before, dict) and isinstance(after, dict):
        for word in dict.fromkeys([*before, *after]):
            yield from _changes(f"{path}.{word}".strip("."), before.get(word), after.get(word))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _changes(f"{path}[{place + 1}]", one, other)
    elif before != after:
        yield f"{path}: {_short(before)} was run, the capsule's files say {_short(after)}"


def _short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _composed(case, inside, compose_alone):
    """The Scenario of a case, from the files of the capsule."""
    try:
        return compose_alone(case["words"], inside / PORT)
    except ScenarioError as error:
        named = [fault._replace(path=f"{case['name']}: {fault.path}") for fault in error.faults]
        raise ScenarioError(named) from None


def _loaded(inside, name):
    """A result in the capsule, its manifest and digests read again."""
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise archive.refused(name, "leads out of the capsule")
    try:
        return load(inside / name)
    except StoreError as error:
        raise archive.refused(name, str(error).replace(f"{inside}/", "")) from None
