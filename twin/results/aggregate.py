"""A replication as statistics of a fixed size, added up while it runs.

A visit is kept until its entity leaves. Counts, means and levels are those of the visits; quantiles
are to within bins.WITHIN. What takes all visits at once has no number: causes of waiting, what controls find,
the maximum and quantiles of a queue over time, and, at stations whose servers come and go, what free servers
do.
"""

import numpy as np

from twin.engine import stream
from twin.plan.plan import NO_DIST, ON_DUTY
from twin.results.batches import batched
from twin.results.bins import BINS, described
from twin.results.causes import causes
from twin.results.dictionary import ENTITY, LEVEL, USE, VISIT
from twin.results.entities import second_of_day
from twin.results.folding import fold, fold_rest
from twin.results.inside import nobody_inside, with_room
from twin.results.measures import RunMeasures
from twin.results.places import places
from twin.results.statistics import (
    ASKED,
    AT_DOOR,
    HALTED,
    LEVELS,
    MILLIMETRES,
    NO_ROW,
    SERVED,
    STANDING,
    STAYED,
    STUCK,
    VISITED,
    WAITED,
    Aggregate,
    Setting,
)
from twin.results.visited import HOUR, hour_count, time_grid


def aggregate(plan, replication, *, engine="kernel"):
    """The Aggregate of one replication, added up from the chunks in which an engine hands it over."""
    setting, total, inside = _setting(plan), nothing(plan), nobody_inside()

    def sink(visits, trips, downs, stops):
        nonlocal inside
        inside = with_room(inside, len(visits) + 1)
        fold(setting, inside, total, visits, trips, stops)

    stream(plan, replication, sink, engine=engine)
    fold_rest(setting, inside, total)
    total.runs[0] = 1
    return total


def merge(*aggregates):
    """The Aggregate of all their replications together, in whatever order they are merged."""
    parts = zip(Aggregate._fields, zip(*aggregates, strict=True), strict=True)
    whole = {name: _together(np.stack(each), 0) for name, each in parts if name not in _IN_ROWS}
    for rows, bins in _ROWS.items():
        each = [(getattr(one, rows), getattr(one, bins)) for one in aggregates]
        whole[rows], whole[bins] = _bins_together(each)
    taken = np.array([len(whole[bins]) for bins in _ROWS.values()])
    return Aggregate(**{**whole, "taken": taken})


_ROWS = {"wait_row": "waits", "duration_row": "durations"}
_IN_ROWS = {*_ROWS, *_ROWS.values(), "taken"}


def _bins_together(parts):
    """The rows and bins of all: those of one group are added, whichever row it has."""
    some = np.any([rows != NO_ROW for rows, _ in parts], axis=0)
    together = np.zeros(some.shape, np.int64)
    together[some] = 1 + np.arange(np.count_nonzero(some))
    out = np.zeros((1 + np.count_nonzero(some), *parts[0][1].shape[1:]), np.int64)
    for rows, bins in parts:
        there = rows != NO_ROW
        out[together[there]] += bins[rows[there]]
    return together, out


def _together(table, axis):
    """Groups along an axis, or several, taken together: sums, but for what is the longest."""
    if table.dtype.names is None:
        return table.sum(axis=axis)
    names = table.dtype.names
    parts = [(np.max if name == "longest" else np.sum)(table[name], axis=axis) for name in names]
    out = np.zeros(parts[0].shape, table.dtype)
    for name, part in zip(names, parts, strict=True):
        out[name] = part
    return out


def _window(plan):
    return min(plan.warm_up, plan.horizon), plan.horizon


def _setting(plan):
    where, grid = places(plan), time_grid(plan.horizon)
    start, end = _window(plan)
    size = np.append(plan.arrays.cls["size"], 0).astype(np.int64)
    step = float(grid[1] - grid[0]) if len(grid) > 1 else 1.0
    window = float(start), float(end)
    return Setting(where.of_point, where.kind, size, *window, step, second_of_day(plan))


