"""Where each class goes from each station, visits that no device reported put back."""

from typing import NamedTuple

import numpy as np
from scipy.stats import beta

from twin.calibrate.fit import ALL, CALIBRATED, ENTER, EXIT, NOT_IDENTIFIED, SURE, Parameter, Route
from twin.calibrate.recorded import GONE, NOBODY
from twin.calibrate.why import NOTHING, Why

FEWEST = 20  # departures of a class, below which its shares are those of all classes
SELDOM, OFTEN = 0.05, 0.5  # share of a short cut that may be a lost visit; share of the usual way beside it
STRAY = 0.002  # share of a way that nobody takes: as seldom as a plate is read wrong
LATE = 0.6  # of the usual time with the visit: who took so long has made it
SOON = 0.1  # of those who went straight on were there as soon as that: the way without a wait
LIKE = 2.0  # departures that those of other classes are worth, where a class has too few: an assumption
METHOD = "counted; interval by Jeffreys' prior"


class Routed(NamedTuple):
    """The ways of all classes, as Routes and as Parameters."""

    routes: tuple[Route, ...]
    parameters: tuple[Parameter, ...]


def routes_of(log):
    """The Routed of a Recorded."""
    stations = len(log.stations)
    number = np.zeros(
        (len(log.classes) + 1, stations, stations + 1)
    )  # the last class: unknown; the last next: out
    there = log.next != NOBODY
    following = np.where(log.next == GONE, stations, log.next)
    cls = np.where(log.cls == NOBODY, len(log.classes), log.cls)
    np.add.at(number, (cls[there], log.station[there], following[there]), 1)
    back = put_back(log, number, following, there, cls)
    routes, parameters = [], []
    entered = log.first & np.isfinite(log.arrived)[log.case]
    doors = np.zeros((len(log.classes) + 1, stations + 1))
    np.add.at(doors, (cls[entered], log.station[entered]), 1)
    unseen = log.first & (doors.sum(axis=1) == 0)[cls]  # whose way in nobody saw: where it was seen first
    np.add.at(doors, (cls[unseen], log.station[unseen]), 1)
    for c, name in enumerate(log.classes):
        if doors[c].sum():
            made, verdict = route_of(name, ENTER, doors[c], doors.sum(axis=0), log.stations)
            routes.append(made)
            parameters += shares_of(made, verdict, 0)
        for s, station in enumerate(log.stations):
            if number[c, s].sum() or ((log.station == s) & (log.cls == c)).any():
                made, verdict = route_of(name, station, number[c, s], number[:, s].sum(axis=0), log.stations)
                routes.append(made)
                parameters += shares_of(made, verdict, back[c, s])
    return Routed(tuple(routes), tuple(parameters))


def put_back(log, number, following, there, cls):
    """[class, station] journeys whose next visit was put back; `number` is changed to have them."""
    back = np.zeros(number.shape[:2])
    came = np.where(log.reckoned, log.started, log.joined)
    gap = between(log, came)
    shares = number / np.maximum(number.sum(axis=2, keepdims=True), 1)
    for c, s, u in np.argwhere((shares > 0) & (shares < SELDOM)):
        if u == len(log.stations):
            continue
        ways = shares[c, s, :-1] * shares[c, :, u]
        t = int(ways.argmax())
        if t in (s, u) or ways[t] < OFTEN * shares[c, :, u][t] or shares[c, s, t] < OFTEN:
            continue
        direct = there & (cls == c) & (log.station == s) & (following == u)
        usual = around(log, came, (cls == c) & (log.station == t) & (following == u))
        lost = lost_among(gap[direct], LATE * usual, waits_seen_late(log, u))
        number[c, s, u] -= lost
        number[c, s, t] += lost
        number[c, t, u] += lost
        back[c, s] += lost
    return back


def lost_among(gap, late, waits):
    """How many of these were as late as only a visit makes them; who waited so long at the end is none."""
    gap = gap[np.isfinite(gap)]
    if not len(gap) or not np.isfinite(late):
        return 0
    waited = float((waits > late - np.quantile(gap, SOON)).mean()) if len(waits) else 0.0
    if waited == 1.0:
        return 0
    return int(max((gap > late).sum() - waited * len(gap), 0.0) / (1.0 - waited))


def waits_seen_late(log, station):
    """Waits at a station where the time from an end to what is seen next there has them in it."""
    waits = (log.started - log.joined)[(log.station == station) & log.reckoned]
    return waits[np.isfinite(waits)]


def gaps(log):
    """[visit] seconds from its end to the next start of its journey."""
    return between(log, log.started)


def between(log, came):
    """[visit] seconds from its end to when its journey came to the next station."""
    same = np.append(log.case[1:] == log.case[:-1], False)
    return np.where(same, np.append(came[1:], np.nan) - log.ended, np.nan)


def around(log, came, middle):
    """Seconds from the end before these visits to the coming after them, as a rule."""
    at = np.flatnonzero(middle)
    at = at[(at > 0) & (at < len(log.case) - 1)]
    at = at[(log.case[at - 1] == log.case[at]) & (log.case[at + 1] == log.case[at])]
    spans = came[at + 1] - log.ended[at - 1]
    spans = spans[np.isfinite(spans)]
    return float(np.median(spans)) if len(spans) else np.nan


def route_of(cls, station, number, of_all, stations):
    """(Route, verdict): of the class, or of all classes where it went there too seldom."""
    own = number.sum()
    counted, verdict = (number, CALIBRATED) if own >= FEWEST else (of_all, NOT_IDENTIFIED)
    if not counted.sum():
        counted = np.append(np.zeros(len(stations)), 1.0)  # nobody was seen to go on from here
    n = counted.sum()
    there = np.flatnonzero(counted)
    k = counted[there]
    told, all_told = (k, n) if verdict == CALIBRATED else (LIKE * k / n + number[there], LIKE + own)
    tails = (1 - SURE) / 2, (1 + SURE) / 2
    low, high = (beta.ppf(tail, told + 0.5, all_told - told + 0.5) for tail in tails)
    alone = len(there) == 1
    names = tuple([*stations, EXIT][i] for i in there)
    return Route(cls, station, names, k / n, low, np.ones(1) if alone else high, int(own)), verdict


def shares_of(made, verdict, back):
    """A Parameter for each way on."""
    why = Why("{n:.0f} visits that no device reported are put back", n=back) if back else NOTHING
    if verdict == NOT_IDENTIFIED:
        why = Why(
            "{n} departures of this class, {least} are needed; the shares are those of all classes",
            n=made.n,
            least=FEWEST,
        )
    for name, share, low, high in zip(made.next, made.share, made.low, made.high, strict=True):
        yield Parameter(
            "share", made.station, made.cls or ALL, name, share, low, high, made.n, METHOD, verdict, why
        )  # fmt: skip
