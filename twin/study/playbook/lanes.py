"""How many lanes are manned: by the roster, and where a rule opens them as its visits show."""

import math
from typing import NamedTuple

import numpy as np

from twin.model.calendar import open_intervals, pool_sizes, servers_on_duty
from twin.plan.visits import NOBODY
from twin.study.playbook.rules import NOT_OURS

HOUR = 3600.0


class Manned(NamedTuple):
    """Hours of lanes and of people after the warm-up, and how often a lane was opened by a rule."""

    lanes: float
    people: float
    openings: float


def manned(scenario, plan, run):
    """The Manned of the stations and pools that are the port's own.

    A station that needs people of a pool counts by them, not by its lanes.
    """
    window = scenario.experiment.warm_up, scenario.experiment.horizon
    steps = {
        name: _lanes_of(scenario, name, plan, run)
        for name, station in scenario.layout.stations.items()
        if station.agency not in NOT_OURS and not station.needs and math.isfinite(station.count)
    }
    people = sum(
        integral(pool_sizes(scenario, name), window)
        for name, pool in scenario.layout.pools.items()
        if pool.agency not in NOT_OURS and name in scenario.roster.shifts
    )
    lanes = sum(integral(own, window) for own in steps.values())
    openings = sum(
        rises(steps[name], window, rule.fewest)
        for name, rule in scenario.policy.opening.items()
        if name in steps
    )
    return Manned(lanes / HOUR, people / HOUR, float(openings))


def _lanes_of(scenario, name, plan, run):
    """[(from when on, how many lanes are manned)] of a station."""
    station, rule = scenario.layout.stations[name], scenario.policy.opening.get(name)
    duty = servers_on_duty(scenario, name, open_intervals(scenario, station.hours))
    if rule is None:
        return duty
    here = [i for i, point in enumerate(plan.names.points) if point == ("station", name, NOBODY)]
    visits = run.visits[np.isin(run.visits["point"], here)]
    most = rule.most or math.inf
    return open_lanes(visits, [(time, min(size, most)) for time, size in duty], rule)


def rises(steps, window, fewest):
    """How many lanes beside the fewest are opened within a window, each as often as it is."""
    return sum(
        max(after - max(before, fewest), 0)
        for (_, before), (time, after) in zip([(0.0, 0), *steps], steps, strict=False)
        if window[0] <= time < window[1]
    )


def integral(steps, window):
    """What steps of (from when on, how many) add up to between two times."""
    times = [time for time, _ in steps] + [window[1]]
    return sum(
        size * max(min(until, window[1]) - max(time, window[0]), 0.0)
        for (time, size), until in zip(steps, times[1:], strict=True)
    )


def open_lanes(visits, duty, rule):
    """[(from when on, how many lanes are manned)] of a station with a rule by its queue.

    More lanes serve than were open only where the rule opened one more; all but the fewest close when no more
    than close_at_queue wait. A lane that closes is manned until its service is over.
    """
    waiting = serving = is_open = on_duty = 0
    steps = []
    for time, (joins, starts, ends, size) in _moments(visits, duty).items():
        if size is not None:
            on_duty, is_open = size, min(size, max(rule.fewest, is_open))
        waiting += joins - starts
        serving += starts - ends
        if starts:
            is_open = min(max(is_open, serving), on_duty)
        if waiting <= rule.close_at_queue:
            is_open = min(rule.fewest, on_duty)
        steps.append((time, max(is_open, serving)))
    return steps


def _moments(visits, duty):
    """{time: [joined, started, ended, servers on duty from now on]} in order of time."""
    found = {}
    begun = ~np.isnan(visits["started"])
    for column, times in enumerate(
        (visits["joined"], visits["started"], np.where(begun, visits["left"], np.nan))
    ):
        for time in times[~np.isnan(times)]:
            found.setdefault(float(time), [0, 0, 0, None])[column] += 1
    for time in visits["left"][~begun & ~np.isnan(visits["left"])]:  # gave up, and waits no more
        found.setdefault(float(time), [0, 0, 0, None])[0] -= 1
    for time, size in duty:
        found.setdefault(float(time), [0, 0, 0, None])[3] = int(size)
    return dict(sorted(found.items()))