def nothing(plan):
    """The Aggregate of no replication."""
    n, classes, flows = len(places(plan).names), len(plan.names.classes), len(plan.names.flows)
    hours, instants = hour_count(plan.horizon), len(time_grid(plan.horizon)) + 1
    return Aggregate(
        visits=np.zeros((n, classes + 1), VISITED),
        wait_row=np.zeros((n, classes + 1), np.int64),
        waits=np.zeros((1 + n * (classes + 1), BINS), np.int64),
        stays=np.zeros((2, flows, classes), STAYED),
        duration_row=np.zeros((2, flows, classes), np.int64),
        durations=np.zeros((1 + 2 * flows * classes, 3, BINS), np.int64),
        lasting=np.zeros((n, LEVELS)),
        hours=np.zeros((n, hours, WAITED + 1)),
        queues=np.zeros((n, instants), np.int64),
        curves=np.zeros((2, flows, instants), np.int64),
        balance=np.zeros((3, classes), np.int64),
        runs=np.zeros(1, np.int64),
        taken=np.ones(2, np.int64),
    )


def measures_of(plan, total):
    """The RunMeasures of one replication as far as its Aggregate tells them, nan where it does not."""
    scale = np.array([1000.0 if place.kind == "link" else 1.0 for place in places(plan).names])
    return RunMeasures(
        entities=_entities(plan, total),
        visits=_visits(plan, total),
        levels=_levels(plan, total),
        use=_use(plan, total),
        why=np.full(len(causes(plan)), np.nan),
        waited=np.nan,
        queues=(np.cumsum(total.queues[:, :-1], axis=1) / scale[:, None]).astype(np.float32),
        curves=np.cumsum(total.curves[:, :, :-1], axis=2).astype(np.float32),
        hourly=_hourly(total),
        balance=total.balance,
        end=plan.horizon,
    )


def _hourly(total):
    """[mean, p95 or number, place, hour] of the wait of those who asked in that hour."""
    asked, waited = total.hours[:, :, ASKED], total.hours[:, :, WAITED]
    out = np.full((3, *asked.shape), np.nan, np.float32)  # a year at many places is long: nothing beside it
    np.divide(waited, asked, out=out[0], where=asked > 0)
    out[2] = asked
    return out


def _table(measures, rows, columns):
    """[row, measure] of columns by name; nan where there is no column."""
    out = np.full((rows, len(measures)), np.nan)
    for i, measure in enumerate(measures):
        if measure.name in columns:
            out[:, i] = columns[measure.name]
    return out


def _spread(name, total, most, bins):
    """The columns that describe a duration."""
    table = described(total, most, bins)
    return {f"{name}_{part}": table[:, i] for i, part in enumerate(("mean", "p50", "p85", "p95", "max"))}


def _in_rows(rows, bins):
    """The bins of all who are counted in some rows, together."""
    rows = np.unique(rows)
    rows = rows[rows != NO_ROW]
    return bins[rows[0]] if len(rows) == 1 else bins[rows].sum(axis=0)


def _per_hour(plan, finished):
    start, end = _window(plan)
    return finished / ((end - start) / HOUR) if end > start else np.full(finished.shape, np.nan)


