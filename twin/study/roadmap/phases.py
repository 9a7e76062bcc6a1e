"""The way to one year: the demand of that year, what is built before, the levers, and what may come."""

from typing import NamedTuple

from twin.model.errors import Fault, ScenarioError

LAST = "all"  # the step at which a roadmap is complete; what an experiment asks behind it may come


class Phase(NamedTuple):
    """One year of a road; levers are names of scenarios that are no bundles."""

    year: int
    demand: tuple  # levers that are none of the port's: how demand grows
    built: tuple  # levers of the years before, which stay
    levers: tuple  # those of this year, in the order in which its experiment names them
    steps: dict  # [name] the levers that a step of the experiment adds to the one before
    doubts: dict  # [name] what comes on top of all levers, and is not the port's to choose

    @property
    def common(self):
        """The levers of every point of this phase."""
        return (*self.demand, *self.built)


def phase_of(year, asked, built=()):
    """The Phase of {step: its levers}, the first step being the demand alone.

    >>> phase = phase_of(2030, {"demand": ("up",), "gate": ("up", "gate"), "all": ("up", "gate", "agv")})
    >>> phase.levers, phase.steps
    (('gate', 'agv'), {'gate': ('gate',), 'all': ('agv',)})
    """
    if len(asked) < 2:
        text = "names no steps; scenarios: begins with the demand of the year, and each step adds to it"
        raise ScenarioError([Fault("experiment.scenarios", ", ".join(asked), text)])
    (first, demand), *others = asked.items()
    named, before, adds = first, demand, {}
    for name, levers in others:
        if gone := [lever for lever in before if lever not in levers]:
            text = f"leaves out {', '.join(gone)} of {named}; each step of a roadmap adds to the one before"
            raise ScenarioError([Fault(f"experiment.scenarios.{name}", "", text)])
        adds[name] = tuple(lever for lever in levers if lever not in before and lever not in built)
        named, before = name, levers
    split = list(adds).index(LAST) + 1 if LAST in adds else len(adds)
    steps = {name: levers for name, levers in list(adds.items())[:split] if levers}
    doubts = {name: levers for name, levers in list(adds.items())[split:] if levers}
    levers = tuple(lever for added in steps.values() for lever in added)
    return Phase(year, tuple(demand), tuple(built), levers, steps, doubts)
