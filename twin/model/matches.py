"""Matches: who waits for whom, what they do together, and what one gives to another."""

from twin.model.frozen import FrozenDict
from twin.model.record import Record, Thing
from twin.model.steps import Steps
from twin.model.values import Name, NameList, Names

LOAD = "load"  # what one carries, in tonnes; every other name that is handed over is an attribute


class HandOver(Record):
    """What one role gives to another when they part."""

    what: NameList
    from_: Name
    to: Name


class Matching(Thing):
    """One of each role; the first speaks for all of them while they are together."""

    between: Names[Name]
    when: Names[NameList] = FrozenDict()
    same: NameList = ()
    together: Steps = ()
    hand_over: HandOver | None = None

    @property
    def leader(self) -> str:
        """The role that speaks."""
        return next(iter(self.between), "")

    def role_of(self, name: str) -> str:
        """The role of a class, '' where it has none."""
        return next((role for role, one in self.between.items() if one == name), "")

    @property
    def attributes_given(self) -> tuple[str, ...]:
        """The attributes that are handed over."""
        return tuple(name for name in self.hand_over.what if name != LOAD) if self.hand_over else ()
