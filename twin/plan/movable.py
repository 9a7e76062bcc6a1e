"""Units that stand at places and come to where they are needed: where each begins, and how long ways take."""

from typing import NamedTuple

import numpy as np

from twin.model.shortest import by_metres, links_by, shortest


class Fleet(NamedTuple):
    """The units of a pool, and its ways in Arrays.way: [from, to] seconds."""

    unit: int = 0  # the first
    movable: int = 0
    places: int = 0
    way: int = 0  # where its ways begin


STILL = Fleet()


def fleets(layout):
    """({pool: Fleet}, [unit] place at the start, [.] seconds) of a layout."""
    places = list(layout.places)
    out, unit, way = {}, [], []
    moving = {name: pool for name, pool in layout.pools.items() if pool.moves}
    metres = _metres(layout, places) if moving else None
    for name, pool in moving.items():
        out[name] = Fleet(len(unit), pool.size, len(places), len(way))
        unit += [places.index(pool.at)] * pool.size
        way += (metres / pool.speed).ravel().tolist()
    return out, np.array(unit, np.int64), np.array(way, float)


def _metres(layout, places):
    """[from, to] metres of the shortest way over the links; inf where there is none."""
    links = links_by(by_metres, layout)
    out = np.full((len(places), len(places)), np.inf)
    for start in places:
        for end, (metres, _) in shortest(links, start).items():
            out[places.index(start), places.index(end)] = metres
    return out
