"""The statistics that a run leaves behind when its visits are not kept: what each of them is indexed by."""

from typing import NamedTuple

import numpy as np

# What lasts at a place: entity seconds of those who stand there, of how long they are, at the door, served,
# blocked, and with their service stopped.
STANDING, MILLIMETRES, AT_DOOR, SERVED, STUCK, HALTED = range(6)
LEVELS = 6
ASKED, WAITED = range(2)  # who asked in an hour, and the seconds they waited
NO_ROW = 0  # of bins: nobody was counted

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
    wait_row: np.ndarray  # [place, class] row of waits
    waits: np.ndarray  # [row, bin] rows are taken as they are needed; those that are not take no memory
    stays: np.ndarray  # [whole or part, flow, class] STAYED
    duration_row: np.ndarray  # [whole or part, flow, class] row of durations
    durations: np.ndarray  # [row, duration, bin]
    lasting: np.ndarray  # [place, level] seconds in the window
    hours: np.ndarray  # [place, hour, asked or waited]
    queues: np.ndarray  # [place, instant + 1] changes of who stands there; at links in millimetres
    curves: np.ndarray  # [arrived or left, flow, instant + 1] changes
    balance: np.ndarray  # [arrived, left or inside, class]
    runs: np.ndarray  # [1]
    taken: np.ndarray  # [2] rows of waits and of durations, the one of nobody among them


class Setting(NamedTuple):
    """What the rows of a plan mean."""

    place: np.ndarray  # [point]
    kind: np.ndarray  # [point]
    size: np.ndarray  # [class] millimetres; 0 for actors, after the last
    start: float  # of the window
    end: float
    step: float  # seconds from one instant of the grid to the next
    midnight: float  # seconds of the day at which the run begins
