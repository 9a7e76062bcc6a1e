"""When work reaches each place: a fluid that no station lets through faster than it can serve."""

import numpy as np

from twin.plan.plan import VISIT
from twin.plan.processes.coming import HOUR
from twin.study.offered import station_seconds

ROUNDS = 400  # of working out who comes when; long ways settle in as many as they have steps
SETTLED = 1e-6  # entities


def by_hour(plan, streams):
    """[stream] of [state, hour] expected entities, each hour's after the queues before it."""
    gates = _gates(plan, streams)
    come = [_entries(stream) for stream in streams]
    for _ in range(ROUNDS):
        through = _through(streams, gates, come)
        after = [
            _entries(stream) + stream.chain.moves @ out for stream, out in zip(streams, through, strict=True)
        ]
        moved = max(
            (abs(new - old).max(initial=0.0) for new, old in zip(after, come, strict=True)), default=0.0
        )
        come = after
        if moved < SETTLED:
            break
    return come


def _entries(stream):
    out = np.zeros((len(stream.chain.states), len(stream.arrivals)))
    out[0] = stream.arrivals
    return out


def _gates(plan, streams):
    """[(seconds offered by hour, [(stream, states there)])] of the stations that are visited."""
    there = {}
    for i, stream in enumerate(streams):
        for j, state in enumerate(stream.chain.states):
            step = plan.arrays.step[state.pc]
            if step["op"] == VISIT:
                there.setdefault(int(step["a"]), {}).setdefault(i, []).append(j)
    return [(station_seconds(plan, station), states) for station, states in there.items()]


def _through(streams, gates, come):
    """[stream] of [state, hour] those who go on, when they do."""
    out = [_later(stream, coming) for stream, coming in zip(streams, come, strict=True)]
    for offered, there in gates:
        work = np.sum([streams[i].seconds[states] @ come[i][states] for i, states in there.items()], axis=0)
        if np.isinf(offered).all() or not work.sum() > 0:
            continue
        done = served(work, offered)
        for i, states in there.items():
            # All who come are let through in the shape in which the station works off what comes.
            total = come[i][states].sum(axis=1, keepdims=True)
            out[i][states] = _shifted(total * done / work.sum(), streams[i].seconds[states])
    return out


def served(work, offered):
    """[hour] what is worked off of what comes, first come first served."""
    if (work <= offered).all():
        return work
    out, kept = [], 0.0
    # Numbers of Python: those of numpy take several times as long one by one, and are the same.
    for coming, can in zip(work.tolist(), offered.tolist(), strict=True):
        out.append(min(kept + coming, can))
        kept += coming - out[-1]
    return np.array(out)


def _later(stream, coming):
    return _shifted(coming, stream.seconds)


def _shifted(rows, seconds):
    """Each row as many hours later as its step takes, to the nearest hour; what falls off the end is gone."""
    hours = np.rint(np.minimum(seconds / HOUR, rows.shape[1])).astype(int)
    out = rows.copy()
    for row in np.flatnonzero(hours):
        n = hours[row]
        out[row, :n] = 0.0
        out[row, n:] = rows[row, : rows.shape[1] - n]
    return out
