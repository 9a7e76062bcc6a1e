"""How many come in each hour: expected, and where half and nine in ten of drawn days lie."""

import numpy as np
import pandas as pd

from twin.plan.arrivals import windows
from twin.plan.processes.coming import HOUR
from twin.study.coming import arrivals_by_hour, hour_edges, is_fleet

DAYS = 60  # that are drawn: the ends of nine in ten are then known to within a twentieth of the days
LOOKED = 48  # hours that are drawn of a longer run
SHARES = (0.05, 0.25, 0.75, 0.95)
COLUMNS = ("low90", "low50", "high50", "high90")


def arrival_fans(plan, days=DAYS):
    """flow, hour, mean and COLUMNS of all flows that come from outside; a fleet comes as the port lets it."""
    edges = hour_edges(plan)[: LOOKED + 1]
    sources = [source for source in plan.sources if not is_fleet(source)]
    flows = sorted({source.flow for source in sources})
    drawn, mean = _drawn(plan, edges, days), np.zeros((len(plan.names.flows), len(edges) - 1))
    for source in sources:
        for by_hour in arrivals_by_hour(plan, source).values():
            mean[source.flow] += by_hour[: len(edges) - 1]
    frames = []
    for flow in flows:
        bands = dict(zip(COLUMNS, np.quantile(drawn[:, flow], SHARES, axis=0), strict=True))
        hours = {"flow": plan.names.flows[flow], "hour": np.arange(len(edges) - 1), "mean": mean[flow]}
        frames.append(pd.DataFrame({**hours, **bands}))
    empty = pd.DataFrame({name: [] for name in ("flow", "hour", "mean", *COLUMNS)})
    return pd.concat(frames, ignore_index=True) if frames else empty


def _drawn(plan, edges, days):
    """[day, flow, hour] arrivals, from the luck of as many replications."""
    found = np.zeros((days, len(plan.names.flows), len(edges) - 1))
    for day in range(days):
        for rows, drawn in windows(plan, day):
            rows = rows[(rows["time"] >= 0) & (rows["time"] < edges[-1])]
            np.add.at(found[day], (rows["flow"], (rows["time"] // HOUR).astype(int)), 1)
            if drawn.until >= edges[-1]:
                break
    return found
