"""What the controls of a run are expected to find, to miss and to take for more, entity by entity.

No luck is added: of those who carry something, a visit finds the share that its control finds, each visit for
itself. docs/detection.md has the formulas.
"""

from typing import NamedTuple

import numpy as np

from twin.plan.finds import AT_ONCE, READING, SHOWN
from twin.plan.visits import NOBODY
from twin.results.family import family, rolled_up


class Evidence(NamedTuple):
    """What one went through; a column a threat, then a column a threat as if nothing were ever missed."""

    unseen: np.ndarray  # [trip, column] share that no control finds at once
    unshown: np.ndarray  # [trip, column] share that no image shows
    unread: np.ndarray  # [trip, 2] share of what is shown that no reader finds, and whether there is none
    alarms: np.ndarray  # [trip] false alarms at once
    calm: np.ndarray  # [trip, 2] share of harmless images, and of readings, that raise none


class Found(NamedTuple):
    """What is expected, by trip."""

    threats: tuple[int, ...]  # those that some control of the port finds
    checked: np.ndarray  # [trip, threat] 1: went through a control of it; of a whole, the mean of its parts
    found: np.ndarray  # [trip, threat] share found, if it carries it
    alarms: np.ndarray  # [trip] false alarms


def found(plan, run, trip):
    """The Found of a run; `trip` is the row of each visit in the table of trips."""
    threats = tuple(sorted({threat for find in plan.finds for threat in find.threats}))
    if not threats:
        nothing = np.zeros((len(run.trips), 0))
        return Found((), nothing, nothing, np.zeros(len(run.trips)))
    own = _own(plan, run, trip, threats)
    of = family(plan, run)
    missed, alarms = rolled_up(of, own)
    n = len(threats)
    return Found(threats, 1.0 - missed[:, n:], 1.0 - missed[:, :n], alarms)


def _own(plan, run, trip, threats):
    """The Evidence of each trip's own visits: those that began, for what has begun is done."""
    n, columns = len(run.trips), 2 * len(threats)
    evidence = Evidence(
        np.ones((n, columns)), np.ones((n, columns)), np.ones((n, 2)), np.zeros(n), np.ones((n, 2))
    )
    for find, rows in _rows_told(plan, run.visits, trip):
        times = np.bincount(trip[rows], minlength=n)
        who = np.flatnonzero(times)
        _add(evidence, find, (who, times[who]), threats)
    return evidence


def _rows_told(plan, visits, trip):
    """Each Find with the rows of visits that went through it."""
    point = np.ascontiguousarray(visits["point"])
    here = np.zeros(len(plan.names.points), bool)
    here[[find.point for find in plan.finds]] = True
    rows = np.flatnonzero(here[point] & (trip != NOBODY))
    rows = rows[~np.isnan(visits["started"][rows])]
    point, server = point[rows], visits["server"][rows]
    apart = {}  # {point: servers that have a row of their own}
    for find in plan.finds:
        apart.setdefault(find.point, set()).add(find.server)
    for find in plan.finds:
        others = [one for one in apart[find.point] if one != NOBODY]
        mine = ~np.isin(server, others) if find.server == NOBODY else server == find.server
        yield find, rows[(point == find.point) & mine]


def _add(evidence, find, visits, threats):
    """Adds visits to a control: (trip, how often) each."""
    who, times = visits
    n = len(threats)
    if find.how == READING:
        evidence.unread[who, 0] *= (1.0 - find.detection) ** times
        evidence.unread[who, 1] = 0.0
        evidence.calm[who, 1] *= (1.0 - find.false_alarm) ** times
        return
    table = evidence.unseen if find.how == AT_ONCE else evidence.unshown
    for column in map(threats.index, find.threats):
        table[who, column] *= (1.0 - find.detection) ** times
        table[who, n + column] = 0.0
    if find.how == SHOWN:
        evidence.calm[who, 0] *= (1.0 - find.false_alarm) ** times
    elif find.threats:
        evidence.alarms[who] += find.false_alarm * times
