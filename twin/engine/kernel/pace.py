"""At what pace a service runs: that of the station's conditions, and of a server that failed and works on."""

import numpy as np

from twin.engine.kernel.state import NO_ONE
from twin.plan.jit import inner
from twin.plan.rules import both_paces, rest_at, time_at


@inner
def pace_of(A, S, e):
    """Per mille; not 0, as nobody is served where it is."""
    entity = S.entity[e]
    pace = np.int64(S.station[entity.place].pace)
    if entity.server != NO_ONE:
        index = A.station[entity.place].first_server + entity.server
        if S.server[index].failed:
            pace = both_paces(pace, np.int64(A.server[index].degraded))
    return pace


@inner
def slowed(A, S, e, duration):
    """How long a service takes that begins now and would take `duration` at full pace."""
    entity = S.entity[e]
    pace = pace_of(A, S, e)
    entity.pace = pace
    return time_at(duration, pace)


@inner
def rest_now(A, S, e):
    """What is left of a stopped service, at the pace of now."""
    entity = S.entity[e]
    before, pace = np.int64(entity.pace), pace_of(A, S, e)
    entity.pace = pace
    return rest_at(entity.rest, before, pace)
