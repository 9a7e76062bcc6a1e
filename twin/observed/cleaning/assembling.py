"""Chains of sightings as visits: when each truck joined, was served and went on, and how sure that is."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..records import MISSING, ORIGINS, RECKONED, SEEN
from .pairing import NOBODY

IDLE = 5.0  # seconds that a server stood free before a start: who was waiting would have started sooner
SURE = 60.0  # seconds of doubt in the last end or the start beyond which a reckoned wait would be biased
ENOUGH = 30  # trips between two stations that give a travel time of their own
LATE = 3.0  # spreads of travel after which who starts at a server long idle had waited: it just opened
RARE = 0.02  # a step that a smaller share takes went by a station that did not see it: the wait is not known
CLOSED = 1800.0  # seconds of idleness after which a server may have been closed
FAR_OUT = 8.0  # spreads from the median beyond which a trip was no travel: a halt, another journey


class Travel(NamedTuple):
    """Mean and spread in seconds of the way between two stations."""

    mean: np.ndarray  # [station, station]
    spread: np.ndarray  # [station, station]
    share: np.ndarray  # [station, station] of those at the first who are seen next at the second


def visits_of(sightings, seen, chain, names):
    """Visits in order of case and time, from sightings and the number of the chain that each is in."""
    order = np.lexsort((seen.tie, seen.rank, chain))
    s, chain = sightings.only(order), chain[order]
    number = np.cumsum(_new(s, chain)) - 1
    visits = pd.DataFrame(
        {
            "chain": _first(chain, number),
            "station": _first(s.station, number),
            "server": _most(np.where(s.arrives, NOBODY, s.device), number),
            "joined": _earliest(np.where(s.arrives, s.began, np.nan), number),
            "started": _earliest(np.where(s.arrives, np.nan, s.began), number),
            "ended": _latest(np.where(s.arrives, np.nan, s.ended), number),
            "joined_within": _least(np.where(s.arrives, s.began_within, np.inf), number),
            "started_within": _least(np.where(s.arrives, np.inf, s.began_within), number),
            "ended_within": _least(np.where(s.arrives, np.inf, s.ended_within), number),
        }
    )
    visits["cls"] = _vote(s.cls, chain, len(names.cls))[visits["chain"].to_numpy()]
    return visits


def _new(s, chain):
    """Where a visit begins: at another station, or after a service that is not half of the same one."""
    new = np.ones(len(chain), bool)
    served, serves = ~s.arrives[:-1], ~s.arrives[1:]
    halves = np.isnan(s.ended[:-1]) & np.isnan(s.began[1:])
    another = (s.station[1:] != s.station[:-1]) | (chain[1:] != chain[:-1])
    new[1:] = another | (s.arrives[1:] & served) | (served & serves & ~halves)
    return new


def said_again(s, seen, chain):
    """Arrivals that say again what the one before them on the same journey said: their events."""
    order = np.lexsort((seen.tie, seen.rank, chain))
    one, two = order[:-1], order[1:]
    again = (chain[one] == chain[two]) & s.arrives[one] & s.arrives[two] & (s.station[one] == s.station[two])
    return s.first[two[again]]


def _first(values, number):
    """The first value of each group; groups stand together."""
    return values[np.flatnonzero(np.diff(number, prepend=-1))]


def _over(ufunc, values, number):
    """A ufunc reduced over each group; groups stand together."""
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    return ufunc.reduceat(values, starts) if len(starts) else values


def _most(values, number):
    return _over(np.maximum, values, number)


def _least(values, number):
    return _over(np.minimum, values, number)


def _earliest(values, number):
    return _over(np.fmin, values, number)


def _latest(values, number):
    return _over(np.fmax, values, number)


def _vote(cls, chain, classes):
    """The class that most sightings of a chain say, NOBODY where none does."""
    chains = int(chain.max(initial=-1)) + 1
    said = cls >= 0
    count = np.bincount(chain[said] * max(classes, 1) + cls[said], minlength=chains * max(classes, 1))
    count = count.reshape(chains, max(classes, 1))
    return np.where(count.sum(1) > 0, count.argmax(1), NOBODY)


def idle_before(visits):
    """Seconds that each server surely stood free before it started: whom it then served had not waited."""
    order = np.lexsort((visits["started"].fillna(visits["ended"]), visits["server"]))
    server = visits["server"].to_numpy()[order]
    started, ended = visits["started"].to_numpy()[order], visits["ended"].to_numpy()[order]
    doubt = visits["started_within"].to_numpy()[order]
    doubt_before = np.append(0.0, visits["ended_within"].to_numpy()[order][:-1])
    station = visits["station"].to_numpy()[order]
    long = _long_service(station, ended - started)
    lost = np.isnan(ended)
    ended = np.where(lost, started + long[station], ended)
    doubt_before = np.where(np.append(False, lost[:-1]), 0.0, doubt_before)
    first = np.append(True, server[1:] != server[:-1])
    free = started - np.append(np.nan, ended[:-1]) - doubt - doubt_before
    free = np.where(first, np.inf, free)
    least = np.append((started - doubt)[1:], np.inf)  # the next on the server may have been before this one
    free[(least < started) & ~np.append(first[1:], True)] = 0.0
    idle = np.empty(len(order))
    idle[order] = np.where(
        np.isfinite(started) & (server >= 0), np.nan_to_num(free, nan=0.0, posinf=np.inf), 0.0
    )
    return idle


def _long_service(station, took):
    """Seconds that few services of each station take longer than."""
    long = np.zeros(station.max(initial=0) + 1)
    for one in np.unique(station):
        mine = took[(station == one) & np.isfinite(took)]
        long[one] = np.quantile(mine, 0.95) if len(mine) else 0.0
    return long


def onward(visits):
    """The station and the end of each visit's predecessor on its journey: NOBODY and nan for the first."""
    chain, station = visits["chain"].to_numpy(), visits["station"].to_numpy()
    follows = np.append(False, chain[1:] == chain[:-1])
    return (
        np.where(follows, np.append(NOBODY, station[:-1]), NOBODY),
        np.where(follows, np.append(np.nan, visits["ended"].to_numpy()[:-1]), np.nan),
        np.where(follows, np.append(np.inf, visits["ended_within"].to_numpy()[:-1]), np.inf),
    )


