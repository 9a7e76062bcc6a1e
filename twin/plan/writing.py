"""A flow on its way to instructions: blocks, the spots where they begin, and what flows share."""

from dataclasses import dataclass, field
from typing import NamedTuple

from twin.model.law import Law
from twin.model.waiting import MARK, PERMISSION, waited_for
from twin.plan.instructions import Pass, Stop
from twin.plan.laws import Laws
from twin.plan.meetings import Meetings
from twin.plan.places import Ways
from twin.plan.plan import URGENT
from twin.plan.pools import Pools
from twin.plan.unfold import Node
from twin.plan.visits import NOBODY

MOST_REGISTERS, MOST_ANSWERS = URGENT, 15  # four bits each in a word of 64; 0 says that nothing was set

ARRIVAL = "arrival"  # where a trip of a fleet begins


class Spot(NamedTuple):
    """A step as it is met from a place, at a lane of its station, with some answers known."""

    node: Node | None
    place: str | None
    lane: int = NOBODY
    known: tuple[int, ...] = ()  # cases of the attributes that a gather or a match goes by


class Block(NamedTuple):
    """Instructions one after the other; `after` is where they lead, None where that is theirs to say."""

    instructions: list
    after: object | None = None
    again: bool = False  # it ends with a jump back


@dataclass(frozen=True)
class Draft:
    """What the flows of a plan share while they are written."""

    scenario: object
    laws: Laws
    pools: Pools
    meetings: Meetings
    ways: Ways
    legs: dict = field(default_factory=dict)  # {point: Leg} of the links that are stations

    @property
    def classes(self):
        """The classes in order of their index."""
        return tuple(self.scenario.layout.classes)

    @property
    def exits(self):
        """Exits by index: the end of a part, then the exits, then the fleets."""
        return ("", *self.scenario.layout.exits, *self.scenario.demand.fleets)

    @property
    def marks(self):
        """{mark: index} of those that some stock waits for."""
        named = (stock.only_when for stock in self.scenario.layout.stocks.values())
        return {mark: i for i, mark in enumerate(dict.fromkeys(mark for mark in named if mark is not None))}

    @property
    def awaited_marks(self):
        """{mark: index} of those that some step waits for."""
        return {name: i for i, name in enumerate(waited_for(self.scenario, MARK))}

    @property
    def permissions_asked(self):
        """{permission: index} of those that some step waits for and that count from asking."""
        known, waited = self.scenario.policy.permissions, waited_for(self.scenario, PERMISSION)
        counted = [name for name in waited if known[name].counted_from == "asking"]
        return {name: i for i, name in enumerate(counted)}


@dataclass(frozen=True)
class Writing:
    """One flow on its way to instructions."""

    draft: Draft
    flow: str
    registers: dict  # {question: register} of what is set and asked in the flow
    picks: dict = field(default_factory=dict)  # {spot: the choice it is a way of}, where one may jockey

    @property
    def layout(self):
        """The layout of the scenario."""
        return self.draft.scenario.layout

    def after(self, node, place):
        """Where the steps behind a node begin."""
        return Spot(node.after, place)

    def travel(self, start, end):
        """Instructions from a place to another."""
        out = []
        for leg in self.draft.ways.legs(start, end):
            if leg.room < float("inf"):
                self.draft.legs[leg.point] = leg
                out.append(Stop(leg.point, leg.point.name))
            else:
                out.append(Pass(leg.point.name, self.draft.laws.index(Law("constant", (leg.time,)))))
        return out
