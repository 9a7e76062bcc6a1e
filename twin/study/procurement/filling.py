"""How full the station is with so many machines of an offer, before any run: work over what is offered."""

import math

from twin.model.errors import ScenarioError
from twin.plan.compile import compile_plan
from twin.study.loads import use_of

SAME = 1e-9  # relative: what is exactly in proportion, but for rounding


class Filling:
    """The share of the open hours that the day's work takes with an option, or why the port cannot be.

    Twice the machines offer twice the hours where the calendar has no number of its own. Then one machine of
    an offer and the most of it tell all numbers between them, so ten thousand options are quickly screened.
    """

    def __init__(self, station, scenario_of):
        self.station, self.scenario_of = station, scenario_of
        self.known = {}  # [name of an option] utilisation, or the faults as text

    def of(self, option):
        """The utilisation with an option, or what is wrong with such a port."""
        if option.name not in self.known:
            self.known[option.name] = self._looked_at(option)
        return self.known[option.name]

    def of_all(self, options):
        """[option] the same of the options of one offer; its ends tell the rest where they can."""
        if len(options) > 2:
            fewest, *between, most = sorted(options, key=lambda option: option.count)
            ends = self.of(fewest), self.of(most)
            if not any(isinstance(end, str) for end in ends):
                work = ends[0] * fewest.count
                if math.isclose(work, ends[1] * most.count, rel_tol=SAME):
                    self.known |= {option.name: work / option.count for option in between}
        return [self.of(option) for option in options]

    def _looked_at(self, option):
        try:
            return use_of(compile_plan(self.scenario_of(option)), self.station)
        except ScenarioError as error:
            return "; ".join(str(fault.text) for fault in error.faults)
