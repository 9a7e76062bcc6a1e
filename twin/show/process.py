"""The process of a port as a graph: what comes after what, for whom, and by which answer."""

from typing import NamedTuple

import networkx as nx

from twin.model.steps import (
    Again,
    Branch,
    Choose,
    Do,
    Fork,
    Join,
    Leave,
    Match,
    Return,
    Travel,
    Visit,
    Wait,
)
from twin.model.walk import arms
from twin.show.text import label, word
from twin.show.words import place_names

AWAITED = ("quotas", "slots", "permissions")  # of the policy: what one waits for by name


UNSERVED = {"then": "gives_up", "if_full": "if_full"}  # arms of who is not served


class Node(NamedTuple):
    """A flow at its beginning, a station, zone, match, an exit, a fleet, or what one waits for."""

    kind: str
    name: str


class End(NamedTuple):
    """Where one is, and the answer by which one goes on; empty where one goes on anyway."""

    node: Node
    answer: str = ""


class _Trace:
    """The graph so far, and what one flow has met on its way."""

    def __init__(self, scenario, graph):
        self.layout, self.policy, self.graph = scenario.layout, scenario.policy, graph
        self.forks, self.named = {}, {}

    def go(self, ends, node):
        """All ends come to a node."""
        self.graph.add_node(node)
        for end in ends:
            if end.node != node:
                known = self.graph.get_edge_data(end.node, node, {"answers": ()})["answers"]
                self.graph.add_edge(end.node, node, answers=tuple(dict.fromkeys((*known, end.answer))))
        return [End(node)]


def process_of(scenario):
    """A directed graph of Nodes; an edge has the `answers` that lead along it, '' where one goes anyway."""
    graph = nx.DiGraph()
    for name, flow in scenario.layout.flows.items():
        start = Node("flow", name)
        graph.add_node(start)
        _walk(_Trace(scenario, graph), flow.steps, [End(start)])
    return graph


def node_name(scenario, node, lang):
    """What a Node is called."""
    if node.kind in ("exit", "fleet"):
        return label(node.name, {**scenario.layout.exits, **scenario.demand.fleets}, lang)
    return place_names(scenario, lang, node.kind).get(node.name) or word(node.name, lang)


def _walk(trace, steps, ends):
    """The loose ends behind steps."""
    for step in steps:
        ends = _KINDS[type(step)](trace, step, ends) if type(step) in _KINDS else ends
    return ends


def _visit(trace, step, ends):
    node = Node("station", step.visit)
    trace.named[step.name] = node
    return trace.go(ends, node) + _unserved(trace, step, node)


def _unserved(trace, step, node):
    """Ends of those who wait too long, or find no room."""
    found = (_walk(trace, arm.steps, [End(node, UNSERVED[arm.name])]) for arm in arms(step))
    return [end for ends in found for end in ends]


def _travel(trace, step, ends):
    return trace.go(ends, Node("zone", step.travel)) if step.travel in trace.layout.zones else ends


def _wait(trace, step, ends):
    for kind in AWAITED:
        if step.wait in getattr(trace.policy, kind):
            return trace.go(ends, Node(kind.removesuffix("s"), step.wait))
    return ends


def _branch(trace, step, ends):
    out = []
    for arm in arms(step):
        answer = {"then": step.branch, "else": ""}.get(arm.name, arm.name)
        out += _walk(trace, arm.steps, [End(end.node, answer or end.answer) for end in ends])
    return list(dict.fromkeys(out))


def _choose(trace, step, ends):
    return [end for arm in arms(step) for end in _walk(trace, arm.steps, ends)]


def _fork(trace, step, ends):
    for arm in arms(step):
        parts = _walk(trace, arm.steps, [End(end.node, arm.name) for end in ends])
        done = [end for end in parts if end.node not in _nodes(ends)]
        trace.forks.setdefault(step.fork, (_nodes(ends), []))[1].extend(done)
    return ends


def _join(trace, step, ends):
    """The parts come to where one waits for them; where the fork was, one goes on from their ends."""
    begun, parts = trace.forks.pop(step.join, (set(), []))
    here = _nodes(ends)
    if parts and here <= begun:
        return list(dict.fromkeys(End(end.node) for end in parts))
    if parts and len(here) == 1:
        return trace.go(parts, *here)
    return list(dict.fromkeys([*ends, *parts]))


def _match(trace, step, ends):
    met = trace.go(ends, Node("match", step.match))
    left = _unserved(trace, step, met[0].node)
    return _walk(trace, trace.layout.matches[step.match].together, met) + left


def _do(trace, step, ends):
    return _walk(trace, trace.layout.parts[step.do], ends)


def _leave(trace, step, ends):
    trace.go(ends, Node("exit", step.leave))
    return []


def _return(trace, step, ends):
    trace.go(ends, Node("fleet", step.return_))
    return []


def _again(trace, step, ends):
    if step.again in trace.named:
        trace.go(ends, trace.named[step.again])
    return []


def _nodes(ends):
    return {end.node for end in ends}


_KINDS = {
    Visit: _visit,
    Travel: _travel,
    Wait: _wait,
    Branch: _branch,
    Choose: _choose,
    Fork: _fork,
    Join: _join,
    Match: _match,
    Do: _do,
    Leave: _leave,
    Return: _return,
    Again: _again,
}
