"""A flow's steps as a graph of nodes: parts written out in place, every step knowing what comes after it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from twin.model.errors import Fault, ScenarioError
from twin.model.walk import arms, end_of_parts, waits_of
from twin.plan.rules import PARTS
from twin.plan.visits import NOBODY

UNJOINED = PARTS - 1  # the counter of forks nobody waits for; joined ones take those below


@dataclass(eq=False)
class Thread:
    """The steps of one who goes its way: of a flow's entity, or of a forked part."""

    flow: str
    classes: tuple[str, ...]
    part: str = ""  # name of the part, '' for the flow's own
    first: "Node | None" = None
    carried: tuple["Node", ...] = ()  # gathers that made the entity what it is, the last one last
    nodes: list["Node"] = field(default_factory=list)  # last step first
    named: dict[str, "Node"] = field(default_factory=dict)  # the first step of each name
    met: Counter = field(default_factory=Counter)  # steps of each name that its entity may do


@dataclass(eq=False)
class Node:
    """A step in its flow. `after` is what follows it, None at the end of a part."""

    step: object
    path: str
    thread: Thread
    after: "Node | None"
    ways: dict[str, "Node | None"] = field(default_factory=dict)  # by case; of a visit: who does not wait
    parts: dict[str, Thread] = field(default_factory=dict)  # of a fork or a split
    counter: int = NOBODY  # of a fork and its join, of a split
    same: int = 0  # how many steps of its name its entity may have done before it

    @property
    def name(self):
        """What keys the luck of its parts: the step's name, and which of the steps called so it is."""
        return f"{self.step.name}#{self.same + 1}" if self.same else self.step.name


class Meeting(NamedTuple):
    """That one waits in its role for the others of a match, as a step."""

    step: object
    match: object
    role: str
    verb: str = "meet"

    @property
    def name(self):
        """What the match is called where it is done."""
        return self.step.name

    @property
    def gives_up_after(self):
        """How long it waits, by class; None: for ever."""
        return self.step.gives_up_after


class Parting(NamedTuple):
    """The end of what those did together who have met, as a step."""

    step: object
    match: object
    verb: str = "part"

    @property
    def name(self):
        """What the match is called where it is done."""
        return self.step.name


class Piece(NamedTuple):
    """Steps one after the other: a list, or some of it; `first` of the list come before them."""

    steps: tuple
    path: str
    first: int = 0

    def part(self, start, end=None):
        """Some of its steps."""
        return Piece(self.steps[start:end], self.path, self.first + start)

    def path_of(self, index):
        """The path of a step."""
        return f"{self.path}[{self.first + index + 1}]"


def unfold(layout, flow):
    """The Thread of a flow."""
    thread = Thread(flow, tuple(layout.flows[flow].classes))
    _thread(layout, thread, Piece(layout.flows[flow].steps, f"layout.flows.{flow}.steps"))
    _tell_apart(thread)
    return thread


def _thread(layout, thread, piece):
    """A thread with the nodes of its steps."""
    thread.first = _list(layout, thread, piece, None)
    _count_parts(thread)
    return thread


def _list(layout, thread, piece, after):
    """The first node of a piece; built from its end, since each node knows the next.

    What stands behind a split is another thread, and so is what a new whole does; so a list is built
    piece by piece.
    """
    cut = next((i for i, step in enumerate(piece.steps) if _begins_a_thread(step)), len(piece.steps))
    if cut < len(piece.steps):
        begin = _split if piece.steps[cut].verb == "split" else _gather
        after = begin(layout, thread, piece.part(cut), after)
    for i in reversed(range(cut)):
        after = _node(layout, thread, (piece.steps[i], piece.path_of(i)), after)
    return after


def _split(layout, thread, piece, after):
    """The node of a split that begins a piece: its parts have the steps up to their gather, or all."""
    step, end = piece.steps[0], end_of_parts(piece.steps)
    behind = _list(layout, thread, piece.part(end + 1), after) if step.parent == "waits" else None
    node = Node(step, piece.path_of(0), thread, behind)
    part = Thread(thread.flow, (step.split,), step.split, carried=thread.carried[:-1])
    if thread.carried:
        part.met = thread.carried[-1].thread.met  # who gets out of a whole is who went into it
    node.parts[step.split] = _thread(layout, part, piece.part(1, end))
    return _met(thread, node)


