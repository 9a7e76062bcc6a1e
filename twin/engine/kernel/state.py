"""What the kernel keeps between two events: all allocated here, none inside the loop."""

from typing import NamedTuple

import numpy as np

from twin.plan import rules
from twin.plan.plan import ARRIVAL, AWAIT_MARK, FULL, MARK
from twin.plan.visits import DOWN, NOBODY, STOP, TRIP, VISIT

# What an entity is doing.
FREE, READY, AWAY, AT_DOOR, QUEUEING, SERVED, PAUSED, CHOOSING, CLAIMING, AWAITING = range(10)
ABOARD = 10  # served in a batch whose first one stands for all
COMING = 11  # the units it was granted are on their way
WAITING = 12  # for a permission or a mark
MEETING, RIDING = 13, 14  # waits for others to become one with | is carried by the whole

# Kinds of bound events: an entity's walk ends | its service ends | a server fails | is repaired |
# an entity's patience ends | one has waited at a station, or for others, as long as a rule says.
# Typed, as a plain number would have each function compiled once for each number it is called with.
WAKE, SERVICE_END, FAILURE, REPAIR, PATIENCE_OVER, WAITED, TIMER = (np.int64(kind) for kind in range(7))
NO_ONE = np.int64(NOBODY)
FAILED, STOPPED = np.int64(1), np.int64(2)  # what holds a server down: a failure | a condition

# Why the loop came back, and where it goes on.
DONE, WANT_ARRIVALS, WANT_ROOM, ROWS_FULL, NO_ADVANCE, CROWDED = range(6)
BOUND, SETTLE = range(2)

ENTITY = np.dtype(
    [
        ("number", "i8"),
        ("key", "i8"),
        ("parent_key", "i8"),
        ("since", "f8"),  # what it is sorted by in the list it stands in; served: start of the segment
        ("asked", "f8"),  # of the request under way
        ("place_asked", "f8"),
        ("joined", "f8"),
        ("started", "f8"),
        ("ended", "f8"),
        ("due", "f8"),  # end of the running service
        ("stopped", "f8"),  # when its service was stopped last
        ("rest", "f8"),  # of a stopped service
        ("deadline", "f8"),  # when its promise is due, inf without
        ("gives_up", "f8"),  # end of the patience of its wait, where that has one
        ("arrived", "f8"),
        ("origin", "f8"),  # when its whole, or it, came to the port
        ("zone_asked", "f8"),
        ("zone_since", "f8"),
        ("coming", "f8"),  # what a unit still needs to come to it; below 0 once it has
        ("instant", "f8"),  # of its last backward jump
        ("registers", "i8"),  # 16 x 4 bits
        ("permits", "i8"),  # bits of the permissions that were asked for, if counted from asking
        ("load", "i8"),
        ("size", "i8"),
        ("heads", "i8"),
        ("gen", "i8"),  # which of its events is valid
        ("salt", "i8"),  # of the luck of its visit
        ("pc", "i4"),
        ("status", "i4"),
        ("place", "i4"),
        ("server", "i4"),  # in its station; of a repair: in the plan
        ("wants", "i4"),
        ("level", "i4"),
        ("list", "i4"),
        ("before", "i4"),
        ("after", "i4"),
        ("loop", "i4"),
        ("loops_now", "i4"),
        ("visits", "i4"),  # asked for so far
        ("asked_visit", "i4"),
        ("place_visit", "i4"),
        ("zone_visit", "i4"),
        ("zone_point", "i4"),
        ("zone_need", "i4"),  # row of `need` that holds the zone, NOBODY outside zones
        ("stops", "i4"),
        ("marked", "i4"),  # 1: on the list of the impatient
        ("pace", "i4"),  # of the service under way
        ("trip", "i4"),
        ("flow", "i4"),
        ("cls", "i4"),
        ("record", "i4"),
        ("stock", "i4"),
        ("depth", "i4"),
        ("children", "i4"),
        ("half", "i4"),  # 1: of no class of its own
        ("parts", "i4"),  # to make of it in the next spawn, 0 where that is one
        ("made", "i4"),  # of them so far
        ("riders", "i4"),  # the first of those it carries; the next is its `after`
        ("whole", "i4"),  # that it has got out of and that waits for it, NOBODY without
        ("whole_counter", "i4"),
        ("parent", "i4"),
        ("parent_counter", "i4"),
        ("parent_era", "i4"),
        ("awaits", "i4"),  # counter it waits for; 0 while it waits for a permission or mark
        ("family", "i4"),  # NOBODY before it marks, waits for a mark, or has parts
        ("mate", "i4"),  # the next of its batch at the same server
        ("spawned", "i4", (4,)),
        ("ended_parts", "i4", (4,)),
        ("era", "i4", (4,)),
    ],
    align=True,
)
STATION_STATE = np.dtype(
    [
        ("used", "i8"),
        ("work", "i8"),  # milliseconds expected of all inside, where that is compared
        ("waiting", "i4"),
        ("serving", "i4"),  # running and blocked
        ("paused", "i4"),
        ("at_door", "i4"),
        ("on_duty", "i4"),  # open
        ("rostered", "i4"),  # of whom the rule of opening lets some be open
        ("idle", "i4"),  # servers free and up
        ("first_word", "i4"),
        ("words", "i4"),
        ("struck", "i4"),  # running services on servers that are down
        ("mates", "i4"),  # at servers, beyond the first of each
        ("pace", "i4"),  # per mille, by its conditions
        ("slow", "i4"),  # servers that work on while failed, and one if the pace is not full
        ("stopped_at", "f8"),  # where servers are not counted
    ],
    align=True,
)
SERVER_STATE = np.dtype(
    [
        ("working_left", "f8"),
        ("fails", "f8"),
        ("down_at", "f8"),
        ("gen", "i8"),
        ("salt", "i8"),  # of the luck of the time to failure or of repair under way
        ("occupant", "i4"),
        ("down", "i4"),  # FAILED and STOPPED, 0 if it is up
        ("failed", "i4"),
        ("watched", "i4"),  # its working time counts
        ("failures", "i4"),
    ],
    align=True,
)
FAMILY = np.dtype(
    [
        ("marks", "i8"),  # bits
        ("members", "i4"),
        ("first", "i4"),  # of those who wait for a mark; the next is its `after`
    ],
    align=True,
)
COUNT = np.dtype(
    [
        ("now", "f8"),
        ("until", "f8"),
        ("free", "i8"),
        ("families", "i8"),
        ("ready", "i8"),
        ("heap", "i8"),
        ("calendar", "i8"),
        ("arrival", "i8"),
        ("last_window", "i8"),
        ("rows", "i8"),
        ("trips", "i8"),
        ("downs", "i8"),
        ("stops", "i8"),
        ("phase", "i8"),
        ("culprit", "i8"),
        ("impatient", "i8"),
        ("changed", "i8"),  # a condition has another pace than stations know of
        ("most", "i8"),  # entities inside
        ("margin", "i8"),  # rows, events and entities that one call may take
    ],
    align=True,
)


