"""The share that waits at a station by slots: exact where it is Markov, else seen in the port as it runs."""

import numpy as np

from twin.engine import run
from twin.plan.compile import compile_plan
from twin.plan.draws import EXPONENTIAL
from twin.plan.plan import VISIT
from twin.plan.processes.profile import ProfileDays
from twin.plan.processes.renewals import Renewals
from twin.results.intervals import mean_intervals
from twin.study.rostering.exact import waiting_shares
from twin.study.streams import streams

SLICE = 120.0  # seconds in which the rates of the exact check are constant


def is_markov(scenario, plan, station):
    """Whether a station is M(t)/M/s(t): Poisson arrivals from outside, one exponential service, no limits."""
    thing = scenario.layout.stations[station]
    if thing.needs or thing.waiting_room or thing.breakdown or thing.batch or thing.hours or thing.move_up:
        return False
    if thing.queue == "lanes" or thing.depends_on or station in scenario.policy.opening:
        return False
    laws = set()
    for stream in streams(plan)[0]:
        first = _visits_before(plan, stream, station)
        if first is None:
            continue
        if first or not _is_poisson(plan, plan.sources[stream.source].process):
            return False
        laws |= _laws(plan, stream, station)
    return len(laws) == 1 and all(plan.arrays.dist["kind"][law] == EXPONENTIAL for law in laws)


def exact_shares(day, demand, lanes):
    """[slot] the share that waits of those who come in a slot, on a day that repeats."""
    times = np.arange(0.0, 86400.0, SLICE)
    at = (times + SLICE / 2 - day.offset) % 86400.0
    hour = np.clip(np.searchsorted(demand.edges, at, side="right") - 1, 0, len(demand.rates) - 1)
    slot = (times // day.per).astype(int)
    pace = 1.0 / float(demand.service.mean())
    found = waiting_shares(demand.rates[hour], np.asarray(lanes)[slot], pace, seconds=SLICE)
    return np.bincount(slot, found, day.slots) / np.bincount(slot, minlength=day.slots)


def seen_shares(scenario, day, station, promise, numbers):
    """(share, low, high) by slot of those who wait longer than promised, of all who came in replications."""
    plan = compile_plan(scenario)
    points = [i for i, point in enumerate(plan.names.points) if point[:2] == ("station", station)]
    came, waited = np.zeros((2, len(numbers), day.slots))
    for row, number in enumerate(numbers):
        visits = run(plan, number).visits
        mine = visits[np.isin(visits["point"], points) & (visits["joined"] >= plan.warm_up)]
        began = np.where(np.isnan(mine["started"]), plan.horizon, mine["started"])
        late = began - mine["joined"] > promise.after + 1e-9
        slot = day.slot(mine["joined"])
        came[row] = np.bincount(slot, minlength=day.slots)
        waited[row] = np.bincount(slot, late, day.slots)
    return _ratio(waited, came)


def _ratio(part, whole):
    """(ratio, low, high) of the sums of [replication, slot] numbers: its interval by what each leaves."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = part.sum(axis=0) / whole.sum(axis=0)
        left = (part - ratio * whole) / whole.mean(axis=0)
    _, low, high, _ = mean_intervals(left)
    return ratio, ratio + low, ratio + high


def _visits_before(plan, stream, station):
    """Whether other queues come before a station on the way of a stream; None if it does not go there."""
    step, chain = plan.arrays.step, stream.chain
    here = [
        i
        for i, state in enumerate(chain.states)
        if step["op"][state.pc] == VISIT and plan.names.points[step["a"][state.pc]].name == station
    ]
    if not here or not chain.times[here].sum() > 0:
        return None
    at, seen = 0, set()
    while at not in here:  # along the only way there is
        seen.add(at)
        after = chain.moves[:, at].nonzero()[0].tolist()
        state = chain.states[at]
        queues = step["op"][state.pc] == VISIT and plan.arrays.station["servers"][step["a"][state.pc]] > 0
        if len(after) != 1 or queues or after[0] in seen:
            return True
        at = after[0]
    return bool(chain.times[here].sum() > 1.0 + 1e-9)


def _is_poisson(plan, process):
    if getattr(process, "platoons", None) is not None and process.platoons.mean != 1.0:
        return False
    if isinstance(process, ProfileDays):
        return not (process.exact or process.waiting or process.cv)
    return isinstance(process, Renewals) and bool(plan.arrays.dist["kind"][process.gap] == EXPONENTIAL)


def _laws(plan, stream, station):
    """Rows of the laws by which a stream is served at a station; -1 of a service of several tasks."""
    arrays, out = plan.arrays, set()
    for state in stream.chain.states:
        step = arrays.step[state.pc]
        if step["op"] == VISIT and plan.names.points[step["a"]].name == station:
            row = arrays.station[step["a"]]
            for model in set(arrays.server["model"][row["first_server"] :][: row["servers"]].tolist()):
                service = arrays.service[arrays.tab[step["b"] + state.cls * step["c"] + model]]
                out.add(int(arrays.task["dist"][service["first"]]) if service["n"] == 1 else -1)
    return out
