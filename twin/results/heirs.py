"""Who goes on for one that is no more: the parts at whose split it ends, and what it becomes with others."""

import numpy as np

from twin.plan.plan import END, SPAWN
from twin.plan.unfold import UNJOINED
from twin.plan.visits import NOBODY
from twin.results.family import origin_of
from twin.results.trips import trip_rows
from twin.results.wholes import who_became_whom

ENDED = 0  # the exit of who ends at a split, as of a part that is over
DEEPEST = 50  # heirs of heirs of heirs


def stand_alone(plan, run):
    """[visit] whether it is one of an entity that is nobody's part: who came, and who goes on for it."""
    visits = run.visits
    own = (visits["parent"] == 0) & (visits["flow"] != NOBODY)
    if not (run.trips["parent"] != 0).any():
        return own
    child, parent = _links(plan, run)
    alone = run.trips["parent"] == 0
    for _ in range(DEEPEST):
        before = alone.copy()
        alone[child] |= alone[parent]
        if (alone == before).all():
            break
    trip = trip_rows(visits, run.trips)
    return own | ((trip != NOBODY) & alone[trip])


def _links(plan, run):
    """([link] trip, [link] trip for which it goes on)."""
    trips = run.trips
    member, whole = who_became_whom(plan, run)
    classes = _of_heirs(plan)
    if not len(classes):
        return whole, member
    part = np.flatnonzero((trips["parent"] != 0) & (trips["half"] == 0) & np.isin(trips["cls"], classes))
    parent = origin_of(trips, part)
    part, parent = part[parent != NOBODY], parent[parent != NOBODY]
    heir = (trips["exit"][parent] == ENDED) & (trips["left"][parent] == trips["arrived"][part])
    return np.concatenate([whole, part[heir]]), np.concatenate([member, parent[heir]])


def _of_heirs(plan):
    """Classes of the parts with which a whole ends."""
    step = plan.arrays.step
    last = (step["op"][:-1] == SPAWN) & (step["c"][:-1] == UNJOINED) & (step["op"][1:] == END)
    return np.unique(step["b"][:-1][last])
