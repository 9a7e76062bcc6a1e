"""What a port is written with though its records do not tell it, and where not even an assumption helps."""

from twin.calibrate.assuming.arrivals import arrivals_where_few
from twin.calibrate.assuming.servers import servers_where_few
from twin.calibrate.assuming.services import services_where_few
from twin.calibrate.assuming.ways import ways_where_few
from twin.calibrate.fit import ALL, ASSUMED, Assumed, Parameter
from twin.calibrate.recorded import HOUR
from twin.calibrate.routes import FEWEST
from twin.calibrate.why import Why

METHOD = "assumed, informed by what few were seen"


def assumed_of(log, fit):
    """The Assumed of a Recorded, beside the pieces of its Fit."""
    services = tuple(services_where_few(log, fit.services))
    servers = tuple(servers_where_few(log, fit.servers, (*fit.services, *services)))
    arrivals = tuple(arrivals_where_few(log, fit.arrivals))
    travel = tuple(ways_where_few(log, fit, (*fit.servers, *servers)))
    return Assumed(services, servers, arrivals, travel)


def whole(fit):
    """The Fit with what is assumed among its pieces: enough for a port."""
    more = fit.assumed
    return fit._replace(
        services=(*fit.services, *more.services), servers=(*fit.servers, *more.servers),
        arrivals=(*fit.arrivals, *more.arrivals), travel=(*more.travel, *fit.travel),
    )  # fmt: skip


def assumptions(fit):
    """A Parameter for each value that is assumed."""
    for law in fit.assumed.services:
        yield one("service_mean", (law.station, law.cls, ""), (law.mean, *law.mean_within), law)
    for made in fit.assumed.servers:
        if made.days == "weekday":
            number = made.number[0], made.low[0], made.high[0]
            yield one("servers", (made.station, ALL, ""), number, made)
    for made in fit.assumed.arrivals:
        a_day = [float(rate.sum() * HOUR) for rate in (made.rate, made.low, made.high)]
        yield one("arrivals_a_day", ("", made.cls, ""), a_day, made)
    for leg in fit.assumed.travel:
        yield one("travel_mean", (leg.station, ALL, leg.next), (leg.mean, *leg.mean_within), leg)
    yield from shares_where_few(fit)


def shares_where_few(fit):
    """A Parameter for each way on of a class of which few were seen to go on, where there are several."""
    for route in fit.routes:
        if route.n >= FEWEST or len(route.next) < 2:
            continue
        why = Why("{n} departures of this class, and those of all classes", n=route.n)
        for way, share, low, high in zip(route.next, route.share, route.low, route.high, strict=True):
            ends = min(low, share), max(high, share)
            yield Parameter(
                "share", route.station, route.cls, way, share, *ends, route.n, METHOD, ASSUMED, why
            )


def one(kind, of, value, piece):
    n = getattr(piece, "n", 0)
    return Parameter(kind, *of, *value, n, METHOD, ASSUMED, piece.assumed)


def lacking(fit):
    """What a port cannot be without, and not even an assumption can stand for."""
    made = whole(fit)
    served = {law.station for law in made.services}
    met = {way for route in fit.routes for way in route.next} & set(fit.stations)
    for name in fit.stations:
        if name in met - served:
            yield Why("how long services take at {station}", station=name)
    if not made.arrivals:
        yield Why("how many arrive, hour by hour")
