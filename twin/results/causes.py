"""Why-minutes: every minute that someone waits, at its root cause along the blocking chain.

A wait at a station is shared by its servers on duty: one that serves is the service, one that is down a
breakdown, one that is blocked passes its share on to the causes of waiting where its entity wants to go,
one that is free while something is needed blames the scarcest pool or the stock. With nobody on duty the
hours are the cause. A wait at a full link is passed on by those who stand at its end, in a full zone by all
who stand in it, and a wait for parts by the part it waits for. A circle in which each waits for the next is
a jam. The parts sum to the whole.
"""

from typing import NamedTuple

import numpy as np

from twin.results.field import need_rows
from twin.results.places import places
from twin.results.sweep import BREAKDOWN, CAUSES, HOURS, JAM, OWN, SERVICE

# What the place itself is called as a cause, by kind of place.
OWN_CAUSES = {
    "station": "service",
    "link": "road",
    "zone": "zone",
    "pool": "pool",
    "quota": "quota",
    "join": "parts",
    "slot": "slot",
    "calendar": "hours",
    "permission": "permission",
    "mark": "mark",
    "crew": "pool",  # nobody waits there but repairs, and the ends of conditions
    "gather": "others",
    "match": "others",
}
CAUSE_KINDS = (
    "service", "hours", "breakdown", "pool", "stock", "quota", "slot", "permission", "mark", "road", "zone",
    "parts", "others", "jam",
)  # fmt: skip


class Cause(NamedTuple):
    """A kind of CAUSE_KINDS, and the name of the place, pool or stock."""

    cause: str
    name: str


def causes(plan):
    """Every cause a plan can have, in a fixed order."""
    return tuple(dict.fromkeys(_labels(plan)))


def _labels(plan):
    """The cause of each entry of a Tally: [point, CAUSES] first, then [need]."""
    named = {SERVICE: "service", HOURS: "hours", BREAKDOWN: "breakdown", JAM: "jam"}
    for point in plan.names.points:
        own = OWN_CAUSES[point.kind]
        yield from (Cause(own if kind == OWN else named[kind], point.name) for kind in range(CAUSES))
    stock = {int(row["pool"]): name for row, name in zip(plan.arrays.stock, plan.names.stocks, strict=True)}
    for pool in plan.arrays.need["pool"][need_rows(plan)].tolist():
        yield Cause("stock", stock[pool]) if pool in stock else Cause("pool", plan.names.pools[pool])


def why_seconds(plan, tally):
    """[cause] seconds of a Tally, lanes of one name together."""
    index = {cause: i for i, cause in enumerate(causes(plan))}
    entry = np.array([index[cause] for cause in _labels(plan)], np.int64)
    return np.bincount(entry, np.concatenate([tally.cause.ravel(), tally.need]), len(index))


def waited_seconds(spans, window):
    """The whole that causes share: seconds in the window that those waited who are nobody's part."""
    lasted = np.minimum(spans.started, window.end) - np.maximum(spans.asked, window.start)
    return float(np.maximum(lasted, 0.0)[spans.alone].sum())


def use_shares(plan, tally):
    """[place, USE] shares of the server time of each station, nan where servers are not counted."""
    where = places(plan)
    spent = np.stack(
        [np.bincount(where.of_point, column, len(where.names)) for column in tally.use.T], axis=1
    )
    whole = spent.sum(axis=1, keepdims=True)
    return spent / np.where(whole > 0, whole, np.nan)
