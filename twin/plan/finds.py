"""What is found where: rows that results read and no engine does."""

from typing import NamedTuple

from twin.model.detecting import controls
from twin.model.serving import kinds_of_server, models
from twin.model.threats import APART, HERE, READER, THREATS
from twin.plan.visits import NOBODY

# Found at once | shown on an image that somebody else reads | the one who reads it.
AT_ONCE, SHOWN, READING = range(3)
_HOW = {HERE: AT_ONCE, APART: SHOWN, READER: READING}


class Find(NamedTuple):
    """A control that a visit to a server goes through."""

    point: int
    server: int  # NOBODY: any of the point that has no row of its own
    how: int
    threats: tuple[int, ...]  # indices in THREATS
    detection: float
    false_alarm: float


def finds(scenario, points):
    """The Finds of a plan's points, in their order."""
    return tuple(
        Find(index, server, _HOW[one.read], tuple(map(THREATS.index, one.threats)), *one[2:])
        for index, point in enumerate(points)
        if point.kind == "station"
        for server, model in _servers(scenario.layout.stations[point.name], point.lane)
        for one in controls(scenario, scenario.layout.stations[point.name], model)
    )


def _servers(station, lane):
    """(server, model): NOBODY for all that are alike; of several models the first, and then each server."""
    if lane != NOBODY:
        return [(NOBODY, models(station)[lane])]
    kinds = kinds_of_server(station)
    each = enumerate(models(station)) if len(kinds) > 1 else ()
    return [(NOBODY, kinds[0]), *each]
