"""What each flow and class went through, trip by trip."""

from datetime import datetime

import numpy as np

from twin.model.threats import THREATS
from twin.plan.visits import NOBODY
from twin.results.dictionary import ENTITY, PROMISE
from twin.results.finding import found
from twin.results.grouped import COLUMNS, ascending, describe, mean, share
from twin.results.places import LINK, STATION

DAY = 86400.0


def subjects(plan):
    """(scope, name, cls) of every row of entity measures: the port, its flows, its classes."""
    flows = [("flow", name, "all") for name in plan.names.flows]
    return [("port", "port", "all"), *flows, *(("class", name, name) for name in plan.names.classes)]


def entity_measures(plan, run, spans, window):
    """[subject, ENTITY] nan where nobody was there to be measured."""
    trips = run.trips
    arrived = np.where(
        np.isnan(trips["arrived"]), np.inf, trips["arrived"]
    )  # a fleet waits outside to arrive
    left = np.where(np.isnan(trips["left"]), np.inf, trips["left"])
    groups = _groups(plan, trips)
    out = np.full((len(subjects(plan)), len(ENTITY)), np.nan)
    came = (arrived >= window.start) & (arrived <= run.end)
    counts = _counts(trips, arrived, left, window)
    seen = found(plan, run, spans.trip)
    over = np.minimum(left, run.end)
    durations = {"time_in_port": over - arrived, **_sums(spans, len(trips))}
    durations["release_time"] = over - np.where(trips["parent"] == 0, np.nan, trips["origin"])
    for first, n, group, counted in groups:
        block = out[first : first + n]
        _count_into(block, counts, group, counted, n)
        _find_into(block, seen, group, (counts["finished"] & counted, n))
        chosen = came & counted
        _describe_into(block, {name: values[chosen] for name, values in durations.items()}, group[chosen], n)
        same_day = _day(plan, left[chosen]) == _day(plan, arrived[chosen])
        block[:, _column("same_day_share")] = share(same_day, group[chosen], n)
    hours = window.length / 3600.0
    out[:, _column("throughput_per_hour")] = out[:, _column("finished")] / hours if hours > 0 else np.nan
    out[: len(plan.names.flows) + 1, _release_columns()] = np.nan  # parts are classes of their own
    return out


def _column(name):
    return next(i for i, measure in enumerate(ENTITY) if measure.name == name)


def _release_columns():
    first = _column("release_time_mean")
    return slice(first, first + COLUMNS)


def _groups(plan, trips):
    """First subject, number of subjects, [trip] subject, [trip] whether it counts: parts do in classes."""
    flows, classes = len(plan.names.flows), len(plan.names.classes)
    is_root = trips["parent"] == 0
    port = np.zeros(len(trips), np.int64)
    return (
        (0, 1, port, is_root),
        (1, flows, trips["flow"].astype(np.int64), is_root),
        (1 + flows, classes, trips["cls"].astype(np.int64), trips["half"] == 0),
    )


def _counts(trips, arrived, left, window):
    """What is counted, as weights: [trip] each."""
    finished = (left >= window.start) & (left <= window.end)
    return {
        "arrived": (arrived >= window.start) & (arrived <= window.end),
        "finished": finished,
        "inside_at_end": (arrived <= window.end) & (left > window.end),
        "tonnes_in": np.where(finished, trips["load"] / 1000.0, 0.0),
    }


def _count_into(block, counts, group, counted, n):
    for name, weight in counts.items():
        block[:, _column(name)] = np.bincount(group[counted], weight[counted], n)


def _find_into(block, seen, group, chosen):
    """What is expected of those who finished; nothing of threats that the port has no control of."""
    rows, n = chosen
    for i, threat in enumerate(seen.threats):
        checked, found = (share(table[rows, i], group[rows], n) for table in (seen.checked, seen.found))
        name = THREATS[threat]
        for word, values in (("checked", checked), ("found", found), ("missed", 1.0 - found)):
            block[:, _column(f"{word}_{name}")] = values
    if seen.threats:
        block[:, _column("false_alarms")] = np.bincount(group[rows], seen.alarms[rows], n)


def _sums(spans, n):
    """[trip] seconds of wait, blocked, outside, over all visits of the trip."""
    known = spans.trip != NOBODY
    trip = spans.trip[known]
    kind = spans.places.kind[spans.point]
    blocked = np.where((kind == STATION) | (kind == LINK), spans.left - spans.ended, 0.0)
    homeless = (spans.holds == NOBODY) & (spans.stands == NOBODY)
    outside = np.where(homeless, spans.joined - spans.asked, 0.0)
    wait = spans.started - spans.asked
    return {
        name: np.bincount(trip, values[known], n)
        for name, values in (("wait", wait), ("blocked", blocked), ("outside", outside))
    }


def _describe_into(block, durations, group, n):
    for name in ("time_in_port", "wait"):
        values = durations[name]
        first = _column(f"{name}_mean")
        block[:, first : first + COLUMNS] = describe(values, ascending(values), group, n)
    part = ~np.isnan(durations["release_time"])
    values = durations["release_time"][part]
    block[:, _release_columns()] = describe(values, ascending(values), group[part], n)
    block[:, _column("wait_share_above_30min")] = share(durations["wait"] > PROMISE, group, n)
    for name in ("blocked", "outside"):
        block[:, _column(f"{name}_mean")] = mean(durations[name], group, n)


def _day(plan, times):
    """The day of each time by the port's clock, from the day of the start."""
    return np.floor((times + second_of_day(plan)) / DAY)


def second_of_day(plan):
    """Seconds from midnight, by the port's clock, to the start."""
    start = datetime.fromisoformat(plan.start)
    return (start - start.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
