"""What an outage does to a port: how deep it goes, how long until it is over, the hours that are lost.

Each replication is held against itself without the outage, under the same luck: what differs is the outage's.
The level is how many are in the port (arrived and not yet left, those outside included), the depth its
greatest excess, the lost hours the area below it, which is the resilience triangle.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.results.intervals import CONFIDENCE, mean_intervals, quantile_ranks
from twin.results.paired import verdict
from twin.results.places import places
from twin.results.visited import time_grid

TOLERANCE = 0.05  # of the depth: an excess as small as this, and for CALM minutes, is over
FEWEST = 1.0  # entities that make no difference
CALM = 30.0  # minutes
SHOCK = ("depth", "queue_depth", "recovery", "lost_hours", "behind_at_end")
UNITS = {
    "depth": "entities",
    "queue_depth": "entities",
    "recovery": "s",
    "lost_hours": "entity hours",
    "behind_at_end": "entities",
}
EFFECTS = (
    "peak", "alternative", "measure", "unit", "mean", "low", "high",
    "replications", "never", "difference", "difference_low", "difference_high", "verdict",
)  # fmt: skip
CURVE = ("peak", "alternative", "minute", "mean", "low", "high", "queue")


class Levels(NamedTuple):
    """Who is in the port, and who queues at the station of the outage, over time."""

    minutes: np.ndarray  # [instant]
    inside: np.ndarray  # [replication, instant]
    queue: np.ndarray  # [replication, instant]


class Shock(NamedTuple):
    """What the outage alone did."""

    minutes: np.ndarray
    excess: np.ndarray  # [replication, instant] more in the port than without it
    queue: np.ndarray  # [replication, instant] more at the station
    span: tuple  # (from, until) seconds


def levels_of(plan, runs, station):
    """The Levels of the replications of a plan."""
    arrived, left = np.stack([run.curves for run in runs]).sum(axis=2).transpose(1, 0, 2)
    where = [i for i, place in enumerate(places(plan).names) if place == ("station", station)]
    queue = np.stack([run.queues[where].sum(axis=0) for run in runs])
    return Levels(time_grid(runs[0].end) / 60.0, (arrived - left).astype(float), queue.astype(float))


def shock_of(calm, struck, span):
    """The Shock between the Levels without and with the outage, replication by replication."""
    n = min(calm.inside.shape[1], struck.inside.shape[1])
    excess, queue = (
        getattr(struck, name)[:, :n] - getattr(calm, name)[:, :n] for name in ("inside", "queue")
    )
    return Shock(calm.minutes[:n], excess, queue, span)


def measures_of_shock(shock):
    """{measure of SHOCK: [replication]}; recovery is nan where it was not over when the run ended."""
    step = (shock.minutes[1] - shock.minutes[0]) / 60.0 if len(shock.minutes) > 1 else 0.0
    return {
        "depth": np.maximum(shock.excess.max(axis=1), 0.0),
        "queue_depth": np.maximum(shock.queue.max(axis=1), 0.0),
        "recovery": np.array([_recovery(shock, one) for one in shock.excess]),
        "lost_hours": shock.excess.sum(axis=1) * step,
        "behind_at_end": shock.excess[:, -1],
    }


def _recovery(shock, excess):
    """Seconds from the end of the outage until the excess is small, and stays so for a while."""
    small = excess <= max(FEWEST, TOLERANCE * excess.max())
    end = shock.span[1] / 60.0
    for first in np.flatnonzero(small & (shock.minutes >= end)):
        ahead = small[first:][shock.minutes[first:] <= shock.minutes[first] + CALM]
        if ahead.all():
            return 60.0 * max(shock.minutes[first] - end, 0.0)
    return np.nan


def effects(shocks, confidence=CONFIDENCE):
    """The frame of EFFECTS of {(peak, alternative): Shock}; differences are to the first of the same peak.

    A recovery that was not over in some replications has no mean: its median stands there, with the interval
    that their order allows, and `never` says in how many it was not over.
    """
    found = {key: measures_of_shock(shock) for key, shock in shocks.items()}
    rows = []
    for (peak, name), own in found.items():
        base = next(values for (other, _), values in found.items() if other == peak)
        for measure in SHOCK:
            rows.append((peak, name, measure, UNITS[measure], *_row(measure, own, base, confidence)))
    return pd.DataFrame(rows, columns=list(EFFECTS))


def _row(measure, own, base, confidence):
    values = own[measure]
    never = int(np.isnan(values).sum())
    if never:
        told = _median(np.sort(np.where(np.isnan(values), np.inf, values)), confidence)
    else:
        told = tuple(float(each) for each in mean_intervals(values, confidence)[:3])
    n = min(len(values), len(base[measure]))
    mean, low, high, _ = mean_intervals(values[:n] - base[measure][:n], confidence)
    said = "the same" if own is base else verdict("wait_mean", mean, low, high)
    return (*told, len(values), never, float(mean), float(low), float(high), said)


def _median(ordered, confidence):
    """(median, low, high) of values in their order, of which the last may be inf."""
    count = len(ordered)
    ranks = quantile_ranks(count, 0.5, confidence)
    low = ordered[ranks.low - 1] if ranks.low >= 1 else 0.0
    high = ordered[ranks.high - 1] if ranks.high <= count else np.inf
    return float(ordered[(count - 1) // 2]), float(low), float(high)


def curves(shocks, confidence=CONFIDENCE):
    """The frame of CURVE: the mean excess over time with its interval."""
    frames = []
    for (peak, name), shock in shocks.items():
        mean, low, high, _ = mean_intervals(shock.excess, confidence)
        frames.append(pd.DataFrame({
            "peak": peak, "alternative": name, "minute": shock.minutes,
            "mean": mean, "low": low, "high": high, "queue": shock.queue.mean(axis=0),
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)[list(CURVE)]
