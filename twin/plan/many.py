"""The instructions of those who are many: so many parts, becoming one, getting out again."""

from dataclasses import dataclass

from twin.plan.choosing import patience_record
from twin.plan.draws import name_key
from twin.plan.instructions import Instead, Row
from twin.plan.plan import ALIGHT, MEET, NUMBER, PART, Point
from twin.plan.visits import NOBODY


@dataclass(frozen=True)
class Many:
    """So many parts with the next Spawn, drawn evenly from the first number to the second."""

    name: str
    number: tuple[int, int]  # or OWN_SIZE
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(name_key(self.name), NUMBER, *self.number)


@dataclass(frozen=True)
class Meet:
    """Waits for others to become one with, whose steps begin at `part`."""

    name: str
    meeting: int
    cls: int  # of the whole
    point: Point
    part: object
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        point, pc = table.points[self.point], table.pcs[self.part]
        return Row(name_key(self.name), MEET, self.meeting, self.cls, point, pc, NOBODY)


@dataclass(frozen=True)
class Pair:
    """Waits in a role for the others of a match; the leader goes on with what they do together."""

    name: str
    meeting: int
    role: int  # 0 leads
    point: Point
    instead: Instead | None = None

    @property
    def targets(self):
        """Where one goes on who gives up."""
        return () if self.instead is None else (self.instead.gives_up,)

    def row(self, table):
        """Its row of STEP."""
        record = patience_record(table, self.instead) if self.instead else 0
        key, point = name_key(self.name), table.points[self.point]
        return Row(key, MEET, self.meeting, 0, point, record, self.role)


@dataclass(frozen=True)
class Part:
    """Those who met go on each by itself, after one has given to another what is handed over."""

    gives: int = NOBODY  # role
    takes: int = NOBODY
    load: bool = False
    registers: tuple[int, ...] = ()
    targets = ()

    def row(self, table):
        """Its row of STEP; registers are bits."""
        bits = sum(1 << register for register in self.registers)
        return Row(0, PART, self.gives, self.takes, int(self.load), bits)


@dataclass(frozen=True)
class Alight:
    """Those who ride get out and go on at `part`; counted where the whole waits for them."""

    cls: int
    counter: int  # NOBODY: not counted
    meeting: int  # that made the whole
    part: object
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, ALIGHT, table.pcs[self.part], self.cls, self.counter, self.meeting)
