"""The program of a flow: its blocks in an order in which only repeated steps lie behind."""

from dataclasses import dataclass, field

from twin.model.demand import ByFleet
from twin.model.errors import Fault, ScenarioError
from twin.model.questions import counted
from twin.plan.instructions import Arrive, Goto, Pass
from twin.plan.plan import STEP, table_of
from twin.plan.unfold import unfold
from twin.plan.verbs import write
from twin.plan.writing import ARRIVAL, MOST_ANSWERS, MOST_REGISTERS, Block, Spot, Writing

ENTRY = "entry"  # where the entities of a fleet begin


@dataclass
class Program:
    """All instructions of a plan: blocks of all flows one after the other."""

    lines: list = field(default_factory=list)  # (flow, instruction)
    pcs: dict = field(default_factory=dict)  # {(flow, start of a block): pc}
    entries: dict = field(default_factory=dict)  # {flow, or what an actor is for: pc}

    def add(self, draft, flow):
        """Writes the program of one flow behind the others."""
        blocks = _blocks(draft, flow)
        self.write(flow, [ENTRY, *(start for start in blocks if start != ENTRY)], blocks)

    def write(self, owner, starts, blocks, *, entry=ENTRY):
        """Writes blocks in the order of their starts; whose program they are begins at `entry`."""
        for start, instructions in _in_line(starts, blocks):
            self.pcs[owner, start] = len(self.lines)
            self.lines.extend((owner, instruction) for instruction in instructions)
        self.entries[owner] = self.pcs[owner, entry]


@dataclass
class Table:
    """What instructions need to become rows."""

    classes: tuple[str, ...]
    points: dict  # {Point: index}
    services: object
    legs: dict
    pools: object
    tab: list = field(default_factory=lambda: [0])  # nothing begins at 0, so 0 says nothing
    cum: list = field(default_factory=list)
    pcs: dict = field(default_factory=dict)  # of the flow at work
    _services: dict = field(default_factory=dict)
    _ways: dict = field(default_factory=dict)

    def ways_of(self, pick):
        """Where the ways of a choice begin in `tab`: first and number of each class."""
        if id(pick) not in self._ways:
            self._ways[id(pick)] = first = len(self.tab)
            self.tab.extend([0] * (2 * len(self.classes)))
            written = {}
            for index, cls in enumerate(self.classes):
                ways = pick.ways.get(cls, pick.targets)
                if ways not in written:
                    written[ways] = len(self.tab)
                    self.tab.extend(self.pcs[way] for way in ways)
                self.tab[first + 2 * index : first + 2 * index + 2] = [written[ways], len(ways)]
        return self._ways[id(pick)]

    def services_of(self, stop):
        """Where the rows of SERVICE of a visit begin in `tab`."""
        name = (stop.point.name, stop.name)
        if name not in self._services:
            self._services[name] = len(self.tab)
            leg = self.legs.get(stop.point)
            self.tab.extend(self.services.of_link(leg) if leg else self.services.of_station(*name))
        return self._services[name]


def rows_of(program, table):
    """The rows of STEP of a program."""
    by_flow = {}
    for (flow, start), pc in program.pcs.items():
        by_flow.setdefault(flow, {})[start] = pc
    rows = []
    for flow, instruction in program.lines:
        table.pcs = by_flow[flow]
        rows.append(instruction.row(table))
    return table_of(rows, STEP)


def _blocks(draft, flow):
    """{start: Block} of a flow, in an order in which only `again` and `return` jump back."""
    thread = unfold(draft.scenario.layout, flow)
    writing = Writing(draft, flow, _registers(draft.scenario, thread))
    begin = {}
    first = Spot(thread.first, draft.scenario.layout.flows[flow].starts_at)
    begin[ENTRY] = _begin(draft, flow, first, begin)
    out, roots = {}, [ENTRY]
    for root in roots:
        found = _reached(root, lambda start: begin.get(start) or write(writing, start))
        out.update(found)
        roots.extend(
            line.part for block in found.values() for line in block.instructions if hasattr(line, "part")
        )
    return out


