"""The files that one run reads, each once, and everything that is wrong with them."""

from collections.abc import Iterable, Mapping

from twin.config import library
from twin.config.library import GROUPS, TYPICAL, Library, absent, find, shown
from twin.model.errors import Fault, ScenarioError
from twin.model.levers.bars import COMMAND_LINE
from twin.model.yaml_text import Page

SELF = "_self_"  # where a file itself stands among those it is laid over
FOLLOWERS = ("demand", "roster", "policy")  # take the layout's name unless they are named


class Reading:
    """The pages read so far; `named` is what the words say themselves, by group."""

    def __init__(self, places: Library, named: Mapping[str, str]):
        self.places = places
        self.named = named
        self.pages: dict[tuple[str, str], Page] = {}
        self.faults: list[Fault] = []

    def page(self, group: str, name: str, place: str = "") -> Page | None:
        """The page of a file; None, and a fault, where there is none."""
        if (group, name) not in self.pages:
            file = find(self.places, group, name)
            if file is None:
                self._note_absent(group, name, place)
                return None
            page = library.read(file, (group,))
            self.faults += page.faults
            self.pages[group, name] = page
        return self.pages[group, name]

    def _note_absent(self, group: str, name: str, place: str) -> None:
        if group == "peak" and name.endswith(f"/{TYPICAL}"):
            return
        if group in FOLLOWERS and group not in self.named and self._is_network(name):
            return
        text = absent(self.places, group, name)
        if group in FOLLOWERS and group not in self.named:
            text += f"; write it, {{}} where it has nothing to say, or name one: {group}="
            text += next(iter(library.files(self.places, group)), "…")
        self.faults.append(Fault(group, "", text, place or (COMMAND_LINE if group in self.named else "")))

    def _is_network(self, layout: str) -> bool:
        """Whether a layout is made of others: it needs no demand, roster and policy of its own."""
        page = self.pages.get(("layout", layout))
        return page is not None and "ports" in page.tree

    def defaults(self, group: str, name: str) -> list[str]:
        """The files of its group that a file is laid over, with itself where it stands among them."""
        page = self.page(group, name)
        below = page.tree.get("defaults", []) if page else []
        if page is None or not below:
            return [SELF]
        place = page.place(("defaults",))
        if not isinstance(below, list) or not all(isinstance(one, str) for one in below):
            text = f"defaults: is a list of names of {GROUPS[group]}/"
            self.faults.append(Fault(shown(group, name), "", text, place))
            return [SELF]
        if name in self._below(group, name):
            self.faults.append(Fault(shown(group, name), "", "its defaults: lead back to itself", place))
            return [SELF]
        there = [one for one in below if one == SELF or self.page(group, one, place)]
        return there if SELF in there else [*there, SELF]

    def _below(self, group: str, name: str) -> set[str]:
        """Every file of its group that a file is laid over, over however many others."""
        seen: set[str] = set()
        ahead = [name]
        while ahead:
            page = self.page(group, ahead.pop())
            below = page.tree.get("defaults", []) if page else []
            names = {one for one in below if isinstance(one, str)} if isinstance(below, list) else set()
            new = {one for one in names - seen - {SELF} if find(self.places, group, one)}
            seen |= new
            ahead += sorted(new)
        return seen

    def stop_if_faulty(self) -> None:
        """Refuses the run with all faults, in the order of the groups."""
        if self.faults:
            raise ScenarioError(dict.fromkeys(sorted(self._told(), key=_group_order)))

    def _told(self) -> Iterable[Fault]:
        """Without the files that would follow a layout which is itself not there, or not readable."""
        layout_fails = any(
            fault.path.split(".")[0].split("/")[0] in ("layout", "layouts") for fault in self.faults
        )
        for fault in self.faults:
            if not (layout_fails and fault.path in FOLLOWERS and fault.path not in self.named):
                yield fault


def _group_order(fault: Fault) -> int:
    group = fault.path.split(".")[0]
    return list(GROUPS).index(group) if group in GROUPS else 0
