"""Which places can jam: those with limited room where each may wait for the next, round in a circle."""

from twin.plan.plan import ENTER, IF_FULL, UNLIMITED, VISIT, WALK
from twin.plan.visits import NOBODY
from twin.study.coming import class_shares
from twin.study.expected import State, first_step, instead, successors

NOWHERE = NOBODY


def circles(plan):
    """Names of places that wait for each other in a circle, in order; one circle a knot."""
    edges = _in_circles(waits(plan))
    if not edges:
        return []
    import networkx as nx  # takes longer than a check of most ports, which have no circle

    graph = nx.DiGraph(edges)
    out = []
    for knot in sorted(map(sorted, nx.strongly_connected_components(graph))):
        inner = graph.subgraph(knot)
        if inner.number_of_edges():
            edges = nx.find_cycle(inner, knot[0])
            out.append([_name(plan, a) for a, _ in edges])
    return out


def _in_circles(edges):
    """Those of the edges that may be in a circle: one waits for where it begins, and where it ends waits."""
    kept = edges
    while True:
        begun, ended = {a for a, _ in kept}, {b for _, b in kept}
        fewer = [(a, b) for a, b in kept if a in ended and b in begun]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def waits(plan):
    """Who can wait for whom, each once: a place that is held, and the limited place asked for next."""
    edges = {}
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
                edges[held, place] = None
            # Who turns away keeps the place it holds, who gives up holds none.
            queue.extend((other, held if why == IF_FULL else NOWHERE) for why, other in others.items())
            queue.append((successors(plan.arrays, state, _even)[0][1], place))
            continue
        if step["op"] in (WALK, ENTER):
            held = NOWHERE
        for _, after in successors(plan.arrays, state, _even):
            begins = after.is_part and not state.is_part and after.pc != state.pc + 1
            queue.append((after, NOWHERE if begins else held))
    return list(edges)


def _even(way):
    return 1.0


def _is_limited(plan, place):
    return plan.arrays.station["room"][place] < UNLIMITED


def _name(plan, place):
    return plan.names.points[place].name
