"""A network's files as one tree: ports composed each by itself, side by side under what is common."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twin.config import choosing
from twin.config.laying import PORTS, Composed, Inside, is_network, laid, layers_of, over
from twin.config.library import TYPICAL
from twin.config.recorded import with_rows
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers import Applied, Lever, apply
from twin.model.levers.bars import COMMAND_LINE, bare
from twin.model.levers.paths import fetch
from twin.model.network import WORDS, Member, Port, diverted, joined, levered, names_of, read_network
from twin.model.network.levering import together

OF_THE_PORT = ("layout", "demand", "roster", "policy", "equipment")
# What all ports of a run have in common, and what it is where nobody says it.
COMMON = {"time_zone": "UTC+08:00", "unmarked": "assumed"}


def parted(scenarios: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Scenarios for all ports, and those for one, gan.agv, by its name."""
    everywhere: list[str] = []
    apart: dict[str, list[str]] = {}
    for name in scenarios:
        port, dot, lever = name.partition(".")
        if dot:
            apart.setdefault(port, []).append(lever)
        else:
            everywhere.append(name)
    return everywhere, apart


def refuse(apart: Mapping[str, Sequence[str]], layout: str, ports: Iterable[str] = ()) -> None:
    """Refuses scenarios for a port that is not there."""
    faults = []
    for port, names in apart.items():
        if port not in ports:
            known = f"; there is {listed(ports)}" if ports else ", it is one itself"
            text = f"{layout} has no port {port}{nearest(port, ports)}{known}; leave '{port}.' out for all"
            faults.append(Fault(f"scenario.{port}.{names[0]}", "", text, COMMAND_LINE))
    if faults:
        raise ScenarioError(faults)


def networked(
    run: Composed, levers: Sequence[Lever], apart: Mapping[str, Sequence[Lever]]
) -> tuple[Applied, tuple[Inside, ...]]:
    """The tree of a network with levers applied, and its ports."""
    said = read_network(run.tree["layout"], lambda path: _line(run, path))
    refuse(
        {port: [lever.name for lever in own] for port, own in apart.items()}, run.name, _names(said.members)
    )
    members = _with_peaks(run, said.members)
    runs = _each(run, members)
    each = levered({name: one.tree for name, one in runs.items()}, levers, apart)
    own = {**run.tree, "layout": {word: one for word, one in run.tree["layout"].items() if word not in WORDS}}
    ports = [_port(member, each.ports[member.name], said.shared) for member in members]
    try:
        tree = {**joined(ports, own, said.shared), "experiment": own["experiment"]}
        tree = diverted({**over(tree, own)}, said.diversions)
    except ScenarioError as error:
        raise ScenarioError(_placed(run, fault) for fault in error.faults) from None
    whole = _whole(tree, each.rest, run.name, each.why)
    calls = {port.names.prefix: (each.ports[port.names.prefix], port.names) for port in ports}
    inside = [
        Inside(runs[name]._replace(applied=applied, tree=applied.tree), names)
        for name, (applied, names) in calls.items()
    ]
    lines: dict[tuple[str, ...], str] = {
        ("policy", "shares", one.name): _line(run, ("diversions", one.name)) for one in said.diversions
    }
    applied = together(whole, calls, each.left_out)
    return applied._replace(places={**lines, **applied.places}), tuple(inside)


def _whole(tree: dict[str, Any], levers: Sequence[Lever], name: str, why: Mapping[str, str]) -> Applied:
    """The network with the levers that are not for a port alone."""
    try:
        return apply(tree, levers, name)
    except ScenarioError as error:
        faults = []
        for fault in error.faults:
            lever = fault.path.split(".")[1] if fault.path.startswith("scenario.") else ""
            reason = f". No port alone has what it changes: {why[lever]}" if lever in why else ""
            faults.append(fault._replace(text=f"{fault.text}{reason}"))
        raise ScenarioError(faults) from None


def _port(member: Member, applied: Applied, shared: Mapping[str, Sequence[str]]) -> Port:
    kept = [name for name, of in shared.items() if member.name in of]
    return Port(applied.tree, names_of(applied.tree, member.name, kept), member.label, member.at)


