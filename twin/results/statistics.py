"""The statistics that a run leaves behind when its visits are not kept: what each of them is indexed by."""

from typing import NamedTuple

import numpy as np

# Columns of an hour: entity seconds of those who stand there and of how long they are, at the door, served,
# blocked; who asked in it, and the seconds they waited. What comes off has one more: services stopped.
STANDING, MILLIMETRES, AT_DOOR, SERVED, STUCK, ASKED, WAITED = range(7)
LEVELS, HALTED = STUCK + 1, STUCK + 1

IN_PORT, IN_WAIT, RELEASE = range(3)  # durations of a stay

VISITED = np.dtype(
    [
        ("asked", "i8"),
        ("finished", "i8"),
        ("late", "i8"),  # waited longer than is promised
        ("gave_up", "i8"),
        ("wait", "f8"),
        ("squares", "f8"),
        ("longest", "f8"),
        ("door", "f8"),
        ("blocked", "f8"),
    ],
    align=True,
)
STAYED = np.dtype(
    [
        ("arrived", "i8"),
        ("left", "i8"),
        ("inside", "i8"),
        ("same_day", "i8"),
        ("late", "i8"),
        ("kg", "i8"),
        ("blocked", "f8"),
        ("outside", "f8"),
        ("sum", "f8", (3,)),  # [duration]
        ("squares", "f8", (3,)),
        ("longest", "f8", (3,)),
    ],
    align=True,
)


class Aggregate(NamedTuple):
    """The statistics of one or more replications: sums, but for what is the longest."""

    visits: np.ndarray  # [place, class] VISITED; actors come after the last class
    waits: np.ndarray  # [place, class, bin]
    stays: np.ndarray  # [whole or part, flow, class] STAYED
    durations: np.ndarray  # [whole or part, flow, class, duration, bin]
    hours: np.ndarray  # [place, hour, column]
    whole: np.ndarray  # [place, hour, level] changes of how many are there for all of an hour
    off: np.ndarray  # [place, level or services stopped] seconds to be taken off: those before the window
    queues: np.ndarray  # [place, instant + 1] changes of who stands there; at links in millimetres
    curves: np.ndarray  # [arrived or left, flow, instant + 1] changes
    balance: np.ndarray  # [arrived, left or inside, class]
    waited: np.ndarray  # [1] seconds in the window that entities, not their parts, waited
    runs: np.ndarray  # [1]


class Setting(NamedTuple):
    """What the rows of a plan mean."""

    place: np.ndarray  # [point]
    kind: np.ndarray  # [point]
    size: np.ndarray  # [class] millimetres; 0 for actors, after the last
    start: float  # of the window
    end: float
    step: float  # seconds from one instant of the grid to the next
    midnight: float  # seconds of the day at which the run begins
