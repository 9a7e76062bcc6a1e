"""What lies in a folder of results, how much room it takes, and what of it may go."""

import re
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from twin.results.store import StoreError, manifest_of
from twin.study.running import parts

RESULT, PARTS, LINES, PAGE, LEFT_OVER = (
    "result",
    "parts of a result",
    "lines of a study",
    "page",
    "left over",
)  # other kinds are those of studies
INTACT, PARTIAL, DAMAGED = "intact", "partial", "damaged"
OLD = 600.0  # seconds after which what was being written is no longer

_KEY = re.compile(r"[0-9a-f]{16}")
_PAGE = re.compile(r"[0-9a-f]{16}\..+")
_LINES = re.compile(r"[0-9a-f]{16}\.csv")  # of study.levels.Levels
_ASIDE = re.compile(r"\.([0-9a-f]{16}[\w.]*|recipe\.json|asked|\d+-\d+\.part)-.+")


class Found(NamedTuple):
    """One thing that is kept. What is partial has fewer replications than were asked for."""

    scenario: str
    kind: str
    key: str
    replications: int
    asked: int
    bytes: int
    when: float  # seconds since 1970
    state: str
    why: str  # it is damaged
    path: Path


def found(folder):
    """[Found] what is known to be a result, a part of one or an answer, by scenario and age.

    Every file is held against its digest, so it takes as long as reading all. Other files are not looked at.
    """
    folder = Path(folder)
    out = []
    for study in sorted(path for path in folder.glob("*") if path.is_dir()):
        out += [_result(study, RESULT, path) for path in _keyed(study)]
        out += [_parts(study, path) for path in _keyed(study / parts.FOLDER)]
        kinds = [path for path in study.glob("*") if path.is_dir() and path.name.isidentifier()]
        for kind in sorted(
            path for path in kinds if path.name != parts.FOLDER and not _KEY.fullmatch(path.name)
        ):
            out += [_result(study, kind.name, path) for path in _keyed(kind)]
        out += [_plain(study, LINES, path) for path in study.glob("*/*/*.csv") if _LINES.fullmatch(path.name)]
        out += [_plain(study, PAGE, path) for path in study.glob("*") if _PAGE.fullmatch(path.name)]
        out += [_plain(study, LEFT_OVER, path) for path in sorted(study.rglob(".*")) if _is_left(path)]
    return sorted(out, key=lambda one: (one.scenario, one.when))


def may_go(one):
    """Whether no result is lost with it: parts, what is damaged, and what a broken write left behind."""
    return one.kind in (PARTS, LINES, LEFT_OVER) or one.state == DAMAGED


def clean(those):
    """Removes what was found, and folders that are empty then; gives the bytes that are free."""
    for one in those:
        if one.path.is_dir():
            shutil.rmtree(one.path, ignore_errors=True)
        else:
            one.path.unlink(missing_ok=True)
    above = {folder for one in those for folder in list(one.path.parents)[:2]}
    for folder in sorted(above, key=lambda path: -len(path.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return sum(one.bytes for one in those if not one.path.exists())


def _keyed(folder):
    return sorted(path for path in Path(folder).glob("*") if path.is_dir() and _KEY.fullmatch(path.name))


def _is_left(path):
    return bool(_ASIDE.fullmatch(path.name)) and time.time() - path.stat().st_mtime > OLD


def _result(study, kind, path):
    try:
        number, state, why = manifest_of(path)["replications"], INTACT, ""
    except StoreError as error:
        number, state, why = 0, DAMAGED, str(error)
    return Found(study.name, kind, path.name, number, number, *_size(path), state, why, path)


def _parts(study, path):
    numbers, wrong = set(), []
    for first, last, part in parts.listed(path):
        try:
            numbers.update(parts.unpacked(part.read_bytes(), path.name))
        except (parts.PartError, OSError) as error:
            wrong.append(f"{part.name}: {error}; replications {first} to {last} are run again when asked for")
    asked = max(parts.wanted(path), len(numbers))
    state = DAMAGED if wrong else PARTIAL if len(numbers) < asked else INTACT
    return Found(
        study.name, PARTS, path.name, len(numbers), asked, *_size(path), state, "; ".join(wrong), path
    )


def _plain(study, kind, path):
    return Found(study.name, kind, path.name, 0, 0, *_size(path), INTACT, "", path)


def _size(path):
    """(bytes, when the youngest was written) of a file, or of all in a folder."""
    files = [each for each in (path, *path.rglob("*")) if each.is_file()]
    stats = [each.stat() for each in files]
    return sum(stat.st_size for stat in stats), max((stat.st_mtime for stat in stats), default=0.0)