def _line(run: Composed, path: tuple[str | int, ...]) -> str:
    """The line of a word of the network's layout, in the last file that has it."""
    pages = [layer.page for layer in run.layers if layer.section == "layout"]
    page = next((page for page in reversed(pages) if path[0] in page.tree), pages[-1])
    return page.place(path)


def _placed(run: Composed, fault: Fault) -> Fault:
    words = tuple(fault.path.split(".")[1:])
    return fault if fault.place or not words else fault._replace(place=_line(run, words))


def _names(members: Iterable[Member]) -> list[str]:
    return [one.name for one in members]


def _with_peaks(run: Composed, members: Sequence[Member]) -> list[Member]:
    """The ports with the days that the network's own peak says."""
    faults = []
    peaks: dict[str, str] = {}
    for page in dict.fromkeys(layer.page.name for layer in run.layers):
        layer = next(layer for layer in run.layers if layer.page.name == page)
        said = layer.page.tree.get(PORTS) if layer.section != "layout" else None
        if said is not None and not isinstance(said, Mapping):
            faults.append(
                Fault("peak.ports", "", "is a mapping: {north: record_day}", layer.page.place((PORTS,)))
            )
            continue
        for name, peak in (said or {}).items():
            if name not in _names(members) or not isinstance(peak, str):
                known = _names(members)
                text = f"there is no port {name}{nearest(name, known)}; there is {listed(known)}"
                text = text if name not in known else "is the name of a peak of that port"
                faults.append(Fault(f"peak.ports.{name}", "", text, layer.page.place((PORTS, name))))
            else:
                peaks[name] = bare(peak)
    if faults:
        raise ScenarioError(faults)
    return [
        one._replace(files={**one.files, "peak": peaks.get(one.name, one.files.get("peak", TYPICAL))})
        for one in members
    ]


def _each(run: Composed, members: Sequence[Member]) -> dict[str, Composed]:
    """Every port composed by itself; all that is wrong with any is refused at once, by the port's name."""
    runs, faults = {}, []
    for member in members:
        try:
            runs[member.name] = _one(run, member)
        except ScenarioError as error:
            faults += [_of(run, member.name, fault) for fault in error.faults]
            continue
        faults += _uncommon(run, member.name, runs[member.name].tree)
    if faults:
        raise ScenarioError(faults)
    return runs


def _of(run: Composed, name: str, fault: Fault) -> Fault:
    """What is wrong in a port, with the line that names the port where it has none of its own."""
    here = fault.place in ("", COMMAND_LINE)
    place = _line(run, (PORTS, name)) if here else fault.place
    return fault._replace(path=f"ports.{name}.{fault.path}", place=place)


def _one(run: Composed, member: Member) -> Composed:
    files = {
        **member.files,
        "peak": f"{member.files.get('demand', member.files['layout'])}/{member.files['peak']}",
    }
    catalogue = [layer.page for layer in run.layers if layer.section == "equipment"]
    chosen = choosing.of_port(run.places, files, catalogue)
    if is_network(chosen):
        text = f"{member.files['layout']} is itself made of ports; name its ports here"
        raise ScenarioError([Fault("layout", "", text)])
    layers = layers_of(chosen)
    tree = {section: laid(layer for layer in layers if layer.section == section) for section in OF_THE_PORT}
    alone = Composed(member.name, tree, Applied(tree), layers, run.places)
    return alone._replace(tree=with_rows(alone))


def _uncommon(run: Composed, name: str, tree: Mapping[str, Any]) -> list[Fault]:
    """What the port says otherwise than the network, although a run has one of it."""
    faults = []
    for word, otherwise in COMMON.items():
        ours, theirs = (bare(fetch(one, ("layout", "about", word), otherwise)) for one in (run.tree, tree))
        if ours != theirs:
            text = f"is '{theirs}' there and '{ours}' in the network, which has one for all; say the same"
            faults.append(Fault(f"ports.{name}.layout.about.{word}", "", text, _line(run, (PORTS, name))))
    return faults
