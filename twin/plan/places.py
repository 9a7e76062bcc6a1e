"""Ways between places: the links of the shortest path, each travelled one after the other."""

from typing import NamedTuple

from twin.plan.plan import Point

BACK = ":back"  # the way back of a link that goes both ways is a point of its own


class Leg(NamedTuple):
    """One link on the way: its point, its seconds, and the metres that may stand on it (inf: no limit)."""

    point: Point
    time: float
    room: float


class Ways:
    """The shortest ways of a layout, by time; of two equal ones, the link written first."""

    def __init__(self, layout):
        self._layout = layout
        self._graph = None
        self._known = {}

    def legs(self, start, end):
        """[Leg] from a place to another; none where either is unknown, or both are the same."""
        if start is None or end is None or start == end:
            return ()
        if (start, end) not in self._known:
            self._known[start, end] = self._shortest(start, end)
        return self._known[start, end]

    def _shortest(self, start, end):
        import networkx as nx

        if self._graph is None:
            self._graph = self._links(nx.DiGraph())
        path = nx.dijkstra_path(self._graph, start, end, weight=_time)
        return tuple(self._graph.edges[pair]["leg"] for pair in zip(path, path[1:], strict=False))

    def _links(self, graph):
        for name, link in self._layout.links.items():
            ways = [(link.from_, link.to, name)] + [(link.to, link.from_, name + BACK)] * link.both_ways
            for start, end, called in ways:
                leg = Leg(Point("link", called), link.travel_time, link.room)
                if not graph.has_edge(start, end) or leg.time < graph.edges[start, end]["leg"].time:
                    graph.add_edge(start, end, leg=leg)
        return graph


def _time(start, end, edge):
    return edge["leg"].time
