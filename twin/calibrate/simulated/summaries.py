"""What visits come to, in numbers that a simulation can be held against: throughput, gaps, waits, times.

Only what the records show is looked at, and the same of what was simulated.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

Array = np.ndarray
DAY, BLOCK = 86400.0, 6 * 3600.0  # seconds; of a day there are four blocks
PARTS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)  # quantiles
LONGEST = 4 * 3600.0  # seconds between two starts: a longer one is a night
LAGS = (1, 2, 4, 8)  # where servers are not named
MINUTE = 60.0
MOSTLY = 0.5  # share of the visits of a station that have to show something
NAMED, USED = 0.9, 0.02  # share that has to name the server; of an hour's visits, of a server in use


class Shown(NamedTuple):
    """What the records show at each station, and whom they tell apart."""

    stations: tuple[str, ...]
    classes: tuple[str, ...]
    days: int
    seen_by: tuple[str, ...]  # [station] the column that tells when one was there
    waits: tuple[bool, ...]  # [station] whether joining and starting are seen
    services: tuple[bool, ...]  # [station] whether starting and ending are seen
    lags: tuple[tuple[int, ...], ...]  # [station] between starts that tell how long services take


def shown_by(visits, days):
    """The Shown of recorded visits: case, cls, station, server ("" unknown), joined, started, ended."""
    stations = tuple(dict.fromkeys(visits["station"]))
    seen_by, waits, services, lags = [], [], [], []
    for station in stations:
        rows = visits[visits["station"] == station]
        share = {name: float(np.isfinite(rows[name]).mean()) for name in ("started", "ended", "joined")}
        seen_by.append(max(share, key=lambda name: share[name] > MOSTLY))
        waits.append(min(share["joined"], share["started"]) > MOSTLY)
        services.append(min(share["started"], share["ended"]) > MOSTLY)
        lags.append(lags_of(rows["server"].astype(str).to_numpy(), rows[seen_by[-1]].to_numpy(float)))
    classes = tuple(sorted(str(name) for name in visits["cls"].dropna().unique() if str(name)))
    return Shown(stations, classes, days, tuple(seen_by), tuple(waits), tuple(services), tuple(lags))


def lags_of(server, seen):
    """Numbers of servers in the hours of a day: with c of them, the c-th start after one is a service later.

    So it does not matter which of the free ones takes the next.
    """
    if (server != "").mean() < NAMED:
        return LAGS
    hour, found = (np.nan_to_num(seen) % DAY // 3600.0).astype(int), {1}
    for h in np.unique(hour):
        counts = np.unique(server[hour == h], return_counts=True)[1]
        found.add(int((counts > USED * counts.sum()).sum()))
    return tuple(sorted(found)) if len(found) < 4 else (1, sorted(found)[len(found) // 2], max(found))


def summaries(visits, shown):
    """[summary] of visits; nan where there are none."""
    frame = table(visits, shown)
    found = []
    for s in range(len(shown.stations)):
        found += at_station(frame, s, shown)
    return np.array([*found, *journeys(frame, shown)])


class Table(NamedTuple):
    """Visits in order of case and time."""

    case: Array
    cls: Array
    station: Array
    joined: Array
    started: Array
    ended: Array
    seen: Array  # when one was there, by what the records show


def table(visits, shown):
    """The Table of visits at the stations that are shown."""
    station = pd.Index(shown.stations).get_indexer(visits["station"].astype(object))
    cls = pd.Index(shown.classes, dtype=object).get_indexer(visits["cls"].astype(object))
    times = {name: visits[name].to_numpy(float) for name in ("joined", "started", "ended")}
    column = np.array([tuple(times).index(name) for name in shown.seen_by])[station]
    seen = np.column_stack(list(times.values()))[np.arange(len(station)), column]
    order = np.lexsort((seen, visits["case"].to_numpy()))
    order = order[(station[order] >= 0) & np.isfinite(seen[order])]
    columns = (visits["case"].to_numpy(), cls, station, *times.values(), seen)
    return Table(*(each[order] for each in columns))


def at_station(frame, s, shown):
    """Numbers of one station."""
    here = frame.station == s
    seen = frame.seen[here]
    block = (seen % DAY // BLOCK).astype(int)
    found = list(np.sqrt(np.bincount(block, minlength=4)[:4] / shown.days))
    for lag in shown.lags[s]:
        found += gaps(np.sort(seen), lag)
    if shown.waits[s]:
        waits = frame.started[here] - frame.joined[here]
        found += [mean(waits), part(waits, 0.9), share(waits > MINUTE)]
        found += [mean(waits[block == b]) for b in range(4)]
    if shown.services[s]:
        took = frame.ended[here] - frame.started[here]
        found += [mean(took), part(took, 0.25), part(took, 0.75)]
    return found


def gaps(seen, lag):
    """Quantiles of the time from one to so many later."""
    apart = seen[lag:] - seen[:-lag]
    apart = apart[apart < LONGEST]
    return [part(apart, p) for p in PARTS]


def journeys(frame, shown):
    """Times from station to station, by class, and through the port."""
    found = []
    onward = frame.case[1:] == frame.case[:-1]
    took = np.diff(frame.seen)
    for s in range(len(shown.stations)):
        here = onward & (frame.station[:-1] == s)
        found += [part(took[here], p) for p in (0.1, 0.5, 0.9)]
        found += [mean(took[here & (frame.cls[:-1] == c)]) for c in range(len(shown.classes))]
    first = np.flatnonzero(np.append(True, ~onward)) if len(frame.case) else np.zeros(0, int)
    last = np.append(first[1:] - 1, len(frame.case) - 1) if len(first) else first
    stay, cls = frame.seen[last] - frame.seen[first], frame.cls[first]
    found += [mean(stay[cls == c]) for c in range(len(shown.classes))]
    return [*found, mean(stay), part(stay, 0.9)]


def mean(values):
    """The logarithm of the mean, of a minute more, lest nothing is far below little."""
    known = values[np.isfinite(values)]
    return float(np.log1p(max(known.mean(), 0.0) / MINUTE)) if len(known) else np.nan


def part(values, p):
    known = values[np.isfinite(values)]
    return float(np.log1p(max(np.quantile(known, p), 0.0) / MINUTE)) if len(known) else np.nan


def share(flags):
    return float(flags.mean()) if len(flags) else np.nan
