"""Queues of many servers in closed form, for whole arrays of loads and numbers of servers at once.

Erlang's B(c, a) by the recursion 1 / B(k) = 1 + k / (a B(k - 1)), C(c, a) from it: exact for M/M/c. A number
of servers between two whole ones, as where one is on duty for half an hour, is between them by log B.
"""

import numpy as np


def blocked(load, servers):
    """Erlang B: the share that finds all of `servers` busy where nobody waits; arrays of one shape."""
    load, servers = np.broadcast_arrays(np.asarray(load, float), np.asarray(servers, float))
    shape, load, servers = load.shape, load.ravel(), servers.ravel()
    order = np.argsort(servers, kind="stable")
    whole = np.floor(servers[order]).astype(np.int64)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        per_load = 1.0 / load[order]
        inverse = np.ones(len(load))
        for k in range(1, int(whole.max(initial=0)) + 1):
            still = slice(np.searchsorted(whole, k), None)
            inverse[still] = 1.0 + k * per_load[still] * inverse[still]
        part = servers[order] - whole
        between = part > 0
        if between.any():
            above = 1.0 + (whole[between] + 1) * per_load[between] * inverse[between]
            inverse[between] *= (above / inverse[between]) ** part[between]
        found = np.empty(len(load))
        found[order] = np.where(load[order] > 0, 1.0 / inverse, whole == 0)
    return found.reshape(shape)


def waiting(load, servers):
    """Erlang C: the share that waits; 1 where the load is as much as the servers can do or more."""
    load, servers = np.broadcast_arrays(np.asarray(load, float), np.asarray(servers, float))
    out = np.where(load > 0, 1.0, (servers <= 0).astype(float))
    some = (load > 0) & (load < servers)
    lost, used = blocked(load[some], servers[some]), load[some] / servers[some]
    out[some] = lost / (1.0 - used * (1.0 - lost))
    return out
