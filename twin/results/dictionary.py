"""What each measure is called, its unit, and which way is better.

Times of entities and visits that are not over yet count as they stand at the end of the run (censored), and
nobody is left out. Quantiles are taken over entities within a replication, intervals over replications.
"""

from typing import NamedTuple

from twin.model.threats import THREATS

LESS, MORE, NEITHER = "less", "more", "neither"
PROMISE = 1800.0  # seconds: the wait that wait_share_above_30min counts beyond


class Measure(NamedTuple):
    """A column of numbers."""

    name: str
    unit: str
    better: str


def _spread(name, better=LESS):
    """The five numbers that describe how a duration varies over entities."""
    return tuple(Measure(f"{name}_{part}", "s", better) for part in ("mean", "p50", "p85", "p95", "max"))


# Of those who finished: expected shares, by what the port looks for; no luck is in them. A port that has no
# control of a threat has no number for it.
DETECTION = (
    *(
        measure
        for threat in THREATS
        for measure in (
            Measure(f"checked_{threat}", "share", MORE),  # went through a control that finds it
            Measure(f"found_{threat}", "share", MORE),  # of those who carry it
            Measure(f"missed_{threat}", "share", LESS),
        )
    ),
    Measure("false_alarms", "alarms", LESS),  # in the window, were all of them harmless
)

# Of the port, of a flow, of a class. Counts are of the window after the warm-up, durations are those of the
# entities that arrived in it.
ENTITY = (
    Measure("arrived", "entities", NEITHER),
    Measure("finished", "entities", MORE),  # left in the window
    Measure("inside_at_end", "entities", LESS),
    Measure("tonnes_in", "t", MORE),  # what those who finished had on board when they left
    Measure("throughput_per_hour", "1/h", MORE),
    Measure("same_day_share", "share", MORE),  # left on the day of arrival, by the port's clock
    *_spread("time_in_port"),
    *_spread(
        "wait"
    ),  # every wait: doors, queues, pools, quotas, slots, parts …; a blocked minute is one at the next door
    Measure("wait_share_above_30min", "share", LESS),
    Measure("blocked_mean", "s", LESS),  # served, but nowhere to go; a part of wait
    Measure("outside_mean", "s", LESS),  # at a door, holding no place in the port; a part of wait
    *_spread("release_time"),  # of parts, such as lots: from the arrival of the whole to the end of the part
    *DETECTION,
)

# Of a place, for all and for each class.
VISIT = (
    Measure("arrived", "entities", NEITHER),  # asked for the place
    Measure("finished", "entities", MORE),  # services ended, for waits: granted
    Measure("throughput_per_hour", "1/h", MORE),
    *_spread("wait"),  # from asked to started, or given up: at the door and in the queues of all lanes
    Measure("wait_share_above_30min", "share", LESS),
    Measure("door_mean", "s", LESS),  # from asked to joined
    Measure("blocked_mean", "s", LESS),  # from ended to left
    Measure("gave_up", "entities", LESS),  # left without having been served: from the queue or from the door
)

# Of a place over time. At a link or in a zone all who stand there count, elsewhere all who wait.
LEVEL = (
    Measure("queue_mean", "entities", LESS),
    Measure("queue_p95", "entities", LESS),
    Measure("queue_max", "entities", LESS),
    Measure("door_queue_mean", "entities", LESS),
    Measure("door_queue_max", "entities", LESS),
    Measure("queue_metres_mean", "m", LESS),
    Measure("queue_metres_p95", "m", LESS),
    Measure("queue_metres_max", "m", LESS),
    Measure("spillback_share", "share", LESS),  # of the time: someone is at the door because storage is full
    # Of an area: those who were let in and wait there, in a zone all who stand there, by m2.
    Measure("crowding_mean", "1/m2", LESS),
    Measure("crowding_p95", "1/m2", LESS),
    Measure("crowding_max", "1/m2", LESS),
)

# Of the servers of a station: shares of server time that sum to 1.
USE = (
    Measure("busy", "share", NEITHER),  # serving, moving up included
    Measure("blocked", "share", LESS),  # holding one who has nowhere to go
    Measure("starved", "share", NEITHER),  # on duty and free, with nobody it could start
    Measure("down", "share", LESS),
    Measure("off_shift", "share", NEITHER),
)

BETTER = {measure.name: measure.better for measure in (*ENTITY, *VISIT, *LEVEL, *USE)}
