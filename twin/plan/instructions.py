"""The instructions of a program, by name: each knows the row of STEP it becomes.

| op | a | b | c | d | e |
|---|---|---|---|---|---|
| VISIT | station | tab: service by class, model | models | tab: GIVES_UP …, or 0 | tab: ways, or 0 |
| WALK | dist | | | | |
| BRANCH | cum: [class x cases + case] | cases | tab: pc by case | register or NOBODY | 1: the loop is 0 |
| CHOOSE | tab: ways, [class] first and number of their pcs of VISITs | rule | | | |
| GOTO | pc | | | | |
| LEAVE | exit | | | | |
| SPAWN | pc | class or NOBODY | counter | first row of need: units that go with it | rows |
| NUMBER | fewest parts, OWN_SIZE | most | | | |
| AWAIT | counter | parts, NOBODY: all | point | | |
| SEIZE | first row of need | rows | point | group | place |
| RELEASE | first row of need | rows | place | | |
| COME | | | point | | |
| MEET | meeting | class of the whole | point | its pc; in a role GIVES_UP …, or 0 | role, NOBODY: rides |
| PART | role that gives, NOBODY | role that takes | 1: the load | bits of registers | |
| ALIGHT | pc | class of riders | counter, NOBODY: uncounted | meeting they came by | |
| ENTER | row of need | | point | group | |
| CLEAR | mark | | | | |
| SET | register; the last is `urgent` | case + 1 | | | |
| RETURN | dist | pc of ARRIVE | exit | | |
| PERMIT | cum: by case | cases | point | tab: key of duration, dist by case | number, NOBODY: from arrival |
| MARK | mark | | | | |
| AWAIT_MARK | mark | | point | | |
| PACE | condition, NOBODY: its own server | per mille | | | |
"""

from dataclasses import dataclass
from typing import NamedTuple

from twin.plan.choosing import patience_record
from twin.plan.draws import name_key
from twin.plan.plan import (
    ARRIVE,
    AWAIT,
    BRANCH,
    CHOOSE,
    CLEAR,
    COME,
    END,
    ENTER,
    GOTO,
    LEAVE,
    RELEASE,
    RETURN,
    SEIZE,
    SET,
    SPAWN,
    VISIT,
    WALK,
    Point,
)


class Row(NamedTuple):
    """A row of STEP."""

    key: int
    op: int
    a: int = 0
    b: int = 0
    c: int = 0
    d: int = 0
    e: int = 0


class Instead(NamedTuple):
    """What one does instead of waiting on, None: it waits."""

    key: int  # luck of its patience
    dists: tuple[int, ...]  # by class: law of its patience, NO_DIST: it has no end
    gives_up: object | None
    if_full: object | None


@dataclass(frozen=True)
class Stop:
    """A visit to a station, a lane or a link; `pick` is the choice by which one can go over to another."""

    point: Point
    name: str
    instead: Instead | None = None
    pick: "Pick | None" = None

    @property
    def targets(self):
        """Where those go on who do not wait."""
        instead = self.instead
        both = (instead.gives_up, instead.if_full) if instead else ()
        return tuple(spot for spot in both if spot is not None)

    def row(self, table):
        """Its row of STEP."""
        offset = table.services_of(self)
        record = patience_record(table, self.instead) if self.instead else 0
        ways = table.ways_of(self.pick) if self.pick else 0
        models = len(table.services.models)
        return Row(name_key(self.name), VISIT, table.points[self.point], offset, models, record, ways)


@dataclass(frozen=True)
class Pass:
    """A time away from any place."""

    name: str
    dist: int
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(name_key(self.name), WALK, self.dist)


@dataclass(frozen=True)
class Ask:
    """A question with one target a case."""

    question: str
    shares: dict[str, tuple[float, ...]]  # by class: of each case
    targets: tuple
    register: int
    once: bool  # the same answer whenever it is asked

    def row(self, table):
        """Its row of STEP."""
        cases = len(self.targets)
        first = len(table.cum)
        for cls in table.classes:
            table.cum.extend(cumulative(self.shares.get(cls, (1.0,) * cases)))
        tab = len(table.tab)
        table.tab.extend(table.pcs[target] for target in self.targets)
        return Row(name_key(self.question), BRANCH, first, cases, tab, self.register, int(self.once))


@dataclass(frozen=True)
class Pick:
    """A choice between stations, those of a class; each target begins with a Stop."""

    targets: tuple
    ways: dict[str, tuple]  # targets by class
    rule: int

    def row(self, table):
        """Its row of STEP."""
        return Row(0, CHOOSE, table.ways_of(self), self.rule)


@dataclass(frozen=True)
class Goto:
    """A jump."""

    targets: tuple

    def row(self, table):
        """Its row of STEP."""
        return Row(0, GOTO, table.pcs[self.targets[0]])


@dataclass(frozen=True)
class Leave:
    """The end, by an exit."""

    exit: int
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, LEAVE, self.exit)


@dataclass(frozen=True)
class End:
    """The end of a part."""

    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, END)


@dataclass(frozen=True)
class Spawn:
    """A part goes its own way, or as many alike as the Many before it says."""

    name: str
    cls: int  # NOBODY: that of the whole
    counter: int
    part: object  # where it begins
    takes: tuple[int, int] = (0, 0)  # rows of `need`: units of the whole that it gives back
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(name_key(self.name), SPAWN, table.pcs[self.part], self.cls, self.counter, *self.takes)


@dataclass(frozen=True)
class Await:
    """Waits for parts."""

    counter: int
    parts: int  # NOBODY: all
    point: Point
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, AWAIT, self.counter, self.parts, table.points[self.point])


@dataclass(frozen=True)
class Claim:
    """Waits for units of pools, all or nothing."""

    needs: tuple[int, int]  # first row and number of rows
    point: Point
    place: int = 0  # where units that move come to
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        first, n = self.needs
        return Row(0, SEIZE, first, n, table.points[self.point], 0, self.place)


@dataclass(frozen=True)
class Come:
    """Waits until the units that it was granted have come; keeps its place."""

    point: Point
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, COME, 0, 0, table.points[self.point])


@dataclass(frozen=True)
class Give:
    """Units of pools go back."""

    needs: tuple[int, int]
    place: int = 0  # where units that move stay
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, RELEASE, *self.needs, self.place)


@dataclass(frozen=True)
class Enter:
    """Waits for room in a zone and goes in."""

    need: int
    point: Point
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, ENTER, self.need, 0, table.points[self.point])


@dataclass(frozen=True)
class Clear:
    """What was unloaded may be drawn off."""

    mark: int
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, CLEAR, self.mark)


@dataclass(frozen=True)
class Put:
    """The answer to a question, from now on."""

    register: int
    value: int  # case + 1
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, SET, self.register, self.value)


@dataclass(frozen=True)
class Home:
    """Out of the port, and again at `targets` after the time away."""

    name: str
    dist: int
    exit: int
    targets: tuple

    def row(self, table):
        """Its row of STEP."""
        return Row(name_key(self.name), RETURN, self.dist, table.pcs[self.targets[0]], self.exit)


@dataclass(frozen=True)
class Arrive:
    """A trip begins."""

    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, ARRIVE)


def cumulative(shares):
    """Running sums of shares; 1 from the last that is not nothing, whatever the rounding."""
    total, out = 0.0, []
    last = max((i for i, share in enumerate(shares) if share > 0), default=0)
    for i, share in enumerate(shares):
        total += share
        out.append(1.0 if i >= last else total)
    return out
