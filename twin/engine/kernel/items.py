"""The items of settle, by their index, and how one is told that it may have a move."""

from twin.engine.kernel.lists import touch
from twin.engine.kernel.state import NO_ONE
from twin.plan.jit import inlined


@inlined
def station_item(A, station):
    """Its index among the items of settle.

    Stocks, groups, meetings, stations, choosers, jockeys, the impatient.
    """
    return len(A.stock) + len(A.group_first) - 1 + len(A.meeting) + station


@inlined
def meeting_item(A, meeting):
    """Its index among the items of settle."""
    return len(A.stock) + len(A.group_first) - 1 + meeting


@inlined
def chooser_item(A):
    """The index of those who choose."""
    return station_item(A, len(A.station))


@inlined
def jockey_item(A):
    """The index of those who go over to another queue."""
    return station_item(A, len(A.station)) + 1


@inlined
def impatient_item(A):
    """The index of those who give up."""
    return station_item(A, len(A.station)) + 2


@inlined
def touch_group(A, S, group):
    """The claims of a pool group may be granted."""
    if group != NO_ONE:
        touch(S, len(A.stock) + group)


@inlined
def touch_station(A, S, station):
    """Something changed at a station."""
    touch(S, station_item(A, station))
    touch_group(A, S, A.station[station].group)
