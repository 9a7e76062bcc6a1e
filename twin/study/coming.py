"""How many arrivals are expected in each hour of the horizon, and how often a fleet comes round."""

import math

import numpy as np
from scipy.special import ndtri

from twin.model.arrivals.off_time import EARLIEST
from twin.plan.plan import NO_DIST
from twin.plan.processes.coming import DAY, HOUR
from twin.plan.processes.fleet import FleetStart
from twin.plan.processes.planned import Planned
from twin.plan.processes.profile import ProfileDays
from twin.plan.processes.recorded import Rows
from twin.plan.processes.renewals import Renewals
from twin.plan.processes.states import States
from twin.plan.visits import NOBODY
from twin.study.durations import quantiles_at

_LOOK = 600.0  # seconds: how often it is looked whether a fleet can begin; a part of an hour
_SPREAD = np.linspace(0.0, 1.0, 65)[:-1] + 1 / 128  # shares at which a law is looked at


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
    if isinstance(process, Rows):
        out = _recorded(process, edges, shares)
    else:
        total = _EXPECTED[type(process)](process, edges, plan.arrays)
        out = {cls: share * total for cls, share in shares.items()}
    first = np.arange(len(edges) - 1) == 0
    return {cls: by_hour + source.waiting * shares.get(cls, 0.0) * first for cls, by_hour in out.items()}


def is_fleet(source):
    """Whether the same entities come again and again."""
    return isinstance(source.process, FleetStart)


def fleet_by_hour(plan, source, *, away, inside, open_seconds):
    """[hour] trips begun by a fleet; who comes home to a closed first gate begins when it opens.

    `away` is how long it is away, looked at all over its law, `inside` how long in the port, nobody waiting.
    """
    size, rounds, is_open = source.process.size, away + inside, open_seconds > 0.0
    if is_open.all() or not is_open.any():
        width, mean = np.diff(hour_edges(plan)), float(rounds.mean())
        return size * width / mean if mean > 0.0 else np.full(len(width), math.inf)
    hour = np.minimum((np.arange(0.0, plan.horizon, _LOOK) // HOUR).astype(int), len(is_open) - 1)
    begun = _rounds(size, np.maximum(np.rint(rounds / _LOOK).astype(int), 1), is_open[hour])
    return np.bincount(hour, begun, len(is_open))


def _rounds(size, rounds, is_open):
    """[look] how many of a fleet begin a round, that takes so many looks, each as likely as another."""
    share = np.bincount(rounds) / len(rounds)
    left = 1.0 - np.cumsum(share)
    coming = np.zeros(len(is_open) + len(share))
    coming[: len(share)] = size * left / left.sum()  # as when one looks at the fleet on any day
    begun, waiting = np.zeros(len(is_open)), 0.0
    for now in range(len(is_open)):
        waiting += coming[now]
        if is_open[now]:
            begun[now], waiting = waiting, 0.0
            coming[now : now + len(share)] += begun[now] * share
    return begun


def _by_profile(process, edges, arrays):
    out = np.zeros(len(edges) - 1)
    for day, factor in enumerate(process.factors):
        midnight, volume = process.midnight + day * DAY, process.volume * factor
        out += volume * (1 - process.waiting) * np.diff(process.shape.until(edges - midnight))
        hour = np.searchsorted(edges, midnight + process.shape.opening, side="right") - 1
        if 0 <= hour < len(out):
            out[hour] += volume * process.waiting
    return out


def _renewals(process, edges, arrays):
    last = math.inf if process.count == NOBODY else process.first + process.count * process.mean
    return np.diff(np.clip(edges, process.first, last)) / process.mean * process.platoons.mean


def _states(process, edges, arrays):
    """As in the long run, whatever state it begins in."""
    return np.diff(edges) * process.rate


def _planned(process, edges, arrays):
    """Each time agreed on, spread over when they come; a day of more than the cap is cut down to it."""
    agreed = np.array(process.times)[:, None]
    midnights = process.midnight + np.floor((agreed - process.midnight) / DAY) * DAY
    off, share = _off(process.off_time, arrays)
    when = np.hstack([agreed + off, midnights + DAY * _SPREAD])
    misused = np.full(len(_SPREAD), process.misuse / len(_SPREAD))
    share = np.concatenate([share * (1 - process.misuse), misused])
    coming = np.broadcast_to(process.each * process.comes * share, when.shape)
    if process.cap != NOBODY:
        coming = coming * _kept(process, when, coming)
    return process.platoons.mean * np.histogram(when, edges, weights=coming)[0]


def _kept(process, when, coming):
    """[agreed, share] of those who come on a calendar day, how many there is room for."""
    day = np.floor((when - process.midnight) / DAY).astype(int)
    day -= day.min(initial=0)
    on_day = np.bincount(day.ravel(), coming.ravel())
    return np.minimum(1.0, process.cap / np.maximum(on_day, process.cap))[day]


def _off(off_time, arrays):
    """[.] seconds after the time agreed on, and how many come so."""
    n = len(_SPREAD)
    if off_time.normal:
        mean, deviation = off_time.normal
        return np.maximum(mean + deviation * ndtri(_SPREAD), -EARLIEST), np.full(n, 1 / n)
    late, early = (_quantiles(arrays, dist) for dist in (off_time.late, off_time.early_by))
    seconds = np.concatenate([late, -np.minimum(early, EARLIEST)])
    return seconds, np.repeat([(1 - off_time.early) / n, off_time.early / n], n)


def spread(arrays, dist, *, mean):
    """[.] a law at shares all over it, with its mean."""
    seconds = quantiles_at(arrays, dist, _SPREAD)
    return seconds * (mean / seconds.mean()) if mean > 0.0 else np.zeros(len(_SPREAD))


def _quantiles(arrays, dist):
    return np.zeros(len(_SPREAD)) if dist == NO_DIST else quantiles_at(arrays, dist, _SPREAD)


def _recorded(process, edges, shares):
    times, classes = np.array(process.times), np.array(process.classes)
    loose = np.histogram(times[classes == NOBODY], edges)[0]
    out = {cls: share * loose for cls, share in shares.items()}
    for cls in sorted(set(process.classes) - {NOBODY}):
        out[cls] = out.get(cls, 0.0) + np.histogram(times[classes == cls], edges)[0]
    return out


_EXPECTED = {ProfileDays: _by_profile, Renewals: _renewals, States: _states, Planned: _planned}
