"""Who is inside when the run begins takes its place, before anything happens."""

from heapq import heapify

from twin.engine.reference.amounts import amount
from twin.engine.reference.entity import Entity, journey
from twin.plan.seen import BLOCKED, QUEUEING


def stand(port, rows):
    """They come at their times, each to its place, and what would have happened since has not."""
    port.settling = True  # nobody moves yet
    for row in rows:
        port.env._now = row["time"]
        e = come(port, row)
        if row["doing"] != QUEUEING:
            be_served(port, e, row)
        port.env._now = 0.0
        port.impatient.mark(e)
        port.env._queue[:] = [event for event in port.env._queue if event[0] >= 0.0]
        heapify(port.env._queue)
    port.env._now = 0.0
    port.settling = False
    port.expect_settle()


def come(port, row):
    """One joins the queue of its station."""
    e = Entity(port, row["number"], row["key"], row["cls"], row["flow"], row["pc"])
    e.deadline = row["deadline"]
    port.inside[e] = None
    port.env.process(journey(port, e))
    port.env.step()  # to the door
    e.salt = row["salt"]
    port.station_at(e.pc).admit()
    return e


def be_served(port, e, row):
    """It is at a server with all it needs, and its service ends when what is left of it is over."""
    station = e.place
    for need in station.needs:
        port.units[need["pool"]] -= amount(need, e)
    port.fleets.send_nearest(e, station.needs, station.row["place"])
    e.coming = 0.0
    station.start()  # nobody else waits there yet
    if e.server:
        e.server.watched = False
    station.end_at(e, row["left"])
    if row["doing"] == BLOCKED:
        port.env._now = 0.0  # so that it asks for its next step from the start on
        station.end(e)
        e.ended = row["time"]
