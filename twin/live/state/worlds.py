"""Ways the port may stand now, drawn from what a Present leaves open."""

import numpy as np

from twin.live.records import QUEUEING, World


def worlds(present, number, seed):
    """So many Worlds; the same present and seed give the same ones.

    Rows of one case exclude each other: at most one of them is drawn, each as often as it is likely. Who came
    unseen is drawn for each station, with the classes of those who were seen.
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
    out = []
    for each, old, numbers in zip(picked, ages, unseen, strict=True):
        more = np.repeat(stations["station"].to_numpy(object), numbers).tolist()
        cls, station, doing = (column[each].tolist() for column in columns)
        cls += rng.choice(np.array(classes, object), len(more)).tolist()
        since = [*old[each].tolist(), *[0.0] * len(more)]
        out.append(World(tuple(cls), (*station, *more), (*doing, *[QUEUEING] * len(more)), tuple(since)))
    return out


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