def _gather(layout, thread, piece, after):
    """The node of a gather that begins a piece: the rest is what the new whole does, `after` nobody's."""
    step = piece.steps[0]
    node = Node(step, piece.path_of(0), thread, None)
    whole = Thread(thread.flow, (step.into,), step.into, carried=(*thread.carried, node))
    node.parts[step.into] = _thread(layout, whole, piece.part(1))
    return _met(thread, node)


def _begins_a_thread(step):
    return step.verb == "split" or (step.verb == "gather" and step.into is not None)


def _node(layout, thread, said, after):
    """The node of a step; `said` is the step and its path."""
    step, path = said
    if step.verb == "do":
        first = _list(layout, thread, Piece(layout.parts[step.do], f"layout.parts.{step.do}"), after)
        thread.named[step.name] = first
        return first
    if step.verb == "match":
        return _match(layout, thread, said, after)
    node = Node(step, path, thread, after)
    for case, steps in reversed(_ways_of(step)):
        node.ways[case] = _list(layout, thread, Piece(steps, f"{path}.{case}"), after)
    node.ways = dict(reversed(node.ways.items()))
    for name, steps in step.into.items() if step.verb == "fork" else ():
        classes = (name,) if name in layout.classes else thread.classes
        part = Thread(thread.flow, classes, name)
        node.parts[name] = _thread(layout, part, Piece(steps, f"{path}.{name}"))
    return _met(thread, node)


def _match(layout, thread, said, after):
    """The node of a match: a way for each role in which those of the thread may come."""
    step, path = said
    node = Node(step, path, thread, after)
    about = layout.matches[step.match]
    instead = {}
    if step.then is not None:
        instead["then"] = _list(layout, thread, Piece(step.then, f"{path}.then"), after)
    for role, one in about.between.items():
        if one in thread.classes:
            meet = _meet(layout, node, role)
            meet.ways |= instead
            before = Piece(waits_of(about, role), f"layout.matches.{step.match}.when.{role}")
            node.ways[role] = _list(layout, thread, before, meet)
    return _met(thread, node)


def _meet(layout, match, role):
    """The node at which one in a role waits for the others; the leader's has what they do together."""
    thread, name = match.thread, match.step.match
    about = layout.matches[name]
    node = Node(Meeting(match.step, about, role), match.path, thread, match.after)
    if role == about.leader:
        end = Node(Parting(match.step, about), match.path, thread, match.after)
        thread.nodes.append(end)
        together = Piece(about.together, f"layout.matches.{name}.together")
        node.ways["together"] = _list(layout, thread, together, end)
    thread.nodes.append(node)
    return node


def _met(thread, node):
    """The node, noted in its thread."""
    thread.nodes.append(node)
    thread.named[node.step.name] = node
    return node


def _ways_of(step):
    if step.verb == "choose":
        return list(step.of.items())
    if step.verb == "branch":
        return list(step.cases.items()) or [("then", step.then), ("else", step.else_)]
    return [(arm.name, arm.steps) for arm in arms(step)] if step.verb == "visit" else []


def _count_parts(thread):
    """Forks that are open at once count their parts apart, from the fork to its last join."""
    steps = thread.nodes[::-1]
    last = {node.step.name: i for i, node in enumerate(steps) if node.step.verb == "join"}
    busy = {}  # counter: where it is free again
    for i, node in enumerate(steps):
        if node.step.verb == "split":
            # Nothing happens between its beginning and its end.
            node.counter = UNJOINED if node.step.parent == "ends" else _free_counter(busy, i, node)
        elif node.step.verb == "fork":
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


def _tell_apart(thread):
    """Numbers the steps of one name that one entity may do, in this thread and in those it goes on in."""
    for node in reversed(thread.nodes):
        node.same = thread.met[node.step.name]
        thread.met[node.step.name] += 1
    for node in reversed(thread.nodes):
        for part in node.parts.values():
            _tell_apart(part)


def _free_counter(busy, at, fork):
    free = [counter for counter in range(UNJOINED) if busy.get(counter, NOBODY) < at]
    if not free:
        text = f"more than {UNJOINED} forks are open at once; join one of them before this one"
        raise ScenarioError([Fault(fork.path, f"fork {fork.step.name}", text)])
    return free[0]
