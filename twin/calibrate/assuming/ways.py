"""How long ways take on which too few found a server free."""

import numpy as np

from twin.calibrate.assuming.few import law_of_few, law_of_none, usual
from twin.calibrate.fit import Travel
from twin.calibrate.routes import STRAY
from twin.calibrate.travel import ways_seen
from twin.calibrate.why import Why

SHORT = 0.1  # of the times to the next start, the share of those with hardly any wait
USUAL = 0.5


def ways_where_few(log, fit, servers):
    """Assumed Travels of the ways of a Recorded on which some go, and which its Fit has no Travel of."""
    travel, taken = fit.travel, ways_taken(fit.routes)
    known = {(leg.station, leg.next) for leg in travel}
    moved = [leg for leg in travel if leg.mean > 0]
    means, cv = [leg.mean for leg in moved if leg.station], usual([leg.cv for leg in moved])
    seen, gap = ways_seen(log, servers)
    for s, station in enumerate(log.stations):
        for u, following in enumerate(log.stations):
            leg = (log.station == s) & (log.next == u)
            if (station, following) in known or (station, following) not in taken or not leg.any():
                continue
            made = law_of_way(seen[leg], gap[leg], means, cv)
            if made is not None:
                few, why = made
                yield Travel(
                    station, following, "lognormal", few.mean, few.cv, few.mean_within, few.cv_within, few.n,
                    why,
                )  # fmt: skip


def ways_taken(routes):
    """{(station, next)} of the ways that some class takes oftener than by mistake."""
    return {
        (route.station, way)
        for route in routes
        for way, share in zip(route.next, route.share, strict=True)
        if share > STRAY
    }


def law_of_way(way, gap, means, cv):
    """(Few, reason) of one way; None where nothing tells that it takes any time."""
    way, gap = way[np.isfinite(way) & (way > 0)], gap[np.isfinite(gap) & (gap > 0)]
    if len(way):
        return law_of_few(way, cv), Why("{n} found a server free for sure", n=len(way))
    if means:
        return law_of_none(means, cv), Why("nobody found a server free: as the {n} other ways", n=len(means))
    if not len(gap):
        return None
    quick, middle = np.quantile(gap, [SHORT, USUAL])
    few = law_of_few(np.array([quick]), cv)._replace(mean_within=(0.0, float(max(middle, quick))), n=0)
    return few, Why("the shortest times to the next start, of {n}, with waits in them", n=len(gap))
