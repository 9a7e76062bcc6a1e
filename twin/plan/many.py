"""The instructions of those who are many: so many parts, becoming one, getting out again."""

from dataclasses import dataclass

from twin.plan.draws import name_key
from twin.plan.instructions import Row
from twin.plan.plan import ALIGHT, MEET, NUMBER, Point
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
