"""What is held while one waits: places that can jam in a circle, and servers kept by who waits elsewhere."""

from twin.plan.plan import (
    AWAIT,
    AWAIT_MARK,
    ENTER,
    IF_FULL,
    MEET,
    PERMIT,
    SEIZE,
    UNLIMITED,
    VISIT,
    WALK,
)
from twin.plan.visits import NOBODY
from twin.study.coming import class_shares
from twin.study.expected import State, first_step, instead, successors

NOWHERE = NOBODY
BY_NAME = (AWAIT, SEIZE, PERMIT, AWAIT_MARK, MEET)  # steps that wait where one stands


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
    for state, step, held in _walked(plan):
        if step["op"] == VISIT and held != NOWHERE and _is_limited(plan, int(step["a"])):
            if IF_FULL not in instead(plan.arrays, state):
                edges[held, int(step["a"])] = None
    return list(edges)


def kept(plan):
    """{station: what is waited for by those who keep one of its servers meanwhile}, by names."""
    out = {}
    for _, step, held in _walked(plan):
        if step["op"] in BY_NAME and held != NOWHERE and plan.arrays.station["servers"][held]:
            if plan.names.points[held].kind == "station":
                out.setdefault(_name(plan, held), {})[_name(plan, step["c"])] = None
    return out


def _walked(plan):
    """(state, its step, the place held there) of all that anyone may come to, each once."""
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
        yield state, step, held
        if step["op"] == VISIT:
            place, others = int(step["a"]), instead(plan.arrays, state)
            # Who turns away keeps the place it holds, who gives up holds none.
            queue.extend((other, held if why == IF_FULL else NOWHERE) for why, other in others.items())
            queue.append((successors(plan.arrays, state, _even)[0][1], place))
            continue
        if step["op"] in (WALK, ENTER):
            held = NOWHERE
        for _, after in successors(plan.arrays, state, _even):
            begins = after.is_part and not state.is_part and after.pc != state.pc + 1
            queue.append((after, NOWHERE if begins else held))


def _even(way):
    return 1.0


def _is_limited(plan, place):
    return plan.arrays.station["room"][place] < UNLIMITED


def _name(plan, place):
    return plan.names.points[place].name
