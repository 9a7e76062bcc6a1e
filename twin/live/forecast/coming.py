"""How many arrive next: the demand of the port, scaled by how busy the last hours were, with its doubt.

The number that came lately is Poisson about the level times what the demand expects; the level is gamma
about 1, as spread as days differ. So is what is known of it afterwards. The past counts less the longer ago
it is, as levels move.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from twin.live.forecast.port import plan_from
from twin.plan.plan import WALK
from twin.plan.processes.coming import NONE, Coming
from twin.plan.processes.fleet import FleetStart
from twin.plan.processes.keyed import durations, keys_of
from twin.plan.processes.profile import ProfileDays

DAY, HOUR = 86400.0, 3600.0
ANY = ""  # of whatever class: where it is not read at the entry, all flows have one level
HALF_LIFE = 2 * HOUR  # assumption: a level of an hour ago says more than one of this morning
WATCHED = 4 * HALF_LIFE  # what is older hardly counts
SPREAD = 0.08  # assumption: the least cv of levels, as the demand itself is fitted to other weeks
PIECE = 900.0  # seconds, in which what is expected is summed up


class Level(NamedTuple):
    """What is known of how busy a flow is against its demand: gamma of this shape and rate."""

    shape: float
    rate: float


def levels_of(scenario, plan, at, came):
    """[source] Level of a plan from `at` on.

    `came` is {class in the layout: [seconds before `at`] at which one of it came} of the last WATCHED
    seconds, or {ANY: of all}; None where nobody counts, so that only the demand is known.
    """
    expected, counted = {}, {}
    if came is not None:
        past = plan_from(scenario, at - WATCHED, WATCHED)
        expected = _expected(past)
        counted = {cls: sum(map(_weight, filter(_is_late, ages))) for cls, ages in came.items()}
        if ANY in came:
            expected, counted = _of_all(expected), _of_all(counted)
    names, out = plan.names.classes, []
    for source in plan.sources:
        process, classes = source.process, [names[cls] for cls, _ in source.mix]
        prior = 1.0 / max(getattr(process, "cv", 0.0), SPREAD) ** 2
        alone = getattr(process, "platoons", None)
        together = alone.mean if alone else 1.0  # who come together are one surprise, not several
        classes = (ANY,) if ANY in counted else classes
        came_in = sum(counted.get(cls, 0.0) for cls in classes) / together
        wanted = sum(expected.get(cls, 0.0) for cls in classes) / together
        out.append(Level(prior + came_in, prior + wanted))
    return tuple(out)


def _of_all(by_class):
    return {ANY: sum(by_class.values())}


def _is_late(age):
    return 0.0 <= age < WATCHED


def _weight(age):
    return 0.5 ** (age / HALF_LIFE)


def _expected(past):
    """{class: number} that the demand expects of a plan that ends now, those of long ago counting less."""
    out = {}
    for source in past.sources:
        if not isinstance(source.process, ProfileDays):
            continue
        total = _of_profile(source.process)
        shares = np.diff([share for _, share in source.mix], prepend=0.0)
        for (cls, _), share in zip(source.mix, shares, strict=True):
            name = past.names.classes[cls]
            out[name] = out.get(name, 0.0) + total * float(share)
    return out


def _of_profile(process):
    edges = np.linspace(0.0, WATCHED, 1 + math.ceil(WATCHED / PIECE))
    middle = (edges[:-1] + edges[1:]) / 2
    day, second = np.divmod(edges - process.midnight, DAY)
    shares = np.diff(day + process.shape.until(second))
    factor = np.array(process.factors)[((middle - process.midnight) // DAY).astype(int)]
    return float((process.volume * factor * shares * _weight(WATCHED - middle)).sum())


def at_level(sources, levels, rng):
    """The sources of a future: each as busy as it may be, by what is known."""
    out = []
    for source, level in zip(sources, levels, strict=True):
        process = source.process
        if isinstance(process, ProfileDays):
            busy = rng.gamma(level.shape, 1.0 / level.rate)
            source = source._replace(process=replace(process, volume=process.volume * busy, cv=0.0))
        out.append(source)
    return tuple(out)


@dataclass(frozen=True)
class SoonOfFleet:
    """Those of a fleet who are on their way before a time: the others would only take up room."""

    fleet: FleetStart
    purpose: int
    away: object  # row of DIST
    until: float
    rate = 0.0
    recorded = agreed = None

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        coming, progress = self.fleet.draw(root, arrays, progress, until)
        if not len(coming.time):
            return NONE, progress
        keys = keys_of(root, coming.identity)
        soon = durations(keys, self.purpose, self.away, arrays.table) <= self.until
        return Coming(coming.time[soon], coming.identity[soon]), progress


def soon_only(plan):
    """The sources of a plan, of whose fleets only those come in who set out before its end."""
    return tuple(_soon(plan, source) for source in plan.sources)


def _soon(plan, source):
    first = plan.arrays.step[source.pc[source.mix[0][0]]]
    if not isinstance(source.process, FleetStart) or first["op"] != WALK:
        return source
    away = plan.arrays.dist[first["a"]]
    return source._replace(process=SoonOfFleet(source.process, int(first["key"]), away, plan.horizon))