def _begin(draft, flow, first, begin):
    """A fleet begins with its time outside; others with the first step."""
    arrives = draft.scenario.demand.flows[flow]
    if not isinstance(arrives, ByFleet):
        return Block([], first)
    fleet = draft.scenario.demand.fleets[arrives.fleet]
    laws = draft.laws
    starts = laws.index(fleet.starts) if fleet.starts else laws.equilibrium(fleet.away)
    begin[ARRIVAL] = Block([Arrive()], first)
    return Block([Pass(f"{arrives.fleet}.starts", starts)], ARRIVAL)


def _registers(scenario, thread):
    """{question: register} of what a flow both sets and asks, gathers or meets by, or hands over.

    What is handed over has one register in all flows.
    """
    nodes = list(_all_nodes(thread))
    given = sorted({name for match in scenario.layout.matches.values() for name in match.attributes_given})
    gone_by = [name for node in nodes if node.step.verb == "gather" for name in node.step.by]
    gone_by += [name for node in nodes if node.step.verb == "meet" for name in node.step.match.same]
    asked = {node.step.branch for node in nodes if node.step.verb == "branch"}
    named = [name for node in nodes if node.step.verb == "set" for name in node.step.set if name in asked]
    own = sorted({*named, *gone_by} - set(given))
    registers = {name: i for i, name in enumerate([*given, *own])}
    where = f"layout.flows.{thread.flow}.steps"
    if len(registers) > MOST_REGISTERS:
        text = f"sets {len(registers)} attributes that it asks for; at most {MOST_REGISTERS} can be kept"
        raise ScenarioError([Fault(where, "", text)])
    for name in registers:
        said = counted(scenario, tuple(scenario.layout.classes), name)
        if said is not None and len(said.cases) > MOST_ANSWERS:
            text = f"{name} is kept and has {len(said.cases)} answers; at most {MOST_ANSWERS} are told apart"
            raise ScenarioError([Fault(where, "", text)])
    return registers


def _all_nodes(thread):
    for node in thread.nodes:
        yield node
        for part in node.parts.values():
            yield from _all_nodes(part)


def _reached(root, block_of):
    """{start: Block} of all that is reached from a root, each before those it leads to but for jumps back."""
    blocks, finished = {root: block_of(root)}, []
    path = [(root, iter(_next(blocks[root])))]
    while path:
        start, ahead = path[-1]
        fresh = next((one for one in ahead if one not in blocks), None)
        if fresh is None:
            finished.append(start)
            path.pop()
            continue
        blocks[fresh] = block_of(fresh)
        path.append((fresh, iter(_next(blocks[fresh]))))
    return {start: blocks[start] for start in reversed(finished)}


def _next(block):
    """Where a block leads to, the last first: so the first case comes to stand right behind its question."""
    targets = [target for line in block.instructions for target in line.targets]
    if block.after is not None:
        targets.insert(0, block.after)
    return reversed(targets)


def _in_line(starts, blocks):
    """Yields (start, instructions), with the jumps that connect blocks which are not neighbours."""
    place = {start: i for i, start in enumerate(starts)}
    for i, start in enumerate(starts):
        block = blocks[start]
        lines = list(block.instructions)
        following = starts[i + 1] if i + 1 < len(starts) else None
        if block.after is not None and block.after != following:
            lines.append(Goto((block.after,)))
        if block.again and place[lines[-1].targets[0]] > i:
            yield from _back_by_a_detour(start, lines)
            continue
        yield start, lines


def _back_by_a_detour(start, lines):
    """To do a step again is a jump back, a new round of the entity's luck, though its code lies ahead."""
    hop, back = (start, "hop"), (start, "back")
    yield start, [*lines[:-1], Goto((back,))]
    yield hop, [lines[-1]]
    yield back, [Goto((hop,))]
