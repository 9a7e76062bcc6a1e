"""What a fit lacks to be a port, each with the range that the records leave it."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, Servers, Service, Travel
from twin.calibrate.recorded import WEEKDAY, WEEKEND, hour_of

Array = np.ndarray
LEAST = 0.02  # of the longest mean that a service can have
CVS = (0.1, 1.2)  # from a machine to what people do, beyond an exponential law
WAY_CV = 0.5  # assumed of a way whose times nobody saw
MOST_SERVERS = 12  # assumed, where servers are not named
NAMED, USED = 0.9, 0.02  # share of visits that name a server; of an hour's visits, that a lane in use has
LONGEST = 4 * 3600.0  # seconds between two at a server: a longer one is a night
DAYS = (WEEKDAY, WEEKEND)
QUANTILES = (np.arange(101) / 100).clip(0.005, 0.995)


class Unknown(NamedTuple):
    """One number that is looked for: as probable anywhere in its range, by its own scale."""

    kind: str  # of fit.UNITS
    station: str
    low: float
    high: float
    scale: str  # "log", "linear" or "whole"

    def at(self, position):
        """The value at a position 0 to 1, or at each of an array."""
        if self.scale == "log":
            return self.low * (self.high / self.low) ** position
        if self.scale == "whole":
            steps = self.high - self.low + 1
            return self.low + np.minimum(np.floor(np.asarray(position) * steps), steps - 1)
        return self.low + position * (self.high - self.low)


class Gaps(NamedTuple):
    """What is unknown, and the rosters that names of lanes show."""

    unknowns: tuple[Unknown, ...]
    lanes: tuple[Servers, ...]


def gaps_of(fit, log):
    """The Gaps of a Fit of a Recorded: what stations that somebody goes to have no law or number of."""
    served = {law.station for law in fit.services}
    manned = {made.station for made in fit.servers}
    met = [name for name in fit.stations if any(name in route.next for route in fit.routes)]
    unknowns, lanes = [], []
    for station in met:
        here = log.station == fit.stations.index(station)
        if station not in manned:
            made = lanes_at(log, here, station)
            lanes += made
            if not made:
                unknowns.append(Unknown("servers", station, 1.0, float(MOST_SERVERS), "whole"))
        if station not in served:
            longest = longest_at(log, here)
            unknowns.append(Unknown("service_mean", station, LEAST * longest, longest, "log"))
            unknowns.append(Unknown("service_cv", station, *CVS, "linear"))
    if unknowns and not fit.travel and len(met) > 1:
        unknowns.append(Unknown("travel_mean", "", 0.0, shortest_way(log), "linear"))
    return Gaps(tuple(unknowns), tuple(lanes))


def seen(log):
    """[visit] the first time that is known of its service, else of its joining."""
    times = np.where(np.isfinite(log.started), log.started, log.ended)
    return np.where(np.isfinite(times), times, log.joined)


def lanes_at(log, here, station):
    """The Servers by hour that names show, of weekdays and weekends; () where servers are not named."""
    if (log.server[here] >= 0).mean() < NAMED:
        return ()
    hour, server = hour_of(log.clock(seen(log)[here])), log.server[here]
    number = np.ones(24)
    for h in range(24):
        counts = np.unique(server[(hour == h) & (server >= 0)], return_counts=True)[1]
        number[h] = max((counts > USED * counts.sum()).sum(), 1)
    most = np.full(24, np.inf)
    return tuple(Servers(station, days, number, number, most) for days in DAYS)


def longest_at(log, here):
    """Seconds that a service takes at most on average: no longer than from one to the next at a server,
    nor than from being seen here to being seen at the next station, or before."""
    times = seen(log)
    named = (log.server[here] >= 0).mean() >= NAMED
    server = log.server[here] if named else np.zeros(here.sum())
    order = np.lexsort((times[here], server))
    apart = np.diff(times[here][order])[np.diff(server[order]) == 0]
    bounds = [apart[apart < LONGEST].mean() * (1 if named else MOST_SERVERS)] if len(apart) else []
    is_start = np.isfinite(log.started[here]).mean() >= 0.5
    same = log.case[1:] == log.case[:-1]
    way = np.diff(times)[same & (here[:-1] if is_start else here[1:])]
    way = way[np.isfinite(way) & (way >= 0)]
    bounds += [way.mean()] if len(way) else []
    return max(float(np.nanmin(bounds)) if bounds else LONGEST, 1.0)


def shortest_way(log):
    """Seconds that ways take at most: of two stations that follow each other, the median of the nearest."""
    times, same = seen(log), log.case[1:] == log.case[:-1]
    pair = log.station[:-1] * len(log.stations) + log.station[1:]
    took = np.diff(times)
    middles = [np.nanmedian(took[same & (pair == each)]) for each in np.unique(pair[same])]
    return max(float(np.nanmin(middles)), 1.0)


def filled(fit, gaps, values, number=0):
    """The Fit with values [unknown] in its gaps, of so many simulations, in the place of what was assumed."""
    found = {(one.kind, one.station): float(value) for one, value in zip(gaps.unknowns, values, strict=True)}
    services, servers, travel = list(fit.services), [*fit.servers, *gaps.lanes], list(fit.travel)
    for (kind, station), value in found.items():
        if kind == "service_mean":
            services.append(service(station, value, found["service_cv", station], number))
        elif kind == "servers":
            hours = np.full(24, value)
            servers += [Servers(station, days, hours, hours, hours) for days in DAYS]
        elif kind == "travel_mean":
            within = (value, value), (WAY_CV, WAY_CV)
            travel.append(Travel("", "", "gamma", value, WAY_CV, *within, number))
    made = fit._replace(services=tuple(services), servers=tuple(servers), travel=tuple(travel))
    return made._replace(assumed=beside(made))


def beside(fit):
    """The Assumed of a Fit, without what it has itself."""
    served, manned = {law.station for law in fit.services}, {made.station for made in fit.servers}
    return fit.assumed._replace(
        services=tuple(law for law in fit.assumed.services if law.station not in served),
        servers=tuple(made for made in fit.assumed.servers if made.station not in manned),
        travel=() if any(not leg.station for leg in fit.travel) else fit.assumed.travel,
    )


def service(station, mean, cv, number):
    """A Service of the gamma family."""
    from scipy.stats import gamma

    quantiles = gamma.ppf(QUANTILES, cv**-2, scale=mean * cv**2)
    within = (mean, mean), (cv, cv)
    return Service(station, ALL, "gamma", mean, cv, *within, quantiles, number, np.nan, (mean, cv))
