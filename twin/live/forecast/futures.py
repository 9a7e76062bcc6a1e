"""Many futures of now: each a way the port may stand, and luck of its own from then on."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twin.engine import Jam, stream
from twin.live.forecast.coming import at_level
from twin.live.forecast.placing import standers_of, with_standers
from twin.live.forecast.repairing import with_down
from twin.plan.visits import TRIP, VISIT
from twin.study.running.how import How
from twin.study.running.places import opened

VISITS = np.dtype([(name, VISIT[name]) for name in ("asked", "started", "ended", "point", "cls")])
TRIPS = np.dtype([(name, TRIP[name]) for name in ("arrived", "left", "cls")])


class Future(NamedTuple):
    """What happens in one future."""

    visits: np.ndarray  # VISITS
    trips: np.ndarray  # TRIPS of whole entities
    under_way: np.ndarray  # [class] of those who are under way at the start
    until: np.ndarray  # [.] seconds until they are there, from when on their trips count them


class Course(NamedTuple):
    """What all futures share."""

    port: object
    plans: tuple  # which futures take in turn; they differ in their laws and shares
    spots: dict
    levels: tuple  # [source] Level
    seed: int


def futures_of(course, worlds, number):
    """[future] Future: each world in its turn, side by side on the cores of this machine."""
    rng = np.random.default_rng([course.seed, number])
    plan = course.plans[0]
    standers = [standers_of(course.port, plan, course.spots, world, rng) for world in worlds[:number]]
    threads = opened(How())
    jobs = [
        threads.submit(_future, course, (standers[i % len(standers)], worlds[i % len(standers)].down), i)
        for i in range(number)
    ]
    return [job.result() for job in jobs]


def _future(course, stand, number):
    standers, down = stand
    rng = np.random.default_rng([course.seed, number, 1])
    plan = course.plans[number % len(course.plans)]
    sources, left = with_standers(plan, standers, rng)
    own = len(plan.sources)
    sources = (*at_level(sources[:own], course.levels, rng), *sources[own:])
    arrays = with_down(plan, course.port, down, rng)
    plan = replace(plan, sources=sources, arrays=arrays, seed=course.seed)
    visits, trips = [np.zeros(0, VISITS)], [np.zeros(0, TRIPS)]

    def keep(rows, ended, *_):
        visits.append(_of(rows, VISITS))
        trips.append(_of(ended[ended["parent"] == 0], TRIPS))

    try:
        stream(plan, number, keep)
    except Jam:  # its rows are all handed over: those who stand still stand there to the end
        pass
    under_way = np.array([cls for _, cls, _ in standers.under_way], np.int64)
    return Future(np.concatenate(visits), np.concatenate(trips), under_way, left)


def _of(rows, dtype):
    out = np.empty(len(rows), dtype)
    for name in dtype.names:
        out[name] = rows[name]
    return out
