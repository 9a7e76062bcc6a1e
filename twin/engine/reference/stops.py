"""Why and how a running service stops: its server is down, the shift is over, a better one has come."""

from twin.engine.reference.amounts import amount
from twin.plan.plan import FULL, GOES_BACK, PAUSE, REPEAT


def stop(station, e):
    """What is left of the service is kept, and so is the working time of its server."""
    now = station.port.env.now
    e.rest = e.due - now
    e.watch += 1
    for mate in e.server.aboard if e.server else [e]:
        mate.stopped = now
        mate.stops += 1
    if e.server:
        e.server.stop_clock()
    station.touch()


def pause(station, e):
    """A running service stops and stays on its server; one that its server fails may have to be repeated."""
    stop(station, e)
    e.doing = "paused"
    if e.server and e.server.is_broken and e.server.row["after"] == REPEAT:
        e.rest, e.pace = station.service_time(e, e.server.model), FULL


def send_back(station, e):
    """A running service stops, and goes back to the queue under its old key; what it claimed is free."""
    stop(station, e)
    e.doing = "queue"
    e.server.aboard.remove(e)
    station.present -= 1
    for need in station.needs:
        station.port.change_pool(need["pool"], amount(need, e))
    station.port.fleets.set_down(e, station.needs, station.row["place"])
    station.line_up(e)


def stop_struck(station, e):
    """Its server is down: it stays there, or goes back to the queue for another one."""
    goes_back = e.server.is_broken and e.server.row["after"] == GOES_BACK
    (send_back if goes_back else pause)(station, e)


def worst(running):
    """The last of those served by priority, start, number, key."""
    return max((server.occupant for server in running), key=lambda e: (e.level, e.order(e.segment)))


def stop_worst(station, running):
    """At the end of a shift the worst running service stops."""
    put_off = pause if station.row["shift_rule"] == PAUSE else send_back
    put_off(station, worst(running))


def preempt(station, running):
    """The first of the queue takes the server of the worst running service, if that is of a worse level."""
    if not station.queue or not running or station.first().level >= worst(running).level:
        return False
    victim = worst(running)
    server = victim.server
    send_back(station, victim)
    station.start(server)
    return True
