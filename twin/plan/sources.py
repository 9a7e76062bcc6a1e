"""Who arrives in each flow: the demand as processes that are drawn window by window."""

import numpy as np

from twin.model.demand import ByFleet
from twin.plan.draws import name_key
from twin.plan.kinds import process_of
from twin.plan.plan import Source
from twin.plan.seen import standing
from twin.plan.writing import ARRIVAL

WAITING = 1 << 60  # identity of the first who waits at the start, beyond those who arrive


class Records:
    """Recorded service times of all sources: a column for each step that has some, nan where unknown."""

    def __init__(self, scenario):
        flows = scenario.demand.flows.items()
        recorded = {flow: arrives for flow, arrives in flows if getattr(arrives, "stations", ())}
        names = sorted({name for arrives in recorded.values() for name in arrives.stations})
        self.columns = {name: i for i, name in enumerate(names)}
        self.first, n = {}, 0
        for flow, arrives in recorded.items():
            self.first[flow] = n
            n += len(arrives.rows)
        rows = [row for arrives in recorded.values() for row in arrives.rows]
        given = [[row.service.get(name, np.nan) for name in names] for row in rows]
        self.given = np.array(given, float).reshape(n, len(names))


def source_of(draft, flow, *, program, records):
    """The Source of a flow whose program is written."""
    scenario = draft.scenario
    arrives = scenario.demand.flows[flow]
    entry = program.entries[flow]
    is_fleet = isinstance(arrives, ByFleet)
    return Source(
        name=flow,
        key=name_key(flow),
        flow=list(scenario.layout.flows).index(flow),
        pc=(entry,) * len(draft.classes),
        mix=_mix(draft, flow, arrives),
        process=process_of(draft, flow, records),
        waiting=arrives.at_start,
        first_waiting=0 if is_fleet else WAITING,
        waiting_pc=program.pcs[flow, ARRIVAL] if is_fleet else entry,
        seen=standing(scenario, flow, program, draft.classes),
    )


def _mix(draft, flow, arrives):
    """((class, cumulative share), ...): as said, else the only class, else all alike."""
    if isinstance(arrives, ByFleet):
        return ((draft.classes.index(draft.scenario.demand.fleets[arrives.fleet].class_), 1.0),)
    classes = draft.scenario.layout.flows[flow].classes
    shares = dict(arrives.mix) or dict.fromkeys(classes, 1.0 / len(classes))
    running = np.cumsum(list(shares.values()))
    running[-1] = 1.0
    return tuple((draft.classes.index(cls), float(share)) for cls, share in zip(shares, running, strict=True))
