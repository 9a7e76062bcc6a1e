"""Who arrives in each flow: the demand as processes that are drawn window by window."""

from datetime import timedelta

import numpy as np

from twin.model.demand import ByFleet, ByProfile, Every, Recorded
from twin.model.profile import Profile
from twin.model.serving import for_class
from twin.plan.draws import name_key
from twin.plan.plan import Source
from twin.plan.processes import DAY, FleetStart, ProfileDays, Renewals, Rows
from twin.plan.visits import NOBODY

FLAT = Profile()


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


def source_of(draft, flow, *, entry, records):
    """The Source of a flow whose program begins at `entry`."""
    scenario = draft.scenario
    arrives = scenario.demand.flows[flow]
    process = _PROCESS[type(arrives)](draft, flow, arrives, records)
    return Source(
        name=flow,
        key=name_key(flow),
        flow=list(scenario.layout.flows).index(flow),
        pc=(entry,) * len(draft.classes),
        mix=_mix(draft, flow, arrives),
        process=process,
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


def _by_profile(draft, flow, arrives, records):
    demand, experiment = draft.scenario.demand, draft.scenario.experiment
    profile = demand.profiles[arrives.profile] if arrives.profile else FLAT
    growth = for_class(demand.growth, flow) or 0.0
    start = experiment.start
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    days = int((start - midnight).total_seconds() + experiment.horizon) // int(DAY) + 1
    running = np.concatenate([[0.0], np.cumsum(profile.hours)])
    return ProfileDays(
        volume=arrives.volume * (1 + growth),
        factors=tuple(profile.factor((midnight + timedelta(days=day)).date()) for day in range(days)),
        exact=arrives.exact,
        hours=tuple((running / running[-1]).tolist()),
        midnight=(midnight - start).total_seconds(),
        waiting=arrives.waiting_at_opening,
        platoon=arrives.platoon,
        gap=draft.laws.index(arrives.platoon_gap),
        cv=arrives.dispersion,
    )


def _by_fleet(draft, flow, arrives, records):
    return FleetStart(draft.scenario.demand.fleets[arrives.fleet].size)


def _every(draft, flow, arrives, records):
    count = NOBODY if arrives.count is None else arrives.count
    return Renewals(draft.laws.index(arrives.every), arrives.every.mean, arrives.first, count)


def _recorded(draft, flow, arrives, records):
    classes = [draft.classes.index(row.class_) if row.class_ else NOBODY for row in arrives.rows]
    return Rows(tuple(row.time for row in arrives.rows), tuple(classes), records.first.get(flow, NOBODY))


_PROCESS = {ByProfile: _by_profile, ByFleet: _by_fleet, Every: _every, Recorded: _recorded}
