"""Who comes to a port: each class of each source, with the steps it takes and its arrivals by hour."""

from functools import partial
from typing import NamedTuple

import numpy as np

from twin.plan.plan import RETURN, VISIT, WALK
from twin.plan.processes.coming import DAY, HOUR
from twin.study.coming import arrivals_by_hour, class_shares, fleet_by_hour, hour_edges, is_fleet, spread
from twin.study.durations import mean_duration, mean_service
from twin.study.expected import Chain, State, expected_chain, first_step
from twin.study.offered import station_seconds

AT_ONCE = 1e-9  # seconds: less is no time
ENDLESS = 1e9  # seconds of a server that is not counted, when it is compared with others
QUICKEST = 1.0  # seconds: a quicker door draws no more of a choice


class Stream(NamedTuple):
    """One class of a source."""

    chain: Chain
    seconds: np.ndarray  # [state] what its step takes, nobody waiting
    arrivals: np.ndarray  # [hour]
    source: int  # index of Plan.sources


class Round(NamedTuple):
    """How often the vehicles of a fleet come, if nobody waits."""

    flow: str
    size: int
    away_hours: float
    unloaded_hours: float
    trips_per_day: float


def streams(plan):
    """([Stream], [Round]) of a plan."""
    offered = [station_seconds(plan, station) for station in range(plan.stations)]
    found, rounds, services = [], [], {}
    preference = partial(_draws, plan, offered, services)
    for index, source in enumerate(plan.sources):
        chains = {
            cls: expected_chain(plan, State(first_step(plan, source.pc[cls]), cls), preference)
            for cls in class_shares(source)
        }
        seconds = {
            cls: np.array([_seconds(plan, state, services) for state in chain.states])
            for cls, chain in chains.items()
        }
        if is_fleet(source):
            cls = next(iter(chains))
            arrivals, one = _round(plan, source, chains[cls], seconds=seconds[cls], offered=offered)
            coming = {cls: arrivals}
            rounds.append(one)
        else:
            coming = arrivals_by_hour(plan, source)
        found += [Stream(chains[cls], seconds[cls], coming[cls], index) for cls in coming if cls in chains]
    return found, rounds


def _draws(plan, offered, services, way):
    """How many of its class the door of a way could take: lanes and hours, and how quick they are."""
    open_seconds = min(float(offered[plan.arrays.step["a"][way.pc]].sum()), ENDLESS)
    return open_seconds / max(_seconds(plan, way, services), QUICKEST)


def _round(plan, source, chain, *, seconds, offered):
    """([hour] arrivals, Round) of a fleet; parts that are forked off run beside the vehicle."""
    step = plan.arrays.step
    away = sum(
        times * spread(plan.arrays, dist, mean=mean_duration(plan.arrays, dist))
        for state, times in zip(chain.states, chain.times, strict=True)
        for dist in [step["a"][state.pc]]
        if step["op"][state.pc] == RETURN
    ) + np.zeros(1)  # of a fleet that never returns: it is away for no time at all
    inside = sum(chain.times[i] * seconds[i] for i, state in enumerate(chain.states) if not state.is_part)
    open_seconds = _first_gate(plan, chain, offered)
    arrivals = fleet_by_hour(plan, source, away=away, inside=inside, open_seconds=open_seconds)
    per_day = float(arrivals.sum()) * DAY / plan.horizon
    name = plan.names.flows[source.flow]
    return arrivals, Round(
        name, source.process.size, float(away.mean() / HOUR), float(inside / HOUR), per_day
    )


def _first_gate(plan, chain, offered):
    """[hour] open seconds of the first station on the way that is sometimes closed."""
    width = np.diff(hour_edges(plan))
    for state in sorted(chain.states):
        step = plan.arrays.step[state.pc]
        if step["op"] == VISIT and not offered[step["a"]].all():
            return np.where(np.isinf(offered[step["a"]]), width, offered[step["a"]])
    return width


def _seconds(plan, state, services):
    """What the step of a state takes, nobody waiting; `services` keeps what was worked out before."""
    arrays = plan.arrays
    step = arrays.step[state.pc]
    if step["op"] == WALK:
        return mean_duration(arrays, step["a"])
    if step["op"] != VISIT:
        return 0.0
    station = arrays.station[step["a"]]
    first, n = station["first_server"], station["servers"]
    rates = []
    for model in arrays.server["model"][first : first + n].tolist() or [0]:
        row = int(arrays.tab[step["b"] + state.cls * step["c"] + model])
        if row not in services:
            services[row] = mean_service(arrays, row)
        rates.append(1.0 / max(services[row] + station["move_up"], AT_ONCE))
    # A quicker server serves more of them.
    return 0.0 if max(rates) >= 1.0 / AT_ONCE else len(rates) / sum(rates)
