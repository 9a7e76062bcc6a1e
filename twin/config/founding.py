"""A port of one's own, begun as a copy of another: its files, with every value marked as taken over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from twin.config import choosing, library
from twin.config.laying import PORTS, is_network, over
from twin.config.library import GROUPS, HERE, Folder, Library
from twin.config.marking import marked
from twin.config.rewriting import with_values
from twin.config.writing import as_text
from twin.model.errors import Fault, ScenarioError
from twin.model.levers.bars import bare
from twin.model.origin import UNMARKED
from twin.model.yaml_text import Page

SECTIONS = ("layout", "demand", "roster", "policy")
ABOUT = "Begun as a copy of {source}. What is marked 'taken over' is that port's value, and its origin there."


class Draft(NamedTuple):
    """A file that is not written yet: where it goes, below the folder, and what it holds."""

    path: Path
    text: str


class Asked(NamedTuple):
    """What the new port is called, what it is begun from, and where it goes."""

    name: str
    source: str
    folder: Path
    label: str


def write(places: Library, asked: Asked) -> list[Path]:
    """Writes the files, and takes them away again where what they say does not compose."""
    from twin.config import compose

    drafted = drafts(places, asked)
    files = {draft.path: draft.text.encode() for draft in drafted}
    files |= {path: file.read_bytes() for file, path in recorded(places, drafted)}
    new = {
        asked.folder / path: content for path, content in files.items() if not (asked.folder / path).exists()
    }
    try:
        for path, content in new.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        compose([f"layout={asked.name}"], asked.folder)
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    return list(new)


def drafts(places: Library, asked: Asked) -> list[Draft]:
    """Every file of the new port: layout, demand with its peaks, roster, policy."""
    name, source, _, label = asked
    _refuse_names(places, name, source)
    chosen = choosing.choose(places, {"layout": source, "peak": f"{source}/{library.TYPICAL}"}, [])
    if is_network(chosen):
        ports = next(page.tree[PORTS] for page in chosen.pages["layout"] if PORTS in page.tree)
        text = f"is made of the ports {', '.join(ports)}; begin with one of them, and join ports afterwards"
        raise ScenarioError([Fault("--from", source, text)])
    about = chosen.pages["layout"][-1].tree.get("about")
    unmarked = str(about.get("unmarked", UNMARKED)) if isinstance(about, dict) else UNMARKED
    found = []
    for section in SECTIONS:
        text = marked(_text(places, section, source, chosen.pages[section]), section, unmarked)
        text = _of_this_port(text, source, label) if section == "layout" else text
        found.append(Draft(_path(section, name), _headed(text, source)))
    for peak in library.files(places, "peak", source):
        pages = choosing.choose(places, {"layout": source, "peak": f"{source}/{peak}"}, []).pages["peak"]
        text = marked(_text(places, "peak", f"{source}/{peak}", pages), "demand", unmarked)
        found.append(Draft(_path("peak", f"{name}/{peak}"), _headed(text, source)))
    return found


def recorded(places: Library, drafted: list[Draft]) -> Iterator[tuple[Path, Path]]:
    """(file, path below the folder) of each recorded list that the demand names."""
    from twin.model import yaml_text

    root = Path(GROUPS["layout"])
    for draft in drafted:
        flows = yaml_text.read(draft.text, "").tree.get("flows") or {}
        for flow in flows.values() if isinstance(flows, dict) else ():
            said = bare(flow["file"]) if isinstance(flow, dict) and flow.get("file") else ""
            there = (folder.path / root / said for folder in places if said and ".." not in Path(said).parts)
            file = next((path for path in there if path.is_file()), None)
            if file:
                yield file, root / said


def _refuse_names(places: Library, name: str, source: str) -> None:
    faults = []
    if not library.is_name("layout", name):
        text = "a port's name has small letters, digits and _, and begins with a letter; write e.g. my_port"
        faults.append(Fault("name", name, text))
    else:
        text = "there is {} already, {}; take another name"
        faults += [
            Fault("name", name, text.format(file.shown, whose)) for file, whose in _taken(places, name)
        ][:1]
    if library.find(places, "layout", source) is None:
        faults.append(Fault("--from", "", library.absent(places, "layout", source)))
    if faults:
        raise ScenarioError(faults)


def _taken(places: Library, name: str) -> Iterator[tuple[library.File, str]]:
    """Every file that a port of this name has already, and whose it is."""
    own = [library.find(places, section, name) for section in SECTIONS]
    for file in (*own, *library.files(places, "peak", name).values()):
        if file:
            yield file, "in your folder" if file.origin == HERE else "a port that is shipped"


def _text(places: Library, group: str, name: str, pages: list[Page]) -> str:
    """The file as it was written; one that is laid over others becomes what it is with them."""
    file = library.find(places, group, name)
    if file and "defaults" not in library.read(file).tree:
        return file.path.read_text(encoding="utf-8-sig")
    tree: dict[str, Any] = {}
    for page in pages:
        tree = over(tree, {word: value for word, value in page.tree.items() if word != "defaults"})
    return as_text(tree)


def _of_this_port(text: str, source: str, label: str) -> str:
    """The layout under a name of its own; what its note tells is true of the other port only."""
    from twin.model import yaml_text

    quoted = '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'
    note = f'"begun as a copy of {source}; what is not marked as taken over is this port\'s own"'
    about = {"label": f"{{zh: {quoted}, en: {quoted}}}", "note": note}
    if not isinstance(yaml_text.read(text, "").tree.get("about"), dict):
        lines = "".join(f"  {word}: {value}\n" for word, value in about.items())
        return f"about:\n{lines}{text}"
    return with_values(text, {("about", word): value for word, value in about.items()})


def _headed(text: str, source: str) -> str:
    return f"# {ABOUT.format(source=source)}\n{text}"


def _path(group: str, name: str) -> Path:
    return Path(GROUPS[group]) / f"{name}.yaml"


def with_folder(places: Library, folder: Path) -> Library:
    """The folders in which files are searched, and the one where the new port goes."""
    there = folder.resolve()
    return places if any(one.path == there for one in places) else (Folder(there, HERE), *places)
