"""What each device's clock was off, read from the ways between devices where no server's clock says it.

A way takes as long on one day as on another and from one lane as from its neighbour, and nobody comes before
he left. Of all errors that are in keeping with that, those are taken that make the fewest clocks wrong, and
them for the longest: what shifts a whole station, and the ways to it and from it, is not to be seen.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from .clocks import HALF_HOUR, STEP, ZONE_SLACK, Span
from .crossings import DAY, ENOUGH, Gaps, gaps, name_of

RIGHT = 0.2  # how much speaks for a clock that is right, as a share of what is known of it on a day
SETTLED = 0.45  # the same for one that is as it was the day before
BEFORE = 2.0  # the same against one by which trucks come before they left
LEAST = 10.0  # seconds of error that are seen at all
SHARED = 2.0  # times as many gaps as there are trucks: each is on several ways
SURELY = 4.0  # seconds of doubt that an error exceeds to be one


def gauge(log, exact, silent):
    """The spans of devices of which no server's clock tells, in order of device and time."""
    silent = silent[np.bincount(log.device)[silent] >= ENOUGH] if len(silent) else silent
    if not len(silent) or (log.case >= 0).all():  # who named the journeys has put their times in order
        return []
    found = gaps(log, exact)
    theirs = np.isin(found.one, silent) | np.isin(found.two, silent)
    found = Gaps(*(column[np.isin(found.way, found.way[theirs])] for column in found))
    if not len(found.way):
        return []
    days = np.arange(found.day.min(), found.day.max() + 1)
    error, weight = _errors(found, np.sort(silent), days)
    spans = [
        span
        for row, device in enumerate(np.sort(silent))
        for span in _spans(int(device), days, error[row], weight[row])
    ]
    return _with_doubt_of_stations(spans, log)


def _with_doubt_of_stations(spans, log):
    """Spans that are as doubtful as what all devices of their station are off by together.

    Such a shift is only as large as it must be for nobody to come before he left; the true one may be more.
    """
    least = {}
    for device in np.unique(log.device):
        mine = [abs(span.offset) for span in spans if span.device == device]
        for station in np.unique(log.station[log.device == device]):
            least[station] = min([*mine, least.get(station, np.inf)] if mine else [0.0])
    of = dict(zip(log.device.tolist(), log.station.tolist(), strict=True))
    return [
        span._replace(spread=max(span.spread, least[of[span.device]])) if span.offset else span
        for span in spans
    ]


def at_steps(log, error, spans):
    """Errors in which events near a large step are on the side that has them nearer to their truck's others.

    By a clock that was hours off, hours of two days lie over each other.
    """
    error = error.copy()
    for before, after in zip(spans[:-1], spans[1:], strict=True):
        step = after.offset - before.offset
        if before.device != after.device or abs(step) < HALF_HOUR - ZONE_SLACK:
            continue
        near = np.abs(log.at - after.begins) < abs(step) + STEP
        near = np.flatnonzero(near & (log.device == before.device))
        choices = np.array([before.offset, after.offset])
        far = np.stack([_from_others(log, error, near, log.at[near] - choice) for choice in choices])
        told = np.isfinite(far).all(0)
        error[near[told]] = choices[far[:, told].argmin(0)]
    return error


def _from_others(log, error, events, when):
    """Seconds from when each event may have been to when another device saw its truck; inf if none did."""
    name, first = name_of(log), log.at.min()
    width = 2 * (log.at.max() - first) + 4 * DAY
    others = np.flatnonzero((name >= 0) & ~np.isin(log.device, log.device[events]))
    marks = np.sort(name[others] * width + (log.at[others] - error[others] - first))
    marks = np.concatenate([[-np.inf], marks, [np.inf]])
    mine = name[events] * width + (when - first)
    place = np.searchsorted(marks, mine)
    far = np.minimum(mine - marks[place - 1], marks[place] - mine)
    return np.where((far < DAY) & (name[events] >= 0), far, np.inf)


