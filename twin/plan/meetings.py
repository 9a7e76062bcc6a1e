"""The rows of meetings: who may become one, how many, and until when they wait."""

import math

import numpy as np

from twin.model.calendar import slot_times
from twin.plan.plan import MEETING, ROLE, UNLIMITED, table_of
from twin.plan.pools import MM

MOST = 1023  # members of one whole


class Meetings:
    """Meetings by what tells them apart: their step, and the attributes it goes by."""

    def __init__(self, scenario):
        self.scenario = scenario
        self._index, self._rows, self._roles = {}, [], []
        self.cut_offs = []  # (meeting, slot)
        self.roles = []  # [role] its name, '' where there is one

    def gather(self, node, known, sizes):
        """The meeting of a gather for the values known; those of all values stand one behind the other."""
        if node not in self._index:
            self._index[node] = first = len(self._rows)
            others = (first, math.prod(sizes)) if node.step.top_up else (0, 0)
            for _ in range(math.prod(sizes)):
                self._add(node.step, others)
        return self._index[node] + int(np.ravel_multi_index(known, sizes) if known else 0)

    def _add(self, step, others):
        full = step.full_at
        length = UNLIMITED if full is None or full.length is None else round(full.length * MM)
        mass = UNLIMITED if full is None or full.mass is None else round(full.mass)
        count = MOST if full is None or full.count is None else full.count
        timeout = math.inf if step.timeout is None else step.timeout
        cut = math.nan
        if step.cut_off is not None:
            self.cut_offs.append((len(self._rows), step.cut_off))
            cut = 0.0 if slot_times(self.scenario, step.cut_off)[0] == 0 else -1.0
        self._rows.append((length, mass, step.fewest, timeout, len(self._roles), 1, cut, *others))
        self._roles.append((count,))
        self.roles.append("")

    def match(self, name, values, roles):
        """The meeting of a match; `values` are those of the attributes that all who meet there share."""
        if (name, values) not in self._index:
            self._index[name, values] = len(self._rows)
            never = (UNLIMITED, UNLIMITED, 1, math.inf)
            self._rows.append((*never, len(self._roles), len(roles), math.nan, 0, 0))
            self._roles += [(1,)] * len(roles)
            self.roles += roles
        return self._index[name, values]

    def made_by(self, node):
        """The first of the meetings of a gather that has been written."""
        return self._index[node]

    def arrays(self):
        """The tables of a plan, by name."""
        return {"meeting": table_of(self._rows, MEETING), "role": table_of(self._roles, ROLE)}
