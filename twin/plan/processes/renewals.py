"""Arrivals one after the other."""

from dataclasses import dataclass

import numpy as np

from twin.plan.branching import BY_AGE, lasting
from twin.plan.draws import name_key
from twin.plan.processes.coming import Coming, parted
from twin.plan.processes.keyed import durations, keys_of
from twin.plan.processes.platoons import Platoons
from twin.plan.visits import NOBODY

_CHUNK = 4096  # gaps drawn at once
_GAP = name_key("gap")


@dataclass(frozen=True)
class Renewals:
    """One after the other, a drawn time apart."""

    gap: int  # dist
    mean: float  # seconds
    first: float  # time of the first
    count: int  # of them, NOBODY without end
    platoons: Platoons
    recorded = agreed = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return self.platoons.mean / self.mean

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        at = progress.next
        time = progress.time if at else self.first
        chunks = []
        while time < until and at != self.count:
            n = _CHUNK if self.count == NOBODY else min(_CHUNK, self.count - at)
            keys = keys_of(root, np.arange(at + 1, at + n + 1))
            gaps = durations(keys, _GAP, arrays.dist[self.gap], arrays.table)
            times = np.cumsum(np.concatenate([[time], gaps]))  # one by one, so that windows do not matter
            due = min(int(np.searchsorted(times, until)), n)
            leaders = Coming(times[:due], np.arange(at, at + due))
            chunks.append(self.platoons.all_of(leaders, root, arrays))
            if due:
                progress = progress._replace(last=float(times[due - 1]))
            at, time = at + due, float(times[due])
        due, late = parted(progress.late, chunks, until)
        return due, progress._replace(next=at, time=time, late=late)

    def renewed(self, past, arrays, progress):
        """The next comes when it would have, or when the gap that has lasted so long may end."""
        at = progress.next
        if past.left != BY_AGE or at in (0, self.count):
            return progress

        def gap(root):
            return durations(keys_of(root, np.array([at])), _GAP, arrays.dist[self.gap], arrays.table).item()

        found = lasting(past.time - progress.last, past.root, gap)
        return progress._replace(time=progress.last + found[1]) if found else progress