class _Problem:
    """A linear programme, put together of columns with their costs, and of rows of equations."""

    def __init__(self):
        self.costs, self.parts, self.right, self.width, self.height = [], [], [], 0, 0

    def columns(self, costs):
        """The numbers of new columns, none of which may be below 0."""
        first, self.width = self.width, self.width + len(costs)
        self.costs.append(costs)
        return np.arange(first, self.width)

    def rows(self, right, *terms):
        """New equations: the sum of terms (columns, factor) is what stands on the right."""
        row = self.height + np.arange(len(right))
        self.parts += [(row, columns, np.broadcast_to(factor, len(row))) for columns, factor in terms]
        self.right.append(right)
        self.height += len(right)

    def solved(self):
        """The value of each column."""
        row, column, value = (np.concatenate([part[side] for part in self.parts]) for side in range(3))
        matrix = coo_array((value, (row, column)), shape=(self.height, self.width)).tocsr()
        right = np.concatenate(self.right)
        return linprog(np.concatenate(self.costs), A_eq=matrix, b_eq=right, method="highs").x


def _errors(found, silent, days):
    """[device, day] seconds that each silent device is ahead, and how surely that is known: 1 / seconds."""
    size = (len(silent), len(days))
    day = found.day - days[0]
    places = [np.searchsorted(silent, code).clip(max=len(silent) - 1) for code in (found.one, found.two)]
    free = [silent[place] == code for place, code in zip(places, (found.one, found.two), strict=True)]
    cells = [place * len(days) + day for place in places]
    weight = np.zeros(size[0] * size[1])
    for cell, able in zip(cells, free, strict=True):
        np.add.at(weight, cell[able], found.weight[able])
    usual = np.where(weight > 0, weight, 0.0)
    problem = _Problem()
    over, under = (problem.columns(RIGHT * usual) for _ in range(2))
    way = problem.columns(np.zeros(int(found.way.max()) + 1))
    far, near, early = (problem.columns(factor * found.weight) for factor in (1.0, 1.0, BEFORE))
    slack = problem.columns(np.zeros(len(far)))
    sides = []
    for cell, able, sign in ((cells[1], free[1], 1.0), (cells[0], free[0], -1.0)):
        sides += [(over[cell], sign * able), (under[cell], -sign * able)]
    problem.rows(found.usual, (way[found.way], 1.0), (far, 1.0), (near, -1.0), *sides)
    problem.rows(found.least, (slack, 1.0), (early, -1.0), *sides)
    _settle(problem, (over, under), usual.reshape(size))
    value = problem.solved()
    return (value[over] - value[under]).reshape(size), weight.reshape(size)


def _settle(problem, error, weight):
    """Makes each clock dear to change from one day to the next."""
    number = np.arange(weight.size).reshape(weight.shape)
    before, after = number[:, :-1].ravel(), number[:, 1:].ravel()
    cost = SETTLED * np.repeat(_usual(weight), weight.shape[1] - 1)
    up, down = problem.columns(cost), problem.columns(cost)
    over, under = error
    problem.rows(
        np.zeros(len(before)),
        (over[after], 1.0), (under[after], -1.0), (over[before], -1.0), (under[before], 1.0),
        (up, -1.0), (down, 1.0),
    )  # fmt: skip


def _usual(weight):
    """[device] the median of the weights of the days on which it was seen."""
    return np.array([np.median(row[row > 0]) if (row > 0).any() else 0.0 for row in weight])


def _spans(device, days, error, weight):
    """The spans of one device: runs of days on which its error is the same."""
    edges, spans = [0], []
    for day in range(1, len(days)):
        if abs(error[day] - np.median(error[edges[-1] : day])) > STEP:
            edges.append(day)
    for first, last in zip(edges, [*edges[1:], len(days)], strict=True):
        known = np.sqrt((weight[first:last] ** 2).sum())
        doubt = SHARED / known if known else np.inf
        offset = float(np.median(error[first:last]))
        offset = offset if abs(offset) > max(LEAST, SURELY * doubt) else 0.0
        begins = days[first] * DAY if first else -np.inf
        ends = days[last] * DAY if last < len(days) else np.inf
        halves = round(offset / HALF_HOUR)
        is_zone = halves and abs(offset - halves * HALF_HOUR) < max(ZONE_SLACK, SURELY * doubt)
        spans.append(Span(device, begins, ends, 0.0, offset, 0.0, doubt, "zone" if is_zone else "travel"))
    return spans
