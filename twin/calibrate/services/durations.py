"""What is known of durations: exact ones, rounded ones, and those that were not over when the log ended."""

from typing import NamedTuple

import numpy as np

Array = np.ndarray
BINS = 500  # exact durations are gathered in so many bins of a logarithmic scale: 1 % wide at most as a rule
SHORTEST = 0.05  # seconds: what is written as less was at least so long; 0 and below is impossible
NODES, SHARES = np.polynomial.legendre.leggauss(5)


class Durations(NamedTuple):
    """Exact durations, points that a rounded one may have been, and times after which one still ran."""

    exact: Array  # [each] seconds
    rounded: Array  # [each, node] seconds that it may have been; 0 or less: impossible
    shares: Array  # [each, node] of the error
    censored: Array  # [each] seconds
    impossible: int  # ended before they started, or at once

    @property
    def n(self):
        return len(self.exact) + len(self.rounded)

    @property
    def middle(self):
        """One number for each duration that ended."""
        return np.concatenate([self.exact, np.maximum((self.rounded * self.shares).sum(axis=1), SHORTEST)])


class Points(NamedTuple):
    """The same, gathered: the likelihood is a sum over these."""

    exact: Array
    weight: Array
    rounded: Array
    shares: Array
    counts: Array
    censored: Array


def durations_of(log, which):
    """The Durations of these visits of a Recorded."""
    started, ended = log.started[which], log.ended[which]
    halves = log.within[which][:, 1:]
    both = np.isfinite(started) & np.isfinite(ended) & np.isfinite(halves).all(axis=1)
    length = ended - started
    exact = both & (halves.sum(axis=1) == 0.0)
    rough = both & ~exact & (length + halves.sum(axis=1) > 0.0)
    impossible = exact & (length <= 0.0)
    # A start without an end is a service that still ran, if nothing of the journey follows.
    last = which & (log.next == -1) & np.isfinite(log.started) & ~np.isfinite(log.ended)
    usual = np.quantile(length[exact], 0.99) if exact.any() else 0.0
    running = log.span[1] - log.started[last]
    points, shares = nodes_of(length[rough], halves[rough])
    running = running[(running >= 0) & (running < usual)]
    clean = np.maximum(length[exact & ~impossible], SHORTEST)
    return Durations(clean, points, shares, running, int(impossible.sum()))


def nodes_of(length, halves):
    """Points that each rounded duration may have been, and the share of each."""
    first = halves[:, :1] * NODES  # [each, 5]
    second = halves[:, 1:] * NODES
    error = (first[:, :, None] + second[:, None, :]).reshape(len(length), len(NODES) ** 2)
    share = np.outer(SHARES, SHARES).ravel() / 4.0
    return length[:, None] + error, np.broadcast_to(share, error.shape)


def gathered(durations):
    """The Points of Durations: constant in number, however many there are."""
    exact, weight = binned(durations.exact)
    rounded, counts = np.unique(durations.rounded, axis=0, return_counts=True)
    shares = np.broadcast_to(durations.shares[:1], rounded.shape) if len(rounded) else rounded
    return Points(exact, weight, rounded, shares, counts.astype(float), durations.censored)


def binned(values):
    """(point, weight) of values in bins of a logarithmic scale."""
    if len(values) <= BINS:
        return values, np.ones(len(values))
    logs = np.log(values)
    edges = np.linspace(logs.min(), logs.max(), BINS + 1)
    which = np.clip(np.searchsorted(edges, logs, side="right") - 1, 0, BINS - 1)
    weight = np.bincount(which, minlength=BINS).astype(float)
    sums = np.bincount(which, weights=values, minlength=BINS)
    there = weight > 0
    return sums[there] / weight[there], weight[there]
