"""When a run cannot go on: it says where, and who is concerned."""

from twin.plan.acting import called
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
    """Someone goes round and round at one instant."""


class Jam(EngineError):
    """Each waits for what another holds."""


def does_not_advance(plan, standing, now):
    """The trouble of those who go round while the clock stands still."""
    who = [f"{name_of(plan, s)} keeps going round its steps without time passing" for s in standing[:_MOST]]
    title = f"the clock stands still at {now:g} s; give a step of that loop a duration above 0"
    return DoesNotAdvance(title, who)


def name_of(plan, s):
    """One who stands there, by class, number and flow."""
    if s.flow == NOBODY:
        return called(plan, s.number)
    return f"{plan.names.classes[s.cls]} {s.number >> 30} of {plan.names.flows[s.flow]}"
