"""What levers and the machines that they buy cost, as the files of scenarios and of the catalogue say it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from twin.config import fits, library
from twin.config.listing import names, said_of
from twin.model.costs import Item, Machine, cost_faults, items_of, machine_of
from twin.model.errors import Fault, ScenarioError, nearest


def unbundled(
    steps: Mapping[str, Iterable[str]], folder: str | Path | None = None
) -> dict[str, tuple[str, ...]]:
    """{step: its levers}, each once and in their order: those of a bundle stand in its place."""
    files = library.files(library.library(folder), "scenario")
    pages = {name: library.read(file, ("scenario",)) for name, file in files.items()}

    def levers(names: Iterable[str]) -> Iterable[str]:
        return (one for name in names for one in fits.members(name, pages, ()))

    return {step: tuple(dict.fromkeys(levers(names))) for step, names in steps.items()}


def costs_of(levers: Iterable[str], folder: str | Path | None = None) -> dict[str, tuple[Item, ...]]:
    """{lever: what its file says that it costs}; a lever that says nothing has no items."""
    trees = {lever: said_of("scenarios", lever, folder=folder).tree.get("cost", {}) for lever in levers}
    faults = [fault for lever, tree in trees.items() for fault in cost_faults(lever, tree, lambda path: "")]
    if faults:
        raise ScenarioError(faults)
    return {lever: items_of(tree) for lever, tree in trees.items()}


def machines_of(models: Iterable[str], folder: str | Path | None = None) -> dict[str, Machine | None]:
    """{model: what one costs}, None where the catalogue does not say it; models it has not are refused."""
    there, found, faults = names("equipment", folder=folder), {}, []
    for model in models:
        if model not in there:
            text = f"the catalogue has no such model{nearest(model, there)}; twin list equipment tells them"
            faults.append(Fault("cost", model, text))
            continue
        said = said_of("equipment", model, folder=folder)
        try:
            found[model] = machine_of(said.tree)
        except ValueError as error:
            faults.append(Fault(f"equipment.{model}", "", f"what it costs is {error}", said.file))
    if faults:
        raise ScenarioError(faults)
    return found
