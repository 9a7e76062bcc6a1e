"""How lists of steps are walked, searched and rebuilt: every change gives a new list."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from twin.model.errors import listed, nearest
from twin.model.levers.paths import Absent, Path, Refused, fetch, put
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
        return isinstance(step, Mapping) and self.name in (step.get("as"), step.get(self.verb)) and self.verb in step


def verb(step: Any) -> str:
    """The verb of a step, '' if it has none."""
    return next((word for word in step if word in VERBS), "") if isinstance(step, Mapping) else ""


def bodies(tree: Mapping) -> dict[Path, Steps]:
    """Every list of steps of a port by its path: flows, parts, and what matches do together."""
    layout = tree.get("layout", {})
    found: dict[Path, Any] = {}
    for name, flow in layout.get("flows", {}).items():
        found["layout", "flows", name, "steps"] = fetch(flow, ("steps",))
    for name, steps in layout.get("parts", {}).items():
        found["layout", "parts", name] = steps
    for name, match in layout.get("matches", {}).items():
        found["layout", "matches", name, "together"] = fetch(match, ("together",))
    return {path: steps for path, steps in found.items() if isinstance(steps, list)}


def owner(path: Path) -> str:
    """The name of the flow, part or match that a list of steps belongs to."""
    return path[2]


def inner(step: Any) -> dict[tuple[str, ...], Steps]:
    """The lists of steps inside a step, by the words that lead to them."""
    found: dict[tuple[str, ...], Steps] = {}
    for word, value in step.items() if isinstance(step, Mapping) else ():
        if isinstance(value, list) and (word in ("then", "else") or any(isinstance(one, Mapping) for one in value)):
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
    return change([with_inner(step, {words: rebuilt(own, change) for words, own in inner(step).items()}) for step in steps])


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
    """Which steps a text means: 'weighbridge', or with its verb 'join image' where the name alone is not enough."""
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
    names = {step.get("as"), step.get(verb(step)) if verb(step) == "visit" else None} - {None}
    end = index + 1
    while end < len(steps) and str(steps[end].get("branch", "")).partition(".")[0] in names and "." in steps[end]["branch"]:
        end += 1
    return end


def written_out(tree: dict, name: str, wanted: Named, port: str) -> dict:
    """The tree with the parts that have a step written out in one flow, so that a change stays in that flow."""
    path = next((path for path in bodies(tree) if owner(path) == name), None)
    if path is None:
        there = [owner(path) for path in bodies(tree)]
        raise Absent(f"{port} has no flow {name}{nearest(name, there)}; there is {listed(there)}")
    parts = tree["layout"].get("parts", {})

    def holds(steps: Steps, seen: tuple) -> bool:
        return any(
            wanted.means(step) or (step.get("do") in parts and step["do"] not in seen and holds(parts[step["do"]], (*seen, step["do"])))
            for step in walked(steps)
        )

    def expanded(steps: Steps) -> Steps:
        whole: Steps = []
        for step in steps:
            part = step.get("do")
            if part in parts and holds(parts[part], (part,)):
                whole += rebuilt(parts[part], expanded)
            else:
                whole.append(step)
        return whole

    result = put(tree, path, rebuilt(fetch(tree, path), expanded))
    if not any(wanted.means(step) for step in walked(fetch(result, path))):
        raise Absent(f"no step {wanted} in {name} of {port}")
    return result


def pruned(tree: dict) -> tuple[dict, list[dict]]:
    """The tree without what is left empty (parts, paths, branches, forks and their joins), and the forks that went."""
    gone: list[dict] = []
    while True:
        empty = {name for name, steps in tree["layout"].get("parts", {}).items() if not steps}
        lost = {step["fork"] for step in gone}

        def prune(steps: Steps, empty: set = empty, lost: set = lost) -> Steps:
            kept = [_with_full_paths(step) for step in steps if step.get("do") not in empty and step.get("join") not in lost]
            gone.extend(step for step in kept if verb(step) == "fork" and not step.get("into"))
            return [step for step in kept if not _is_empty(step)]

        after = changed(tree, prune)
        for name in empty:
            after = put(after, ("layout", "parts"), {n: s for n, s in after["layout"]["parts"].items() if n != name})
        if after == tree:
            return tree, gone
        tree = after


def _with_full_paths(step: dict) -> dict:
    if verb(step) not in ("fork", "choose"):
        return step
    word = "into" if "fork" in step else "of"
    return {**step, word: {path: steps for path, steps in step.get(word, {}).items() if steps}}


def _is_empty(step: dict) -> bool:
    if verb(step) in ("fork", "choose"):
        return not inner(step)
    return verb(step) == "branch" and not any(inner(step).values())
