"""The slots of a day by the port's clock, and what comes to a station in each."""

import math
from typing import NamedTuple

import numpy as np

from twin.model.calendar import open_intervals, pool_sizes, servers_on_duty
from twin.model.units import DAY
from twin.plan.plan import VISIT
from twin.study.coming import hour_edges
from twin.study.durations import mean_duration, quantiles_at, variance_of_service
from twin.study.loads import loads
from twin.study.streams import streams

SHARES = (np.arange(40) + 0.5) / 40  # at which the law of a service is looked at
LOOKS = 13  # moments of a slot at which its load is looked at


class Day(NamedTuple):
    """Slots of so many seconds from midnight, and where second 0 of the run lies in the day."""

    per: float
    offset: float
    horizon: float

    @property
    def slots(self):
        """How many there are."""
        return round(DAY / self.per)

    def slot(self, times):
        """The slots of moments of the run."""
        return (((np.asarray(times, float) + self.offset) % DAY) // self.per).astype(int)

    def clock(self, slot):
        """'06:30', the moment at which a slot begins."""
        minutes = round(slot % self.slots * self.per / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Demand(NamedTuple):
    """Arrivals at a station over the run and how long one is served."""

    station: str
    edges: np.ndarray  # [hour + 1] seconds
    rates: np.ndarray  # [hour] arrivals a second
    service: np.ndarray  # [share] seconds, each as likely as another


def day_of(scenario, per):
    """The Day of a scenario."""
    start = scenario.experiment.start
    offset = start.hour * 3600 + start.minute * 60 + start.second
    return Day(float(per), float(offset), float(scenario.experiment.horizon))


def demands_of(plan, stations):
    """{station: Demand}: what is expected to come, after the queues before it."""
    edges, found, coming = hour_edges(plan), streams(plan)[0], loads(plan)[0]
    return {
        name: Demand(
            name, edges, coming["station", name].coming / np.diff(edges), _service(plan, found, name)
        )
        for name in stations
    }


def modified_load(demand, times):
    """[time] servers that would be busy if there were endless many: M(t)/G/inf, Eick, Massey and Whitt.

    m(t) = E[arrivals in (t - S, t)]: who came less than a service ago is still there.
    """
    total = np.concatenate([[0.0], np.cumsum(demand.rates * np.diff(demand.edges))])

    def until(moments):
        return np.interp(moments, demand.edges, total)

    times = np.asarray(times, float)
    return (until(times)[:, None] - until(times[:, None] - demand.service[None, :])).mean(axis=1)


def by_slot(day, demand):
    """([slot] the largest load, [slot] arrivals an hour on average), nan where the run has no such slot."""
    load, arrivals = np.full(day.slots, np.nan), np.full(day.slots, np.nan)
    begins = np.arange(-(day.offset % day.per), day.horizon, day.per)
    seen = np.zeros(day.slots)  # hours: the run may begin or end within a slot
    total = np.concatenate([[0.0], np.cumsum(demand.rates * np.diff(demand.edges))])
    for begin in begins:
        times = np.clip(np.linspace(begin, begin + day.per, LOOKS), 0.0, day.horizon)
        slot = int(day.slot(begin + day.per / 2))
        came = np.diff(np.interp(times[[0, -1]], demand.edges, total))[0]
        load[slot] = np.nanmax([load[slot], modified_load(demand, times).max()])
        arrivals[slot] = np.nansum([arrivals[slot], came])
        seen[slot] += (times[-1] - times[0]) / 3600.0
    return load, arrivals / np.where(seen > 0, seen, np.nan)


def lanes_now(scenario, day, station):
    """[slot] servers of a station on duty, the most of all days."""
    opens = open_intervals(scenario, scenario.layout.stations[station].hours)
    return _levels(day, servers_on_duty(scenario, station, opens))


def units_now(scenario, day, pool):
    """[slot] units of a pool, the most of all days."""
    return _levels(day, pool_sizes(scenario, pool))


def open_slots(scenario, day, station):
    """[slot] whether a station may be open by its calendar on some day."""
    opens = open_intervals(scenario, scenario.layout.stations[station].hours)
    steps = sorted({(start, 1) for start, _ in opens} | {(end, 0) for _, end in opens})
    return _levels(day, [(0.0, 0), *steps]) > 0


def _levels(day, steps):
    out = np.zeros(day.slots)
    times = np.array([time for time, _ in steps])
    values = np.array([value for _, value in steps], float)
    looks = np.arange(day.per / 2 - day.offset % day.per, day.horizon, day.per)
    looks = looks[looks >= 0]
    at = np.searchsorted(times, looks, side="right") - 1
    np.maximum.at(out, day.slot(looks), np.where(at >= 0, values[np.maximum(at, 0)], 0.0))
    return out


def _service(plan, found, station):
    """[share] seconds of a service at a station, all its visits together, moving up included."""
    arrays, drawn, weights = plan.arrays, [], []
    for stream in found:
        visits = stream.chain.times * stream.arrivals.sum()
        for state, times in zip(stream.chain.states, visits, strict=True):
            step = arrays.step[state.pc]
            if step["op"] == VISIT and plan.names.points[step["a"]].name == station and times > 0:
                drawn.append(_law(arrays, step, state.cls))
                weights.append(times)
    if not drawn:
        return np.zeros(1)
    values, each = np.concatenate(drawn), np.repeat(np.array(weights) / len(SHARES), len(SHARES))
    order = np.argsort(values)
    at = np.cumsum(each[order]) / each.sum()
    out = values[order][np.minimum(np.searchsorted(at, SHARES), len(values) - 1)]
    mean = float(values @ each / each.sum())
    return out * (mean / out.mean()) if out.mean() > 0 else out


def _law(arrays, step, cls):
    """[share] seconds of one service, by the first model; of several tasks a lognormal law of their sum."""
    row = arrays.station[step["a"]]
    model = int(arrays.server["model"][row["first_server"]]) if row["servers"] else 0
    service = int(arrays.tab[step["b"] + cls * step["c"] + model])
    tasks = arrays.service[service]
    dists = arrays.task["dist"][tasks["first"] : tasks["first"] + tasks["n"]].tolist()
    if len(dists) == 1:
        return quantiles_at(arrays, dists[0], SHARES) + row["move_up"]
    mean = sum(mean_duration(arrays, dist) for dist in dists)
    spread = math.log1p(variance_of_service(arrays, service) / mean**2) if mean > 0 else 0.0
    return _lognormal(mean, spread) + row["move_up"]


def _lognormal(mean, variance):
    from scipy.special import ndtri

    return mean * np.exp(math.sqrt(variance) * ndtri(SHARES) - variance / 2)
