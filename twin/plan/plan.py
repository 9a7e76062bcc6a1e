"""A port as arrays, without names.

Each field is indexed as its comment says.
Times are seconds; room and pools are whole numbers (entities, millimetres, kilograms, people): a sum of
whole numbers does not depend on its order, a sum of floats does.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# Steps. What a, b, c, d mean is said in instructions.py, where they are written.
VISIT, WALK, BRANCH, CHOOSE, GOTO, LEAVE, SPAWN, AWAIT, END = range(9)
SEIZE, RELEASE, ENTER, CLEAR, SET, RETURN, ARRIVE = range(9, 16)
NUMBER, COME = 16, 17
PERMIT, MARK, AWAIT_MARK, PACE, MEET, ALIGHT, PART = range(18, 25)
PARKING = (AWAIT, SEIZE, ENTER, COME, PERMIT, AWAIT_MARK, MEET)  # steps at which one waits at their point c

# Calendar entries: on duty := value | pool += value | pool := value | withdrawal from a stock += value |
# a meeting goes with those who are there.
ON_DUTY, POOL_CHANGE, POOL_RESET, DRAIN, CUT_OFF = range(5)

# What a need or a seize asks for, when not a fixed number of units.
BY_LOAD, BY_SIZE, BY_HEADS = -1, -2, -3

OWN_SIZE = 0  # the parts of a split, when they are as many as the entity is made of

FINISH, PAUSE, HAND_OVER = 0, 1, 2  # end of shift
FIFO, LAST_COME, SHORTEST_SERVICE, EARLIEST_DUE = range(4)  # who is first within a level of a queue
# A service that a breakdown stopped: what is left of it | all of it | what is left, on any server.
RESUME, REPEAT, GOES_BACK = range(3)
SHORTEST_QUEUE, LEAST_WORK, PREFERENCE = range(3)  # how one of several queues is chosen
# Bits of a station: its work is compared | some who queue there give up | some go over to another queue.
WEIGHED, IMPATIENT, JOCKEYS, TIMED = 1, 2, 4, 8
# What VISIT's d points at: the pc of one who gives up, of one who finds no room (NOBODY: it waits), the
# luck of its patience, and from UNTIL on its law by class (NO_DIST: it waits for ever).
GIVES_UP, IF_FULL, PATIENCE, UNTIL = range(4)
# Attributes are kept in 16 registers of four bits: case + 1, 0 where nothing was set. The last is that of
# `urgent`.
URGENT, IS_URGENT = 15, 2
CALENDAR, OPERATING = 0, 1  # what a server's time to failure counts
SUM, LONGEST = 0, 1  # tasks one after the other | side by side

UNLIMITED = 1 << 60
NO_DIST = -1
FULL = 1000  # pace in per mille

STEP = np.dtype(
    [("key", "i8"), ("op", "i4"), ("a", "i4"), ("b", "i4"), ("c", "i4"), ("d", "i4"), ("e", "i4")], align=True
)
DIST = np.dtype(
    [("first", "i8"), ("n", "i8"), ("p", "f8"), ("q", "f8"), ("r", "f8"), ("kind", "i4")], align=True
)
SERVICE = np.dtype([("how", "i4"), ("first", "i4"), ("n", "i4")], align=True)  # tasks first .. first + n
TASK = np.dtype([("key", "i8"), ("dist", "i4")], align=True)
STATION = np.dtype(
    [
        ("room", "i8"),  # units that may wait (all who stand there, where holds_all)
        ("move_up", "f8"),  # from the queue to the server
        ("servers", "i4"),  # 0 where not counted: a link, a station without limit
        ("first_server", "i4"),
        ("metric", "i4"),  # 1: room is in mm, an entity takes its length and gap; 0: in entities
        ("holds_all", "i4"),  # 1: those in service take room too (links)
        ("first_need", "i4"),
        ("needs", "i4"),  # rows of `need` claimed while serving
        ("group", "i4"),  # pool group of its needs, NOBODY without
        ("shift_rule", "i4"),
        ("levels", "i4"),  # priority levels of its queue
        ("first_level", "i4"),  # list of its level 0 among the queues
        ("by_priority", "i4"),  # 1: the urgent stand before level 0, at level -1
        ("preempts", "i4"),  # 1: a better level stops the service of a worse one
        ("order", "i4"),  # who is first within a level
        ("on_duty", "i4"),  # at the start
        ("sited", "i4"),  # 1: standing here frees the zone one stood in
        ("fills", "i4"),  # stock, NOBODY without
        ("traits", "i4"),  # bits: WEIGHED, IMPATIENT, JOCKEYS, TIMED
        ("batch_fewest", "i4"),
        ("batch_most", "i4"),  # served at once by a server, 0 where each is served alone
        ("batch_timeout", "f8"),  # from joining; inf: waits for the fewest for ever
        ("place", "i4"),  # where units that move come to
        ("fewest_open", "i4"),  # of those on duty, however short the queue; 0: all are open, there is no rule
        ("open_queue", "i4"),  # so many waiting open one more, 0: the queue does not
        ("close_queue", "i4"),  # so few waiting close one
        ("open_wait", "f8"),  # the first waiting so long opens one more, 0: the wait does not
    ],
    align=True,
)
SERVER = np.dtype(
    [
        ("key", "i8"),
        ("station", "i4"),
        ("model", "i4"),
        ("up", "i4"),
        ("repair", "i4"),
        ("clock", "i4"),
        ("after", "i4"),  # RESUME, REPEAT or GOES_BACK
        ("mends", "i4"),  # pc of the actor that a failure sets going, NOBODY: the repair begins at once
        ("degraded", "i4"),  # pace while failed, 0: stands still
    ],
    align=True,
)
POOL = np.dtype(
    [
        ("units", "i8"),
        ("group", "i4"),
        ("reusable", "i4"),  # 1: put back by anybody
        ("outside", "i4"),  # 1: others than those who hold its units may bring some
        ("unit", "i4"),  # its first unit, where they stand at places
        ("movable", "i4"),  # units that do, 0 without
        ("places", "i4"),
        ("way", "i4"),  # where its [from, to] begin in Arrays.way
    ],
    align=True,
)
NEED = np.dtype(
    [
        ("units", "i8"),
        ("pool", "i4"),
        ("back", "i4"),  # 1: comes back when the service ends
        ("each", "i8"),  # BY_HEADS: heads that one unit holds
    ],
    align=True,
)
STOCK = np.dtype([("cleared", "i8"), ("pool", "i4"), ("mark", "i4")], align=True)
CALENDAR_ENTRY = np.dtype([("time", "f8"), ("value", "i8"), ("kind", "i4"), ("index", "i4")], align=True)
CLASS = np.dtype(
    [
        ("size", "i8"),  # mm of a queue, the gap included
        ("length", "i8"),  # mm, without the gap
        ("load", "i8"),  # kg
        ("promise", "f8"),  # seconds from arrival, inf without
        ("fewest", "i4"),  # parts one is made of: a number drawn evenly from fewest to most
        ("most", "i4"),
    ],
    align=True,
)
CONDITION = np.dtype([("key", "i8"), ("pc", "i4")], align=True)  # of the actor that goes round its states
DEPENDS = np.dtype([("station", "i4"), ("condition", "i4")], align=True)
MEETING = np.dtype(
    [
        ("length", "i8"),  # mm of all who become one, at most
        ("mass", "i8"),  # kg
        ("fewest", "i8"),  # who may become one when their time is up
        ("timeout", "f8"),  # from when the first of them asked, inf without
        ("first_role", "i4"),
        ("roles", "i4"),
        ("cut", "f8"),  # when its slot was open last, at the start: -1 not yet, nan without a slot
        ("first_other", "i4"),  # meetings that fill up what goes before it is full
        ("others", "i4"),
    ],
    align=True,
)
ROLE = np.dtype([("count", "i8")], align=True)  # how many, at most where there is one role
ARRIVAL = np.dtype(
    [
        ("time", "f8"),
        ("deadline", "f8"),  # when its stay is to be over, inf without
        ("number", "i8"),
        ("key", "i8"),
        ("pc", "i4"),
        ("cls", "i4"),
        ("flow", "i4"),
        ("record", "i4"),
    ],
    align=True,
)


# Who is inside at the start, each at a visit since a time before it.
SEEN = np.dtype(
    [
        ("time", "f8"),  # since when, 0 or below
        ("deadline", "f8"),
        ("left", "f8"),  # of the service, of those who are served
        ("number", "i8"),
        ("key", "i8"),
        ("salt", "i8"),  # of the luck of the visit
        ("pc", "i4"),
        ("cls", "i4"),
        ("flow", "i4"),
        ("doing", "i4"),
    ],
    align=True,
)


def table_of(rows, dtype):
    """An array of tuples, its padding zero too: equal plans have equal bytes."""
    out = np.zeros(len(rows), dtype)
    for name, column in zip(dtype.names, zip(*rows, strict=True), strict=False):
        out[name] = column
    return out


class Arrays(NamedTuple):
    """All that an engine reads. Stations stand in the order of settle: downstream first."""

    step: np.ndarray  # [step]
    dist: np.ndarray  # [law]
    service: np.ndarray  # [service]
    task: np.ndarray  # [task]
    station: np.ndarray  # [station]
    server: np.ndarray  # [server]
    pool: np.ndarray  # [pool]
    need: np.ndarray  # [need]
    stock: np.ndarray  # [stock]
    unit: np.ndarray  # [unit] place where it stands at the start
    way: np.ndarray  # [.] seconds that a unit needs from place to place
    group_station: np.ndarray  # [.] stations with needs, group by group
    group_first: np.ndarray  # [group + 1] where each group's stations begin
    meeting: np.ndarray  # [meeting]
    role: np.ndarray  # [role] those of each meeting together
    calendar: np.ndarray  # [entry] by time
    cls: np.ndarray  # [class]
    work: np.ndarray  # [station, class] milliseconds that one is expected to take
    jockeys: np.ndarray  # [.] stations whose last may go over to another
    level: np.ndarray  # [flow, class] priority, 0 first
    tab: np.ndarray  # [.] int64 side table
    cum: np.ndarray  # [.] cumulative probabilities
    table: np.ndarray  # [.] nodes of tabulated laws
    given: np.ndarray  # [record, column] recorded service times, nan where there is none
    run_key: np.ndarray  # luck of servers in this replication | salt of the future that it is in, 0
    condition: np.ndarray  # [condition]
    depends: np.ndarray  # [.] by station, as it names them


class Point(NamedTuple):
    """Where a visit can be; lane counts from 0, else -1.

    Kind is station, link, zone, pool, quota, join, slot, calendar, permission, mark, crew, gather or match.
    """

    kind: str
    name: str
    lane: int = -1


class Names(NamedTuple):
    """What the indices of a plan mean."""

    points: tuple[Point, ...]  # stations first, in the order of Arrays.station
    areas: tuple[float, ...]  # [point] m2 to stand on, nan where it is not said
    classes: tuple[str, ...]
    flows: tuple[str, ...]
    exits: tuple[str, ...]  # exit 0 is the end of a forked part
    pools: tuple[str, ...]
    stocks: tuple[str, ...]
    pool_kinds: tuple[str, ...] = ()  # [pool] pool, quota, stock, zone, slot or calendar
    conditions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # [role] of a match, '' of a gather


class Source(NamedTuple):
    """Who arrives: one flow's demand, drawn by plan.arrivals."""

    name: str
    key: int
    flow: int
    pc: tuple[int, ...]  # [class] first step
    mix: tuple[tuple[int, float], ...]  # (class, cumulative share)
    process: object  # one of the records of plan.processes
    waiting: int  # how many wait at second 0 already
    first_waiting: int  # identity of the first of them
    waiting_pc: int  # their first step
    seen: tuple = ()  # who is inside at second 0, in the order of their numbers


@dataclass(frozen=True)
class Plan:
    """A scenario ready to run; `arrays` is for the engines, the rest to draw arrivals and to read results."""

    arrays: Arrays
    names: Names
    sources: tuple[Source, ...]
    start: str  # ISO time of second 0
    horizon: float
    warm_up: float
    replications: int
    seed: int
    finds: tuple = ()  # Find of plan.finds: what a visit finds, which no engine asks

    @property
    def stations(self):
        """The number of stations and links: points below it have servers or room."""
        return len(self.arrays.station)
