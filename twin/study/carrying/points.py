"""What a port does at multipliers of its flows: each replication is run once, and little of it is kept."""

import math
from typing import NamedTuple

import numpy as np

from twin.engine.trouble import EngineError
from twin.model.errors import Fault, ScenarioError
from twin.plan.compile import compile_plan
from twin.results.summary import summarise
from twin.study.replications import replicate
from twin.study.target import Target, short_of, values

# What is told of the whole port beside the target, along the curve of capacity and delay.
BESIDE = ("wait_mean", "wait_p95", "time_in_port_mean", "inside_at_end")


def run_now(scenario, numbers):
    """(plan, [RunMeasures]) of replications that are run and not kept."""
    plan = compile_plan(scenario)
    return plan, replicate(plan, numbers)


def quiet(multiplier, level):
    """Tells nobody of what was looked at."""


class Point(NamedTuple):
    """Of a multiplier, by replication from 0: the level of the target, and what is told beside it."""

    level: np.ndarray  # [replication] nan where a replication has none
    beside: dict  # [measure] [replication] of the whole port
    arrived: np.ndarray  # [replication] of the flows that are scaled
    finished: np.ndarray  # [replication] of them


class Points:
    """The Points of a port by multiplier; a replication that was run is never run again.

    `scenario_at(multiplier)` gives the port, `measured(scenario, numbers)` its plan and RunMeasures;
    `tell(multiplier, level)` is called when one was looked at, with None for the level where the port jams.
    """

    def __init__(self, scenario_at, target, *, measured=run_now, flows=(), tell=quiet):
        if math.isnan(target.bound):
            raise ScenarioError([_without_a_bound(target)])
        self.scenario_at, self.target, self.measured, self.flows = scenario_at, target, measured, flows
        self.window = math.nan  # seconds that are counted, known after the first run
        self.tell = tell
        self.stuck = {}  # {multiplier: what the engine said}
        self._found = {}  # {multiplier: Point}
        self._of_target_there = False

    def short(self, multiplier, n):
        """[n] by how much the target is missed, inf where the port jams."""
        if not self.seen(multiplier, n):
            return np.full(n, math.inf)
        return short_of(self.target, self._found[multiplier].level[:n])

    def at(self, multiplier, n):
        """The Point of n replications, None where the port jams."""
        if not self.seen(multiplier, n):
            return None
        found = self._found[multiplier]
        beside = {name: column[:n] for name, column in found.beside.items()}
        return Point(found.level[:n], beside, found.arrived[:n], found.finished[:n])

    def seen(self, multiplier, n):
        """Whether n replications run there; those that were not run yet are run."""
        if multiplier in self.stuck:
            return False
        have = self.count(multiplier)
        if have < n:
            try:
                plan, runs = self.measured(self.scenario_at(multiplier), range(have, n))
            except EngineError as error:  # a flow that jams the port is a finding: it cannot be carried
                self.stuck[multiplier] = str(error)
                self.tell(multiplier, None)
                return False
            self.window = plan.horizon - plan.warm_up
            self._add(multiplier, self._point(summarise(plan, runs), len(runs)))
            self.tell(multiplier, self._found[multiplier].level)
        return True

    def summary(self, multiplier, n):
        """The Summary of n replications there, which are run again or kept."""
        return summarise(*self.measured(self.scenario_at(multiplier), range(n)))

    def multipliers(self):
        """Those where replications were run, in order."""
        return sorted(self._found)

    def count(self, multiplier):
        """How many replications were run there."""
        return len(self._found[multiplier].level) if multiplier in self._found else 0

    def _add(self, multiplier, more):
        old = self._found.get(multiplier)
        if old is not None:
            beside = {name: np.append(old.beside[name], column) for name, column in more.beside.items()}
            level, arrived, finished = (np.append(old[i], more[i]) for i in (0, 2, 3))
            more = Point(level, beside, arrived, finished)
        self._found[multiplier] = more

    def _point(self, summary, n):
        table = summary.replications
        beside = {name: _of(table, name, "port", "port", n) for name in BESIDE}
        arrived, finished = (
            np.nansum([np.zeros(n), *(_of(table, name, "flow", flow, n) for flow in self.flows)], axis=0)
            for name in ("arrived", "finished")
        )
        return Point(self._level(summary, n), beside, arrived, finished)

    def _level(self, summary, n):
        """The level of the target; in a weak flow nobody may come, but what nobody ever has is refused."""
        try:
            level = values(summary, self.target)
        except ScenarioError:
            if not self._of_target_there:
                raise
            return np.full(n, math.nan)
        self._of_target_there = True
        return level


def _of(table, measure, scope, name, n):
    rows = table[(table["measure"] == measure) & (table["scope"] == scope) & (table["name"] == name)]
    rows = rows[rows["cls"] == "all"].sort_values("replication")
    return rows["value"].to_numpy(float) if len(rows) else np.full(n, math.nan)


def _without_a_bound(target: Target):
    said = f"{target.measure} of {target.name}" if target.name else target.measure
    way = f"write e.g. '{said} <= 60 min'" if target.unit == "s" else f"write e.g. '{said} <= 10'"
    return Fault("target", said, f"has no bound that a flow could meet or miss; {way}")
