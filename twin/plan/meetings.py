"""The rows of meetings: who may become one, how many, and until when they wait."""

import math

from twin.plan.plan import MEETING, ROLE, UNLIMITED, table_of
from twin.plan.pools import MM

MOST = 1023  # members of one whole


class Meetings:
    """Meetings by what tells them apart: their step, and the attributes it goes by."""

    def __init__(self):
        self._index, self._rows, self._roles = {}, [], []
        self.roles = []  # [role] its name, '' where there is one

    def gather(self, which, step):
        """The meeting of a gather; `which` is its node, and the values it goes by."""
        if which not in self._index:
            full = step.full_at
            length = UNLIMITED if full is None or full.length is None else round(full.length * MM)
            mass = UNLIMITED if full is None or full.mass is None else round(full.mass)
            count = MOST if full is None or full.count is None else full.count
            timeout = math.inf if step.timeout is None else step.timeout
            self._index[which] = len(self._rows)
            self._rows.append((length, mass, step.fewest, timeout, len(self._roles), 1))
            self._roles.append((count,))
            self.roles.append("")
        return self._index[which]

    def match(self, name, values, roles):
        """The meeting of a match; `values` are those of the attributes that all who meet there share."""
        if (name, values) not in self._index:
            self._index[name, values] = len(self._rows)
            self._rows.append((UNLIMITED, UNLIMITED, 1, math.inf, len(self._roles), len(roles)))
            self._roles += [(1,)] * len(roles)
            self.roles += roles
        return self._index[name, values]

    def made_by(self, node):
        """One of the meetings of a gather that has been written."""
        return next(index for (made, _), index in self._index.items() if made is node)

    def arrays(self):
        """The tables of a plan, by name."""
        return {"meeting": table_of(self._rows, MEETING), "role": table_of(self._roles, ROLE)}
