"""Which scenarios fit a port: each is tried on the composed tree, and what refuses it is the reason."""

from collections.abc import Mapping, Sequence

from twin.config import library
from twin.config.choosing import is_bundle
from twin.config.composing import Composed, body
from twin.config.library import Library
from twin.model.errors import ScenarioError
from twin.model.levers import Lever, apply, read_lever
from twin.model.yaml_text import Page


def reasons(places: Library, run: Composed) -> dict[str, str]:
    """'' for each scenario that changes the port, else what the port lacks."""
    files = library.files(places, "scenario")
    pages = {name: library.read(file, ("scenario",)) for name, file in files.items()}
    layout = run.name.split(" ")[0]
    return {name: _reason(run, layout, members(name, pages, ()), pages) for name in pages}


def _reason(run: Composed, layout: str, names: Sequence[str], pages: dict[str, Page]) -> str:
    why = ""
    # In a network it is enough if one port has what they change, or the network as a whole.
    for port, tree in [*((one.run.name, one.run.tree) for one in run.ports), (layout, run.tree)]:
        try:
            apply(tree, [_lever(name, pages) for name in names], port)
        except ScenarioError as error:
            why = error.faults[0].text
        else:
            return ""
    return why


def members(name: str, pages: Mapping[str, Page], above: Sequence[str]) -> list[str]:
    """A scenario itself, or those that a bundle names, each once."""
    page = pages.get(name)
    if page is None or not is_bundle(page) or name in above:
        return [name]
    found = [one for below in page.tree["defaults"] for one in members(str(below), pages, (*above, name))]
    return list(dict.fromkeys(found))


def _lever(name: str, pages: dict[str, Page]) -> Lever:
    if name not in pages:
        raise ScenarioError([library.missing("scenario", name, list(pages))])
    page = pages[name]
    if page.faults:
        raise ScenarioError(page.faults)
    return read_lever(name, body(name, page))
