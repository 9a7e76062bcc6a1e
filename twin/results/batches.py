"""Those served together: one of them stands for the server that they share."""

import numpy as np

from twin.plan.visits import NOBODY


def batched(plan, point):
    """[row] whether the station of each row serves several at once."""
    most = np.zeros(len(plan.names.points), np.int64)
    most[: plan.stations] = plan.arrays.station["batch_most"]
    return most[point] > 0


def one_a_server(plan, spans):
    """The Spans in which of a batch only the one that leaves last has, and holds, its server."""
    together = np.flatnonzero(batched(plan, spans.point) & (spans.server != NOBODY))
    if not len(together):
        return spans
    columns = [column[together] for column in (spans.left, spans.started, spans.server, spans.point)]
    order = np.lexsort(columns)
    same = np.ones(len(together) - 1, bool)
    for column in columns[1:]:
        same &= column[order][1:] == column[order][:-1]
    others = together[order[:-1][same]]
    is_other = np.zeros(len(spans.point), bool)
    is_other[others] = True
    return spans._replace(
        server=np.where(is_other, NOBODY, spans.server),
        holds=np.where((spans.holds != NOBODY) & is_other[spans.holds], NOBODY, spans.holds),
    )
