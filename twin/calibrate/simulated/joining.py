"""When those joined a queue whom nobody saw join, drawn from what starts and ends leave possible."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.recorded import hour_of, type_of
from twin.calibrate.simulated.order import drawn
from twin.calibrate.simulated.spells import spells_of

Array = np.ndarray
STEP = 900.0  # seconds: no clock changes within a quarter of an hour, and no roster
CELLS = 3 * 24  # types of day x hours
CHAINS = 60  # draws side by side
ROUNDS = 3  # of joining times given rates, and rates given joining times; few are hidden, so few are enough


class Quarters(NamedTuple):
    """The time of a log in steps in which a rate and a roster hold."""

    edges: Array  # [quarter + 1] seconds
    cell: Array  # [quarter] type of day x 24 + hour

    @property
    def exposure(self):
        """[cell] seconds."""
        return np.bincount(self.cell, np.diff(self.edges), minlength=CELLS)

    def counts(self, times):
        """[chain, cell] how many of the times [chain, ...] fall into each."""
        return self.sums(times, np.ones_like(times))

    def sums(self, times, values):
        """[chain, cell] sums of the values whose times fall into each."""
        place = np.clip(np.searchsorted(self.edges, times, side="right") - 1, 0, len(self.cell) - 1)
        rows = np.arange(len(times))[:, None] * CELLS
        flat = np.bincount((self.cell[place] + rows).ravel(), values.ravel(), minlength=len(times) * CELLS)
        return flat.reshape(len(times), CELLS)

    def waiting(self, joined, started):
        """[chain, cell] seconds that all waited in each, of [chain, start] and [start]."""
        area = until(started, self.edges) - np.array([until(each, self.edges) for each in joined])
        return np.array([np.bincount(self.cell, np.diff(each), minlength=CELLS) for each in area])


def until(times, edges):
    """[edge] sum over all of the lesser of their time, from the first edge on, and the edge."""
    times = np.sort(times) - edges[0]
    place = np.searchsorted(times, edges - edges[0], side="right")
    return np.append(0.0, np.cumsum(times))[place] + (edges - edges[0]) * (len(times) - place)


def quarters_of(log, begin, end):
    """The Quarters of a Recorded from a second to another one."""
    edges = np.append(np.arange(np.floor(begin / STEP), np.floor(end / STEP) + 1.0), np.floor(end / STEP) + 1)
    clock = log.clock(edges[:-1] * STEP)
    return Quarters(edges * STEP, type_of(clock, log.holidays) * 24 + hour_of(clock))


def on_duty(quarters, made):
    """[quarter] servers, of the Servers of one station by type of day."""
    number = {each.days: np.asarray(each.number, float) for each in made}
    weekday, weekend = (number.get(days, next(iter(number.values()))) for days in ("weekday", "weekend"))
    hour, is_free = quarters.cell % 24, quarters.cell >= 24
    return np.where(is_free, weekend[hour], weekday[hour])


def joined_of(served, number, quarters, rng):
    """[chain, start] when each joined, of `served`: (starts in order, ends), by [quarter] the servers.

    Who found a free server joined at the start.
    """
    started, ended = served
    spells = spells_of(started, ended, (quarters.edges[:-1], number))
    joined = np.tile(started, (CHAINS, 1))
    if not spells:
        return joined
    waited, exposure = _waited(spells), np.maximum(quarters.exposure, 1e-9)
    for _ in range(ROUNDS):
        rate = rng.gamma(quarters.counts(joined) + 0.5) / exposure
        joined[:, waited] = _times(spells, started, Clock(quarters, rate), rng)
    return joined


class Clock:
    """The expected number of arrivals up to a time, by chains with rates [chain, cell] of their own."""

    def __init__(self, quarters, rate):
        steps = rate[:, quarters.cell] * np.diff(quarters.edges)
        self.edges = quarters.edges
        self.number = np.concatenate([np.zeros((len(rate), 1)), np.cumsum(steps, axis=1)], axis=1)

    def at(self, times):
        """[chain, time] of times [time]."""
        return np.array([np.interp(times, self.edges, number) for number in self.number])

    def times(self, numbers):
        """[chain, ...] seconds, of expected numbers [chain, ...]."""
        pairs = zip(numbers, self.number, strict=True)
        return np.array([np.interp(mine, number, self.edges) for mine, number in pairs])


def _times(spells, started, clock, rng):
    """[chain, waited] seconds at which those of all spells joined, in order."""
    begins = clock.at(np.array([each.begin for each in spells]))
    at_start, parts = clock.at(started), []
    for place, each in enumerate(spells):
        knots = np.column_stack([begins[:, place], at_start[:, each.first : each.after]])
        gaps = np.maximum(np.diff(knots, axis=1), 1e-12)
        came = drawn(gaps, rng)
        chains, n = came.shape
        gap = np.repeat(np.tile(np.arange(n), chains), came.ravel()).reshape(chains, n)
        low, wide = np.take_along_axis(knots, gap, axis=1), np.take_along_axis(gaps, gap, axis=1)
        parts.append(np.sort(low + wide * rng.random((chains, n)), axis=1))
    return np.minimum(clock.times(np.concatenate(parts, axis=1)), started[_waited(spells)])


def _waited(spells):
    """[waited] places among the starts of those who had waited."""
    return np.concatenate([np.arange(each.first, each.after) for each in spells])
