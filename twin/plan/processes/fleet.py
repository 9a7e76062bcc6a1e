"""All vehicles of a fleet, at the start."""

from dataclasses import dataclass

import numpy as np

from twin.plan.processes.coming import NONE, Coming


@dataclass(frozen=True)
class FleetStart:
    """Those of a fleet that are away at the start: their program says when they come."""

    size: int
    at_port: int  # the first of them wait at the port already
    rate = 0.0
    recorded = agreed = None

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        if progress.next:
            return NONE, progress
        away = np.arange(self.at_port, self.size)
        return Coming(np.zeros(len(away)), away), progress._replace(next=1)

    def renewed(self, past, arrays, progress):
        """The same: nothing of them is luck."""
        return progress
