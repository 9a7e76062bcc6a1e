"""The port in one of many futures: what was not drawn has other luck from now on."""

from twin.plan.branching import BY_AGE, salt_of
from twin.plan.plan import SHORTEST_SERVICE
from twin.plan.rules import DOWN_FOR, UP
from twin.plan.under_way import Left, Service, server_left, service_left


def renew(port, branches):
    """All that is drawn from now on has the luck of the last of the branches."""
    salt, time = salt_of(branches), branches[-1].time
    port.arrays.run_key[1] = salt
    for e in port.inside:
        if not is_known(e):
            e.salt = salt
    if branches[-1].left == BY_AGE:
        for e in port.inside:
            renew_service(port, e, (time, salt))
        for station in port.stations:
            for server in station.servers:
                if server.breaks:
                    renew_server(port, server, (time, salt))


def is_known(e):
    """The duration of its service has been looked at."""
    if e.doing == "queue":
        return e.stops > 0 or e.place.row["order"] == SHORTEST_SERVICE
    return e.doing in ("served", "paused", "aboard")


def renew_service(port, e, luck):
    """What is left of a service has the luck of the future as far as its age allows."""
    running = e.doing == "served"
    if not running and e.doing != "paused" and not (e.doing == "queue" and e.stops):
        return
    (now, salt), model = luck, e.server.model if e.server else 0
    before = Left(e.due - now if running else e.rest, e.salt, e.pace)
    service = Service(e.key, e.pc, e.cls, e.loop, e.record, model)
    left = service_left(port.arrays, service, before, salt)
    if left == before:
        return
    e.salt = left.salt
    if running:
        e.place.end_at(e, now + left.time)
    else:
        e.rest = left.time


def renew_server(port, server, luck):
    """The time to its failure or of its repair has the luck of the future as far as its age allows."""
    (now, salt), failed = luck, server.failed
    law = (server.row["repair"], DOWN_FOR) if failed else (server.row["up"], UP)
    if failed and server.row["mends"] >= 0:
        return
    if failed or not server.operating:
        before = Left(server.due - now, server.salt)
    else:
        before = Left(server.fails - now if server.watched else server.working_left, server.salt)
    left = server_left(port.arrays, server.row, (*law, server.failures), before, salt)
    server.salt = left.salt
    if failed or not server.operating:
        if left != before:
            (server.mend_at if failed else server.announce)(now + left.time)
        return
    if not server.watched:
        server.working_left = left.time
        return
    if left != before:
        server.fails = now + left.time
    server.announce_before(server.occupant.due)
