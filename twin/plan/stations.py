"""Stations, lanes and links as rows: their servers, room, needs and the order in which they are settled."""

import math
from typing import NamedTuple

import numpy as np

from twin.model.serving import breakdown, models, move_up, needs
from twin.plan.acting import repair_of
from twin.plan.draws import mix, name_key
from twin.plan.plan import (
    CALENDAR,
    EARLIEST_DUE,
    FIFO,
    FINISH,
    GOES_BACK,
    HAND_OVER,
    LAST_COME,
    NO_DIST,
    OPERATING,
    PAUSE,
    REPEAT,
    RESUME,
    SERVER,
    SHORTEST_SERVICE,
    STATION,
    TIMED,
    UNLIMITED,
    table_of,
)
from twin.plan.pools import MM, room_units
from twin.plan.priority import levels
from twin.plan.visits import NOBODY

ALL = 1 << 30  # servers on duty where they are not counted
NEVER = (NO_DIST, NO_DIST, CALENDAR, RESUME, NOBODY, 0)  # how a server fails that does not

_CLOCK = {"calendar": CALENDAR, "operating": OPERATING}
_AFTER = {"resume": RESUME, "repeat": REPEAT, "goes_back": GOES_BACK}
_RULE = {"finish": FINISH, "pause": PAUSE, "hand_over": HAND_OVER}
_ORDER = {
    "fifo": FIFO,
    "priority": FIFO,
    "preemptive": FIFO,
    "last_come": LAST_COME,
    "shortest_service": SHORTEST_SERVICE,
    "earliest_due": EARLIEST_DUE,
}


class Row(NamedTuple):
    """A row of STATION."""

    room: int
    move_up: float
    servers: int
    first_server: int
    metric: int
    holds_all: int
    first_need: int
    needs: int
    group: int
    shift_rule: int
    levels: int
    first_level: int
    by_priority: int
    preempts: int
    order: int
    on_duty: int
    sited: int
    fills: int
    traits: int = 0  # what the program says is added once it is written
    batch_fewest: int = 0
    batch_most: int = 0
    batch_timeout: float = 0.0
    place: int = 0
    fewest_open: int = 0
    open_queue: int = 0
    close_queue: int = 0
    open_wait: float = 0.0


LINK = Row(
    room=0, move_up=0.0, servers=0, first_server=0, metric=1, holds_all=1, first_need=0, needs=0,
    group=NOBODY, shift_rule=FINISH, levels=1, first_level=0, by_priority=0, preempts=0, order=FIFO,
    on_duty=ALL, sited=1, fills=NOBODY,
)  # fmt: skip


class Stations:
    """The rows of STATION and SERVER, of points in the order of settle."""

    def __init__(self, draft, services, duties, entries):
        self.draft, self.services = draft, services
        self.duties = duties  # {point: [(time, servers on duty from then on)]}
        self.levels = levels(draft.scenario)
        self.entries = entries  # {repair: pc of its actor}
        self.rows, self.servers = [], []

    def of(self, points):
        """The same, with points in the order of settle."""
        for point in points:
            self.add(point)
        return self

    def add(self, point):
        """One more point."""
        row = self._link(point) if point.kind == "link" else self._station(point)
        lists = sum(other.by_priority + other.levels for other in self.rows)
        first = {"first_server": len(self.servers) - row.servers, "first_level": lists + row.by_priority}
        self.rows.append(row._replace(**first))

    def _link(self, point):
        return LINK._replace(room=round(self.draft.legs[point].room * MM))

    def _station(self, point):
        scenario, layout = self.draft.scenario, self.draft.scenario.layout
        station = layout.stations[point.name]
        servers = self._add_servers(point, station)
        room, metric = room_units(station.waiting_room)
        if point.lane != NOBODY and room < UNLIMITED:
            room //= station.count
        first_need, rows = self._needs(station)
        by_priority = station.discipline in ("priority", "preemptive")
        opening = scenario.policy.opening.get(point.name)
        return Row(
            room=room,
            move_up=move_up(scenario, station),
            servers=servers,
            first_server=0,
            metric=metric,
            holds_all=0,
            first_need=first_need,
            needs=rows,
            group=NOBODY,  # known once all claims are
            shift_rule=_RULE[station.end_of_shift],
            levels=int(self.levels.max()) + 1 if by_priority else 1,
            first_level=0,
            by_priority=int(by_priority),
            preempts=int(station.discipline == "preemptive"),
            order=_ORDER[station.discipline],
            on_duty=self.duties[point][0][1],
            sited=int(station.at is not None),
            fills=list(layout.stocks).index(station.fills) if station.fills else NOBODY,
            traits=_traits(station.batch, opening),
            **_batch(station.batch),
            place=list(layout.places).index(station.at) if station.at else 0,
            **_opening(opening),
        )

    def _needs(self, station):
        pools = self.draft.pools
        wanted = {("pool", pool): units for pool, units in needs(self.draft.scenario, station).items()}
        if station.fills:
            wanted |= pools.of_stock(station.fills)
        if not wanted:
            return 0, 0
        late = [pool for pool in wanted if pool[0] == "pool" and self._comes_late(pool[1])]
        return pools.claim(wanted, late)

    def _comes_late(self, pool):
        return self.draft.scenario.layout.pools[pool].takes_time_to_return

    def _add_servers(self, point, station):
        """The station's servers, or the one of a lane; their number."""
        scenario, laws = self.draft.scenario, self.draft.laws
        each = list(enumerate(models(station)))
        each = each if point.lane == NOBODY else each[point.lane : point.lane + 1]
        for index, model in each:
            failing = breakdown(scenario, station, model)
            fails = NEVER
            if failing:
                rule = _CLOCK[failing.clock], _AFTER[failing.after]
                fails = (laws.index(failing.mtbf), laws.index(failing.mttr), *rule)
                fails += (self.entries.get(repair_of(failing, station.at), NOBODY), failing.degraded or 0)
            key, kind = mix(name_key(point.name), index), self.services.models.index(model or "")
            self.servers.append((key, len(self.rows), kind, *fails))
        return len(each)

    def arrays(self):
        """(station, server, group_station, group_first) of a plan."""
        pools = self.draft.pools
        rows = list(self.rows)
        members = [[] for _ in range(max(pools.groups, default=-1) + 1)]
        for index, row in enumerate(rows):
            if row.needs:
                rows[index] = row._replace(group=pools.group_of_need(row.first_need))
                members[rows[index].group].append(index)
        first = np.cumsum([0, *(len(stations) for stations in members)])
        return (
            table_of(rows, STATION),
            table_of(self.servers, SERVER),
            np.array([index for stations in members for index in stations], np.int64),
            first.astype(np.int64),
        )


def _batch(batch):
    """The fields of a Row that say how many are served at once."""
    if batch is None:
        return {}
    timeout = math.inf if batch.timeout is None else batch.timeout
    return {
        "batch_fewest": batch.fewest,
        "batch_most": batch.most,
        "batch_timeout": timeout,
    }


def _opening(opening):
    """The fields of a Row that say how many of those on duty are open."""
    if opening is None:
        return {}
    return {
        "fewest_open": opening.fewest,
        "open_queue": opening.open_at_queue or 0,
        "close_queue": opening.close_at_queue,
        "open_wait": opening.open_at_wait or 0.0,
    }


def _traits(batch, opening):
    """TIMED where it matters how long one has waited; other traits are those of the program."""
    waits = (batch and batch.timeout, opening and opening.open_at_wait)
    return TIMED if any(wait is not None for wait in waits) else 0
