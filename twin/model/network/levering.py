"""Levers of a network: each goes to all ports that have what it changes, else to the network as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.model.levers import Applied, Lever, apply
from twin.model.network.naming import Names

SHOWN = 3  # ports whose reason is told


class Levered(NamedTuple):
    """The ports with the levers that fit them, those that fit none, and why they do not."""

    ports: dict[str, Applied]
    rest: list[Lever]
    left_out: tuple[Fault, ...]
    why: dict[str, str]  # [lever that fits no port]


def levered(
    trees: Mapping[str, dict], levers: Iterable[Lever], apart: Mapping[str, Sequence[Lever]]
) -> Levered:
    """Every port with all levers that fit it, and those that are meant for it `apart`, which must."""
    fitting: dict[str, list[Lever]] = {port: [] for port in trees}
    rest, left_out, why = [], [], {}
    for lever in levers:
        refused = {port: _refusal(tree, lever, port) for port, tree in trees.items()}
        fits = [port for port, fault in refused.items() if fault is None]
        for port in fits:
            fitting[port].append(lever)
        faults = {port: fault for port, fault in refused.items() if fault}
        if fits:
            left_out += [_at(port, fault) for port, fault in faults.items()]
        else:
            rest.append(lever)
            why[lever.name] = "; ".join(f"{port}: {one.text}" for port, one in list(faults.items())[:SHOWN])
    for port, own in apart.items():
        named = {lever.name for lever in fitting[port]}
        fitting[port] += [lever for lever in own if lever.name not in named]
    return Levered(_applied(trees, fitting), rest, tuple(left_out), why)


def _refusal(tree: dict, lever: Lever, port: str) -> Fault | None:
    try:
        apply(tree, [lever], port)
    except ScenarioError as error:
        return error.faults[0]
    return None


def _at(port: str, fault: Fault) -> Fault:
    return fault._replace(path=f"ports.{port}.{fault.path}")


def _applied(trees: Mapping[str, dict], fitting: Mapping[str, Sequence[Lever]]) -> dict[str, Applied]:
    applied, faults = {}, []
    for port, tree in trees.items():
        try:
            applied[port] = apply(tree, fitting[port], port)
        except ScenarioError as error:
            faults += [_at(port, fault) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)
    return applied


def together(
    whole: Applied, ports: Mapping[str, tuple[Applied, Names]], left_out: Sequence[Fault]
) -> Applied:
    """What was applied to a network and to its ports, in the names of the network."""
    places = dict(whole.places)
    merges, removals, names, gone = list(whole.merges), list(whole.removals), list(whole.levers), []
    for port, (applied, calls) in ports.items():
        places |= {_path(calls, path): place for path, place in applied.places.items()}
        for one in applied.merges:
            group = tuple(map(calls.put_before, one.group))
            merges.append(one._replace(group=group, into=calls.put_before(one.into)))
        removals += [one._replace(path=_path(calls, one.path)) for one in applied.removals if one.path]
        names += applied.levers
        gone += [_at(port, fault) for fault in applied.left_out]
    return whole._replace(
        levers=tuple(sorted(set(names))),
        left_out=(*whole.left_out, *left_out, *gone),
        merges=tuple(merges),
        removals=tuple(removals),
        places=places,
    )


def _path(calls: Names, path: tuple[str, ...]) -> tuple[str, ...]:
    """The path of a thing of a port as the network calls it; fields keep their words."""
    at = 1 if path[0] == "equipment" else 2
    return (*path[:at], *map(calls.put_before, path[at : at + 1]), *path[at + 1 :])
