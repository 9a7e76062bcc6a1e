"""Ways between places: the links of the shortest path, each travelled one after the other."""

from typing import NamedTuple

from twin.model.shortest import by_time, links_by, shortest
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
        self._links = _links(layout)
        self._known = {}

    def legs(self, start, end):
        """[Leg] from a place to another; none where either is unknown, or both are the same."""
        if start is None or end is None or start == end:
            return ()
        if start not in self._known:
            self._known[start] = shortest(self._links, start)
        return self._known[start][end][1]


def _links(layout):
    """{place: {next place: (seconds, Leg)}}."""
    return {
        start: {
            end: (time, _leg(layout.links[name], name, back)) for end, (time, (name, back)) in ahead.items()
        }
        for start, ahead in links_by(by_time, layout).items()
    }


def _leg(link, name, back):
    return Leg(Point("link", name + BACK * back), link.travel_time, link.room)
