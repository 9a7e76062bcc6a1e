"""The order in which changes are made: by phase, lever's name and line, whatever the order of naming."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.model.levers import steps, values
from twin.model.levers.contradictions import contradictions
from twin.model.levers.lever import Change, Lever
from twin.model.levers.merging import Merge, merge, merge_of
from twin.model.levers.paths import Absent, Path, Refused, collection, drop, fetch, find, put, split
from twin.model.levers.steps import Order
from twin.model.levers.values import Edit, Port, port_of
from twin.model.levers.walking import pruned


class Removal(NamedTuple):
    """A thing that a lever takes away, or steps only where `path` is None."""

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


class Applied(NamedTuple):
    """A tree with its levers applied, what was left out because the port has it not, and what is gone."""

    tree: dict
    left_out: tuple[Fault, ...] = ()
    merges: tuple[Merge, ...] = ()
    removals: tuple[Removal, ...] = ()


def apply(tree: dict, levers: Iterable[Lever], port: str) -> Applied:
    """The tree of a port with all levers applied; naming them in another order gives the same tree."""
    levers = sorted(levers, key=lambda lever: lever.name)
    stands = port_of(port, tree)
    unmet = {lever.name: list(_unmet(lever, stands)) for lever in levers}
    wanted, left_out, faults = _resolved([lever for lever in levers if not unmet[lever.name]], stands)
    faults += [fault for lever in levers for fault in _without_effect(lever, left_out, stands)]
    _raise([*(fault for own in unmet.values() for fault in own), *(faults or contradictions(wanted))])
    tree, faults = values.add_all(tree, _once(wanted.adds), stands)
    _raise(faults)
    late = {one.into for one in wanted.merges}
    is_late = [values.is_late(tree, edit.path, late) for edit in wanted.values]
    tree = _with_values(tree, [edit for edit, later in zip(wanted.values, is_late, strict=True) if not later])
    tree = _in_order(tree, wanted, port)
    tree = _each(tree, wanted.merges, merge)
    tree = _with_values(tree, [edit for edit, later in zip(wanted.values, is_late, strict=True) if later])
    tree = _without(tree, wanted.removals)
    return Applied(tree, tuple(left_out), tuple(wanted.merges), tuple(wanted.removals))


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise ScenarioError(dict.fromkeys(faults))


def _unmet(lever: Lever, port: Port) -> Iterable[Fault]:
    """What the lever needs and the port has not got."""
    for need in lever.needs:
        try:
            values.must_stand(need, port)
        except Refused as error:
            text = f"{error}. Leave the scenario out, or add such a thing to the layout"
            if need.startswith("every "):
                text = f"{error}. Leave the scenario out, or add such a station to the layout"
            yield Fault(f"scenario.{lever.name}.needs", "", text, lever.place)


def _without_effect(lever: Lever, left_out: Sequence[Fault], port: Port) -> Iterable[Fault]:
    """A lever of which nothing is left, because the port has nothing that it changes."""
    own = [fault for fault in left_out if fault.path in {change.path for change in lever.changes}]
    if own and len(own) == len(lever.changes):
        why = "; ".join(dict.fromkeys(fault.text.split(";")[0] for fault in own))
        text = f"{port.name} has nothing that {lever.name} changes: {why}. Leave the scenario out"
        yield Fault(f"scenario.{lever.name}", "", text, own[0].place)


def _resolved(levers: Sequence[Lever], port: Port) -> tuple[Wanted, list[Fault], list[Fault]]:
    """Every change with what it names: in the layout, or in what its own lever adds; values also in what others do."""
    wanted = Wanted([], [], [], [], [])
    left_out: list[Fault] = []
    faults: list[tuple[Change, Fault]] = []

    def each(verbs: tuple[str, ...], resolve: Callable[[Change, Lever], Any], into: list) -> None:
        for lever in levers:
            for change in lever.changes:
                if change.verb not in verbs:
                    continue
                try:
                    found = resolve(change, lever)
                except Refused as error:
                    if isinstance(error, Absent) and change.if_present:
                        left_out.append(change.fault(error))
                    else:
                        faults.append((change, change.fault(error)))
                else:
                    into += found if isinstance(found, list) else [found]

    each(("add",), lambda change, lever: values.added(change), wanted.adds)
    own = {lever.name: _own(port, lever, wanted.adds) for lever in levers}
    each(("merge",), lambda change, lever: merge_of(change, own[lever.name].tree, port.name), wanted.merges)
    everything = port._replace(tree=_with_stubs(port.tree, wanted))
    for verb, resolve in (("swap", values.swapped), *((verb, values.given) for verb in ("set", "more", "scale"))):
        each((verb,), lambda change, lever, resolve=resolve: resolve(change, everything), wanted.values)
    for verb in ("insert", "move", "parallel", "replace"):
        each((verb,), lambda change, lever: steps.ordered(change, own[lever.name]), wanted.orders)
    each(("remove",), lambda change, lever: _removals(change, own[lever.name]), wanted.removals)
    merges, orders = _once(wanted.merges), _once(wanted.orders)
    faults.sort(key=lambda one: one[0].order)
    return wanted._replace(merges=merges, orders=orders), left_out, [fault for _, fault in faults]


def _own(port: Port, lever: Lever, adds: Iterable[Edit]) -> Port:
    """The port as one lever finds it: with what it adds and inserts itself, and nothing of the others."""
    tree = port.tree
    for edit in adds:
        if edit.change.lever == lever.name:
            tree = put(tree, edit.path, edit.value)
    for change in lever.changes:
        if change.verb == "insert":
            tree = put(tree, ("layout", "parts", f"inserted by {change.path}"), steps.new_steps(change.what))
    return port._replace(tree=tree)


def _with_stubs(tree: dict, wanted: Wanted) -> dict:
    """The tree with everything that will be there once a value is given, as far as names go."""
    for edit in wanted.adds:
        tree = put(tree, edit.path, edit.value)
    for one in wanted.merges:
        path = ("layout", "stations", one.into)
        tree = put(tree, path, fetch(tree, path, {}))
    return tree


def _once(found: Sequence[Any]) -> list[Any]:
    """Without what an earlier lever asks for in the same words."""
    seen: list[Any] = []
    kept = []
    for one in found:
        said = (one.path,) if isinstance(one, Edit) else (one.change.verb, one.change.what, one.change.words)
        if said not in seen:
            seen.append(said)
            kept.append(one)
    return kept


def _with_values(tree: dict, edits: Sequence[Edit]) -> dict:
    """Phases 2 to 5: equipment, values, numbers of things, percentages."""
    of = {verb: [edit for edit in edits if edit.change.verb == verb] for verb in ("swap", "set", "more", "scale")}
    tree = values.set_all(values.swap_all(tree, _once(of["swap"])), _once(of["set"]))
    tree, faults = values.more_all(tree, of["more"])
    tree, more = values.scale_all(tree, of["scale"])
    _raise(faults + more)
    return tree


def _in_order(tree: dict, wanted: Wanted, port: str) -> dict:
    """Phases 6 to 9: steps inserted, moved, side by side, replaced."""
    of = {verb: [order for order in wanted.orders if order.change.verb == verb] for verb in _ORDERS}
    tree = steps.in_one_flow(tree, [*wanted.orders, *(one.order for one in wanted.removals if one.order)], port)
    tree = steps.insert_all(tree, of["insert"])
    for verb in ("move", "parallel", "replace"):
        tree = _each(tree, of[verb], _ORDERS[verb])
    return tree


_ORDERS: Mapping[str, Callable[[dict, Order], dict]] = {
    "insert": lambda tree, order: steps.insert_all(tree, [order]),
    "move": steps.move,
    "parallel": steps.parallel,
    "replace": steps.replace,
}


def _each(tree: dict, wanted: Sequence[Any], change: Callable[[dict, Any], dict]) -> dict:
    """The tree with each change made in turn; all that cannot be made are refused together."""
    faults = []
    for one in wanted:
        try:
            tree = change(tree, one)
        except Refused as error:
            faults.append(one.change.fault(error))
    _raise(faults)
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
    path = find(port.tree, text)
    if path and path[1] == "stations" and "in" not in change.words:
        return [_of_thing(change, path)]
    return [Removal(change, None, steps.ordered(change, port))]


def _of_thing(change: Change, path: Path) -> Removal:
    is_station = path[:2] == ("layout", "stations") and len(path) == 3
    return Removal(change, path, Order(change, (steps.visits(path[2]),)) if is_station else None)


def _without(tree: dict, removals: Sequence[Removal]) -> dict:
    """Phase 12: the tree without things, their visits and their questions."""
    for one in removals:
        if one.order:
            tree = steps.remove(tree, one.order.steps, only=one.order.only)
        if one.path and one.path[-1] in collection(tree, one.path[:-1]):
            tree = drop(tree, one.path)
    return pruned(tree)[0] if any(one.order for one in removals) else tree
