"""How lists of steps are walked, searched and rebuilt: every change gives a new list."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from twin.model.errors import listed, nearest
from twin.model.levers.paths import Absent, Path, Refused, collection, drop, fetch, put
from twin.model.steps import VERBS

Steps = list[dict[str, Any]]


class Named(NamedTuple):
    """Which steps a lever means: those of a verb that act on a name, or are called by it."""

    verb: str
    name: str

    def __str__(self):
        return self.name if self.verb == "visit" else f"{self.verb} {self.name}"

    def means(self, step: Any) -> bool:
        """Whether a step is one of them."""
        has_verb = isinstance(step, Mapping) and self.verb in step
        return has_verb and self.name in (step.get("as"), step[self.verb])


def verb(step: Any) -> str:
    """The verb of a step, '' if it has none."""
    return next((word for word in step if word in VERBS), "") if isinstance(step, Mapping) else ""


def bodies(tree: Mapping) -> dict[Path, Steps]:
    """Every list of steps of a port by its path: flows, parts, and what matches do together."""
    found: dict[Path, Any] = {}
    for name in collection(tree, ("layout", "flows")):
        found["layout", "flows", name, "steps"] = fetch(tree, ("layout", "flows", name, "steps"))
    for name, steps in collection(tree, ("layout", "parts")).items():
        found["layout", "parts", name] = steps
    for name in collection(tree, ("layout", "matches")):
        found["layout", "matches", name, "together"] = fetch(tree, ("layout", "matches", name, "together"))
    return {path: steps for path, steps in found.items() if are_steps(steps)}


def are_steps(steps: Any) -> bool:
    """Whether a list holds mappings only; one that does not is refused when its fields are read."""
    return isinstance(steps, list) and all(
        isinstance(step, Mapping) and all(map(are_steps, inner(step).values())) for step in steps
    )


def said(step: Mapping, word: str) -> str:
    """What a step says behind a word, '' if nothing or no text."""
    value = step.get(word)
    return value if isinstance(value, str) else ""


def owner(path: Path) -> str:
    """The name of the flow, part or match that a list of steps belongs to."""
    return path[2]


def inner(step: Any) -> dict[tuple[str, ...], Steps]:
    """The lists of steps inside a step, by the words that lead to them."""
    found: dict[tuple[str, ...], Steps] = {}
    for word, value in step.items() if isinstance(step, Mapping) else ():
        has_steps = isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
        if has_steps or word in ("then", "else") and isinstance(value, list):
            found[word,] = value
        elif isinstance(value, Mapping) and value and all(isinstance(one, list) for one in value.values()):
            found.update({(word, case): steps for case, steps in value.items()})
    return found


def with_inner(step: dict, lists: Mapping[tuple[str, ...], Steps]) -> dict:
    """The step with lists inside it replaced."""
    for words, steps in lists.items():
        step = put(step, words, steps)
    return step


def rebuilt(steps: Steps, change: Callable[[Steps], Steps]) -> Steps:
    """A list with `change` made of every list inside it, and then of itself."""
    inside = ({words: rebuilt(own, change) for words, own in inner(step).items()} for step in steps)
    return change([with_inner(step, lists) for step, lists in zip(steps, inside, strict=True)])


def walked(steps: Steps) -> Iterator[dict]:
    """Every step of a list and of the lists inside it."""
    for step in steps:
        yield step
        for own in inner(step).values():
            yield from walked(own)


def all_steps(tree: Mapping) -> Iterator[dict]:
    """Every step of a port, as written."""
    for steps in bodies(tree).values():
        yield from walked(steps)


def changed(tree: dict, change: Callable[[Steps], Steps], *, only: str = "") -> dict:
    """The tree with `change` made of every list of steps, or of those of one flow or part only."""
    for path, steps in bodies(tree).items():
        if not only or owner(path) == only:
            tree = put(tree, path, rebuilt(steps, change))
    return tree


def named(tree: Mapping, text: str, port: str) -> Named:
    """Which steps a text means: 'weighbridge', or 'join image' where the name alone is not enough."""
    steps = [step for step in all_steps(tree) if verb(step)]
    first, _, rest = str(text).partition(" ")
    if rest and first in VERBS:
        wanted = Named(first, rest.strip())
        if any(wanted.means(step) for step in steps):
            return wanted
        raise Absent(f"no step {text} in any flow of {port}")
    verbs = list(dict.fromkeys(verb(step) for step in steps if Named(verb(step), text).means(step)))
    if "visit" in verbs or len(verbs) == 1:
        return Named("visit" if "visit" in verbs else verbs[0], text)
    if verbs:
        raise Refused(f"{text} is a {' and a '.join(verbs)}; say which: {verbs[0]} {text}")
    names = dict.fromkeys(step[verb(step)] for step in steps if isinstance(step[verb(step)], str))
    raise Absent(f"no step {text} in any flow of {port}{nearest(text, names)}")


def block(steps: Steps, index: int) -> int:
    """Where a step ends together with the questions that stand behind it: the index of the next one."""
    step = steps[index]
    names = {said(step, "as"), said(step, "visit")} - {""}
    end = index + 1
    while end < len(steps) and asks(steps[end], names):
        end += 1
    return end


def asks(step: Mapping, names: Iterable[str]) -> bool:
    """Whether a step is a question about one of some stations or visits, such as weighbridge.fails."""
    station, dot, _ = said(step, "branch").partition(".")
    return bool(dot) and station in names


def written_out(tree: dict, name: str, wanted: Named, port: str) -> dict:
    """The tree with the parts that have a step written out in one flow: a change then stays in that flow."""
    path = next((path for path in bodies(tree) if owner(path) == name), None)
    if path is None:
        there = [owner(path) for path in bodies(tree)]
        raise Absent(f"{port} has no flow {name}{nearest(name, there)}; there is {listed(there)}")
    parts = {owner(path): steps for path, steps in bodies(tree).items() if path[1] == "parts"}

    def expanded(steps: Steps) -> Steps:
        whole: Steps = []
        for step in steps:
            part = said(step, "do")
            if part in parts and any(wanted.means(one) for one in done(parts, parts[part])):
                whole += rebuilt(parts[part], expanded)
            else:
                whole.append(step)
        return whole

    result = tree if path[1] == "parts" else put(tree, path, rebuilt(fetch(tree, path), expanded))
    if not any(wanted.means(step) for step in walked(fetch(result, path))):
        raise Absent(f"no step {wanted} in {name} of {port}")
    return result


def done(parts: Mapping[str, Steps], steps: Steps, seen: tuple[str, ...] = ()) -> Iterator[dict]:
    """Every step of a list, of the lists inside it and of the parts it does."""
    for step in walked(steps):
        yield step
        part = said(step, "do")
        if part in parts and part not in seen:
            yield from done(parts, parts[part], (*seen, part))


def pruned(tree: dict) -> tuple[dict, list[dict]]:
    """The tree without empty parts, paths, branches, and forks with their joins; and the forks that went."""
    gone: list[dict] = []
    while True:
        empty = {name for name, steps in collection(tree, ("layout", "parts")).items() if steps == []}
        after = changed(tree, lambda steps: [_with_full_paths(step) for step in steps])
        forks = [step for step in all_steps(after) if "fork" in step and _is_empty(step)]
        gone += forks
        lost = {said(step, "fork") for step in forks}
        after = changed(after, partial(_without_empty, empty, lost))
        for name in empty:
            after = drop(after, ("layout", "parts", name))
        if after == tree:
            return tree, gone
        tree = after


def _without_empty(parts: set[str], forks: set[str], steps: Steps) -> Steps:
    kept = [step for step in steps if said(step, "do") not in parts and said(step, "join") not in forks]
    return [step for step in kept if not _is_empty(step)]


def _with_full_paths(step: dict) -> dict:
    word = {"fork": "into", "choose": "of"}.get(verb(step), "")
    if not isinstance(step.get(word), Mapping):
        return step
    return {**step, word: {path: steps for path, steps in step[word].items() if steps}}


def _is_empty(step: dict) -> bool:
    """Whether a step has lists of steps, and nothing in any of them."""
    own = [step[word] for word in _PATHS.get(verb(step), ()) if word in step]
    lists = [one for value in own for one in (value.values() if isinstance(value, Mapping) else [value])]
    return bool(own) and all(one == [] for one in lists)


_PATHS = {"fork": ("into",), "choose": ("of",), "branch": ("then", "else", "cases")}
