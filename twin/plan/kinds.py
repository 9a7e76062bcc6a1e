"""The process of each kind of arrivals, compiled from what the demand says."""

from datetime import timedelta

import numpy as np

from twin.model.profile import Profile
from twin.model.serving import for_class
from twin.plan.agreed import appointments, first_midnight, platoons_of, timetable
from twin.plan.processes.coming import DAY
from twin.plan.processes.fleet import FleetStart
from twin.plan.processes.profile import ProfileDays, Shape
from twin.plan.processes.recorded import Rows
from twin.plan.processes.renewals import Renewals
from twin.plan.processes.states import States
from twin.plan.visits import NOBODY

FLAT = Profile()


def process_of(draft, flow, records):
    """The record of plan.processes that draws a flow's arrivals."""
    arrives = draft.scenario.demand.flows[flow]
    if arrives.arrives == "recorded":
        return _recorded(draft, arrives, records.first.get(flow, NOBODY))
    return _PROCESS[arrives.arrives](draft, flow, arrives)


def _by_profile(draft, flow, arrives):
    demand, experiment = draft.scenario.demand, draft.scenario.experiment
    profile = demand.profiles[arrives.profile] if arrives.profile else FLAT
    growth = for_class(demand.growth, flow) or 0.0
    midnight = experiment.start + timedelta(seconds=first_midnight(draft.scenario))
    days = int((experiment.start - midnight).total_seconds() + experiment.horizon) // int(DAY) + 1
    return ProfileDays(
        volume=arrives.volume * (1 + growth),
        factors=tuple(profile.factor((midnight + timedelta(days=day)).date()) for day in range(days)),
        exact=arrives.exact,
        shape=_shape(profile),
        midnight=first_midnight(draft.scenario),
        waiting=arrives.waiting_at_opening,
        platoons=platoons_of(draft, arrives),
        cv=arrives.dispersion,
    )


def _shape(profile):
    starts, ends, first, last = zip(*profile.pieces, strict=True)
    # Twice the area of each line; of a flat one an hour long its weight, so that sums stay exact.
    areas = [(end - start) * (a + b) / 2 for start, end, a, b in profile.pieces]
    running = np.concatenate([[0.0], np.cumsum(areas)])
    return Shape((*starts, ends[-1]), tuple((running / running[-1]).tolist()), first, last)


def _by_fleet(draft, flow, arrives):
    return FleetStart(draft.scenario.demand.fleets[arrives.fleet].size, arrives.at_start)


def _every(draft, flow, arrives):
    count = NOBODY if arrives.count is None else arrives.count
    gap = draft.laws.index(arrives.every)
    return Renewals(gap, arrives.every.mean, arrives.first, count, platoons_of(draft, arrives))


def _recorded(draft, arrives, first):
    classes = [draft.classes.index(row.class_) if row.class_ else NOBODY for row in arrives.rows]
    return Rows(tuple(row.time for row in arrives.rows), tuple(classes), first)


def _states(draft, flow, arrives):
    names = list(arrives.states)
    laws = [state.stays for state in arrives.states.values()]
    follows = np.array([[arrives.follows[one].get(other, 0.0) for other in names] for one in names])
    share = stationary(follows, [law.mean for law in laws])
    rates = np.array([state.rate for state in arrives.states.values()]) / DAY / arrives.platoon.mean
    begin, first = share, draft.laws.equilibrium
    if arrives.starts in names:
        begin, first = np.eye(len(names))[names.index(arrives.starts)], draft.laws.index
    return States(
        rates=tuple(rates.tolist()),
        stays=tuple(draft.laws.index(law) for law in laws),
        then=tuple(map(_cumulative, follows)),
        begin=_cumulative(begin),
        first_stays=tuple(first(law) for law in laws),
        mean_rate=float(rates @ share),
        platoons=platoons_of(draft, arrives),
    )


def stationary(follows, stays):
    """[state] share of the time in it: how often it is entered, times how long it lasts."""
    n = len(stays)
    equations = np.vstack([follows.T - np.eye(n), np.ones(n)])
    entered = np.linalg.lstsq(equations, np.append(np.zeros(n), 1.0), rcond=None)[0]
    time = entered * np.array(stays)
    return time / time.sum()


def _cumulative(shares):
    running = np.cumsum(shares)
    running[-1] = 1.0
    return tuple(running.tolist())


_PROCESS = {
    "profile": _by_profile,
    "timetable": timetable,
    "appointments": appointments,
    "fleet": _by_fleet,
    "every": _every,
    "states": _states,
}
