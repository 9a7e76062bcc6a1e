"""How one of several queues is chosen, who may change it, and what stations must know of those there."""

import numpy as np

from twin.model.serving import kinds_of_server, models, move_up, work
from twin.plan.plan import (
    CHOOSE,
    IMPATIENT,
    JOCKEYS,
    LEAST_WORK,
    NO_DIST,
    PREFERENCE,
    SHORTEST_QUEUE,
    UNTIL,
    VISIT,
    WEIGHED,
)
from twin.plan.visits import NOBODY

RULES = {"shortest_queue": SHORTEST_QUEUE, "least_work": LEAST_WORK, "preference": PREFERENCE}
MS = 1000  # to a second


def traits(step, tab, stations, classes):
    """[station] bits: its work is compared, those in its queue may give up, or may change lanes."""
    out = np.zeros(stations, np.int32)
    for row in step[step["op"] == VISIT]:
        if row["d"] and any(dist != NO_DIST for dist in tab[row["d"] + UNTIL :][:classes]):
            out[row["a"]] |= IMPATIENT
        if row["e"]:
            out[row["a"]] |= JOCKEYS
    for row in step[(step["op"] == CHOOSE) & (step["b"] == LEAST_WORK)]:
        for cls in range(classes):
            first, n = tab[row["a"] + 2 * cls : row["a"] + 2 * cls + 2]
            for pc in tab[first : first + n]:
                out[step["a"][pc]] |= WEIGHED
    return out


def lanes_that_are_left(step):
    """[.] stations whose last may go over to another, in the order in which the program names them."""
    rows = step[(step["op"] == VISIT) & (step["e"] != 0)]
    return np.array(list(dict.fromkeys(rows["a"].tolist())), np.int64)


def expected_work(scenario, points, station):
    """[station, class] whole milliseconds that one is expected to take, moving up too; empty if nobody asks.

    Of servers that differ the mean counts, of tasks side by side the longest, of a full batch a share.
    """
    if not (station["traits"] & WEIGHED).any():
        return np.zeros((0, len(scenario.layout.classes)), np.int64)
    rows = [[_work(scenario, point, cls) for cls in scenario.layout.classes] for point in points]
    return np.array(rows, np.int64).reshape(len(points), len(scenario.layout.classes))


def _work(scenario, point, cls):
    if point.kind != "station":
        return 0
    station = scenario.layout.stations[point.name]
    kinds = list(models(station)) or list(kinds_of_server(station))
    kinds = kinds if point.lane == NOBODY else kinds[point.lane : point.lane + 1]
    total = max if station.tasks_run == "side_by_side" else sum
    pieces = [[piece.law.mean for piece in work(scenario, station, cls, kind)] for kind in kinds]
    each = [total(means or [0.0]) for means in pieces]
    together = station.batch.most if station.batch else 1
    return round(MS * (sum(each) / len(each) + move_up(scenario, station)) / together)


def patience_record(table, instead):
    """What VISIT's d points at: where one goes on who gives up, or finds no room, its luck, its laws."""
    targets = [NOBODY if spot is None else table.pcs[spot] for spot in (instead.gives_up, instead.if_full)]
    record = [*targets, instead.key, *instead.dists]
    table.tab.extend(record)
    return len(table.tab) - len(record)