class State(NamedTuple):
    """The kernel's memory. Lists: doors, queues by level, roles of meetings, claims by group, choosers."""

    entity: np.ndarray  # [slot]
    station: np.ndarray  # [station]
    server: np.ndarray  # [server]
    units: np.ndarray  # [pool] free
    left: np.ndarray  # [pool] scratch of the claims
    seen: np.ndarray  # [station] scratch of the claims
    held: np.ndarray  # [slot, pool] units seized, of pools that only their holders can fill again
    unit_place: np.ndarray  # [unit] where it stands or goes
    unit_holder: np.ndarray  # [unit] slot, NO_ONE if it is free
    cleared: np.ndarray  # [stock] kg
    drain: np.ndarray  # [stock] kg due
    cut: np.ndarray  # [meeting] when its slot was open last
    idle_words: np.ndarray  # [word] bit set = server free and up
    dirty: np.ndarray  # [word] bit set = item may have a move
    head: np.ndarray  # [list]
    tail: np.ndarray  # [list]
    free: np.ndarray  # [slot] stack
    family: np.ndarray  # [family] an entity, its parts, theirs; none where nobody waits for a mark
    families: np.ndarray  # [family] stack of those without members
    ready: np.ndarray  # [slot] stack
    impatient: np.ndarray  # [slot] those who may want to go, in no order
    due: np.ndarray  # [event] heap of times
    event: np.ndarray  # [event] kind, index, generation
    arrivals: np.ndarray  # [arrival] of the window
    rows: np.ndarray  # [visit]
    trips: np.ndarray  # [trip]
    downs: np.ndarray  # [downtime]
    stops: np.ndarray  # [stop]
    pace: np.ndarray  # [condition] per mille
    count: np.ndarray  # [1]


