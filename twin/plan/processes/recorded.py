"""Arrivals as recorded."""

from dataclasses import dataclass

import numpy as np

from twin.plan.processes.coming import Coming
from twin.plan.visits import NOBODY


@dataclass(frozen=True)
class Rows:
    """Arrivals as recorded, in order of time."""

    times: tuple[float, ...]
    classes: tuple[int, ...]  # NOBODY: by the mix
    first_record: int  # row of Arrays.given of the first, NOBODY where nothing is given
    agreed = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return len(self.times) / max(self.times[-1], 1.0)

    def recorded(self, identity):
        """[arrival] (class, row of Arrays.given), NOBODY where it was not recorded."""
        rows = identity + self.first_record if self.first_record != NOBODY else NOBODY
        return np.array(self.classes)[identity], rows

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        end = int(np.searchsorted(self.times, until))
        rows = np.arange(progress.next, end)
        return Coming(np.array(self.times)[rows], rows), progress._replace(next=end)

    def renewed(self, past, arrays, progress):
        """The same: nothing of them is luck."""
        return progress
