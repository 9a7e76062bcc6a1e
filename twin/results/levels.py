"""Levels over time: mean, quantile, maximum, and the share of time above zero."""

from typing import NamedTuple

import numpy as np

from twin.plan.jit import entry

BINS = 1 << 16  # a level higher than this is told apart to one part in 65,536 of its maximum


class Levels(NamedTuple):
    """[level] each, weighted by time."""

    mean: np.ndarray
    p95: np.ndarray
    max: np.ndarray
    share_above_zero: np.ndarray


def levels(changes, window, n):
    """The Levels of n whole-number series, zero where nothing ever changes."""
    if not window.length > 0:
        return Levels(*(np.full(n, np.nan) for _ in range(4)))
    area, highest, above = _areas(changes, window, n)
    width = highest // BINS + 1
    first = np.concatenate([[0], np.cumsum(highest // width + 1)])
    time = _histogram(changes, window, first, width)
    p95 = _quantile(time, first, 0.95 * window.length) * width
    return Levels(area / window.length, p95.astype(float), highest.astype(float), above / window.length)


@entry
def _areas(changes, window, n):
    """Area, maximum and time above zero of every level. A level that lasts no time is no maximum."""
    area, highest, above = np.zeros(n), np.zeros(n, np.int64), np.zeros(n)
    level, since = np.zeros(n, np.int64), np.full(n, window.start)
    for i in range(len(changes.time)):
        k = changes.level[i]
        lasted = changes.time[i] - since[k]
        if lasted > 0.0:
            area[k] += level[k] * lasted
            highest[k] = max(highest[k], level[k])
            if level[k] > 0:
                above[k] += lasted
            since[k] = changes.time[i]
        level[k] += changes.delta[i]
    return area, highest, above


@entry
def _histogram(changes, window, first, width):
    """Seconds at each level, level by level from `first`."""
    n = len(width)
    time = np.zeros(first[n])
    level, since = np.zeros(n, np.int64), np.full(n, window.start)
    for i in range(len(changes.time)):
        k = changes.level[i]
        lasted = changes.time[i] - since[k]
        if lasted > 0.0:
            time[first[k] + level[k] // width[k]] += lasted
            since[k] = changes.time[i]
        level[k] += changes.delta[i]
    for k in range(n):
        time[first[k]] += window.end - since[k]
    return time


@entry
def _quantile(time, first, wanted):
    """The lowest level below or at which each series is for the wanted time."""
    out = np.zeros(len(first) - 1, np.int64)
    for k in range(len(out)):
        left = wanted * (1.0 - 1e-12)
        for i in range(first[k], first[k + 1]):
            left -= time[i]
            if left <= 0.0:
                out[k] = i - first[k]
                break
    return out
