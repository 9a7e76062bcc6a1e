"""How stations become one: the first visit on any path stays, the later ones go."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from twin.model.errors import listed, nearest
from twin.model.levers import bars
from twin.model.levers.lever import Change
from twin.model.levers.paths import Absent, Refused, collection, drop, fetch, must_have_fields, put
from twin.model.levers.walking import Steps, bodies, done, inner, pruned, said, verb, with_inner

NO, SOME, YES = "no", "some", "yes"  # have those who come here been at one of the merged stations?
_ENDS = ("leave", "return", "again")
_RUNS = {"one_after_another", "side_by_side"}
# What belongs to one task and what all tasks must agree on.
_OF_A_TASK = ("service_time", "fails", "alarm")
# What it finds, by which a task is told from the others of its station.
_FINDS = ("detects", "detection", "false_alarm", "read")
_AGREED = ("hours", "fills", "breakdown", "end_of_shift", "depends_on")


class Merge(NamedTuple):
    """The stations that a change makes one, the first one's place first."""

    change: Change
    group: tuple[str, ...]
    into: str


def merge_of(change: Change, tree: Mapping, port: str) -> Merge:
    """The merge that a change asks for, where the port has all of its stations."""
    group = tuple(change.what) if isinstance(change.what, list) else ()
    into = str(change.words["into"])
    if len(group) < 2 or not all(isinstance(name, str) for name in group) or len(set(group)) < len(group):
        raise Refused("is written merge: [a, b], into: name, with two or more stations")
    there = collection(tree, ("layout", "stations"))
    for name in group:
        if name not in there:
            raise Absent(
                f"{port} has no layout.stations.{name}{nearest(name, there)}; there is {listed(there)}"
            )
        must_have_fields(tree, ("layout", "stations", name))
    if into in there and into not in group:
        raise Refused(f"{port} has layout.stations.{into} already; choose another name for into:")
    if str(change.words.get("tasks", "one_after_another")) not in _RUNS:
        raise Refused(f"tasks: {change.words['tasks']} is not known; write one_after_another or side_by_side")
    for name in group:
        if name in collection(tree, ("policy", "opening")):
            raise Refused(
                f"policy.opening.{name} opens and closes its servers; a merged station has no such rule yet"
            )
        if name in collection(tree, ("roster", "shifts")):
            raise Refused(
                f"roster.shifts.{name} says who is on duty there; a merged station has no shifts yet: "
                f"remove them, and give {into} hours:"
            )
    return Merge(change, group, into)


def merge(tree: dict, wanted: Merge) -> dict:
    """The tree with one station for several."""
    station = _station(tree, wanted)
    merged = _with_one_visit(tree, wanted)
    for name in wanted.group:
        merged = drop(merged, ("layout", "stations", name))
    merged, gone = pruned(put(merged, ("layout", "stations", wanted.into), station))
    classes = collection(tree, ("layout", "classes"))
    for fork in gone:
        lost = next((path for path in _paths_of(tree, fork) if path in classes), None)
        if lost:
            whose = f"the {lost} is served elsewhere than the entity it came from"
            text = f"fork {fork['fork']} would have no path left: {whose}; leave its station out of the merge"
            raise Refused(text)
    return merged


def _paths_of(tree: Mapping, fork: Mapping) -> Iterable[str]:
    for steps in bodies(tree).values():
        for step in done({}, steps):
            if said(step, "fork") == fork["fork"]:
                yield from collection(step, ("into",))


# ------------------------------------------------------------------ the station


