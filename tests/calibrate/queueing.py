"""A port of three stations whose parameters are known, and its records."""

import heapq

import numpy as np
import pandas as pd

from twin.observed.records import Cleaned

DAY, HOUR = 86400.0, 3600.0
MONDAY = 1772409600.0  # 2026-03-02 00:00 UTC
CLASSES = ("empty", "loaded")
WAVE = np.sin(np.arange(24) / 24 * 2 * np.pi - 2)
RATE = {  # by the hour: of weekdays, of weekends
    "empty": (6 + 4 * WAVE, 4 + 2 * WAVE),
    "loaded": (12 + 9 * WAVE, np.full(24, 5.0)),
}
SERVICE = {"gate": (60.0, 0.5), "desk": (400.0, 0.6), "scan": (500.0, 0.3)}  # seconds, cv
SCANNED = {"empty": 0.1, "loaded": 0.4}
DESKS = np.where((np.arange(24) >= 7) & (np.arange(24) < 19), 5, 3)
TRAVEL = (90.0, 0.4)


def arrivals(generator, days):
    """(times, classes) of so many days from Monday on."""
    times, classes = [], []
    for c, cls in enumerate(CLASSES):
        for day in range(days):
            rate = RATE[cls][int(day % 7 >= 5)]
            number = generator.poisson(rate)
            at = np.repeat(np.arange(24), number) + generator.random(number.sum())
            times.append(MONDAY + day * DAY + at * HOUR)
            classes.append(np.full(len(at), c))
    times, classes = np.concatenate(times), np.concatenate(classes)
    order = np.argsort(times)
    return times[order], classes[order]


def gamma(generator, mean, cv, size):
    return generator.gamma(cv**-2, mean * cv**2, size)


def served(joined, service, servers):
    """(started, server): first come, first served by so many [hour]; a service that began is finished."""
    started, which = np.empty(len(joined)), np.empty(len(joined), np.int64)
    free = [(0.0, i) for i in range(int(max(servers)))]
    for i in np.argsort(joined, kind="stable"):
        at = joined[i]
        while True:  # the first server that is free and on duty
            on_duty = [pair for pair in free if pair[1] < servers[int(at % DAY // HOUR)]]
            begin = max(at, min(on_duty)[0]) if on_duty else at
            if servers[int(begin % DAY // HOUR)] == servers[int(at % DAY // HOUR)]:
                break
            at = (at // HOUR + 1) * HOUR
        best = min(on_duty)
        started[i], which[i] = begin, best[1]
        free.remove(best)
        heapq.heappush(free, (begin + service[i], best[1]))
    return started, which


def visits(seed, days=28):
    """The visits of a port: gate, desk, for some the scan."""
    generator = np.random.default_rng(seed)
    at, cls = arrivals(generator, days)
    case = np.arange(len(at))
    parts, here = [], np.ones(len(at), bool)
    for number, (station, (mean, cv)) in enumerate(SERVICE.items()):
        if station == "scan":
            here = generator.random(len(at)) < np.array([SCANNED[name] for name in CLASSES])[cls]
        servers = DESKS if station == "desk" else np.full(24, 2)
        long = gamma(generator, mean, cv, here.sum())
        started, server = served(at[here], long, servers)
        parts.append(pd.DataFrame({
            "case": case[here], "number": number, "cls": np.array(CLASSES)[cls[here]], "station": station,
            "server": [f"{station}-{i + 1}" for i in server],
            "joined": at[here], "started": started, "ended": started + long,
        }))  # fmt: skip
        at = at.copy()
        at[here] = started + long
        at += gamma(generator, *TRAVEL, len(at))
    return pd.concat(parts).sort_values(["case", "number"], ignore_index=True)


def cleaned(rows, *, until=None, watched=None):
    """The Cleaned of visits whose times are all exact; nan stays nan."""
    rows = rows.copy()
    for part in ("joined", "started", "ended"):
        rows[f"{part}_within"] = np.where(np.isfinite(rows[part]), 0.0, np.inf)
    rows["joined_from"] = "seen"
    each = rows.groupby("case")
    cases = pd.DataFrame({
        "case": each.size().index, "cls": each["cls"].first().to_numpy(),
        "arrived": each["joined"].first().to_numpy(), "left": each["ended"].last().to_numpy(),
    })  # fmt: skip
    cases["seen_in"], cases["seen_out"] = np.isfinite(cases["arrived"]), np.isfinite(cases["left"])
    span = MONDAY, until or float(np.nanmax(rows[["joined", "started", "ended"]].to_numpy()))
    if watched is None:
        watched = rows[["station", "server"]].drop_duplicates().assign(begins=span[0], ends=span[1])
    none = pd.DataFrame()
    return Cleaned(rows, cases, watched, none, none, none, span, "UTC", {})


def month(seed=1, days=28):
    """The cleaned records of so many days."""
    return cleaned(visits(seed, days), until=MONDAY + days * DAY)