def travel(visits, stations):
    """The way between stations, from those who were served as soon as they came."""
    before, ended, ended_within = onward(visits)
    here = visits["station"].to_numpy()
    seen = np.isfinite(visits["joined"].to_numpy())
    came = np.where(seen, visits["joined"], visits["started"]) - ended
    sure = (ended_within <= SURE) & (seen | (visits["started_within"].to_numpy() <= SURE))
    told = np.isfinite(came) & sure & (seen | (idle_before(visits) > IDLE))
    told[told] = _usual(came[told])
    size = (stations, stations)
    mean, spread, trips = np.full(size, np.nan), np.full(size, np.nan), np.zeros(size, np.int64)
    for one, two in set(zip(before[told].tolist(), here[told].tolist(), strict=True)):
        mine = told & (before == one) & (here == two)
        trips[one, two] = mine.sum()
        mean[one, two], spread[one, two] = came[mine].mean(), came[mine].std()
    every = came[told]
    known = trips >= ENOUGH
    mean = np.where(known, mean, every.mean() if len(every) else 0.0)
    spread = np.where(known, spread, every.std() if len(every) else 0.0)
    step = np.zeros(size)
    np.add.at(step, (before[before >= 0], here[before >= 0]), 1)
    return Travel(mean, spread, step / np.maximum(step.sum(1, keepdims=True), 1))


def _usual(came):
    """Which times between stations are no further from the median than travel is."""
    middle = np.median(came) if len(came) else 0.0
    return (
        np.abs(came - middle) <= FAR_OUT * 1.4826 * np.median(np.abs(came - middle)) + 1.0
        if len(came)
        else came
    )


def reckon(visits, ways):
    """Visits with the time of joining reckoned where it was not seen: the last end and the travel to here."""
    before, ended, ended_within = onward(visits)
    here, started = visits["station"].to_numpy(), visits["started"].to_numpy()
    joined, within = visits["joined"].to_numpy().copy(), visits["joined_within"].to_numpy().copy()
    seen = np.isfinite(joined)
    reckoned = ended + ways.mean[before, here]
    with np.errstate(invalid="ignore"):
        reckoned = np.where(started < reckoned, started, reckoned)
    doubt = ways.spread[before, here] + ended_within
    with np.errstate(invalid="ignore"):
        waited = started - ended > ways.mean[before, here] + LATE * ways.spread[before, here]
    free = idle_before(visits)
    idle = (free > IDLE) & (before >= 0) & ~(waited & (free > CLOSED))
    reckoned, doubt = np.where(idle, started, reckoned), np.where(idle, visits["started_within"], doubt)
    sure = (ended_within <= SURE) & (visits["started_within"].to_numpy() <= SURE)
    sure &= ways.share[before, here] >= RARE
    use = ~seen & sure & np.isfinite(reckoned)
    joined[use], within[use] = reckoned[use], doubt[use]
    origin = np.where(
        seen, ORIGINS.index(SEEN), np.where(use, ORIGINS.index(RECKONED), ORIGINS.index(MISSING))
    )
    return visits.assign(
        joined=joined, joined_within=within, joined_from=pd.Categorical.from_codes(origin, list(ORIGINS))
    )
