"""The door: words of the command line and YAML files become one scenario."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.config.differences import Difference, differences
from twin.config.listing import Listed, Said, list_names, names, ports, said_of
from twin.config.writing import write_lever, write_peak

if TYPE_CHECKING:
    from twin.config.library import Library
    from twin.model.scenario import Scenario

__all__ = [
    "Difference",
    "Listed",
    "Said",
    "compose",
    "compose_alone",
    "compose_watched",
    "differences",
    "experiment_question",
    "fitting",
    "found",
    "list_names",
    "names",
    "ports",
    "said_of",
    "sweep",
    "tree",
    "write_lever",
    "write_peak",
]


def compose(words: Iterable[str], folder: str | Path | None = None) -> "Scenario":
    """The scenario that words such as layout=ganqimaodu_road and scenario=[agv] name.

    Files are searched in the `folder` of the user (the current one) first, then in what the package carries.
    """
    from twin.config import library

    return _scenario(library.library(folder), words)


def compose_alone(words: Iterable[str], folder: str | Path) -> "Scenario":
    """As `compose`, from the files of the folder and no others: nothing that is installed is read."""
    from twin.config import library

    return _scenario(library.alone(folder), words)


def compose_watched(
    words: Iterable[str], folder: str | Path | None = None
) -> tuple["Scenario", dict[str, Path]]:
    """As `compose`, with every file that was read for it, by where it stands in its folder."""
    from twin.config import library

    with library.watched() as seen:
        scenario = compose(words, folder)
    return scenario, dict(sorted(seen.items()))


def _scenario(places: "Library", words: Iterable[str]) -> "Scenario":
    """The scenario that words name in these folders."""
    from twin.config import composing, placing, recorded
    from twin.model.levers.left_out import rows
    from twin.model.scenario import Scenario

    run = composing.composed(places, _listed(words))
    whole = {
        **recorded.with_rows(run),
        "name": run.name,
        "levers": run.applied.levers,
        "ledger": rows(run.applied.left_out),
    }
    return Scenario.from_tree(whole, where=lambda path: placing.place(run, tuple(path)))


def tree(words: Iterable[str], folder: str | Path | None = None) -> dict[str, Any]:
    """The composed tree as text, after levers and values: what `differences` compares."""
    from twin.config import composing, library

    return composing.composed(library.library(folder), _listed(words)).tree


def sweep(words: Iterable[str]) -> list[list[str]]:
    """The words of each run of a sweep: layout.stations.h986.servers=2,3 names two runs."""
    from twin.config.words import sweep as runs

    return runs(_listed(words))


def experiment_question(name: str, folder: str | Path | None = None) -> dict[str, Any]:
    """What an experiment's file asks: `asks`, `scenarios` as lists of names, and the words for each run."""
    from twin.config import composing, library

    return composing.question(library.library(folder), name)


def fitting(words: Iterable[str], folder: str | Path | None = None) -> dict[str, str]:
    """Of every scenario there is, why it does not fit the port that the words name; '' where it does."""
    from twin.config import composing, fits, library

    places = library.library(folder)
    return fits.reasons(places, composing.composed(places, _listed(words)))


def found(name: str, source: str, folder: str | Path = ".", label: str = "") -> list[Path]:
    """The files of a new port, begun as a copy of another; none stays of one that does not compose."""
    from twin.config import founding, library

    places = founding.with_folder(library.library(), Path(folder))
    return founding.write(places, founding.Asked(name, source, Path(folder), label or name))


def _listed(words: Iterable[str]) -> Sequence[str]:
    """Words as a list; one text is one word, not its letters."""
    return [words] if isinstance(words, str) else list(words)
