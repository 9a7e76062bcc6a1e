"""How long the laws and services of a plan take on average."""

import numpy as np
from scipy.special import ndtr

from twin.plan.draws import CONSTANT, GIVEN, quantile
from twin.plan.plan import LONGEST

# Quantiles are averaged on the normal scale, where the laws are smooth; nothing lies beyond 8.3.
_Z = np.linspace(-8.3, 8.3, 1661)
_U = np.clip(ndtr(_Z), 1e-16, 1.0 - 1e-16)
_WEIGHT = np.exp(-0.5 * _Z**2) / np.exp(-0.5 * _Z**2).sum()


def mean_duration(arrays, dist):
    """The mean of a law of the plan, in seconds; of recorded times that of the records, or of their law."""
    law = arrays.dist[dist]
    if law["kind"] == CONSTANT:
        return float(law["p"])
    if law["kind"] == GIVEN:
        known, share = _recorded(arrays, law)
        drawn = mean_duration(arrays, int(law["n"])) if share < 1 else 0.0
        return (float(known.mean()) * share if share > 0 else 0.0) + (1 - share) * drawn
    return float(quantiles(arrays, dist) @ _WEIGHT)


def quantiles(arrays, dist):
    """[node] the law's quantiles at the nodes of the average."""
    return quantiles_at(arrays, dist, _U)


def quantiles_at(arrays, dist, shares):
    """[share] the law's quantiles at some shares."""
    row = arrays.dist[dist]
    law = row["kind"], row["first"], row["n"], row["p"], row["q"], row["r"], arrays.table
    if row["kind"] in (CONSTANT, GIVEN):
        return np.full(len(shares), mean_duration(arrays, dist))
    return np.array([quantile(*law, u) for u in shares])


def mean_service(arrays, service):
    """The mean of a service: its tasks one after the other, or the longest of those side by side."""
    row = arrays.service[service]
    dists = arrays.task["dist"][row["first"] : row["first"] + row["n"]]
    if row["how"] != LONGEST or len(dists) == 1:
        return sum(mean_duration(arrays, dist) for dist in dists)
    return _mean_of_longest([quantiles(arrays, dist) for dist in dists])


def _mean_of_longest(tasks):
    """The integral of 1 - P(all tasks are shorter), over the values that any of them takes."""
    values = np.unique(np.concatenate([[0.0], *tasks]))
    shorter = np.concatenate([[0.0], np.cumsum(_WEIGHT)])
    all_shorter = np.prod([shorter[np.searchsorted(task, values, side="right")] for task in tasks], axis=0)
    return float(((1.0 - all_shorter)[:-1] * np.diff(values)).sum())


def variance_of_service(arrays, service):
    """The variance of a service in square seconds; tasks side by side are taken as the longest alone."""
    row = arrays.service[service]
    dists = arrays.task["dist"][row["first"] : row["first"] + row["n"]]
    if row["how"] != LONGEST or len(dists) == 1:
        return sum(_variance(arrays, dist) for dist in dists)
    return max(((mean_duration(arrays, dist), _variance(arrays, dist)) for dist in dists), default=(0, 0.0))[
        1
    ]


def _variance(arrays, dist):
    """The variance of a law; of recorded times that of the records."""
    kind = arrays.dist["kind"][dist]
    if kind == CONSTANT:
        return 0.0
    if kind == GIVEN:
        known, share = _recorded(arrays, arrays.dist[dist])
        drawn = _variance(arrays, int(arrays.dist["n"][dist])) if share < 1 else 0.0
        return (float(known.var()) * share if share > 0 else 0.0) + (1 - share) * drawn
    values = quantiles(arrays, dist)
    return float(values**2 @ _WEIGHT - (values @ _WEIGHT) ** 2)


def _recorded(arrays, law):
    """(the times that were recorded, their share of all records); the others are drawn by another law."""
    times = arrays.given[:, law["first"]]
    known = times[~np.isnan(times)]
    return known, len(known) / len(times) if len(times) else 0.0
