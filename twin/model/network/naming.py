"""A port's tree with a prefix before every name: what it calls coal_in, a network calls gan_coal_in."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from twin.model.levers.paths import Path, collection, fetch, put
from twin.model.levers.walking import all_steps, bodies, rebuilt
from twin.model.network.references import (
    CALLED,
    CLASSES,
    FIELDS,
    KINDS,
    STEP,
    VISITS,
    Kinds,
    entries,
    renamed,
)
from twin.model.origin import FREE_WORDS

ALWAYS = "always"  # the calendar that every port has
_MADE_BY_STEPS = {"forks": "fork", "marks": "mark", "calls": "as"}


class Names(NamedTuple):
    """The names that a port gives, by kind, and what is put before them."""

    prefix: str
    own: dict[str, frozenset[str]]
    kept: frozenset[str]  # what has no prefix: it is the same thing in several ports

    def of(self, kinds: Kinds, text: Any) -> Any:
        """The text, with the prefix if it is a name of one of these kinds; its origin stays behind it."""
        if not isinstance(text, str):
            return text
        name, bar, origin = text.partition("|")
        if not any(name.strip() in self.own[kind] for kind in kinds):
            return text
        return self.put_before(name.strip()) + (f" | {origin.strip()}" if bar else "")

    def put_before(self, name: str) -> str:
        """A name of the port as the network calls it."""
        return name if name in self.kept else f"{self.prefix}_{name}"


def names_of(tree: Mapping, prefix: str, kept: Iterable[str] = ()) -> Names:
    """Every name that a port gives."""
    own: dict[str, set[str]] = {kind: set() for kinds in KINDS.values() for kind in kinds}
    for section, kinds in KINDS.items():
        for kind in kinds:
            if (section, kind) not in CALLED:
                own[kind] |= set(collection(tree, (section, kind)))
    steps = list(all_steps(tree))
    for kind, word in _MADE_BY_STEPS.items():
        own[kind] = {step[word] for step in steps if isinstance(step.get(word), str)}
    own["attributes"] = {
        attribute
        for one in collection(tree, ("layout", "classes"))
        for attribute in collection(tree, ("layout", "classes", one, "attributes"))
    }
    own["tasks"] = {
        task
        for station in collection(tree, ("layout", "stations"))
        for task in collection(tree, ("layout", "stations", station, "tasks"))
    }
    own["equipment"] = set(collection(tree, ("equipment",)))
    return Names(prefix, {kind: frozenset(found) for kind, found in own.items()}, frozenset({ALWAYS, *kept}))


def prefixed(tree: dict, names: Names) -> dict:
    """The tree of a port as a part of a network."""
    tree = _with_its_exit(_of_each_flow(tree))
    for path, steps in bodies(tree).items():
        tree = put(tree, path, rebuilt(steps, lambda own: [_step(names, step) for step in own]))
    for (section, kind), table in FIELDS.items():
        path = (section, kind) if kind else (section,)
        things = fetch(tree, path)
        if isinstance(things, dict):
            tree = put(tree, path, entries(things, lambda one: renamed(names.of, table, one)))  # noqa: B023
    for section, kinds in {**KINDS, "equipment": ("",)}.items():
        for kind in (*kinds, *(other for of, other in CALLED if of == section)):
            path = (section, kind) if kind else (section,)
            things = fetch(tree, path)
            if isinstance(things, dict):
                called = CALLED.get((section, kind), (kind or "equipment",))
                tree = put(tree, path, {names.of(called, name): one for name, one in things.items()})
    tree = {section: _with_origins(names, node, (section,)) for section, node in tree.items()}
    return _with_rows(tree, names)


def _of_each_flow(tree: dict) -> dict:
    """Levels and growth written out by name, so that each port keeps its own."""
    levels, growth = fetch(tree, ("policy", "priority")), fetch(tree, ("demand", "growth"))
    if isinstance(levels, list):
        levels = {name: str(level) for level, name in enumerate(levels)}
        tree = put(tree, ("policy", "priority"), levels)
    if isinstance(growth, str):
        tree = put(tree, ("demand", "growth"), dict.fromkeys(collection(tree, ("demand", "flows")), growth))
    return tree


def _with_its_exit(tree: dict) -> dict:
    """The exit that a layout has which names none."""
    from twin.model.layout import THE_EXIT

    if fetch(tree, ("layout", "exits")) is None:
        return put(tree, ("layout", "exits"), dict(THE_EXIT))
    return tree


def _step(names: Names, step: Any) -> Any:
    """One step; the lists inside it are renamed already."""
    if not isinstance(step, dict):
        return step
    made = {word: renamed(names.of, STEP[word], one) if word in STEP else one for word, one in step.items()}
    if isinstance(step.get("again"), str):
        every = tuple(
            kind for kind in names.own if kind not in ("attributes", "sources", "equipment", "tasks")
        )
        made["again"] = names.of(every, step["again"])
    if isinstance(step.get("branch"), str):
        made["branch"] = _question(names, step["branch"])
        if step["branch"] == "class":
            made["cases"] = renamed(names.of, CLASSES, step.get("cases", {}))
    return made


def _question(names: Names, text: str) -> str:
    """What is asked: a station, a channel, an attribute, which keeps its name, or a share, in this order."""
    asked, dot, what = text.partition(".")
    if dot:
        return f"{names.of(VISITS, asked)}.{what}"
    for kinds in (("channels",), ("attributes",), ("shares",)):
        if asked in names.own[kinds[0]]:
            return text if kinds == ("attributes",) else names.of(kinds, asked)
    return text


def _with_origins(names: Names, node: Any, path: Path) -> Any:
    """Every scalar with the keys of sources and the names of recorded laws that stand in it."""
    if path == ("layout", "sources"):
        return node
    if isinstance(node, dict):
        return {
            word: one
            if word in FREE_WORDS
            else _source(names, one.strip())
            if word == "source" and isinstance(one, str)
            else _with_origins(names, one, (*path, word))
            for word, one in node.items()
        }
    if isinstance(node, list):
        return [_with_origins(names, one, (*path, "")) for one in node]
    return _scalar(names, node) if isinstance(node, str) else node


def _source(names: Names, text: str) -> str:
    return f"{names.prefix}_{text}" if text in names.own["sources"] else text


def _scalar(names: Names, text: str) -> str:
    said, bar, origin = text.partition("|")
    first, _, law = said.strip().partition(" ")
    if first == "observed" and law.strip() in names.own["observed"]:
        said = f"observed {names.of(('observed',), law.strip())} "
    return f"{said.strip()} | {_source(names, origin.strip())}" if bar else said.strip()


def _with_rows(tree: dict, names: Names) -> dict:
    """Recorded rows with their columns of times at visits, in place of the file they were read from."""
    for flow in collection(tree, ("demand", "flows")):
        rows = fetch(tree, ("demand", "flows", flow, "rows"))
        if isinstance(rows, list):
            kept = {word: one for word, one in tree["demand"]["flows"][flow].items() if word != "file"}
            rows = [_columns(row, names) for row in rows]
            tree = put(tree, ("demand", "flows", flow), {**kept, "rows": rows})
    return tree


def _columns(row: Any, names: Names) -> Any:
    def column(word: Any) -> Any:
        first, dot, visit = str(word).partition(".")
        return f"{first}.{names.of(VISITS, visit)}" if dot else word

    return {column(word): one for word, one in row.items()} if isinstance(row, dict) else row


def unprefixed_path(names: Names, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A path into the network as a path into the port; words that are no names of the port stay."""
    before = f"{names.prefix}_"
    every = frozenset().union(*names.own.values())
    return tuple(
        part.removeprefix(before)
        if isinstance(part, str) and part.startswith(before) and part.removeprefix(before) in every
        else part
        for part in path
    )
