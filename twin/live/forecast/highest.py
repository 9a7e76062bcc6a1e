"""The highest level within each step, so that a peak between two steps is not missed."""

import numpy as np

ENTITIES = 1  # weight of each where they are counted


def highest(grid, place, span, weight=None):
    """[future, n, time] the highest level of the step that ends then, at first the level of now.

    `place` is (future, one of n) of each who is there, and n; `span` is (since, until). Who is there for no
    time is not there, and one who goes makes room for one who comes at that instant. Weights are whole.
    """
    future, which, n = place
    since, until = (np.maximum(np.nan_to_num(time, nan=np.inf), 0.0) for time in span)
    stays = since < until
    where = (future * n + which)[stays]
    size = np.broadcast_to(np.int64(ENTITIES) if weight is None else weight, since.shape)[stays]
    time = np.concatenate([since[stays], until[stays]])
    change, where = np.concatenate([size, -size]), np.concatenate([where, where])
    order = np.lexsort((change, time, where))
    where, step, change = where[order], grid.first(time)[order], change[order]
    level = np.cumsum(change) - _before(where, change)
    width = grid.steps + 2
    ends = np.bincount(where * width + step, change, grid.futures * n * width)
    ends = np.cumsum(ends.reshape(-1, width), axis=1)
    out = np.concatenate([ends[:, :1], np.maximum(ends[:, :-1], ends[:, 1:])], axis=1)
    later = step > 0
    np.maximum.at(out, (where[later], step[later]), level[later])
    return out[:, :-1].reshape(grid.futures, n, -1)


def _before(where, change):
    """[event] the sum of the changes of all places before its own."""
    total = np.concatenate([[0], np.cumsum(change)])
    return total[np.searchsorted(where, where)]
