"""Which files a run reads: hydra composes the groups of port.yaml, and this room only hands it their defaults."""

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from twin.config import library
from twin.config.library import GROUPS, TYPICAL, Library, absent, find, shown
from twin.model.errors import Fault, ScenarioError
from twin.model.levers.bars import COMMAND_LINE
from twin.model.yaml_text import Page

_SELF = "_self_"
_one_at_a_time = threading.Lock()  # hydra keeps what it composes in globals


class Reading:
    """The pages one run has read so far, and what was wrong with them."""

    def __init__(self, places: Library, named: Mapping[str, Any]):
        self.places = places
        self.named = named  # [group] what the words name themselves
        self.pages: dict[tuple[str, str], Page] = {}
        self.faults: list[Fault] = []

    def page(self, group: str, name: str, place: str = COMMAND_LINE) -> Page | None:
        """The page of a file; None, and a fault, where there is none."""
        if (group, name) not in self.pages:
            file = find(self.places, group, name)
            if file is None:
                self._note_absent(group, name, place)
                return None
            page = library.read(file, () if group in ("scenario", "peak") else (group,))
            self.faults += page.faults
            self.pages[group, name] = page
        return self.pages[group, name]

    def _note_absent(self, group: str, name: str, place: str) -> None:
        if group == "peak" and name.endswith(f"/{TYPICAL}"):
            return
        text = absent(self.places, group, name)
        if group not in self.named and group in ("demand", "roster", "policy"):
            if find(self.places, "layout", self.named.get("layout", "")) is None:
                return  # the layout's own fault says it
            text += f"; name one: {group}=…"
        fault = Fault(group, "", text, place)
        if fault not in self.faults:
            self.faults.append(fault)

    def defaults(self, group: str, name: str) -> list[str]:
        """The files of its group that a file stands upon, itself where it stands among them."""
        page = self.page(group, name)
        below = page.tree.get("defaults", []) if page else []
        if page is None or not self._are_names(page, below, group):
            return [_SELF]
        place = page.place(("defaults",))
        there = [one for one in below if one == _SELF or self.page(group, one, place)]
        if self._circle(group, name):
            self.faults.append(Fault(shown(group, name), "", "its defaults: lead back to itself", place))
            return [_SELF]
        return there if _SELF in there else [*there, _SELF]

    def _are_names(self, page: Page, below: Any, group: str) -> bool:
        if isinstance(below, list) and all(isinstance(one, str) for one in below):
            return True
        text = f"defaults: is a list of names of {GROUPS[group]}/, e.g. [{page.name.rsplit('/', 1)[-1][:-5]}, {_SELF}]"
        self.faults.append(Fault(page.name, "", text, page.place(("defaults",))))
        return False

    def _circle(self, group: str, name: str) -> bool:
        seen, ahead = set(), [name]
        while ahead:
            page = self.pages.get((group, ahead.pop()))
            below = page.tree.get("defaults", []) if page else []
            for one in below if isinstance(below, list) else []:
                if one == name:
                    return True
                if isinstance(one, str) and one != _SELF and one not in seen and find(self.places, group, one):
                    seen.add(one)
                    self.page(group, one)
                    ahead.append(one)
        return False


class Chosen(NamedTuple):
    """The pages of a run by group; later ones of a group are laid over earlier ones."""

    names: dict[str, str]  # [group] the name chosen
    pages: dict[str, list[Page]]
    scenarios: dict[str, Page]


def choose(places: Library, files: Mapping[str, str], scenarios: Sequence[str]) -> Chosen:
    """The pages that hydra chooses; every file that is not there or cannot be read is refused at once."""
    reading = Reading(places, dict(files))
    overrides = [f"{group}={name}" for group, name in files.items()]
    with _one_at_a_time:
        composed = _composed(reading, [*overrides, f"scenario=[{','.join(scenarios)}]"])
    if reading.faults:
        raise ScenarioError(dict.fromkeys(reading.faults))
    choices = composed.hydra.runtime.choices
    files_of = {group: list(composed.get(group, {}).get("files", {})) for group in GROUPS}
    pages = {
        group: [reading.pages[group, name] for name in names if (group, name) in reading.pages]
        for group, names in files_of.items()
    }
    bodies = {name: reading.pages["scenario", name] for name in files_of["scenario"]}
    return Chosen({group: choices[group] for group in GROUPS if group in choices}, pages, bodies)


def _composed(reading: Reading, overrides: Sequence[str]) -> Any:
    """What hydra makes of port.yaml: under each group the files of it, in the order in which they are laid."""
    from hydra import compose, initialize_config_module
    from hydra.core.plugins import Plugins
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    source = _source()
    source.reading = reading
    Plugins.instance().register(source)
    try:
        with initialize_config_module("twin.config", version_base="1.3"):
            search = f"hydra.searchpath=[{source.scheme()}://library]"
            return compose("port", [search, *overrides], return_hydra_config=True)
    except (HydraException, OmegaConfBaseException) as error:
        if reading.faults:
            raise ScenarioError(dict.fromkeys(reading.faults)) from None
        raise ScenarioError([Fault("words", "", f"do not fit together: {str(error).splitlines()[0]}")]) from None
    finally:
        source.reading = None


@cache
def _source() -> Any:
    """The class by which hydra asks for files; one only, since hydra keeps it by its name."""
    from hydra.plugins.config_source import ConfigResult, ConfigSource
    from omegaconf import OmegaConf

    class PortSource(ConfigSource):
        """Hands hydra the defaults of a file; its content stays with the reading, which keeps text as text."""

        reading: Reading | None = None

        @staticmethod
        def scheme():
            return "ports"

        def load_config(self, config_path):
            group, name = _group_and_name(config_path)
            below = type(self).reading.defaults(group, name)
            page = type(self).reading.pages.get((group, name))
            is_bundle = page is not None and set(page.tree) == {"defaults"}
            outline = {} if is_bundle else {"files": {name: ""}}
            return ConfigResult(
                provider=self.provider,
                path=self.full_path(),
                config=OmegaConf.create({"defaults": below, **outline}),
                header={"package": None},
            )

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
