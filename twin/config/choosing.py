"""Which files a run reads: hydra composes the groups of port.yaml and is only told their defaults."""

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from twin.config.library import GROUPS, Library, absent, is_name
from twin.config.reading import FOLLOWERS, SELF, Reading
from twin.model.errors import Fault, ScenarioError
from twin.model.levers.bars import COMMAND_LINE
from twin.model.yaml_text import Page

MOST_COURSES = 1000  # that are remembered; one takes some kilobytes
Outline = dict[str, Any]  # of a file, as hydra is told of it

_one_at_a_time = threading.Lock()  # hydra keeps what it composes in globals
_courses: "dict[tuple[str, ...], Course]" = {}  # [overrides] what hydra last made of them


class Course(NamedTuple):
    """What hydra asked and was answered, file by file, and what it chose then."""

    answers: list[tuple[tuple[str, str], Outline]]
    files: dict[str, list[str]]  # [group] those that are laid over one another
    names: dict[str, str]  # [group] the name chosen


class Chosen(NamedTuple):
    """The pages of a run by group; later ones of a group are laid over earlier ones."""

    names: dict[str, str]  # [group] the name chosen
    pages: dict[str, list[Page]]
    scenarios: dict[str, Page]


def choose(places: Library, files: Mapping[str, str], scenarios: Sequence[str]) -> Chosen:
    """The pages that hydra chooses; every file that is not there or cannot be read is refused at once."""
    said = [*files.items(), *(("scenario", name) for name in scenarios)]
    faults = [
        Fault(group, "", absent(places, group, name), COMMAND_LINE)
        for group, name in said
        if not is_name(group, name)
    ]
    if faults:
        raise ScenarioError(faults)
    reading = Reading(places, {**files, **({"scenario": ""} if scenarios else {})})
    overrides = [f"{group}={name}" for group, name in files.items()]
    with _one_at_a_time:
        course = _course(reading, (*overrides, f"scenario=[{','.join(scenarios)}]"))
    reading.stop_if_faulty()
    pages = {
        group: [reading.pages[group, name] for name in names if (group, name) in reading.pages]
        for group, names in course.files.items()
    }
    bodies = {name: reading.pages["scenario", name] for name in course.files["scenario"]}
    return Chosen(dict(course.names), pages, bodies)


def of_port(places: Library, files: Mapping[str, str], catalogue: Sequence[Page]) -> Chosen:
    """The pages of a port of a network: it has the network's equipment, and no scenarios of its own.

    What hydra would choose, without reading the catalogue once for each port.
    """
    reading = Reading(places, files)
    names = {**dict.fromkeys(FOLLOWERS, files["layout"]), **files}
    pages = {
        group: _over_its_defaults(reading, group, names[group]) for group in ("layout", *FOLLOWERS, "peak")
    }
    reading.stop_if_faulty()
    return Chosen(names, {**pages, "equipment": list(catalogue)}, {})


def _over_its_defaults(reading: Reading, group: str, name: str) -> list[Page]:
    pages: list[Page] = []
    for one in reading.defaults(group, name):
        page = reading.page(group, name) if one == SELF else None
        pages += [page] if page else [] if one == SELF else _over_its_defaults(reading, group, one)
    return pages


def _course(reading: Reading, overrides: tuple[str, ...]) -> Course:
    """What hydra chooses; it is not asked again while all it would be answered is as it was."""
    known = _courses.get(overrides)
    if known and all(_outline(reading, *file) == outline for file, outline in known.answers):
        return known
    answers: list[tuple[tuple[str, str], Outline]] = []
    composed = _composed(reading, overrides, answers)
    files = {group: list(composed.get(group, {}).get("files", {})) for group in GROUPS}
    chosen = composed.hydra.runtime.choices
    names = {group: chosen[group] for group in GROUPS if group in chosen}
    while len(_courses) >= MOST_COURSES:
        del _courses[next(iter(_courses))]
    _courses[overrides] = Course(answers, files, names)
    return _courses[overrides]


def _outline(reading: Reading, group: str, name: str) -> Outline:
    """What hydra is told of a file: its defaults, and its name where it says something itself."""
    below = reading.defaults(group, name)
    page = reading.pages.get((group, name))
    said = {} if page and is_bundle(page) else {"files": {name: ""}}
    return {"defaults": below, **said}


def _composed(reading: Reading, overrides: Sequence[str], answers: list[Any]) -> Any:
    """What hydra makes of port.yaml: under each group its files, in the order in which they are laid.

    Every file that it asks for is put among the answers, with what it was told.
    """
    from hydra import compose, initialize_config_module
    from hydra.core.global_hydra import GlobalHydra
    from hydra.core.plugins import Plugins
    from hydra.errors import HydraException
    from hydra.version import VersionBase
    from omegaconf.errors import OmegaConfBaseException

    source = _source()
    source.reading, source.answers = reading, answers
    Plugins.instance().register(source)
    before, version = GlobalHydra.instance().hydra, VersionBase.instance().getbase()
    GlobalHydra.instance().clear()
    try:
        with initialize_config_module("twin.config", version_base="1.3"):
            search = f"hydra.searchpath=[{source.scheme()}://library]"
            return compose("port", [search, *overrides], return_hydra_config=True)
    except (HydraException, OmegaConfBaseException) as error:
        reading.stop_if_faulty()
        text = f"do not fit together: {str(error).splitlines()[0]}"
        raise ScenarioError([Fault("words", "", text, COMMAND_LINE)]) from None
    finally:
        source.reading = source.answers = None
        GlobalHydra.instance().hydra = before
        VersionBase.instance().version_base = version


def is_bundle(page: Page) -> bool:
    """Whether a scenario's file only names others."""
    return "defaults" in page.tree and set(page.tree) <= {"defaults", "label", "note"}


@cache
def _source() -> Any:
    """The class by which hydra asks for files; one only, since hydra keeps it by its name."""
    from hydra.plugins.config_source import ConfigResult, ConfigSource
    from omegaconf import OmegaConf

    class PortSource(ConfigSource):
        """Hands hydra the defaults of a file; what the file says stays with the reading, as text."""

        reading: Reading | None = None
        answers: list[Any] | None = None

        @staticmethod
        def scheme():
            return "ports"

        def load_config(self, config_path):
            file = _group_and_name(config_path)
            outline = _outline(type(self).reading, *file)
            type(self).answers.append((file, outline))
            config = OmegaConf.create(outline)
            return ConfigResult(self.provider, self.full_path(), config, header={"package": None})

        def available(self):
            return True

        def is_group(self, config_path):
            return config_path in GROUPS

        def is_config(self, config_path):
            return _group_and_name(config_path)[0] in GROUPS

        def list(self, config_path, results_filter):
            return []

    return PortSource


def _group_and_name(config_path: str) -> tuple[str, str]:
    group, _, name = config_path.removesuffix(".yaml").partition("/")
    return group, name
