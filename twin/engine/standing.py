"""Who stands where at an instant, what each holds, and what each waits for: facts that both engines give."""

from typing import NamedTuple

from twin.plan.plan import BY_HEADS, BY_LOAD, BY_SIZE
from twin.plan.visits import NOBODY

SERVED, QUEUE, DOOR, CLAIM, JOIN, MEET, FREE = "served", "queue", "door", "claim", "join", "meeting", "free"
RIDE = "riding"  # it goes on when the one does with whom it is
WAVERING = "wavering"  # in a queue that it may leave: it will give up, or may go over to another
NO_FORK = (NOBODY, 0)


class Standing(NamedTuple):
    """One who is inside. Who is served, free or wavering goes on by himself."""

    number: int
    key: int
    parent: int  # key, 0 for a root
    flow: int
    cls: int
    place: int = NOBODY  # station, NOBODY if it holds none
    wants: int = NOBODY  # station whose door it stands at
    doing: str = FREE
    level: int = 0  # priority where it waits
    since: float = 0.0  # when it began to wait there
    rank: float = 0.0  # what its queue is sorted by, within a level
    claims: tuple[tuple[int, int], ...] = ()  # (pool, units) it waits for, or its service will
    holds: tuple[tuple[int, int], ...] = ()  # (pool, units)
    fork: tuple[int, int] = NO_FORK  # whose part it is: (counter, era) of its parent
    awaits: tuple[int, int] = NO_FORK  # the fork it waits for
    missing: int = 0  # parts of it that have to end yet
    server: int = NOBODY  # at its place; several of a batch are at one
    meeting: int = NOBODY  # where it waits for others
    role: int = NOBODY  # in which
    carrier: int = 0  # key of the one with whom it rides

    @property
    def holds_something(self):
        """A place, or units of a pool."""
        return bool(self.holds) or (self.place != NOBODY and self.doing not in (QUEUE, WAVERING))

    @property
    def order(self):
        """Who comes first among those who wait for one thing."""
        return self.level, self.since, self.number, self.key

    @property
    def turn(self):
        """Who comes first in a queue."""
        return self.level, self.rank, self.number, self.key


class Scene(NamedTuple):
    """All who stand there at an instant, and what is left of the pools."""

    standing: list  # of Standing
    free: list  # [pool] units


def together(holds):
    """((pool, units), ...) with each pool once, in order."""
    total = {}
    for pool, units in holds:
        total[pool] = total.get(pool, 0) + units
    return tuple(sorted(total.items()))


def claimed(arrays, needs, *, load, size, heads):
    """((pool, units), ...) of rows of `need`, of those pools that only their holders can fill again."""
    return tuple(
        (int(need["pool"]), _units(need, load, size, heads))
        for need in needs
        if not arrays.pool["outside"][need["pool"]]
    )


def _units(need, load, size, heads):
    taken = {BY_LOAD: load, BY_SIZE: size, BY_HEADS: -(-heads // max(int(need["each"]), 1))}
    units = int(need["units"])
    return max(int(taken[units]), 1) if units in taken else units
