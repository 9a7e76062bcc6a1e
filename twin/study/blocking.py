"""Which places can jam: those with limited room where each may wait for the next, round in a circle."""

import networkx as nx

from twin.plan.plan import ENTER, IF_FULL, UNLIMITED, VISIT, WALK
from twin.plan.visits import NOBODY
from twin.study.coming import class_shares
from twin.study.expected import State, first_step, instead, successors

NOWHERE = NOBODY


def circles(plan):
    """Names of places that wait for each other in a circle, in order; one circle a knot."""
    graph = waits(plan)
    out = []
    for knot in sorted(map(sorted, nx.strongly_connected_components(graph))):
        inner = graph.subgraph(knot)
        if inner.number_of_edges():
            edges = nx.find_cycle(inner, knot[0])
            out.append([_name(plan, a) for a, _ in edges])
    return out


def waits(plan):
    """The graph of who can wait for whom: from a place held to the limited place asked for next."""
    graph = nx.DiGraph()
    met = set()
    queue = [
        (State(first_step(plan, source.pc[cls]), cls), NOWHERE)
        for source in plan.sources
        for cls in class_shares(source)
    ]
    while queue:
        state, held = queue.pop()
        if (state.pc, state.cls, state.registers, held) in met:
            continue
        met.add((state.pc, state.cls, state.registers, held))
        step = plan.arrays.step[state.pc]
        if step["op"] == VISIT:
            place, others = int(step["a"]), instead(plan.arrays, state)
            if held != NOWHERE and _is_limited(plan, place) and IF_FULL not in others:
                graph.add_edge(held, place)
            # Who turns away keeps the place it holds, who gives up holds none.
            queue.extend((other, held if why == IF_FULL else NOWHERE) for why, other in others.items())
            queue.append((successors(plan.arrays, state, _even)[0][1], place))
            continue
        if step["op"] in (WALK, ENTER):
            held = NOWHERE
        for _, after in successors(plan.arrays, state, _even):
            begins = after.is_part and not state.is_part and after.pc != state.pc + 1
            queue.append((after, NOWHERE if begins else held))
    return graph


def _even(way):
    return 1.0


def _is_limited(plan, place):
    return plan.arrays.station["room"][place] < UNLIMITED


def _name(plan, place):
    return plan.names.points[place].name
