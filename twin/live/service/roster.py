"""How many servers the roster of a port has open at an instant."""

from twin.live.forecast.duty import duty_of
from twin.live.forecast.port import plan_from

HOUR = 3600.0


def planned_of(port):
    """A function of an instant: {station, as the records call it: servers that are planned}."""
    known = {}  # the last hour that was asked for: its plan says all of it

    def planned(at):
        hour = at // HOUR
        if hour not in known:
            known.clear()
            known[hour] = _duties(port, hour * HOUR)
        return {name: _at(duty, at - hour * HOUR) for name, duty in known[hour].items()}

    return planned


def _duties(port, at):
    """{station: [(second, servers)]} of an hour, of stations with one queue and counted servers."""
    plan = plan_from(port.scenario, at, HOUR)
    found = {}
    for index, point in enumerate(plan.names.points):
        is_counted = point.kind == "station" and point.lane < 0 and plan.arrays.station["servers"][index] > 0
        if is_counted:
            found[port.said_station(point.name)] = duty_of(plan.arrays, index)
    return found


def _at(duty, second):
    return next(servers for begins, servers in reversed(duty) if begins <= second)
