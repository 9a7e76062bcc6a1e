"""Which part a wait for parts was for: the one whose end let the whole go on."""

from typing import NamedTuple

import numpy as np

from twin.plan.jit import entry
from twin.plan.visits import NOBODY
from twin.results.places import JOIN


class PartStays(NamedTuple):
    """Stays of parts, and the wait each of them explains."""

    row: np.ndarray  # [stay] visit of the part
    wait: np.ndarray  # [stay] visit of the whole at its join


def part_stays(spans, trips):
    """The visits of the part that each join waited for, while it waited."""
    joins = np.flatnonzero(spans.places.kind[spans.point] == JOIN)
    joins = joins[spans.joined[joins] > spans.asked[joins]]
    parts = np.flatnonzero(trips["parent"] != 0)
    if not len(joins) or not len(parts):
        return PartStays(np.zeros(0, np.int64), np.zeros(0, np.int64))
    left = np.where(np.isnan(trips["left"]), np.inf, trips["left"])
    order = parts[np.lexsort((trips["arrived"][parts], trips["parent"][parts]))]
    known = np.maximum(spans.trip[joins], 0)
    wanted = trips["key"][known]
    first = np.searchsorted(trips["parent"][order], wanted, "left")
    last = np.searchsorted(trips["parent"][order], wanted, "right")
    until = np.where(spans.is_ended[joins], spans.joined[joins], np.inf)
    times = np.stack([np.ascontiguousarray(trips["arrived"]), left])
    chosen = _last_part(order, times, (first, last), (spans.asked[joins], until))
    joins, chosen = joins[chosen != NOBODY], chosen[chosen != NOBODY]
    at = np.where(spans.trip == NOBODY, -1, spans.trip)
    return _stays(joins, *_blocks(at, chosen))


@entry
def _last_part(order, times, blocks, wait):
    """[join] the part that ended when the wait did; while it goes on, the youngest that has not ended."""
    arrived, left = times
    first, last = blocks
    asked, until = wait
    out = np.full(len(first), NOBODY, np.int64)
    for i in range(len(first)):
        for at in range(first[i], last[i]):
            part = order[at]
            if arrived[part] <= asked[i] and left[part] == until[i]:
                out[i] = part
    return out


def _blocks(trip_of_row, trips):
    """First and one-past-last row of the visits of each trip; rows of a trip stand together."""
    rows = np.flatnonzero(trip_of_row >= 0)
    known = trip_of_row[rows]
    first, last = np.searchsorted(known, trips, "left"), np.searchsorted(known, trips, "right")
    rows = np.append(rows, len(trip_of_row))
    return rows[first], rows[first] + (last - first)


def _stays(joins, first, last):
    count = last - first
    row = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    return PartStays(row, np.repeat(joins, count))
