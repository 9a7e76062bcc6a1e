"""Who arrived when, and how long the way in was watched: counts and exposure by day and hour."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.recorded import DAY, HOUR, NOBODY, type_of

Array = np.ndarray
HOURS = 24


class Counts(NamedTuple):
    """Arrivals by day and hour of the port's clock; `share` of all journeys have a class that is known."""

    day: Array  # [day] number since 1970
    kind: Array  # [day] index in DAYS
    number: Array  # [class, day, hour]
    watched: Array  # [day, hour] seconds
    times: tuple[Array, ...]  # [class] of the port's clock, watched ones only, sorted
    share: float
    reckoned: float  # share of journeys whose arrival was reckoned from what was seen later


def counts_of(log):
    """The Counts of a Recorded."""
    arrived, reckoned = arrivals_of(log)
    clock = log.clock(arrived)
    begin, end = np.floor(log.clock(np.array(log.span)) / DAY)
    days = np.arange(int(begin), int(end) + 1)
    watched = exposure(spans_between(log, arrived), log, days)
    days_watched = watched.sum(axis=1) > 0
    day = np.floor(np.nan_to_num(clock, nan=-1.0) / DAY).astype(np.int64) - days[0]
    hour = (np.nan_to_num(clock) % DAY // HOUR).astype(np.int64)
    inside = np.isfinite(clock) & (day >= 0) & (day < len(days))
    inside[inside] &= watched[day[inside], hour[inside]] > 0
    inside &= in_spans(log, arrived)
    number = np.zeros((len(log.classes), len(days), HOURS))
    known = inside & (log.of_class != NOBODY)
    np.add.at(number, (log.of_class[known], day[known], hour[known]), 1)
    times = tuple(np.sort(clock[known & (log.of_class == c)]) for c in range(len(log.classes)))
    share = known.sum() / max(inside.sum(), 1)
    return Counts(
        days[days_watched], type_of(days[days_watched] * DAY, log.holidays), number[:, days_watched],
        watched[days_watched], times, float(share), float((reckoned & inside).sum() / max(inside.sum(), 1)),
    )  # fmt: skip


def arrivals_of(log):
    """([case] seconds, [case] whether reckoned): the unseen from what was seen first, less the lead."""
    first = np.flatnonzero(log.first)
    times = np.column_stack([log.joined[first], log.started[first], log.ended[first]])
    stage = np.where(np.isfinite(times), np.arange(3), 3).min(axis=1)  # what is seen first of the first visit
    seen = np.where(stage < 3, times[np.arange(len(first)), np.minimum(stage, 2)], np.nan)
    key = log.station[first] * 4 + stage
    out = np.full(len(log.arrived), np.nan)
    which = np.zeros(len(log.arrived), np.int64)
    out[log.case[first]], which[log.case[first]] = seen, key
    missing = ~np.isfinite(log.arrived)
    if not missing.any():
        return log.arrived, missing
    entry = np.bincount(log.station[first], minlength=len(log.stations)).argmax()
    lead = leads(log, entry)
    return np.where(missing, out - lead[which], log.arrived), missing


def leads(log, entry):
    """[station * 4 + stage] seconds from the arrival to a time of a visit, as a rule; 0 if nobody knows."""
    out = np.zeros(4 * len(log.stations))
    for s in range(len(log.stations)):
        here = log.station == s
        for stage, times in enumerate((log.joined, log.started, log.ended)):
            after = times[here] - log.arrived[log.case[here]]
            after = after[np.isfinite(after)]
            if len(after):
                out[4 * s + stage] = np.median(after)
    return out


def spans_of(log):
    """[span, 2] seconds in which the way in was watched, joined where they touch."""
    first = np.bincount(log.station[log.first], minlength=len(log.stations)).argmax()
    rows = log.watched[log.watched["station"].astype(str) == log.stations[first]]
    spans = rows[["begins", "ends"]].to_numpy(dtype=float)
    if not len(spans):
        return np.array([log.span])
    spans = np.clip(spans[np.argsort(spans[:, 0], kind="stable")], *log.span)
    reach = np.maximum.accumulate(spans[:, 1])
    begins = np.append(True, spans[1:, 0] > reach[:-1])
    ends = np.append(begins[1:], True)
    joined = np.column_stack([spans[begins, 0], reach[ends]])
    return joined[joined[:, 1] > joined[:, 0]]


def spans_between(log, arrived):
    """The same, from the first arrival to the last: a log may go on until all have left, and nobody comes."""
    ends = np.nanmin(arrived), np.nanmax(arrived)
    spans = np.clip(spans_of(log), *ends)
    return spans[spans[:, 1] > spans[:, 0]]


def in_spans(log, times):
    """[time] whether the way in was watched then."""
    spans = spans_of(log)
    which = np.searchsorted(spans[:, 0], np.nan_to_num(times), side="right") - 1
    return (which >= 0) & (times <= spans[np.maximum(which, 0), 1])


def exposure(spans, log, days):
    """[day, hour] seconds that were watched."""
    edges = (days[0] * DAY) + HOUR * np.arange(HOURS * len(days) + 1)
    total = np.zeros(len(edges) - 1)
    for begin, end in log.clock(spans.ravel()).reshape(-1, 2):
        total += np.clip(np.minimum(end, edges[1:]) - np.maximum(begin, edges[:-1]), 0.0, None)
    return np.minimum(total, HOUR).reshape(len(days), HOURS)
