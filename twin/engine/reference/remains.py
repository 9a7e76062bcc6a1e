"""What is not over when a run ends: the rows of those who are still inside."""

import math

from twin.plan.plan import CHOOSE, PARKING
from twin.plan.visits import NOBODY

NAN = math.nan


def write_open(port):
    """What is not over when the run ends."""
    for e in port.inside:
        if e.arrived == e.arrived and e.flow != NOBODY:
            port.write_trip(e, NOBODY, NAN)
        if e.place is not None:
            port.write_visit(e, NAN)
        if e.is_put_off():
            port.write_stop(e, NAN)
        if e.zone is not None:
            _, point, visit, asked, since = e.zone
            port.write(e, (point, visit), (asked, since, since, NAN, NAN))
        if e.asking:
            port.write(e, (wanted(port, e), e.asked_visit), (e.asked, NAN, NAN, NAN, NAN))
    for station in port.stations:
        for server in station.servers:
            if server.is_down:
                port.downs.append((server.down_at, NAN, station.index, server.index))
        if station.uncounted and station.pace == 0:
            port.downs.append((station.stopped_at, NAN, station.index, NOBODY))


def wanted(port, e):
    """The point one asks for; of several to choose from, the first."""
    step = port.steps[e.pc]
    if step["op"] in PARKING:
        return step["c"]
    if step["op"] == CHOOSE:
        step = port.steps[port.ways(step["a"], e.cls)[0]]
    return step["a"]
