"""What happened at each place, visit by visit and over time."""

import math
from typing import NamedTuple

import numpy as np

from twin.results.dictionary import PROMISE, VISIT
from twin.results.grouped import COLUMNS, ascending, describe, mean, share
from twin.results.levels import levels
from twin.results.places import LINK, ZONE
from twin.results.spans import Changes, bundle, changes, ordered

HOUR = 3600.0


class Waits(NamedTuple):
    """The waits of those who asked in the window, from asked to started, whichever lanes they stood in."""

    row: np.ndarray  # [wait] row of the visits, the last of those that it took
    came: np.ndarray  # [wait] the first of them
    time: np.ndarray  # [wait] seconds
    order: np.ndarray  # [wait] that sorts them


def waits(spans, window):
    """The Waits of a run."""
    row = np.flatnonzero((spans.asked[spans.came] >= window.start) & ~spans.goes_on)
    came = spans.came[row]
    time = spans.started[row] - spans.asked[came]
    return Waits(row, came, time, ascending(time))


def visit_measures(plan, spans, waits, window):
    """[place, 1 + class, VISIT] all who asked for a place in the window, then class by class."""
    n, classes = len(spans.places.names), len(plan.names.classes)
    everyone = _visit_table(spans, waits, window, (spans.place, n))
    cls = spans.cls % (classes + 1)  # actors, of no class, come last and are left out
    by_class = _visit_table(spans, waits, window, (spans.place * (classes + 1) + cls, n * (classes + 1)))
    by_class = by_class.reshape(n, classes + 1, len(VISIT))[:, :classes]
    return np.concatenate([everyone[:, None], by_class], axis=1)


def _visit_table(spans, waits, window, groups):
    """[group, VISIT]; groups are ([row] group, their number)."""
    group, n = groups
    ended = spans.is_ended & (spans.ended >= window.start)
    here = group[waits.row]
    door, blocked = (spans.joined - spans.asked)[waits.came], (spans.left - spans.ended)[waits.row]
    finished = np.bincount(group[ended], minlength=n)
    per_hour = finished / (window.length / HOUR) if window.length > 0 else np.full(n, np.nan)
    return np.column_stack([
        np.bincount(here, minlength=n), finished, per_hour, describe(waits.time, waits.order, here, n),
        share(waits.time > PROMISE, here, n), mean(door, here, n), mean(blocked, here, n),
        np.bincount(here, spans.gave_up[waits.row], n),
    ])  # fmt: skip


def hourly_waits(spans, waits):
    """[3, place, hour] mean and p95 of the wait of those who asked in that hour, and how many."""
    n, hours = len(spans.places.names), hour_count(spans.end)
    hour = np.minimum((spans.asked[waits.came] // HOUR).astype(np.int64), hours - 1)
    group = spans.place[waits.row] * hours + hour
    table = describe(waits.time, waits.order, group, n * hours)
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
    size = plan.arrays.cls["size"].astype(np.int64)
    unit = max(1, int(np.gcd.reduce(size))) if len(size) else 1
    size = np.append(size, 0)  # of an actor, whose class is NOBODY
    at = ordered(window, *standing(spans))
    place, taken = spans.place[at.span], (size // unit)[spans.cls[at.span]]
    queue = levels(Changes(at.time, place, at.sign), window, n)
    length = levels(Changes(at.time, place, at.sign * taken), window, n)
    door = levels(changes(window, [bundle(spans.asked, spans.joined, spans.place)]), window, n)
    standable = np.isin([place.kind for place in spans.places.names], ("station", "link", "zone"))
    scale = np.where(standable, unit / 1000.0, np.nan)
    full = np.where(np.isfinite(spans.places.storage), door.share_above_zero, np.nan)
    return np.column_stack([
        queue.mean, queue.p95, queue.max, door.mean, door.max,
        length.mean * scale, length.p95 * scale, length.max * scale, full, *_crowding(spans, window),
    ])  # fmt: skip


def _crowding(spans, window):
    """(mean, p95, max) [place] of those who stand on a m2; who is at the door stands elsewhere."""
    area = spans.places.area
    here = np.flatnonzero(~np.isnan(area[spans.place]))
    until = standing(spans)[1]
    stands = bundle(spans.joined[here], until[here], spans.place[here])
    crowd = levels(changes(window, [stands]), window, len(area))
    return crowd.mean / area, crowd.p95 / area, crowd.max / area


def samples(grid, start, end, group, weight):
    """[group, minute] sum of weights of the spans that cover each instant; group is (index, number)."""
    index, n = group
    width = len(grid)
    step = grid[1] - grid[0] if width > 1 else 1.0
    # Who was seen inside at the start has come before it.
    first, last = (np.clip(np.ceil(time / step).astype(np.int64), 0, width) for time in (start, end))
    flat = np.bincount(index * (width + 1) + first, weight, n * (width + 1))
    flat -= np.bincount(index * (width + 1) + last, weight, n * (width + 1))
    return np.cumsum(flat.reshape(n, width + 1)[:, :width], axis=1).astype(np.float32)


def queue_samples(plan, spans, grid):
    """[place, minute] who stands there at each instant: entities, at links metres."""
    start, end = standing(spans)
    end = np.where(end >= spans.end, np.inf, end)  # still there when the run ends
    is_link = spans.places.kind[spans.point] == LINK
    size = np.append(plan.arrays.cls["size"], 0)  # of an actor, whose class is NOBODY
    weight = np.where(is_link, size[spans.cls] / 1000.0, 1.0)
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