def _station(tree: Mapping, wanted: Merge) -> dict:
    """Place, hours and move-up of the first; each of the others is a task that keeps its name."""
    parts = {name: _with_model(tree, name) for name in wanted.group}
    first, words = parts[wanted.group[0]], wanted.change.words
    run = bars.bare(words.get("tasks", "one_after_another"))
    left_out = (*_OF_A_TASK, *_FINDS, "model", "tasks", "tasks_run", "label", "needs", "note")
    station = {word: value for word, value in first.items() if word not in left_out}
    station |= {"label": words["label"]} if "label" in words else {"label": first.get("label", wanted.into)}
    for word in ("servers", "at"):
        if word in words:
            station[word] = bars.by(words[word], wanted.change.by, wanted.change.why)
    for word in _AGREED:
        station |= _agreed(word, parts)
    needs = _needs(parts, run)
    return station | ({"needs": needs} if needs else {}) | {"tasks": _tasks(parts, run), "tasks_run": run}


def _with_model(tree: Mapping, name: str) -> dict:
    """The station's fields, with what its equipment says where it says nothing itself."""
    station = dict(collection(tree, ("layout", "stations", name)))
    if isinstance(station.get("servers"), Mapping):
        raise Refused(f"{name} has servers of several models; swap: it to one model before it is merged")
    model = bars.bare(station.get("model", ""))
    said_by_model = collection(tree, ("equipment", model)) if model else {}
    kept = ("service_time", "move_up", "needs", "breakdown", *_FINDS)
    if "batch" in station:
        raise Refused(f"{name} serves in batches, its tasks would too; leave it out of the merge")
    return {word: said_by_model[word] for word in kept if word in said_by_model} | station


def _agreed(word: str, parts: Mapping[str, Mapping]) -> dict:
    """A field that all stations which have it say alike."""
    values = {name: part[word] for name, part in parts.items() if word in part}
    texts = list(values.items())
    for name, value in texts[1:]:
        if bars.without_bars(value) != bars.without_bars(texts[0][1]):
            one, other = bars.without_bars(texts[0][1]), bars.without_bars(value)
            text = f"{word} differs: {texts[0][0]} says {one}, {name} says {other}"
            raise Refused(f"{text}; make them alike in the layout")
    if word == "hours" and 0 < len(values) < len(parts):
        open_always = next(name for name in parts if name not in values)
        raise Refused(
            f"hours differ: {texts[0][0]} says {bars.bare(texts[0][1])}, {open_always} is always open"
        )
    return {word: texts[0][1]} if texts else {}


def _needs(parts: Mapping[str, Mapping], run: str) -> dict:
    """People for all tasks: side by side their sum, one after another the most of any."""
    needs: dict[str, list[int]] = {}
    for name, part in parts.items():
        for pool, number in collection(part, ("needs",)).items():
            if not bars.bare(number).isdigit():
                raise Refused(f"{name} needs {number} of {pool}, which is not a number of people")
            needs.setdefault(pool, []).append(int(bars.bare(number)))
    add = sum if run == "side_by_side" else max
    return {pool: str(add(numbers)) for pool, numbers in needs.items()}


def _tasks(parts: Mapping[str, Mapping], run: str) -> dict:
    tasks: dict[str, Any] = {}
    for name, part in parts.items():
        own = part.get("tasks")
        if own is None:
            tasks[name] = {word: part[word] for word in (*_OF_A_TASK, *_finds(part)) if word in part}
        elif isinstance(own, Mapping) and bars.bare(part.get("tasks_run", "one_after_another")) == run:
            tasks |= own
        else:
            raise Refused(f"{name} has tasks of its own that run otherwise; say tasks: as it does")
    return tasks


def _finds(part: Mapping) -> tuple[str, ...]:
    """What a task says of finding, with the control that it is, where that matters."""
    finds = any(word in part for word in _FINDS) or bars.bare(part.get("does", "")) == "image_review"
    return ("does", *_FINDS) if finds else ()


# ------------------------------------------------------------------ the visits


