"""Many futures of now: each a way the port may stand, and luck of its own from then on."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twin.engine import Jam, stream
from twin.live.forecast.coming import at_level
from twin.live.forecast.duty import added, duty_of, with_duty
from twin.live.forecast.placing import standers_of, with_standers
from twin.plan.draws import EXPONENTIAL, quantile
from twin.plan.residual import residual
from twin.plan.visits import TRIP, VISIT
from twin.study.running.how import How
from twin.study.running.places import opened

DOWN_FOR = 3600.0  # assumption: mean seconds until a server is up again, where no repair time is known

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
    plan: object
    spots: dict
    levels: tuple  # [source] Level
    seed: int


def futures_of(course, worlds, number):
    """[future] Future: each world in its turn, side by side on the cores of this machine."""
    rng = np.random.default_rng([course.seed, number])
    standers = [standers_of(course.port, course.plan, course.spots, world, rng) for world in worlds[:number]]
    threads = opened(How())
    jobs = [
        threads.submit(_future, course, (standers[i % len(standers)], worlds[i % len(standers)].down), i)
        for i in range(number)
    ]
    return [job.result() for job in jobs]


def _future(course, stand, number):
    standers, down = stand
    rng = np.random.default_rng([course.seed, number, 1])
    plan = course.plan
    sources, left = with_standers(plan, standers, rng)
    own = len(plan.sources)
    sources = (*at_level(sources[:own], course.levels, rng), *sources[own:])
    arrays = _with_down(plan, course.port, down, rng)
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


def _with_down(plan, port, down, rng):
    """The arrays with servers off duty until they are up again; each is down for as long as luck says."""
    arrays = plan.arrays
    if not down:
        return arrays
    names = {point.name: index for index, point in enumerate(plan.names.points) if point.lane < 0}
    luck = rng.random(len(down))
    for said, u in zip(down, luck, strict=True):
        station = names.get(port.station(said))
        if station is not None:
            duty = added(duty_of(arrays, station), -1, 0.0, _repair(arrays, station, u))
            arrays = with_duty(arrays, station, duty)
    return arrays


def _repair(arrays, station, u):
    """Seconds until a server of a station is up again, by its law or by what is assumed."""
    server = arrays.server[arrays.station["first_server"][station]]
    if arrays.station["servers"][station] and server["repair"] >= 0:
        return residual(arrays.dist[server["repair"]], arrays.table, 0.0, u)
    return quantile(EXPONENTIAL, 0, 0, DOWN_FOR, 0.0, 0.0, arrays.table, u)
