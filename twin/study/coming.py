"""How many arrivals are expected in each hour of the horizon, and how often a fleet comes round."""

import math

import numpy as np

from twin.plan.processes import DAY, HOUR, FleetStart, ProfileDays, Renewals
from twin.plan.visits import NOBODY


def hour_edges(plan):
    """[hour + 1] seconds: full hours from the start, the last one cut at the horizon."""
    return np.append(np.arange(0.0, plan.horizon, HOUR), plan.horizon)


def class_shares(source):
    """{class: share} of those that a source brings."""
    shares = np.diff([share for _, share in source.mix], prepend=0.0)
    return {cls: float(share) for (cls, _), share in zip(source.mix, shares, strict=True) if share > 0.0}


def arrivals_by_hour(plan, source):
    """{class: [hour]} expected arrivals of a source that is no fleet."""
    process, edges = source.process, hour_edges(plan)
    shares = class_shares(source)
    if isinstance(process, ProfileDays):
        total = _by_profile(process, edges)
    elif isinstance(process, Renewals):
        total = _renewals(process, edges)
    else:
        return _recorded(process, edges, shares)
    return {cls: share * total for cls, share in shares.items()}


def is_fleet(source):
    """Whether the same entities come again and again."""
    return isinstance(source.process, FleetStart)


def fleet_by_hour(plan, source, *, seconds_round, open_seconds):
    """[hour] trips begun by a fleet whose round takes so long, while its first gate is open."""
    trips = source.process.size * plan.horizon / seconds_round if seconds_round > 0 else math.inf
    width = np.diff(hour_edges(plan))
    weight = width if not np.isfinite(open_seconds).all() or not open_seconds.any() else open_seconds
    return trips * weight / weight.sum()


def _by_profile(process, edges):
    cumulative = np.array(process.hours)
    opening = HOUR * (np.searchsorted(cumulative, 0.0, side="right") - 1)
    out = np.zeros(len(edges) - 1)
    for day, factor in enumerate(process.factors):
        midnight, volume = process.midnight + day * DAY, process.volume * factor
        out += (
            volume
            * (1 - process.waiting)
            * np.diff(np.interp(edges - midnight, HOUR * np.arange(25), cumulative))
        )
        hour = np.searchsorted(edges, midnight + opening, side="right") - 1
        if 0 <= hour < len(out):
            out[hour] += volume * process.waiting
    return out


def _renewals(process, edges):
    last = math.inf if process.count == NOBODY else process.first + process.count * process.mean
    return np.diff(np.clip(edges, process.first, last)) / process.mean


def _recorded(process, edges, shares):
    times, classes = np.array(process.times), np.array(process.classes)
    loose = np.histogram(times[classes == NOBODY], edges)[0]
    out = {cls: share * loose for cls, share in shares.items()}
    for cls in sorted(set(process.classes) - {NOBODY}):
        out[cls] = out.get(cls, 0.0) + np.histogram(times[classes == cls], edges)[0]
    return out
