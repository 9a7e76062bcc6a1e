"""What happened at each place, visit by visit and over time."""

import math

import numpy as np

from twin.results.dictionary import PROMISE, VISIT
from twin.results.grouped import COLUMNS, ascending, describe, mean, share
from twin.results.levels import levels
from twin.results.places import LINK, STATION, ZONE
from twin.results.spans import bundle, changes

HOUR = 3600.0


def visit_measures(plan, spans, window):
    """[place, 1 + class, VISIT] of those who asked in the window: all, then class by class."""
    n, classes = len(spans.places.names), len(plan.names.classes)
    asked = spans.asked >= window.start
    ended = spans.is_ended & (spans.ended >= window.start)
    wait = (spans.started - spans.asked)[asked]
    door, blocked = (spans.joined - spans.asked)[asked], (spans.left - spans.ended)[asked]
    order = ascending(wait)
    out = np.full((n, 1 + classes, len(VISIT)), np.nan)
    for part, group, size in (
        (out[:, :1], spans.place, n),
        (out[:, 1:], spans.place * classes + spans.cls, n * classes),
    ):
        table = np.full((size, len(VISIT)), np.nan)
        here = group[asked]
        table[:, 0] = np.bincount(here, minlength=size)
        table[:, 1] = np.bincount(group[ended], minlength=size)
        table[:, 2] = table[:, 1] / (window.length / HOUR) if window.length > 0 else np.nan
        table[:, 3 : 3 + COLUMNS] = describe(wait, order, here, size)
        table[:, 3 + COLUMNS] = share(wait > PROMISE, here, size)
        table[:, 4 + COLUMNS] = mean(door, here, size)
        table[:, 5 + COLUMNS] = mean(blocked, here, size)
        part[:] = table.reshape(part.shape)
    return out


def hourly_waits(spans, window):
    """[3, place, hour] mean and p95 of the wait of those who asked in that hour, and how many."""
    n, hours = len(spans.places.names), hour_count(spans.end)
    asked = spans.asked >= window.start
    wait = (spans.started - spans.asked)[asked]
    hour = np.minimum((spans.asked[asked] // HOUR).astype(np.int64), hours - 1)
    group = spans.place[asked] * hours + hour
    table = describe(wait, ascending(wait), group, n * hours)
    number = np.bincount(group, minlength=n * hours)
    return np.stack([table[:, 0], table[:, COLUMNS - 2], number]).reshape(3, n, hours).astype(np.float32)


def hour_count(end):
    """Hours from the start to the end, the last one begun."""
    return max(1, math.ceil(end / HOUR))


def standing(spans):
    """From when until when a visit counts in the queue shown: at a link or in a zone while it is there."""
    kind = spans.places.kind[spans.point]
    stays = (kind == LINK) | (kind == ZONE)
    return np.where(stays, spans.joined, spans.asked), np.where(stays, spans.left, spans.started)


def level_measures(plan, spans, window):
    """[place, LEVEL] queues, doors and metres over time."""
    n = len(spans.places.names)
    start, end = standing(spans)
    size = plan.arrays.cls["size"].astype(np.int64)
    unit = max(1, int(np.gcd.reduce(size))) if len(size) else 1
    metres = np.isin(spans.places.kind[spans.point], (STATION, LINK, ZONE))
    bundles = (
        bundle(start, end, spans.place),
        bundle(spans.asked, spans.joined, n + spans.place),
        bundle(start[metres], end[metres], 2 * n + spans.place[metres], (size // unit)[spans.cls[metres]]),
    )
    found = levels(changes(window, bundles), window, 3 * n)
    queue, door, length = (slice(k * n, (k + 1) * n) for k in range(3))
    scale = unit / 1000.0
    full = np.where(np.isfinite(spans.places.storage), found.share_above_zero[door], np.nan)
    return np.stack([
        found.mean[queue], found.p95[queue], found.max[queue], found.mean[door], found.max[door],
        found.mean[length] * scale, found.p95[length] * scale, found.max[length] * scale, full,
    ], axis=1)  # fmt: skip


def samples(grid, start, end, group, weight):
    """[group, minute] sum of weights of the spans that cover each instant; group is (index, number)."""
    index, n = group
    width = len(grid)
    step = grid[1] - grid[0] if width > 1 else 1.0
    first = np.minimum(np.ceil(start / step).astype(np.int64), width)
    last = np.minimum(np.ceil(end / step).astype(np.int64), width)
    flat = np.bincount(index * (width + 1) + first, weight, n * (width + 1))
    flat -= np.bincount(index * (width + 1) + last, weight, n * (width + 1))
    return np.cumsum(flat.reshape(n, width + 1)[:, :width], axis=1).astype(np.float32)


def queue_samples(plan, spans, grid):
    """[place, minute] who stands there at each instant: entities, at links metres."""
    start, end = standing(spans)
    end = np.where(end >= spans.end, np.inf, end)  # still there when the run ends
    is_link = spans.places.kind[spans.point] == LINK
    weight = np.where(is_link, plan.arrays.cls["size"][spans.cls] / 1000.0, 1.0)
    end = np.minimum(end, grid[-1] + 2 * (grid[-1] - grid[0]) + 1.0)
    return samples(grid, start, end, (spans.place, len(spans.places.names)), weight)


def curve_samples(plan, trips, grid):
    """[2, flow, minute] how many have arrived, and have left, at each instant."""
    root = trips[trips["parent"] == 0]
    n, beyond = len(plan.names.flows), grid[-1] + 2 * (grid[-1] - grid[0]) + 1.0
    flow = root["flow"].astype(np.int64)
    out = []
    for name in ("arrived", "left"):
        time = np.where(np.isnan(root[name]), beyond, root[name])
        out.append(samples(grid, time, np.full(len(time), beyond), (flow, n), np.ones(len(time))))
    return np.stack(out)


def time_grid(end):
    """Seconds at which queues and curves are sampled: every minute of a day, fewer of a year."""
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440):
        if end / 60.0 / minutes <= 1440:
            break
    return np.arange(0.0, end + 0.5, 60.0 * minutes)
