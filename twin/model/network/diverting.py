"""Who goes the way of another flow: its steps stand in the flow that they come from."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers.paths import Path, collection, fetch, put
from twin.model.levers.walking import Steps, changed, done, rebuilt, said
from twin.model.network.reading import Diversion

FLOWS: Path = ("layout", "flows")
# Where numbers are said by class: who is diverted is there what the flow it joins brings.
_BY_CLASS = (("layout", "stations"), ("equipment",), ("policy", "shares"), ("policy", "priority"))


def diverted(tree: dict, diversions: tuple[Diversion, ...]) -> dict:
    """The tree with all diversions made; those of one flow are asked one after the other, as written."""
    faults = [fault for one in diversions for fault in _faults(tree, one)]
    before = tree  # ways as they were, so that nobody is sent to and fro
    for one in diversions if not faults else ():
        try:
            tree = put(tree, (*FLOWS, one.of, "steps"), _with(tree, one, _way(before, one)))
        except _Refused as error:
            faults.append(_fault(one, str(error)))
    if faults:
        raise ScenarioError(faults)
    for one in diversions:
        tree = _as_those_of(tree, one)
        if one.way == "share" and fetch(tree, ("policy", "shares", one.name)) is None:
            tree = put(tree, ("policy", "shares", one.name), one.value)
    return tree


class _Refused(Exception):
    """A diversion that cannot be made, with the way out."""


def _fault(one: Diversion, text: str) -> Fault:
    return Fault(f"layout.diversions.{one.name}", "", text)


def _faults(tree: Mapping, one: Diversion) -> Iterator[Fault]:
    flows = collection(tree, FLOWS)
    for word, name in (("from", one.of), ("to", one.to)):
        if name not in flows:
            text = f"{word}: there is no flow {name}{nearest(name, flows)}; there is {listed(flows)}"
            yield _fault(one, text)
        elif not isinstance(fetch(flows, (name, "steps")), list) or not flows[name]["steps"]:
            yield _fault(one, f"{word}: {name} has no steps")
    if one.of == one.to:
        yield _fault(one, f"leads from {one.of} to itself; name another flow")


def _way(tree: Mapping, one: Diversion) -> Steps:
    """The steps of the flow that is joined; at their end one goes home to where it came from."""
    parts = dict(collection(tree, ("layout", "parts")))
    home = _home(fetch(tree, (*FLOWS, one.of, "steps")))

    def change(steps: Steps) -> Steps:
        whole: Steps = []
        for step in steps:
            part = said(step, "do")
            if part in parts and any("return" in inner for inner in done(parts, parts[part])):
                whole += rebuilt(parts[part], change)
            elif "return" in step:
                whole.append(home)
            else:
                whole.append(step)
        return whole

    start = fetch(tree, (*FLOWS, one.to, "starts_at"))
    came = fetch(tree, (*FLOWS, one.of, "starts_at"))
    first = [{"travel": start}] if start and start != came else []
    return [*first, *rebuilt(fetch(tree, (*FLOWS, one.to, "steps")), change)]


def _home(steps: Steps) -> dict[str, Any]:
    """The step with which a flow ends."""
    last = steps[-1]
    if "return" in last or "leave" in last:
        return {word: last[word] for word in ("return", "leave") if word in last}
    raise _Refused("the flow that it leads from ends within its last step; end it with leave: or return:")


def _with(tree: Mapping, one: Diversion, way: Steps) -> Steps:
    """The steps of the flow that it leads from, with the way of the other in them."""
    steps = fetch(tree, (*FLOWS, one.of, "steps"))
    if one.way == "share":
        return [{"branch": one.name, "then": way}, *steps]
    steps = _written_out(steps, collection(tree, ("layout", "parts")))
    index = next((index for index, step in enumerate(steps) if "visit" in step), None)
    if index is None:
        raise _Refused(
            f"{one.of} visits no station on every way, so nobody waits there for certain; give a share:"
        )
    visit = steps[index]
    if one.way in visit:
        raise _Refused(f"visit {visit['visit']} of {one.of} has {one.way}: already; keep one of them")
    words = {"gives_up_after": one.value, "then": way} if one.way == "gives_up_after" else {"if_full": way}
    return [*steps[:index], {**visit, **words}, *steps[index + 1 :]]


def _written_out(steps: Steps, parts: Mapping[str, Steps]) -> Steps:
    """The steps with the parts in place up to the first visit."""
    for index, step in enumerate(steps):
        if "visit" in step:
            break
        part = said(step, "do")
        if part in parts:
            return _written_out([*steps[:index], *parts[part], *steps[index + 1 :]], parts)
    return steps


def _as_those_of(tree: dict, one: Diversion) -> dict:
    """The tree in which the diverted count as the class of the flow they join, where it is by class."""
    own, other = (_classes(tree, name) for name in (one.of, one.to))
    if not other:
        return tree
    model = other[0]
    for name in (name for name in own if name not in other):
        for path in _BY_CLASS:
            things = fetch(tree, path)
            if isinstance(things, Mapping):
                tree = put(tree, path, _with_class(things, model, name))
        tree = changed(tree, partial(_steps_with_class, model, name))
        theirs = collection(tree, ("layout", "classes", model, "attributes"))
        if theirs:
            both = {**theirs, **collection(tree, ("layout", "classes", name, "attributes"))}
            tree = put(tree, ("layout", "classes", name, "attributes"), both)
    return tree


def _classes(tree: Mapping, flow: str) -> list[str]:
    found = fetch(tree, (*FLOWS, flow, "classes"))
    return [found] if isinstance(found, str) else list(found or ())


def _with_class(value: Any, model: str, name: str) -> Any:
    """A mapping, and those inside it, with a word for the diverted where there is one for the class."""
    if not isinstance(value, Mapping):
        return value
    inner = {word: _with_class(one, model, name) for word, one in value.items()}
    return {**inner, name: inner[model]} if model in inner and name not in inner else inner


def _steps_with_class(model: str, name: str, steps: Steps) -> Steps:
    """Steps whose patience, or whose cases of the class, count the diverted too."""

    def each(step: Any) -> Any:
        own = [word for word in ("gives_up_after", "cases") if isinstance(step.get(word), Mapping)]
        return {**step, **{word: _with_class(step[word], model, name) for word in own}}

    return [each(step) for step in steps]
