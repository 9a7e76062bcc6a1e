"""A flow's steps as a graph of nodes: parts written out in place, every step knowing what comes after it."""

from dataclasses import dataclass, field

from twin.model.errors import Fault, ScenarioError
from twin.plan.rules import PARTS
from twin.plan.visits import NOBODY

UNJOINED = PARTS - 1  # the counter of forks nobody waits for; joined ones take those below


@dataclass(eq=False)
class Thread:
    """The steps of one who goes its way: of a flow's entity, or of a forked part."""

    flow: str
    part: str = ""  # name of the part, '' for the flow's own
    first: "Node | None" = None
    nodes: list["Node"] = field(default_factory=list)  # last step first
    named: dict[str, "Node"] = field(default_factory=dict)  # the first step of each name


@dataclass(eq=False)
class Node:
    """A step in its flow. `after` is what follows it, None at the end of a part."""

    step: object
    path: str
    thread: Thread
    after: "Node | None"
    ways: dict[str, "Node | None"] = field(default_factory=dict)  # of a branch or a choose, by case
    parts: dict[str, Thread] = field(default_factory=dict)  # of a fork
    counter: int = NOBODY  # of a fork and its join


def unfold(layout, flow):
    """The Thread of a flow."""
    thread = Thread(flow)
    thread.first = _list(layout, thread, layout.flows[flow].steps, f"layout.flows.{flow}.steps", None)
    _count_parts(thread)
    return thread


def _list(layout, thread, steps, path, after):
    """The first node of a list of steps; built from its end, since each node knows the next."""
    for i in reversed(range(len(steps))):
        after = _node(layout, thread, steps[i], f"{path}[{i + 1}]", after)
    return after


def _node(layout, thread, step, path, after):
    if step.verb == "do":
        first = _list(layout, thread, layout.parts[step.do], f"layout.parts.{step.do}", after)
        thread.named[step.name] = first
        return first
    node = Node(step, path, thread, after)
    for case, steps in reversed(_ways_of(step)):
        node.ways[case] = _list(layout, thread, steps, f"{path}.{case}", after)
    node.ways = dict(reversed(node.ways.items()))
    for name, steps in getattr(step, "into", {}).items():
        part = node.parts[name] = Thread(thread.flow, name)
        part.first = _list(layout, part, steps, f"{path}.{name}", None)
        _count_parts(part)
    thread.nodes.append(node)
    thread.named[step.name] = node
    return node


def _ways_of(step):
    if step.verb == "choose":
        return list(step.of.items())
    if step.verb == "branch":
        return list(step.cases.items()) or [("then", step.then), ("else", step.else_)]
    return []


def _count_parts(thread):
    """Forks that are open at once count their parts apart, from the fork to its last join."""
    steps = thread.nodes[::-1]
    last = {node.step.name: i for i, node in enumerate(steps) if node.step.verb == "join"}
    busy = {}  # counter: where it is free again
    for i, node in enumerate(steps):
        if node.step.verb == "fork":
            until = last.get(node.step.name, NOBODY)
            node.counter = _free_counter(busy, i, node) if until > i else UNJOINED
            busy[node.counter] = until
        elif node.step.verb == "join":
            forks = [
                other
                for other in steps[:i]
                if other.step.verb == "fork" and other.step.fork == node.step.join
            ]
            node.counter = forks[-1].counter


def _free_counter(busy, at, fork):
    free = [counter for counter in range(UNJOINED) if busy.get(counter, NOBODY) < at]
    if not free:
        text = f"more than {UNJOINED} forks are open at once; join one of them before this one"
        raise ScenarioError([Fault(fork.path, f"fork {fork.step.name}", text)])
    return free[0]
