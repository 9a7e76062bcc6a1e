"""What each device's clock was off, read from the server's clock: nothing is received before it happens.

The least delay between a device's time and the server's is the device's error with the sign turned, as some
messages of every few come through at once. Least delays of blocks of messages show where the clock was set (a
step) and how it drifts (a slope).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .told import Told

DAY = 86400.0
BLOCK = (3, 12)  # messages in a block: fewer where a device seldom speaks
BLOCKS = 50  # wanted of a device
CROWD = 0.4  # of the messages of a block that lie closest together: those that came through at once
EDGE = 2.0  # seconds on either side of the least delay by which it is seen
AT_ONCE = (
    0.02  # of the messages of a device lie together there, or the server's clock says nothing of its own
)
FEWEST = 3  # of them that lie together by more than chance
COPIED = 0.001  # seconds from the device's time below which the server has none of its own
BELOW = 4.0  # seconds below them that still belong to them
STEP = 5.0  # seconds; a smaller jump of least delays is chance
PASSING = 3 * 3600.0  # delays that are longer for less than this were messages held back, not the clock
HALF_HOUR, ZONE_SLACK = 1800.0, 20.0  # a step of whole half-hours is a time zone
TOO_SOON = 3.0  # times as bad as late: to be received before it happened


class Span(NamedTuple):
    """A stretch of one device's time without a step: error = offset + drift * (at - middle)."""

    device: int
    begins: float
    ends: float
    middle: float
    offset: float
    drift: float  # seconds a second
    spread: float  # seconds of doubt
    how: str


def gauge(log: Told, exact):
    """The spans of all devices, from their exact times, in order of device and time."""
    spans = []
    usable = np.flatnonzero(exact & np.isfinite(log.received))
    usable = usable[np.lexsort((log.at[usable], log.device[usable]))]
    bounds = np.flatnonzero(np.diff(log.device[usable], prepend=-1, append=-1))
    for first, last in zip(bounds[:-1], bounds[1:], strict=True):
        mine = usable[first:last]
        mine = mine[np.argsort(log.received[mine], kind="stable")]
        spans += _of_device(int(log.device[mine[0]]), log.at[mine], log.received[mine])
    return spans


def silent(log: Told, spans):
    """The devices of a log of which no span tells; all of them if the server only copied their times."""
    late = log.received - log.at
    if not (np.abs(late[np.isfinite(late)]) > COPIED).any():
        spans = []
    return np.setdiff1d(log.device, [span.device for span in spans])


