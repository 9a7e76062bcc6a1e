"""How long servers that are down stay so, given how long they have been: by their law, or an assumption."""

from twin.live.forecast.duty import added, duty_of, with_duty
from twin.plan.draws import EXPONENTIAL, quantile
from twin.plan.plan import NO_DIST
from twin.plan.residual import residual

DOWN_FOR = 3600.0  # assumption: mean seconds until a server is up again, where no repair time is known


def repair_left(arrays, station, age, u):
    """Seconds until a server of a station is up again that has been down so long, at luck u in (0, 1)."""
    server = arrays.server[arrays.station["first_server"][station]]
    if arrays.station["servers"][station] and server["repair"] != NO_DIST:
        return residual(arrays.dist[server["repair"]], arrays.table, max(age, 0.0), u)
    return quantile(EXPONENTIAL, 0, 0, DOWN_FOR, 0.0, 0.0, arrays.table, u)


def stuck_for(arrays, where, age, rng):
    """Seconds until the service ends of one who is stuck since it began; where: station, law of a service.

    The server fails at any time of the service, as far as that is known: on average in its middle.
    """
    station, law = where
    done, repaired = rng.random(2)
    whole = residual(law, arrays.table, 0.0, rng.random()) if law is not None else 0.0
    return repair_left(arrays, station, age - done * whole, repaired) + (1 - done) * whole


def with_down(plan, port, down, rng):
    """The arrays with servers off duty until they are up; down: (station in the records, seconds so far)."""
    arrays = plan.arrays
    if not down:
        return arrays
    names = {point.name: index for index, point in enumerate(plan.names.points) if point.lane < 0}
    luck = rng.random(len(down))
    for (said, age), u in zip(down, luck, strict=True):
        station = names.get(port.station(said))
        if station is not None:
            duty = added(duty_of(arrays, station), -1, 0.0, repair_left(arrays, station, age, u))
            arrays = with_duty(arrays, station, duty)
    return arrays
