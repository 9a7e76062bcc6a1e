"""A cleaned log as arrays: who was where and when, by the clock on the port's wall."""

from typing import NamedTuple

import numpy as np
import pandas as pd

Array = np.ndarray
NOBODY, GONE = -1, -2  # of `next`: not known, left the port
VEHICLE = "vehicle"  # the class of all, where the records have none
HOUR, DAY, WEEK = 3600.0, 86400.0, 7 * 86400.0
WEEKDAY, WEEKEND, HOLIDAY = "weekday", "weekend", "holiday"
DAYS = (WEEKDAY, WEEKEND, HOLIDAY)


class Recorded(NamedTuple):
    """The visits of a log in order of case and number, and the journeys they make up."""

    stations: tuple[str, ...]  # in the order of the way
    classes: tuple[str, ...]
    servers: tuple[str, ...]
    case: Array  # [visit] index of the journey
    station: Array  # [visit]
    cls: Array  # [visit] NOBODY: not known
    server: Array  # [visit] NOBODY: not known
    joined: Array  # [visit] seconds
    started: Array  # [visit]
    ended: Array  # [visit]
    within: Array  # [visit, 3] half-widths of joined, started, ended
    reckoned: Array  # [visit] whether joined was not seen
    next: Array  # [visit] station, GONE or NOBODY
    first: Array  # [visit] whether it begins the journey
    arrived: Array  # [case]
    left: Array  # [case]
    of_class: Array  # [case]
    seen_out: Array  # [case]
    span: tuple[float, float]
    zone: str
    holidays: frozenset[str]  # dates as 2026-03-02
    watched: pd.DataFrame

    def clock(self, times):
        """Seconds of the port's own clock: midnight there is a multiple of a day."""
        return on_the_wall(times, self.zone)


def recorded(cleaned, *, holidays=()):
    """The Recorded of a cleaned log."""
    visits = cleaned.visits.sort_values(["case", "number"], kind="stable")
    stations = in_order(visits)
    classes = tuple(sorted({str(name) for name in cleaned.cases["cls"].dropna() if str(name)}))
    classless = not classes
    classes = classes or (VEHICLE,)
    servers = tuple(sorted({str(name) for name in visits["server"].dropna() if str(name)}))
    cases = cleaned.cases.sort_values("case", kind="stable")
    names = cases["case"].to_numpy()
    case = np.searchsorted(names, visits["case"].to_numpy())
    station = codes(visits["station"], stations)
    seen_out = cases["seen_out"].to_numpy(dtype=bool)
    last = np.append(case[1:] != case[:-1], True)
    following = np.where(last, np.where(gone(visits, seen_out, case), GONE, NOBODY), np.roll(station, -1))
    of_class = np.zeros(len(cases), np.int64) if classless else codes(cases["cls"], classes)
    parts = ("joined", "started", "ended")
    return Recorded(
        stations, classes, servers, case, station, of_class[case], codes(visits["server"], servers),
        *(visits[part].to_numpy(dtype=float) for part in parts),
        within=np.column_stack([visits[f"{part}_within"].to_numpy(dtype=float) for part in parts]),
        reckoned=visits["joined_from"].astype(str).to_numpy() != "seen",
        next=following, first=np.append(True, last[:-1]),
        arrived=cases["arrived"].to_numpy(dtype=float), left=cases["left"].to_numpy(dtype=float),
        of_class=of_class, seen_out=seen_out,
        span=cleaned.span, zone=cleaned.zone, holidays=frozenset(holidays), watched=cleaned.watched,
    )  # fmt: skip


def gone(visits, seen_out, case):
    """[visit] whether who is not seen again has left: it was seen to, or nobody is and it was served."""
    if seen_out.any():
        return seen_out[case]
    return np.isfinite(visits[["started", "ended"]]).any(axis=1).to_numpy()


def in_order(visits):
    """Names of stations, those first that stand early in the journeys."""
    named = pd.DataFrame({"station": visits["station"].astype(str), "number": visits["number"]})
    early = named.groupby("station")["number"].mean()
    return tuple(sorted(early.index, key=lambda name: (early[name], name)))


def codes(column, names):
    """[row] where its name stands among the names, NOBODY where it is none of them."""
    return pd.Index(list(names), dtype=object).get_indexer(column.astype(object)).astype(np.int64)


def on_the_wall(times, zone):
    """Seconds of a zone's own clock, nan where the time is; summer time is followed."""
    times = np.asarray(times, dtype=float)
    if zone in ("UTC", ""):
        return times
    known = np.isfinite(times)
    quarters = np.floor(times[known] / 900.0)  # no zone changes within a quarter of an hour
    starts, which = np.unique(quarters, return_inverse=True)
    stamps = pd.to_datetime(starts * 900.0, unit="s", utc=True).tz_convert(zone)
    shift = (stamps.tz_localize(None) - stamps.tz_convert("UTC").tz_localize(None)).total_seconds()
    out = times.copy()
    out[known] += np.asarray(shift)[which]
    return out


def hour_of(clock):
    """Whole hour of the day; nan is hour 0 and must be left out by the caller."""
    return (np.nan_to_num(clock) % DAY // HOUR).astype(np.int64)


def type_of(clock, holidays=frozenset()):
    """[time] index in DAYS of the day it falls on: Saturday and Sunday are the weekend."""
    day = np.floor(np.nan_to_num(clock) / DAY).astype(np.int64)
    kind = np.where((day + 3) % 7 >= 5, 1, 0)  # day 0 was a Thursday
    if holidays:
        free = np.array([np.datetime64(date, "D").astype(np.int64) for date in sorted(holidays)])
        kind[np.isin(day, free)] = 2
    return kind