def _entities(plan, total):
    """[subject, ENTITY]: the port and its flows without parts, which have classes of their own."""
    flows = _subjects(total.stays[:1], (0, 1, 2)), _subjects(total.stays[:1], (0, 2))
    stays = np.concatenate([*flows, _subjects(total.stays, (0, 1))])
    rows = total.duration_row
    groups = [rows[0], *rows[0], *np.moveaxis(rows, 2, 0)]
    bins = np.stack([_in_rows(group, total.durations) for group in groups])
    n = np.where(stays["arrived"] > 0, stays["arrived"], np.nan)
    columns = {
        "arrived": stays["arrived"], "finished": stays["left"], "inside_at_end": stays["inside"],
        "tonnes_in": stays["kg"] / 1000.0, "throughput_per_hour": _per_hour(plan, stays["left"]),
        "same_day_share": stays["same_day"] / n, "wait_share_above_30min": stays["late"] / n,
        "blocked_mean": stays["blocked"] / n, "outside_mean": stays["outside"] / n,
    }  # fmt: skip
    for i, name in enumerate(("time_in_port", "wait", "release_time")):
        columns |= _spread(name, stays["sum"][:, i], stays["longest"][:, i], bins[:, i])
    return _table(ENTITY, len(stays), columns)


def _subjects(stays, axes):
    return np.atleast_1d(_together(stays, axes))


def _visits(plan, total):
    """[place, 1 + class, VISIT] all, actors among them, then class by class."""
    table = np.concatenate([_together(total.visits, 1)[:, None], total.visits[:, :-1]], axis=1)
    n, groups = table.shape
    visits = table.ravel()
    rows = ((rows, *rows[:-1]) for rows in total.wait_row)
    bins = (_in_rows(group, total.waits) for place in rows for group in place)
    asked = np.where(visits["asked"] > 0, visits["asked"], np.nan)
    columns = {
        "arrived": visits["asked"], "finished": visits["finished"], "gave_up": visits["gave_up"],
        "throughput_per_hour": _per_hour(plan, visits["finished"]),
        "wait_share_above_30min": visits["late"] / asked, "door_mean": visits["door"] / asked,
        "blocked_mean": visits["blocked"] / asked,
        **_spread("wait", visits["wait"], visits["longest"], bins),
    }  # fmt: skip
    return _table(VISIT, n * groups, columns).reshape(n, groups, len(VISIT))


def _levels(plan, total):
    """[place, LEVEL] means."""
    start, end = _window(plan)
    mean = total.lasting / (end - start) if end > start else np.full(total.lasting.shape, np.nan)
    where = places(plan)
    kind = [place.kind for place in where.names]
    inside = mean[:, STANDING] - np.where(np.array(kind) == "station", mean[:, AT_DOOR], 0.0)
    standable = np.where(np.isin(kind, ("station", "link", "zone")), 0.001, np.nan)
    columns = {
        "queue_mean": mean[:, STANDING], "door_queue_mean": mean[:, AT_DOOR],
        "queue_metres_mean": mean[:, MILLIMETRES] * standable, "crowding_mean": inside / where.area,
    }  # fmt: skip
    return _table(LEVEL, len(kind), columns)


def _use(plan, total):
    """[place, USE]; where all servers are there all the time, those that are not used are free."""
    where, arrays = places(plan), plan.arrays
    start, end = _window(plan)
    points = np.arange(plan.stations)
    whole = where.servers * (end - start)
    spent = total.lasting[:, [SERVED, STUCK]]
    spent[:, 0] -= total.lasting[:, HALTED]
    shares = spent / np.where(whole > 0, whole, np.nan)[:, None]
    shares[where.of_point[points[batched(plan, points)]]] = np.nan  # one server serves many
    absent = np.unique(arrays.server["station"][arrays.server["up"] != NO_DIST]).tolist()
    absent += arrays.depends["station"].tolist()
    absent += arrays.calendar["index"][arrays.calendar["kind"] == ON_DUTY].tolist()
    absent += points[arrays.station["on_duty"] < arrays.station["servers"]].tolist()
    gone = np.where(np.isnan(shares[:, 0]), np.nan, 0.0)
    gone[where.of_point[np.array(absent, np.int64)]] = np.nan
    columns = {
        "busy": shares[:, 0], "blocked": shares[:, 1], "starved": 1.0 - shares.sum(axis=1) + gone,
        "down": gone, "off_shift": gone,
    }  # fmt: skip
    return _table(USE, len(shares), columns)
