"""Driving the port: from look to look until the horizon, or to an instant and on from there."""

from twin.engine.jams import jam_of, looks
from twin.engine.reference.branching import renew
from twin.engine.reference.facts import scene_of
from twin.engine.reference.port import Port
from twin.engine.reference.remains import write_open
from twin.plan.arrivals import for_replication, windows
from twin.plan.seen import seen
from twin.plan.snapshot import Snapshot, plan_key


def run(plan, replication, sink):
    """Runs one replication and hands all rows to `sink`; raises Jam once it has."""
    port = Port(plan, for_replication(plan, replication))
    port.start(seen(plan, replication), windows(plan, replication))
    _finish(port, sink)


def pause(plan, replication, time, sink):
    """Runs until all that happens at `time` has happened; the Snapshot says how to come there again."""
    return pause_again(plan, Snapshot(plan_key(plan), replication, -1.0), time, sink)


def resume(plan, snapshot, sink):
    """Goes the way to a snapshot again, in silence, and then on."""
    _finish(_again(plan, snapshot), sink, snapshot.time)


def pause_again(plan, snapshot, time, sink):
    """Runs on from a snapshot until all that happens at `time` has happened."""
    port = _again(plan, snapshot)
    _run_and_look(port, time, sink, snapshot.time)
    port.hand_over(sink)
    return Snapshot(plan_key(plan), snapshot.replication, time, branches=snapshot.branches)


def branch(plan, snapshot, branch):
    """The Snapshot of one of the futures of another."""
    return Snapshot(snapshot.plan, snapshot.replication, snapshot.time, branches=(*snapshot.branches, branch))


def _again(plan, snapshot):
    """The Port of a snapshot, by the way it came."""
    port = Port(plan, for_replication(plan, snapshot.replication))
    port.start(seen(plan, snapshot.replication), windows(plan, snapshot.replication))
    for n, one in enumerate(snapshot.branches, 1):
        port.run_until(one.time)
        renew(port, snapshot.branches[:n])
        port.expect(windows(plan, snapshot.replication, branches=snapshot.branches[:n]))
    port.run_until(snapshot.time)
    port.hand_over(lambda *rows: None)
    return port


def _finish(port, sink, start=0.0):
    _run_and_look(port, port.plan.horizon, sink, start)
    write_open(port)
    port.hand_over(sink)


def _run_and_look(port, time, sink, start=0.0):
    """Runs from `start` until `time`, and looks on the way whether the port is jammed."""
    for look, since in looks(start, port.plan.horizon):
        port.run_until(min(look, time))
        if look > time:
            return
        jam = jam_of(port.plan, scene_of(port, since))
        if jam:
            write_open(port)
            port.hand_over(sink)
            raise jam