def allocate(arrays, *, slots=1024, rows=1 << 13):
    """A State at time 0, before the first event; server clocks are set by the loop's first call."""
    stations, servers = len(arrays.station), len(arrays.server)
    items, lists, margin = _lengths(arrays)
    families = slots if np.isin(arrays.step["op"], (MARK, AWAIT_MARK)).any() else 0
    state = State(
        entity=np.zeros(slots, ENTITY),
        station=np.zeros(stations, STATION_STATE),
        server=np.zeros(servers, SERVER_STATE),
        units=arrays.pool["units"].copy(),
        left=np.zeros(len(arrays.pool), np.int64),
        seen=np.zeros(stations, np.int64),
        held=np.zeros((slots, len(arrays.pool)), np.int64),
        unit_place=arrays.unit.copy(),
        unit_holder=np.full(len(arrays.unit), NOBODY, np.int64),
        cleared=arrays.stock["cleared"].copy(),
        drain=np.zeros(len(arrays.stock), np.int64),
        cut=arrays.meeting["cut"].copy(),
        idle_words=np.zeros(int(((arrays.station["servers"] + 63) // 64).sum()), np.uint64),
        dirty=np.zeros((items + 63) // 64, np.uint64),
        head=np.full(lists, NOBODY, np.int64),
        tail=np.full(lists, NOBODY, np.int64),
        free=np.arange(slots - 1, -1, -1, np.int64),
        family=np.zeros(families, FAMILY),
        families=np.arange(families - 1, -1, -1, np.int64),
        ready=np.zeros(slots, np.int64),
        impatient=np.zeros(slots, np.int64),
        due=np.zeros(4 * slots + 8 * servers + 64),
        event=np.zeros(4 * slots + 8 * servers + 64, np.int64),
        arrivals=np.zeros(0, ARRIVAL),
        rows=np.zeros(rows + 2 * margin, VISIT),
        trips=np.zeros(rows, TRIP),
        downs=np.zeros(1024 + 2 * (servers + stations), DOWN),
        stops=np.zeros(2 * (1024 + len(arrays.step) + arrays.station["batch_most"].max(initial=0)), STOP),
        pace=np.full(len(arrays.condition), FULL, np.int64),
        count=np.zeros(1, COUNT),
    )
    state.count["free"], state.count["families"], state.count["margin"] = slots, families, margin
    state.count["most"] = rules.MOST_INSIDE
    return _with_open_servers(arrays, state)


def _lengths(arrays):
    """(items of settle, lists, margin)."""
    stations, groups = len(arrays.station), len(arrays.group_first) - 1
    levels = int((arrays.station["levels"] + arrays.station["by_priority"]).sum())
    items = len(arrays.stock) + groups + len(arrays.meeting) + stations + 3
    lists = stations + levels + len(arrays.role) + groups + 1
    # Who become one leave a wait, a place and a zone each.
    most = int(arrays.role["count"].max(initial=0))
    return items, lists, len(arrays.step) + 8 + 3 * most


def _with_open_servers(arrays, state):
    """Those on duty are open; where a rule opens them, the fewest."""
    rostered, fewest = arrays.station["on_duty"], arrays.station["fewest_open"]
    state.station["rostered"] = rostered
    state.station["on_duty"] = np.where(fewest > 0, np.minimum(rostered, fewest), rostered)
    _free_servers(arrays, state)
    return state


def _free_servers(arrays, state):
    state.station["pace"] = FULL
    word = 0
    for i, row in enumerate(arrays.station):
        n = int(row["servers"])
        state.station["idle"][i] = n
        state.station["first_word"][i] = word
        state.station["words"][i] = (n + 63) // 64
        for server in range(n):
            state.idle_words[word + server // 64] |= np.uint64(1 << (server % 64))
        word += (n + 63) // 64
    state.server["occupant"] = NOBODY


def grown(state):
    """The same state with twice the slots; lists hold indices, so nothing else changes."""
    old, slots = len(state.entity), 2 * len(state.entity)
    families = 2 * len(state.family)  # never more than entities
    return state._replace(
        entity=_longer(state.entity, slots),
        held=np.concatenate([state.held, np.zeros_like(state.held)]),
        free=_longer_stack(state, "free", slots),
        family=_longer(state.family, families),
        families=_longer_stack(state, "families", families),
        ready=_longer(state.ready, slots),
        impatient=_longer(state.impatient, slots),
        due=_longer(state.due, len(state.due) + 4 * old),
        event=_longer(state.event, len(state.event) + 4 * old),
    )


def _longer_stack(state, name, n):
    """A stack of what is free, of twice as many."""
    kept = getattr(state, name)[: state.count[name][0]]
    free = np.concatenate([np.arange(n - 1, n // 2 - 1, -1, np.int64), kept])
    state.count[name] = len(free)
    return _longer(free, n)


def _longer(array, n):
    out = np.zeros(n, array.dtype)
    out[: len(array)] = array
    return out
