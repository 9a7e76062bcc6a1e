"""What every change names, looked up before anything is changed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from twin.model.errors import Fault
from twin.model.levers import steps, values
from twin.model.levers.lever import Change, Lever
from twin.model.levers.merging import Merge, merge_of
from twin.model.levers.paths import Absent, Path, Refused, fetch, find, put, split
from twin.model.levers.steps import Order
from twin.model.levers.values import Edit, Port


class Removal(NamedTuple):
    """A thing that a lever takes away with its visits, or steps only where `path` is None."""

    change: Change
    path: Path | None
    order: Order | None


class Wanted(NamedTuple):
    """All changes of all levers with what they name, each kind in the order of levers' names and lines."""

    adds: list[Edit]
    values: list[Edit]  # of swap, set, more and scale
    orders: list[Order]  # of insert, move, parallel and replace
    merges: list[Merge]
    removals: list[Removal]


class Found(NamedTuple):
    """What is wanted, what is left out because the port has it not, and what is refused."""

    wanted: Wanted
    left_out: list[Fault]
    faults: list[Fault]


def resolved(levers: Sequence[Lever], port: Port) -> Found:
    """Every change with what it names: steps as its lever finds them, values of whatever any lever brings."""
    unmet = [fault for lever in levers for fault in _unmet(lever, port)]
    needy = {fault.path for fault in unmet}
    levers = [lever for lever in levers if _needs(lever) not in needy]
    left_out: list[Fault] = []
    refused: list[tuple[tuple[str, int], Fault]] = []

    def each(verbs: Sequence[str], resolve: Callable[[Change], Sequence[Any]]) -> list[Any]:
        found: list[Any] = []
        for change in (change for lever in levers for change in lever.changes if change.verb in verbs):
            try:
                found += resolve(change)
            except Refused as error:
                if isinstance(error, Absent) and change.if_present:
                    left_out.append(change.fault(error))
                else:
                    refused.append((change.order, change.fault(error)))
        return found

    adds = each(["add"], values.added)
    own = {lever.name: _own(port, lever, adds) for lever in levers}
    merges = each(["merge"], lambda change: [merge_of(change, own[change.lever].tree, port.name)])
    everything = port._replace(tree=_with_stubs(port.tree, adds, merges))
    given = each(["swap"], lambda change: values.swapped(change, everything))
    given += each(["set"], lambda change: values.given(change, everything))
    everything = port._replace(
        tree=values.set_all(everything.tree, (edit for edit in given if edit.change.verb == "set"))
    )
    for verb in ("more", "scale"):
        given += each([verb], lambda change: values.given(change, everything))
    orders = each(["insert"], lambda change: [steps.ordered(change, own[change.lever])])
    own = {name: _with_inserted(found, name, orders) for name, found in own.items()}
    orders += each(["move", "parallel", "replace"], lambda change: [steps.ordered(change, own[change.lever])])
    removals = each(["remove"], lambda change: _removals(change, own[change.lever]))
    faults = [*unmet, *(fault for _, fault in sorted(refused, key=lambda one: one[0]))]
    faults += [fault for lever in levers for fault in _without_effect(lever, left_out, port)]
    return Found(Wanted(adds, given, once(orders), once(merges), removals), left_out, faults)


def once(found: Sequence[Any]) -> list[Any]:
    """Without what an earlier lever asks for in the same words."""
    seen: list[Any] = []
    kept = []
    for one in found:
        said = (one.path,) if isinstance(one, Edit) else (one.change.verb, one.change.what, one.change.words)
        if said not in seen:
            seen.append(said)
            kept.append(one)
    return kept


def _needs(lever: Lever) -> str:
    return f"scenario.{lever.name}.needs"


def _unmet(lever: Lever, port: Port) -> Iterable[Fault]:
    """What the lever needs and the port has not got."""
    for need in lever.needs:
        try:
            values.must_stand(need, port)
        except Refused as error:
            what = "such a station" if need.startswith("every ") else need
            text = f"{error}. Leave the scenario out, or add {what} to the layout"
            yield Fault(_needs(lever), "", text, lever.place)


def _without_effect(lever: Lever, left_out: Sequence[Fault], port: Port) -> Iterable[Fault]:
    """A lever of which nothing is left, because the port has nothing that it changes."""
    own = [fault for fault in left_out if fault.path in {change.path for change in lever.changes}]
    if own and len(own) == len(lever.changes):
        why = "; ".join(dict.fromkeys(fault.text.split(";")[0] for fault in own))
        text = f"{port.name} has nothing that {lever.name} changes: {why}. Leave the scenario out"
        yield Fault(f"scenario.{lever.name}", "", text, own[0].place)


def _own(port: Port, lever: Lever, adds: Iterable[Edit]) -> Port:
    """The port as one lever finds it: with what it adds itself, and nothing of the others."""
    tree = port.tree
    for edit in adds:
        if edit.change.lever == lever.name:
            tree = put(tree, edit.path, edit.value)
    return port._replace(tree=tree)


def _with_inserted(port: Port, lever: str, inserts: Iterable[Order]) -> Port:
    """The port as one lever finds it once its own steps are inserted."""
    own = [order for order in inserts if order.change.lever == lever]
    return port._replace(tree=steps.insert_all(steps.in_one_flow(port.tree, own, port.name), own))


def _with_stubs(tree: dict, adds: Iterable[Edit], merges: Iterable[Merge]) -> dict:
    """The tree with everything that will be there once a value is given, as far as names go."""
    for edit in adds:
        tree = put(tree, edit.path, edit.value)
    for one in merges:
        path = ("layout", "stations", one.into)
        tree = put(tree, path, fetch(tree, path, {}))
    return tree


def _removals(change: Change, port: Port) -> list[Removal]:
    """Stations with their visits, or a thing at a path, or steps."""
    text = str(change.what)
    if "." in text:
        path = split(text)
        values.must_stand(text, port)
        return [_of_thing(change, path)]
    if text.startswith("every "):
        return [_of_thing(change, ("layout", "stations", name)) for name in values.stations(port, text)]
    found = find(port.tree, text)
    if found and found[1] == "stations" and "in" not in change.words:
        return [_of_thing(change, found)]
    return [Removal(change, None, steps.ordered(change, port))]


def _of_thing(change: Change, path: Path) -> Removal:
    is_station = path[:2] == ("layout", "stations") and len(path) == 3
    return Removal(change, path, Order(change, (steps.visits(path[2]),)) if is_station else None)
