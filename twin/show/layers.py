"""A directed graph in layers: who stands in which row, and where, so that few edges cross."""

import math
from typing import Any, NamedTuple

import networkx as nx

SWEEPS = 12  # up and down: more change nothing on graphs of a page


class Bend(NamedTuple):
    """Where an edge passes a row between its ends."""

    begin: Any
    end: Any
    row: int


class Layered(NamedTuple):
    """[row] its nodes and bends from left to right; what is tied from row to row; edges that lead back."""

    rows: tuple
    ties: tuple
    back: tuple


def layered(graph):
    """The Layered of a directed graph, by its longest ways; sources stand above who comes after them."""
    back = _back_edges(graph)
    ahead = nx.DiGraph()
    ahead.add_nodes_from(graph)
    ahead.add_edges_from(edge for edge in graph.edges if edge not in back)
    row = {node: i for i, each in enumerate(nx.topological_generations(ahead)) for node in each}
    for node in ahead:
        if not ahead.in_degree(node) and ahead.out_degree(node):
            row[node] = min(row[after] for after in ahead.successors(node)) - 1
    bent = _bent(ahead, row)
    rows = [[] for _ in range(max(row.values(), default=-1) + 1)]
    for node in bent:
        rows[node.row if isinstance(node, Bend) else row[node]].append(node)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        order = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
        for i in order:
            rows[i] = _by_middle(bent, rows[i], rows[i - 1 if down else i + 1], down)
    return Layered(tuple(map(tuple, rows)), tuple(bent.edges), tuple(back))


def places(drawn, widths, room, gap):
    """{node: middle}: each as near to those it is tied to as its row has room for.

    `widths`: {node: how wide}; a row that is too wide for the room is pushed together.
    """
    at = {node: room * (i + 0.5) / len(row) for row in drawn.rows for i, node in enumerate(row)}
    tied = _tied(drawn)
    for _ in range(SWEEPS):
        for row in (*drawn.rows, *reversed(drawn.rows)):
            wanted = [
                sum(at[other] for other in tied[node]) / len(tied[node]) if tied[node] else at[node]
                for node in row
            ]
            at |= zip(row, _apart(wanted, [widths[node] for node in row], room, gap), strict=True)
    ends = [(at[node] - widths[node] / 2, at[node] + widths[node] / 2) for node in at]
    aside = (room - min(left for left, _ in ends) - max(right for _, right in ends)) / 2 if ends else 0.0
    return {node: middle + aside for node, middle in at.items()}


def ways(graph, drawn):
    """{edge: its nodes and bends from begin to end}, of all edges that do not lead back."""
    bends = {}
    for row in drawn.rows:
        for node in row:
            if isinstance(node, Bend):
                bends.setdefault((node.begin, node.end), []).append(node)
    return {edge: (edge[0], *bends.get(edge, ()), edge[1]) for edge in graph.edges if edge not in drawn.back}


def _back_edges(graph):
    """Edges to a node that one comes from, as one walks from the sources in their order."""
    back, done, open_ = [], set(), []

    def walk(node):
        open_.append(node)
        for after in graph.successors(node):
            if after in open_:
                back.append((node, after))
            elif after not in done:
                walk(after)
        done.add(open_.pop())

    for node in graph:
        if node not in done:
            walk(node)
    return back


def _bent(ahead, row):
    """The graph with a Bend in every row that an edge passes."""
    bent = nx.DiGraph()
    bent.add_nodes_from(ahead)
    for begin, end in ahead.edges:
        chain = [begin, *(Bend(begin, end, i) for i in range(row[begin] + 1, row[end])), end]
        nx.add_path(bent, chain)
    return bent


def _by_middle(bent, row, other, down):
    """A row in the order of the middles of those in the row beside it."""
    rank = {node: i for i, node in enumerate(other)}
    middle = {}
    for i, node in enumerate(row):
        near = [rank[each] for each in (bent.pred if down else bent.succ)[node] if each in rank]
        middle[node] = sum(near) / len(near) if near else i * len(other) / len(row)
    return sorted(row, key=middle.__getitem__)


def _tied(drawn):
    """{node: those it is tied to}; a tie of two bends counts more, as an edge that is not straight shows."""
    tied = {node: [] for row in drawn.rows for node in row}
    for above, below in drawn.ties:
        times = 1 + isinstance(above, Bend) + isinstance(below, Bend)
        tied[above] += [below] * times
        tied[below] += [above] * times
    return tied


def _apart(wanted, widths, room, gap):
    """Middles near those wanted, in their order, with a gap between and none outside.

    Halfway between pushing all to the right and all to the left, so that a row does not drift to a side.
    """
    gap = min(gap, (room - sum(widths)) / max(len(widths) - 1, 1))
    right = _pushed(wanted, widths, gap)
    left = [-each for each in reversed(_pushed([-x for x in reversed(wanted)], widths[::-1], gap))]
    middles = [(one + other) / 2 for one, other in zip(right, left, strict=True)]
    middles = _pushed(middles, widths, gap, edge=0.0)
    mirrored = [room - x for x in reversed(middles)]
    return [room - x for x in reversed(_pushed(mirrored, widths[::-1], gap, edge=0.0))]


def _pushed(wanted, widths, gap, edge=-math.inf):
    """Middles no further to the left than wanted, the edge, and those before allow."""
    middles = []
    for middle, width in zip(wanted, widths, strict=True):
        middles.append(max(middle, edge + width / 2))
        edge = middles[-1] + width / 2 + gap
    return middles
