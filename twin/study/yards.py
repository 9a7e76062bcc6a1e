"""Who stands on which track of a yard from when until when, in one replication."""

import heapq

import numpy as np
import pandas as pd

from twin.plan.visits import NOBODY
from twin.study.carrying.tracks import sections

COLUMNS = ("section", "tracks", "track", "flow", "begin", "end")


def stays(plan, scenario, seen):
    """COLUMNS, times in seconds: tracks are not told apart, and who comes is given the lowest free one."""
    found = []
    for section in sections(plan, scenario):
        if section.kind == "yard":
            found += _of(plan, section, seen)
    return pd.DataFrame(found, columns=list(COLUMNS))


def _of(plan, section, seen):
    """The rows of one yard; those served together on one server are one."""
    visits = seen.visits[np.isin(seen.visits["point"], section.points)]
    visits = visits[~np.isnan(visits["started"])]
    left = np.where(np.isnan(visits["left"]), seen.end, visits["left"])
    together = {}
    for i, (row, end) in enumerate(zip(visits, left.tolist(), strict=True)):
        server = (row["point"], row["server"]) if row["server"] != NOBODY else (NOBODY, i)
        key = (float(row["started"]), *map(int, server), int(row["flow"]))
        together[key] = max(together.get(key, end), end)
    rows = sorted((begin, end, flow) for (begin, *_, flow), end in together.items() if end > begin)
    tracks = lowest_free([(begin, end) for begin, end, _ in rows])
    flows = plan.names.flows
    return [
        (section.name, section.places, track, flows[flow] if flow != NOBODY else "", begin, end)
        for (begin, end, flow), track in zip(rows, tracks, strict=True)
    ]


def lowest_free(spans):
    """[span] the lowest track that is free when it begins, from 0; spans come in order of their beginning.

    >>> lowest_free([(0.0, 5.0), (1.0, 2.0), (3.0, 9.0), (5.0, 6.0)])
    [0, 1, 1, 0]
    """
    out, busy, free, tracks = [], [], [], 0
    for begin, end in spans:
        while busy and busy[0][0] <= begin:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            heapq.heappush(free, tracks)
            tracks += 1
        out.append(heapq.heappop(free))
        heapq.heappush(busy, (end, out[-1]))
    return out
