"""The order in which changes are made: by phase, lever's name and line, whatever the order of naming."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.model.levers import steps, values
from twin.model.levers.contradictions import contradictions
from twin.model.levers.lever import Lever
from twin.model.levers.merging import Merge, merge
from twin.model.levers.paths import Path, Refused, collection, drop
from twin.model.levers.resolving import Removal, Wanted, once, resolved
from twin.model.levers.steps import Order
from twin.model.levers.values import Edit, Port, port_of
from twin.model.levers.walking import pruned


class Applied(NamedTuple):
    """A tree with its levers applied, what was left out because the port has it not, and what is gone."""

    tree: dict
    levers: tuple[str, ...] = ()
    left_out: tuple[Fault, ...] = ()
    merges: tuple[Merge, ...] = ()
    removals: tuple[Removal, ...] = ()
    places: Mapping[Path, str] = {}  # [path] where the change stands that gave it its value


def apply(tree: dict, levers: Iterable[Lever], port: str) -> Applied:
    """The tree of a port with all levers applied; naming them in another order gives the same tree."""
    levers = sorted(levers, key=lambda lever: lever.name)
    stands = port_of(port, tree)
    wanted, left_out, faults = resolved(levers, stands)
    _raise(faults or contradictions(wanted))
    tree = _with_things(tree, wanted, stands)
    names = tuple(lever.name for lever in levers)
    return Applied(
        tree, names, tuple(left_out), tuple(wanted.merges), tuple(wanted.removals), _places(wanted)
    )


def _with_things(tree: dict, wanted: Wanted, port: Port) -> dict:
    """All phases; values of a station that only a merge makes wait for the merge."""
    tree, faults = values.add_all(tree, once(wanted.adds), port)
    _raise(faults)
    merged = {one.into for one in wanted.merges}
    late = [edit for edit in wanted.values if values.is_late(tree, edit.path, merged)]
    tree = _with_values(tree, [edit for edit in wanted.values if edit not in late], port.name)
    tree = _in_order(tree, wanted, port.name)
    tree = _each(tree, wanted.merges, merge)
    tree = _with_values(tree, late, port.name)
    return _without(tree, wanted.removals)


def _places(wanted: Wanted) -> dict[Path, str]:
    places = {edit.path: edit.change.place for edit in (*wanted.adds, *wanted.values)}
    return places | {("layout", "stations", one.into): one.change.place for one in wanted.merges}


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise ScenarioError(dict.fromkeys(faults))


def _with_values(tree: dict, edits: Sequence[Edit], port: str) -> dict:
    """Phases 2 to 5: equipment, values, numbers of things, percentages."""
    of = {verb: [edit for edit in edits if edit.change.verb == verb] for verb in ("swap", "set")}
    tree = values.set_all(values.swap_all(tree, once(of["swap"])), once(of["set"]))
    tree, faults = values.remake_all(tree, edits, port)
    _raise(faults)
    return tree


def _in_order(tree: dict, wanted: Wanted, port: str) -> dict:
    """Phases 6 to 9: steps inserted, moved, side by side, replaced."""
    removed = (one.order for one in wanted.removals if one.order)
    tree = steps.in_one_flow(tree, [*wanted.orders, *removed], port)
    of = {
        verb: [order for order in wanted.orders if order.change.verb == verb] for verb in ("insert", *_ORDERS)
    }
    tree = steps.insert_all(tree, of["insert"])
    for verb, change in _ORDERS.items():
        tree = _each(tree, of[verb], change)
    return tree


_ORDERS: dict[str, Callable[[dict, Order], dict]] = {
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


def _without(tree: dict, removals: Sequence[Removal]) -> dict:
    """Phase 12: the tree without things, their visits and their questions."""
    for one in removals:
        if one.order:
            tree = steps.remove(tree, one.order.steps, only=one.order.only)
        if one.path and one.path[-1] in collection(tree, one.path[:-1]):
            tree = drop(tree, one.path)
    return pruned(tree)[0] if any(one.order for one in removals) else tree
