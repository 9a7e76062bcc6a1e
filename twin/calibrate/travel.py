"""How long the way from one station to the next takes: of those who cannot have waited at its end."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, Parameter, Travel
from twin.calibrate.recorded import hour_of, type_of
from twin.calibrate.rosters.evidence import busy_spans
from twin.calibrate.routes import gaps
from twin.calibrate.services.choosing import law_of
from twin.calibrate.services.durations import Durations
from twin.calibrate.why import NOTHING, Why
from twin.observed.cleaning.grains import by_clock

FEWEST = 40  # trips to an empty station
AT_ONCE = 1.0  # seconds: shorter is no way
LOOK = 4.0  # medians of the gap for which a server has to be free
WRITTEN = ("gamma", "lognormal", "weibull", "exponential")
METHOD = "from the end to the next start, of those for whom a server was free all the while"


class Travelled(NamedTuple):
    """The ways between stations, as Travel and as Parameters."""

    travel: tuple[Travel, ...]
    parameters: tuple[Parameter, ...]


def travel_of(log, servers, seed):
    """The Travelled of a Recorded, given its Servers; the last Travel is that of all ways together."""
    way, _ = ways_seen(log, servers)
    travel, parameters = [], []
    for s, station in enumerate(log.stations):
        for u, following in enumerate(log.stations):
            leg = (log.station == s) & (log.next == u)
            if leg.any():
                generator = np.random.default_rng([seed, s, u])
                made = law_of_way(station, following, way[leg], generator)
                travel += [made] if made else []
                parameters += numbers_of(station, following, made, int(np.isfinite(way[leg]).sum()))
    every = law_of_way("", "", way[log.next >= 0], np.random.default_rng([seed, len(log.stations)]))
    return Travelled((*travel, *([every] if every else [])), tuple(parameters))


def ways_seen(log, servers):
    """[visit] seconds of the way to the next station, nan where it may have waited; [visit] to its start."""
    gap = exact_gaps(log)
    free = who_found_free(log, servers, gap)
    seen = np.append(~log.reckoned[1:], False) & np.isfinite(log.ended)
    return np.where(seen, np.append(log.joined[1:], np.nan) - log.ended, np.where(free, gap, np.nan)), gap


def exact_gaps(log):
    """[visit] seconds to the next start, where both times are known to the second."""
    exact = by_clock(log.within[:, 2]) & np.append(by_clock(log.within[1:, 1]), False)
    return np.where(exact, gaps(log), np.nan)


def law_of_way(station, following, way, generator):
    """The Travel of these ways; None where they are too few."""
    way = way[np.isfinite(way) & (way > -AT_ONCE)]
    if len(way) < FEWEST:
        return None
    if np.median(way) < AT_ONCE:
        return Travel(station, following, "constant", 0.0, 0.0, (0.0, AT_ONCE), (0.0, 0.0), len(way))
    none = np.zeros((0, 25))
    law = law_of(Durations(way[way > 0], none, none, np.zeros(0), 0), generator)
    if law is None:
        return None
    family = law.family if law.family in WRITTEN else "gamma"  # of the same mean and cv
    return Travel(station, following, family, law.mean, law.cv, law.mean_within, law.cv_within, law.n)


def who_found_free(log, servers, gap):
    """[visit] whether a server of the next station was free for as long as anyone may need to get there."""
    known = {(made.station, made.days): made.number for made in servers}
    out = np.zeros(len(log.case), bool)
    for u, station in enumerate(log.stations):
        before = np.flatnonzero((log.next == u) & np.isfinite(log.ended))
        begins, ends, _ = busy_spans(log, log.station == u)
        if not len(before) or not len(begins) or (station, "weekday") not in known:
            continue
        usual = np.nanmedian(gap[before]) if np.isfinite(gap[before]).any() else 0.0
        look = LOOK * max(usual, 30.0)
        clock = log.clock(log.ended[before])
        tables = np.array(
            [known[station, "weekday"], known.get((station, "weekend"), known[station, "weekday"])]
        )
        kind = (type_of(clock, log.holidays) > 0).astype(int)
        count = np.minimum(tables[kind, hour_of(clock)], tables[kind, hour_of(clock + look)])
        # One of those who are served or come meanwhile is oneself.
        there = met(np.sort(begins), np.sort(ends), log.ended[before], look)
        out[before] = there <= count
    return out


def met(begins, ends, times, look):
    """[time] how many are served at some moment from then on, for so long."""
    return np.searchsorted(begins, times + look, side="right") - np.searchsorted(ends, times, side="right")


def numbers_of(station, following, made, n):
    """The Parameters of one leg."""
    if made is None:
        why = Why("{n} found a server free for sure; {least} are needed", n=n, least=FEWEST)
        for kind in ("travel_mean", "travel_cv"):
            yield Parameter(
                kind, station, ALL, following, np.nan, 0.0, np.inf, n, METHOD, NOT_IDENTIFIED, why
            )
        return
    for kind, value, within in (
        ("travel_mean", made.mean, made.mean_within),
        ("travel_cv", made.cv, made.cv_within),
    ):
        yield Parameter(kind, station, ALL, following, value, *within, made.n, METHOD, CALIBRATED, NOTHING)