class _Walk:
    """One merge on its way through flows and parts; `kept` is the state in which each part stays a part."""

    def __init__(self, tree: Mapping, wanted: Merge):
        self.wanted = wanted
        self.parts = {path[2]: steps for path, steps in bodies(tree).items() if path[1] == "parts"}
        self.states: dict[str, list[str]] = {}

    def has_visit(self, steps: Steps) -> bool:
        return any(said(step, "visit") in self.wanted.group for step in done(self.parts, steps))

    def walk(self, steps: Steps, state: str) -> tuple[Steps, str, bool]:
        """The steps as they become, the state behind them, and whether they end the path."""
        whole: Steps = []
        for index, step in enumerate(steps):
            if said(step, "visit") in self.wanted.group:
                whole += self.visit(step, state)
                state = YES
            elif said(step, "do") in self.parts and self.has_visit(self.parts[step["do"]]):
                own, state, ended = self.part(step, state)
                whole += own
                if ended:
                    return whole + steps[index + 1 :], state, True
                continue
            elif "again" in step and said(step, "again") in self.wanted.group:
                whole.append({**step, "again": self.wanted.into})
            elif inner(step):
                new, state, ended = self.paths(step, state)
                whole.append(new)
                if ended:
                    return whole + steps[index + 1 :], state, True
                continue
            else:
                whole.append(step)
            if verb(step) in _ENDS:
                return whole + steps[index + 1 :], state, True
        return whole, state, False

    def visit(self, step: dict, state: str) -> Steps:
        if state == SOME:
            group = " and ".join(name for name in self.wanted.group if name != step["visit"])
            text = f"only some of those who come to {step['visit']} have been at {group}"
            raise Refused(f"{text}; move: one of them first")
        return [{**step, "visit": self.wanted.into}] if state == NO else []

    def part(self, step: dict, state: str) -> tuple[Steps, str, bool]:
        name = step["do"]
        if state not in self.states.setdefault(name, []):
            self.states[name].append(state)
        own, after, ended = self.walk(self.parts[name], state)
        return ([step] if self.kept(name) == state else own), after, ended

    def kept(self, name: str) -> str:
        """The part stays as those meet it who have been nowhere yet, and is written out for the others."""
        return min(self.states.get(name, [NO]), key=(NO, SOME, YES).index)

    def paths(self, step: dict, state: str) -> tuple[dict, str, bool]:
        """A step with lists inside: parts of a fork one after the other, other paths each for itself."""
        fork = verb(step) == "fork"
        lists, states, ended = {}, [], []
        for words, steps in inner(step).items():
            lists[words], after, end = self.walk(steps, state)
            states += [after] if not end or fork else []
            ended.append(end)
            state = after if fork else state
        if fork:
            return with_inner(step, lists), state, False
        one_may_pass = "cases" not in step and not {("then",), ("else",)} <= set(lists)
        if verb(step) == "visit" or verb(step) == "branch" and one_may_pass:
            states.append(state)
            ended.append(False)
        after = states[0] if len(set(states)) == 1 else SOME if states else state
        return with_inner(step, lists), after, all(ended)


def _with_one_visit(tree: dict, wanted: Merge) -> dict:
    walk = _Walk(tree, wanted)
    paths = [path for path in bodies(tree) if path[1] != "parts"]
    for path in paths:  # once to learn in which state each part is met
        walk.walk(fetch(tree, path), NO)
    merged = tree
    for path in paths:
        merged = put(merged, path, walk.walk(fetch(tree, path), NO)[0])
    for name, steps in walk.parts.items():
        merged = put(merged, ("layout", "parts", name), walk.walk(steps, walk.kept(name))[0])
    return _unused_parts_gone(merged, tree)


def _unused_parts_gone(merged: dict, tree: dict) -> dict:
    """Without the parts that all flows have written out."""
    for name in collection(tree, ("layout", "parts")):
        before, after = (
            {said(s, "do") for steps in bodies(t).values() for s in done({}, steps)} for t in (tree, merged)
        )
        if name in before and name not in after:
            merged = drop(merged, ("layout", "parts", name))
    return merged


def renamed(text: str, merges: Iterable[Merge]) -> str:
    """The path with the name of the station that its station was merged into."""
    for one in merges:
        for name in one.group:
            text = text.replace(f"layout.stations.{name}", f"layout.stations.{one.into}")
    return text