def _of_device(device, at, received):
    """The spans of one device; none where the server did not hear of messages as they came."""
    lag = received - at
    size = int(np.clip(len(at) // BLOCKS, *BLOCK))
    if len(at) < size or not _at_once(lag):
        return []
    edges = _steps(at, lag, size)
    while True:
        pieces = zip(edges[:-1], edges[1:], strict=True)
        spans = [_line(device, at[first:last], lag[first:last], size) for first, last in pieces]
        needless = [place for place in range(1, len(spans)) if _one_line(spans[place - 1], spans[place])]
        if not needless:
            return _named(_touching(spans))
        apart = [place for place in needless if place - 1 not in needless]
        edges = [edge for place, edge in enumerate(edges) if place not in apart]


def _at_once(lag):
    """Whether some of the messages of every few came through at once, and were not kept for the evening."""
    ordered = np.sort(lag)
    crowd = np.searchsorted(ordered, ordered + EDGE, side="right") - np.arange(len(lag))
    return crowd.max() >= max(FEWEST, AT_ONCE * len(lag))


def _one_line(before, after):
    """Whether two spans meet: there was no step between them."""
    when = (before.ends + after.begins) / 2
    return abs(_error_at(before, when) - _error_at(after, when)) < STEP


def _error_at(span, when):
    """Seconds by which the device of a span is ahead at a time."""
    return span.offset + span.drift * (when - span.middle)


def _least(values, size):
    """The least of the crowd of each block of values: a wrong time, or one by hand, has no weight."""
    whole = len(values) // size * size
    blocks = np.sort(values[:whole].reshape(-1, size), axis=1)
    crowd = max(2, int(np.ceil(CROWD * size)))
    wide = blocks[:, crowd - 1 :] - blocks[:, : size - crowd + 1]
    low = blocks[np.arange(len(blocks)), wide.argmin(1)]
    least = low - np.maximum(BELOW, 2 * wide.min(1))
    return np.where(blocks >= least[:, None], blocks, np.inf).min(1)


def _smooth(least):
    """The median of each value and two neighbours on both sides: two blocks of wrong times are no step."""
    if len(least) < 5:
        return least
    padded = np.concatenate([least[:1], least[:1], least, least[-1:], least[-1:]])
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)


def _steps(at, lag, size):
    """Indexes at which the clock was set, with 0 and the length."""
    least = _smooth(_least(lag, size))
    change = np.diff(least)
    usual = np.median(np.abs(change - np.median(change))) if len(change) else 0.0
    jumps = np.flatnonzero(np.abs(change) > np.maximum(STEP, 8 * usual)) + 1
    marks = [0, *jumps.tolist(), len(least)]
    marks = _without_passing(marks, least, at, size)
    edges = [0]
    for mark in marks[1:-1]:
        edges.append(_exactly(lag, mark * size, size, (least[mark - 1], least[min(mark, len(least) - 1)])))
    return sorted({*edges, len(at)})


def _without_passing(marks, least, at, size):
    """Marks without those of short stretches of longer delays, which are messages held back."""
    kept, place = marks[:], 0
    while place < len(kept) - 1:
        first, last = kept[place], kept[place + 1]
        before = least[first - 1] if place else np.inf
        after = least[last] if last < len(least) else np.inf
        short = at[min(last * size, len(at)) - 1] - at[first * size] < PASSING
        longer = short and least[first:last].min() > min(before, after)
        if len(kept) > 2 and (longer or abs(least[first] - before) < STEP):
            del kept[max(place, 1)]
            place = max(place - 1, 0)
        else:
            place += 1
    return kept


def _exactly(lag, about, size, levels):
    """The index near `about` from which delays belong to the new level rather than the old."""
    low, high = max(about - 2 * size, 0), min(about + 2 * size, len(lag))
    before, after = (_misfit(lag[low:high] - level) for level in levels)
    cost = np.append(0.0, np.cumsum(before)) + np.append(0.0, np.cumsum(after[::-1]))[::-1]
    return low + int(np.argmin(cost))


def _misfit(over):
    """What a delay over a level costs: little above it, much below it, where no message can be."""
    return np.where(over < -2.0, 60.0, np.minimum(np.abs(over), 30.0))


def _line(device, at, lag, size):
    """The span whose error is the line below the delays."""
    middle = (at[0] + at[-1]) / 2
    blocks = min(len(at), size)
    least = _least(lag, blocks) if len(at) >= 2 else lag
    when = at[: len(at) // blocks * blocks].reshape(-1, blocks).mean(1) if len(at) >= 2 else at
    slope = _slope(when - middle, least)
    above = lag - slope * (at - middle)
    floor = _edge(np.sort(above))
    doubt = 3 * max(np.median(above) - floor, 0.0) / max(len(above), 1) ** 0.5
    return Span(device, at[0], at[-1], middle, -floor, -slope, float(doubt), "gauge")


def _edge(values):
    """Where values in order begin to crowd: many just above, and few, if any, just below."""
    above = np.searchsorted(values, values + EDGE) - np.arange(len(values))
    below = np.arange(len(values)) - np.searchsorted(values, values - EDGE)
    return values[(above - 2 * below).argmax()]


def _slope(when, least):
    """The drift in the least delays, 0 where it is not to be told from none."""
    if len(when) < 6:
        return 0.0
    near = np.abs(least - np.median(least)) < np.median(np.abs(least - np.median(least))) * 5 + STEP
    for _ in range(3):
        x, y = when[near], least[near]
        centred = x - x.mean()
        slope = (centred * y).sum() / (centred**2).sum()
        rest = least - y.mean() - slope * (when - x.mean())
        usual = np.median(np.abs(rest))
        near = np.abs(rest) < np.maximum(1.0, 4 * usual)
    error = np.sqrt((rest[near] ** 2).sum() / max(near.sum() - 2, 1) / (centred**2).sum())
    total = abs(slope) * np.ptp(when)
    return slope if abs(slope) > 5 * error and total > 2.0 else 0.0


def _touching(spans):
    """Spans drawn out until they touch, the first and last for ever."""
    begins = [-np.inf] + [(a.ends + b.begins) / 2 for a, b in zip(spans[:-1], spans[1:], strict=True)]
    ends = begins[1:] + [np.inf]
    return [span._replace(begins=b, ends=e) for span, b, e in zip(spans, begins, ends, strict=True)]


def _named(spans):
    """Spans that say whether a step before them was a time zone or a setting of the clock."""
    named = []
    for place, span in enumerate(spans):
        shift = span.offset - (spans[0].offset if place else 0.0)
        halves = round(shift / HALF_HOUR)
        if halves and abs(shift - halves * HALF_HOUR) < ZONE_SLACK:
            named.append(span._replace(how="zone"))
        else:
            named.append(span._replace(how="reset" if place and abs(shift) > STEP else "gauge"))
    return named


def errors(log: Told, spans):
    """Seconds by which each event's device was ahead of the true time."""
    error = np.zeros(len(log.at))
    for span in spans:
        mine = (log.device == span.device) & (log.at >= span.begins) & (log.at < span.ends)
        error[mine] = _error_at(span, log.at[mine])
    for before, after in zip(spans[:-1], spans[1:], strict=True):
        if before.device == after.device:
            _at_a_step(log, error, before, after)
    return error


def _at_a_step(log, error, before, after):
    """Events near a step belong to the side that has them received soonest, hardly before they happened."""
    step = _error_at(after, after.begins) - _error_at(before, after.begins)
    near = np.flatnonzero((log.device == before.device) & (np.abs(log.at - after.begins) < abs(step) + STEP))
    choices = np.stack([_error_at(span, log.at[near]) for span in (before, after)])
    lag = log.received[near] - log.at[near] + choices
    cost = np.where(lag >= 0, lag, -TOO_SOON * lag)  # a time by hand may be too late by some minutes
    told_apart = np.isfinite(cost).all(0)
    error[near[told_apart]] = choices[cost.argmin(0), np.arange(len(near))][told_apart]


def by_day(spans, names, edges):
    """The table of clocks: one row a device and day; edges: when the days begin, and the last one ends."""
    days, noon = edges[:-1], (edges[:-1] + edges[1:]) / 2
    rows = []
    for span in spans:
        here = (noon >= span.begins) & (noon < span.ends)
        offset = _error_at(span, noon[here])
        part = {"device": names[span.device], "day": days[here], "offset": offset}
        sure = {"low": offset - span.spread, "high": offset + span.spread}
        rows.append(pd.DataFrame({**part, **sure, "drift": span.drift * DAY + 0.0, "how": span.how}))
    columns = ["device", "day", "offset", "low", "high", "drift", "how"]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    return table.astype({"device": "category", "how": "category"})
