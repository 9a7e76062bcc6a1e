"""All that is counted and claimed: pools, quotas, slots, and the room of stocks and zones."""

import math

from twin.model.calendar import pool_sizes
from twin.model.pools import ENOUGH
from twin.plan.movable import STILL, fleets
from twin.plan.openings import OPENED, opened, openings
from twin.plan.plan import BY_HEADS, BY_LOAD, BY_SIZE, NEED, POOL, STOCK, UNLIMITED, table_of
from twin.plan.visits import NOBODY

MM = 1000  # to a metre
USED_UP = ("stock", "quota", "slot", "calendar")  # kinds whose units do not come back from who claimed them


class Pools:
    """Pools by kind and name, the claims on them, and the groups that claims tie together."""

    def __init__(self, scenario):
        self.scenario = scenario
        layout, policy = scenario.layout, scenario.policy
        bounded = [name for name, pool in layout.pools.items() if pool.most is not None]
        kinds = {
            "pool": layout.pools,
            "quota": policy.quotas,
            "stock": layout.stocks,
            "zone": layout.zones,
            "room": bounded,  # for what may still be put into a reusable pool
        }
        self.index = {}  # {(kind, name): row of POOL}
        for kind, things in kinds.items():
            for name in things:
                self.index[kind, name] = len(self.index)
        for kind, name in opened(scenario):
            self.index[kind, name] = len(self.index)
        self.fleets, self.unit, self.way = fleets(layout)  # of units that come to places
        self._needs = []  # (units, pool, back, each)
        self._claims = {}  # {rows: first}
        self._group = list(range(len(self.index)))  # of each pool: another of its group, or itself

    def claim(self, wanted, kept=()):
        """(first row of `need`, rows) for {(kind, name): units}, all or nothing.

        What is used up, and what is of the pools `kept`, does not come back when a service ends.
        """
        rows = tuple(self._row(pool, units, kept) for pool, units in wanted.items())
        if rows not in self._claims:
            self._claims[rows] = len(self._needs)
            self._needs.extend(rows)
            for row in rows:
                self._group[self._root(row[1])] = self._root(rows[0][1])
        return self._claims[rows], len(rows)

    def _row(self, pool, units, kept):
        back = int(pool[0] not in USED_UP and pool not in kept)
        if units != ENOUGH:
            return units, self.index[pool], back, 0
        return BY_HEADS, self.index[pool], back, self.scenario.layout.pools[pool[1]].each_holds

    def of_zone(self, name):
        """The row of `need` of one who goes into a zone."""
        room = self.scenario.layout.zones[name].holds
        units = BY_SIZE if room is not None and room.unit == "metres" else 1
        return self.claim({("zone", name): units})[0]

    def of_stock(self, name):
        """What one who fills a stock claims."""
        return {("stock", name): BY_LOAD}

    def _root(self, pool):
        while self._group[pool] != pool:
            pool = self._group[pool]
        return pool

    @property
    def names(self):
        """[pool] its name; the room of a pool is called after it."""
        return tuple(name + ":room" * (kind == "room") for kind, name in self.index)

    @property
    def groups(self):
        """[pool] its group, counted from 0."""
        number = {}
        return [number.setdefault(self._root(pool), len(number)) for pool in range(len(self.index))]

    def group_of_need(self, row):
        """The group of a row of `need`."""
        return self.groups[self._needs[row][1]]

    def arrays(self, marks):
        """(pool, need, stock) of a plan."""
        stocks = self.scenario.layout.stocks
        rows = [
            (round(stock.starts_with), self.index["stock", name], marks.get(stock.only_when, NOBODY))
            for name, stock in stocks.items()
        ]
        units = [self._at_start(kind, name) for kind, name in self.index]
        reusable = [self._is_reusable(*pool) for pool in self.index]
        outside = [self._is_filled_from_outside(*pool) for pool in self.index]
        moving = [self.fleets.get(name, STILL) if kind == "pool" else STILL for kind, name in self.index]
        pools = [
            (*row, *fleet) for *row, fleet in zip(units, self.groups, reusable, outside, moving, strict=True)
        ]
        return table_of(pools, POOL), table_of(self._needs, NEED), table_of(rows, STOCK)

    def _is_reusable(self, kind, name):
        return int(kind == "room" or (kind == "pool" and self.scenario.layout.pools[name].reusable))

    def _is_filled_from_outside(self, kind, name):
        """By the clock, the drain, or another flow."""
        shifts = kind == "pool" and self.scenario.layout.pools[name].size is None
        return int(shifts or kind in USED_UP or self._is_reusable(kind, name))

    def _at_start(self, kind, name):
        layout = self.scenario.layout
        if kind == "pool":
            return pool_sizes(self.scenario, name)[0][1]
        if kind == "quota":
            return self.scenario.policy.quotas[name].count
        if kind in OPENED:
            return openings(self.scenario, kind, name).at_start
        if kind == "stock":
            return round(layout.stocks[name].holds - layout.stocks[name].starts_with)
        if kind == "room":
            return layout.pools[name].most - layout.pools[name].size
        return room_units(layout.zones[name].holds)[0]


def room_units(room):
    """(whole units, 1 if they are millimetres) of a Room; no Room is no limit."""
    if room is None:
        return UNLIMITED, 0
    if room.unit == "metres":
        return _millimetres(room.amount), 1
    return int(room.amount), 0


def _millimetres(metres):
    return UNLIMITED if math.isinf(metres) else round(metres * MM)
