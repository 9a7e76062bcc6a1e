"""Where files are found: in the user's own folder first, then in what the package carries."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from twin.model import yaml_text
from twin.model.errors import Fault, listed, nearest
from twin.model.yaml_text import Fields, Page

# The word on the command line, and the folder it reads.
GROUPS = {
    "layout": "layouts",
    "demand": "layouts/demand",
    "roster": "layouts/roster",
    "policy": "layouts/policy",
    "equipment": "layouts/equipment",
    "peak": "layouts/demand",
    "scenario": "scenarios",
    "experiment": "experiments",
}
HERE, SHIPPED = "here", "shipped"
PAGES = 1024  # texts that are kept as they were read
TYPICAL = "typical"  # the peak that the port's demand itself is
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WATCHED: ContextVar[dict[str, Path] | None] = ContextVar("_WATCHED", default=None)
_ONLY: ContextVar[Path | None] = ContextVar("_ONLY", default=None)


class Folder(NamedTuple):
    """A folder that holds layouts/, scenarios/ and experiments/, and whose it is."""

    path: Path
    origin: str


class File(NamedTuple):
    """A file of a group: where it is, and how a message calls it."""

    path: Path
    shown: str
    origin: str


Library = tuple[Folder, ...]


def library(folder: str | Path | None = None) -> Library:
    """The folders in which files are searched, in this order."""
    by_itself = _ONLY.get()
    if folder is None and by_itself is not None:
        return alone(by_itself)
    here = Path(folder or ".").resolve()
    carried = _carried()
    return (Folder(carried, SHIPPED),) if here == carried else (Folder(here, HERE), Folder(carried, SHIPPED))


def alone(folder: str | Path) -> Library:
    """A folder by itself: what is not in it is not found, whatever the package carries."""
    return (Folder(Path(folder).resolve(), HERE),)


@contextmanager
def only(folder: str | Path) -> Iterator[None]:
    """Meanwhile files are searched in this folder by itself, where no other is named."""
    token = _ONLY.set(Path(folder))
    try:
        yield
    finally:
        _ONLY.reset(token)


@contextmanager
def watched() -> Iterator[dict[str, Path]]:
    """Every file that is read meanwhile, by where it stands in its folder.

    Who watches from outside sees them too.
    """
    seen: dict[str, Path] = {}
    token = _WATCHED.set(seen)
    try:
        yield seen
    finally:
        _WATCHED.reset(token)
        for name, path in seen.items():
            noted(name, path)


def noted(shown: str, path: Path) -> None:
    """Says that a file is read, to whom it may concern."""
    seen = _WATCHED.get()
    if seen is not None:
        seen[shown] = path


def standing(places: Library, name: str) -> Path | None:
    """The file that stands there in the first folder that has it."""
    return next((path for folder in places if (path := folder.path / name).is_file()), None)


def _carried() -> Path:
    """The folder the package carries: its own data in a wheel, the tree around it in a clone."""
    package = Path(__file__).resolve().parents[1]
    data = package / "_data"
    return data if data.is_dir() else package.parent


def shown(group: str, name: str) -> str:
    """A file of a group as a message calls it."""
    return f"{GROUPS[group]}/{name}.yaml"


def find(places: Library, group: str, name: str) -> File | None:
    """The first file of that name; a link that leads out of its folder is none."""
    if not is_name(group, name):
        return None
    for folder in places:
        root = folder.path / GROUPS[group]
        path = root / f"{name}.yaml"
        if path.is_file() and path.resolve().is_relative_to(root.resolve()):
            return File(path, shown(group, name), folder.origin)
    return None


def is_name(group: str, name: str) -> bool:
    """Whether a name can name a file: small letters, digits, _; never a way to another folder."""
    parts = name.split("/") if group == "peak" else [name]
    return all(_NAME.fullmatch(part) for part in parts)


def files(places: Library, group: str, below: str = "") -> dict[str, File]:
    """The files of a group by name, in order of name; of a peak those `below` a port's demand."""
    found: dict[str, File] = {}
    for folder in places:
        for path in sorted((folder.path / GROUPS[group] / below).glob("*.yaml")):
            name = f"{below}/{path.stem}" if below else path.stem
            file = find(places, group, name)
            if file:
                found.setdefault(path.stem, file)
    return dict(sorted(found.items()))


def absent(places: Library, group: str, name: str) -> str:
    """The text for a file that is not there, or for a name that can name none."""
    if not is_name(group, name):
        return f"'{name}' names no file; a name has small letters, digits and _, and no way to another folder"
    below, _, last = name.rpartition("/")
    there = list(files(places, group, below))
    if group == "peak":
        there = [TYPICAL, *(peak for peak in there if peak != TYPICAL)]
    known = f"; there is {listed(there)}" if there else "; there is none yet"
    return f"there is no {shown(group, name)}{nearest(last, there)}{known}"


def read(file: File, path: Sequence[str] = ()) -> Page:
    """The page of a file; `path` is where its words stand in the scenario."""
    noted(file.shown, file.path)
    try:
        text = file.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _unread(file, path, "is not written in UTF-8; save it as UTF-8 text")
    except OSError as error:
        return _unread(file, path, f"cannot be opened: {error.strerror}")
    return _page(text, file.shown, tuple(path))


@lru_cache(maxsize=PAGES)
def _page(text: str, shown: str, path: tuple[str, ...]) -> Page:
    """A text as a page: the same text is read once, and nobody changes what was read."""
    return yaml_text.read(text, shown, path)


def _unread(file: File, path: Sequence[str], text: str) -> Page:
    return Page(file.shown, {}, Fields((), 1), (Fault(".".join(path) or file.shown, "", text, file.shown),))


def missing(group: str, name: str, there: Sequence[str]) -> Fault:
    """The fault of a file that another one names and that is not there."""
    return Fault(f"{group}.{name}", "", f"there is no {shown(group, name)}{nearest(name, there)}")
