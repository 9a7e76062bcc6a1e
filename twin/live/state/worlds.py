"""Ways the port may stand now, drawn from what a Present leaves open."""

import numpy as np

from twin.live.records import QUEUEING, SERVED, STUCK, World


def worlds(present, number, seed):
    """So many Worlds; the same present and seed give the same ones.

    Rows of one case exclude each other: at most one of them is drawn, each as often as it is likely. Who came
    unseen is drawn for each station, with the classes of those who were seen. Whom a server that is down
    holds is stuck in it; without such a one it is down alone.
    """
    rng = np.random.default_rng(seed)
    inside, stations = present.inside, present.stations
    columns = [inside[name].to_numpy(object) for name in ("cls", "station", "doing")]
    picked = _picked(inside, rng, number)
    age = present.at - inside["since"].to_numpy(float)
    shift = inside["since_within"].to_numpy(float) * rng.uniform(-1, 1, (number, len(inside)))
    ages = np.maximum(age + shift, 0.0)
    unseen = rng.poisson(stations["unseen"].to_numpy(float), (number, len(stations)))
    classes = [name for name in columns[0] if name] or [""]
    broken = rng.random((number, len(present.down)))
    held = [_held_by(present, one) for one in present.down]
    out = []
    for each, old, numbers, luck in zip(picked, ages, unseen, broken, strict=True):
        more = np.repeat(stations["station"].to_numpy(object), numbers).tolist()
        cls, station, doing = (column[each].tolist() for column in columns)
        doing, down = _with_down(present, held, (each, doing), luck)
        cls += rng.choice(np.array(classes, object), len(more)).tolist()
        since = [*old[each].tolist(), *[0.0] * len(more)]
        doing += [QUEUEING] * len(more)
        out.append(World(tuple(cls), (*station, *more), tuple(doing), tuple(since), down))
    return out


def _with_down(present, held, stand, luck):
    """(what each of those who are picked does, (station, seconds) of the servers that are down and empty)."""
    picked, doing = stand
    rows, alone = np.flatnonzero(picked), []
    for one, row, u in zip(present.down, held, luck, strict=True):
        if row is None and u < one.likely:
            alone.append((one.station, present.at - one.since))
        elif row is not None and picked[row] and u < one.likely / present.inside["likely"].iat[row]:
            doing[np.searchsorted(rows, row)] = STUCK
    return doing, tuple(alone)


def _held_by(present, down):
    """The row of whom a server holds, None where it is empty."""
    inside = present.inside
    held = np.flatnonzero((inside["server"] == down.server) & (inside["doing"] == SERVED))
    return int(held[0]) if len(held) else None


def _picked(inside, rng, number):
    """[world, row] whether a row is drawn: of those of one case none or one."""
    likely = inside["likely"].to_numpy(float)
    _, case = np.unique(inside["case"].to_numpy(str), return_inverse=True)
    order = np.argsort(case, kind="stable")
    total = np.cumsum(likely[order])
    first = np.searchsorted(case[order], case[order])  # of each row: where its case begins
    before = np.append(0.0, total)[first]
    until = np.empty(len(inside))
    until[order] = total - before
    luck = rng.random((number, int(case.max(initial=-1)) + 1))[:, case]
    return (luck >= until - likely) & (luck < until)
