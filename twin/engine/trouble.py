"""When a run cannot go on: it says where, and who is concerned."""

from twin.plan import rules
from twin.plan.acting import called
from twin.plan.rules import MOST_LOOPS, SPAN
from twin.plan.visits import NOBODY

_MOST = 8  # names in one message


class EngineError(Exception):
    """A run that stopped: a title, and `who` in lines of text, one a fact.

    Both are the exception's own arguments, so that SimPy and process pools can make a copy of it.
    """

    def __init__(self, title, who):
        super().__init__(title, who)
        self.who = tuple(who)

    def __str__(self):
        title, who = self.args
        return "\n".join([title, *("    " + line for line in who)])


class DoesNotAdvance(EngineError):
    """Someone goes round and round at one instant, or nearly so."""


class TooMany(EngineError):
    """More are inside than there is memory for."""


class Jam(EngineError):
    """Each waits for what another holds."""


def does_not_advance(plan, standing, now):
    """The trouble of those who go round while the clock all but stands still."""
    who = [
        f"{name_of(plan, s)} keeps going round its steps, {MOST_LOOPS} times within {SPAN:g} s"
        for s in standing[:_MOST]
    ]
    title = f"the clock stands still at {now:g} s; give a step of that loop a duration above 0"
    return DoesNotAdvance(title, who)


def too_many(plan, counted, now):
    """The trouble of a port that fills up; `counted`: {(flow, class, place, wants): how many}."""
    total = sum(counted.values())
    title = (
        f"{total} are inside at {now:g} s, more than the {rules.MOST_INSIDE} a run can hold; where most are, "
        "give servers or room, or let fewer come"
    )
    largest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    who = [
        f"{n} {_kind(plan, flow, cls)} {_where(plan, place, wants)}"
        for (flow, cls, place, wants), n in largest
    ]
    return TooMany(title, who)


def rush(plan, now):
    """The trouble of those who become more and more while the clock stands still."""
    title = (
        f"more than {2 * rules.MOST_INSIDE} are inside while the clock stands still at {now:g} s; "
        "let fewer come at once, or parts be made of fewer parts"
    )
    return TooMany(title, [])


def _kind(plan, flow, cls):
    if flow == NOBODY:
        return "repairs and conditions"
    return f"{plan.names.classes[cls]} of {plan.names.flows[flow]}"


def _where(plan, place, wants):
    at = "" if place == NOBODY else f"at {place_of(plan, place)}"
    door = "" if wants == NOBODY else f"at the door of {place_of(plan, wants)}"
    return ", ".join(filter(None, [at, door])) or "on their way"


def place_of(plan, index):
    """A point in words."""
    point = plan.names.points[index]
    return point.name if point.lane < 0 else f"{point.name} lane {point.lane + 1}"


def name_of(plan, s):
    """One who stands there, by class, number and flow."""
    if s.flow == NOBODY:
        return called(plan, s.number)
    return f"{plan.names.classes[s.cls]} {s.number >> 30} of {plan.names.flows[s.flow]}"
