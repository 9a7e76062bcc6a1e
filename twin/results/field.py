"""What the sweep of causes is given: a plan and a run as points, edges and changes."""

import numpy as np

from twin.plan.plan import ON_DUTY, PAUSE, POOL_CHANGE
from twin.plan.visits import NOBODY
from twin.results.parts import part_stays
from twin.results.places import JOIN, LINK, STATION, ZONE
from twin.results.spans import bundle, changes
from twin.results.sweep import DOWN, DUTY, EDGE, HALTED, OCCUPIED, POOL, SHIFT, STUCK, WAITING, Field


def field_and_changes(plan, run, spans, window):
    """The Field of a run and all Changes of its window."""
    edges = _edges(spans, run.trips)
    field, edge_bundle = _field(plan, spans, edges)
    bundles = [*_occupancy(spans), *_downtime(run, spans), *_duty(plan, window), edge_bundle]
    if (plan.arrays.station["needs"] > 1).any():
        bundles += _pool_use(plan, spans, window)
    return field, changes(window, bundles)


def _bundle(what, start, end, index, weight=1):
    return bundle(start, end, (np.int64(what) << SHIFT) + np.asarray(index, np.int64), weight)


def _occupancy(spans):
    """Who waits at each point, who is there, and who is there and served."""
    kind = spans.places.kind[spans.point]
    served = (kind == STATION) & (spans.server != NOBODY)
    since = np.where(served, spans.started, np.where(kind == ZONE, spans.joined, spans.asked))
    until = np.where(kind == JOIN, spans.joined, spans.left)
    wait = spans.is_root & (spans.started > spans.asked)
    stuck = served & (spans.left > spans.ended)
    there = served | (kind == ZONE) | (kind == JOIN)
    return (
        _bundle(WAITING, spans.asked[wait], spans.started[wait], spans.point[wait]),
        _bundle(OCCUPIED, since[there], until[there], spans.point[there]),
        _bundle(STUCK, spans.ended[stuck], spans.left[stuck], spans.point[stuck]),
    )


def _downtime(run, spans):
    """Servers that are down: one that holds somebody who has nowhere to go counts as blocked, not as down."""
    downs = run.downs
    up = np.where(np.isnan(downs["up"]), run.end, downs["up"])
    point = downs["point"].astype(np.int64)
    row, which = _struck(downs, up, spans)
    halted = _overlap(spans.started[row], spans.ended[row], downs["down"][which], up[which])
    stuck = _overlap(spans.ended[row], spans.left[row], downs["down"][which], up[which])
    return (
        _bundle(DOWN, downs["down"], up, point),
        _bundle(DOWN, *stuck, point[which], -1),
        _bundle(HALTED, *halted, point[which]),
    )


def _overlap(start, end, other_start, other_end):
    return np.maximum(start, other_start), np.minimum(end, other_end)


def _struck(downs, up, spans):
    """Pairs of a visit and a downtime of its server that overlap."""
    rows = np.flatnonzero(np.isin(spans.point, downs["point"]) & (spans.server != NOBODY))
    rows = rows[np.lexsort((spans.started[rows], spans.server[rows], spans.point[rows]))]
    server = (spans.point[rows] << SHIFT) + spans.server[rows]
    row, which = [], []
    for i, down in enumerate(downs):
        wanted = (int(down["point"]) << SHIFT) + int(down["server"])
        block = rows[np.searchsorted(server, wanted, "left") : np.searchsorted(server, wanted, "right")]
        first = np.searchsorted(spans.left[block], down["down"], "right")
        last = np.searchsorted(spans.started[block], up[i], "left")
        row.append(block[first:last])
        which.append(np.full(max(0, last - first), i))
    return (
        (np.concatenate(row), np.concatenate(which))
        if row
        else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    )


def _duty(plan, window):
    """How many are on duty."""
    points = np.arange(plan.stations)
    always = np.full(plan.stations, window.start)
    first = _bundle(DUTY, always, np.full(plan.stations, np.inf), points, plan.arrays.station["on_duty"])
    entry = plan.arrays.calendar[plan.arrays.calendar["kind"] == ON_DUTY]
    entry = entry[np.argsort(entry["index"], kind="stable")]
    index, value = entry["index"].astype(np.int64), entry["value"]
    before = np.concatenate([[0], value[:-1]]) if len(value) else value
    is_first = np.concatenate([[True], index[1:] != index[:-1]]) if len(value) else np.zeros(0, bool)
    change = value - np.where(is_first, plan.arrays.station["on_duty"][index], before)
    return first, _bundle(DUTY, entry["time"], np.full(len(entry), np.inf), index, change)


def _pool_use(plan, spans, window):
    """Units of pools that come, go, and are claimed by services."""
    entry = plan.arrays.calendar[plan.arrays.calendar["kind"] == POOL_CHANGE]
    out = [_bundle(POOL, entry["time"], np.full(len(entry), np.inf), entry["index"], entry["value"])]
    for point, station in enumerate(plan.arrays.station):
        rows = (
            np.flatnonzero((spans.point == point) & (spans.ended > spans.started)) if station["needs"] else ()
        )
        for need in plan.arrays.need[station["first_need"] :][: station["needs"]]:
            if need["units"] > 0 and need["back"] and len(rows):
                out.append(
                    _bundle(POOL, spans.started[rows], spans.ended[rows], need["pool"], -need["units"])
                )
    return out


def _edges(spans, trips):
    """Rows (start, end, source point, target point, ends): who is at one point for another."""
    parts = [
        _doors(spans, spans.holds),
        *_errands(spans, np.flatnonzero(spans.stands != NOBODY), spans.stands[spans.stands != NOBODY]),
    ]
    stays = part_stays(spans, trips)
    parts += _errands(spans, stays.row, stays.wait)
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _doors(spans, holder):
    """One who holds a server or a place on a link while it waits at the next door."""
    row = np.flatnonzero((holder != NOBODY) & (spans.joined > spans.asked))
    zero = np.zeros(len(row), np.int64)
    return spans.asked[row], spans.joined[row], spans.point[holder[row]], spans.point[row], zero


def _errands(spans, row, wait):
    """One who stands in a zone, or waits for a part, while the visits `row` wait or are served."""
    kind = spans.places.kind[spans.point[row]]
    source, target = spans.point[wait], spans.point[row]
    is_join = spans.places.kind[source] == JOIN
    starts = np.where(is_join, spans.asked[wait], spans.joined[wait])
    stops = np.where(is_join, spans.joined[wait], spans.left[wait])
    queue = np.maximum(spans.asked[row], starts), np.minimum(spans.started[row], stops)
    served = np.maximum(spans.started[row], starts), np.minimum(spans.ended[row], stops)
    waits = queue[1] > queue[0]
    works = (served[1] > served[0]) & ((kind == STATION) | (kind == LINK))
    return [
        (start[chosen], end[chosen], source[chosen], target[chosen], np.full(chosen.sum(), ends))
        for (start, end), chosen, ends in ((queue, waits, 0), (served, works, 1))
    ]


def _field(plan, spans, edges):
    """The Field with its edges numbered, and the Bundle of those who stand for each."""
    start, end, source, target, ends = edges
    points = len(spans.places.kind)
    code = (source * points + target) * 2 + ends
    used = np.bincount(code, minlength=2 * points * points) > 0
    kinds = np.flatnonzero(used)
    number = np.cumsum(used) - 1
    sources, targets = kinds // 2 // points, kinds // 2 % points
    station = plan.arrays.station
    beyond = points - plan.stations
    rows, first_need = _needs(station, beyond)
    need = plan.arrays.need[rows]
    field = Field(
        kind=spans.places.kind,
        servers=np.concatenate([station["servers"].astype(np.int64), np.zeros(beyond, np.int64)]),
        pauses=np.concatenate([station["shift_rule"] == PAUSE, np.zeros(beyond, bool)]),
        order=_where_waiting_is(spans, targets, upstream_first(sources, targets, kinds % 2, points)),
        first_edge=np.searchsorted(sources, np.arange(points + 1)),
        source=sources, target=targets, ends=kinds % 2,
        first_need=first_need, need_pool=need["pool"].astype(np.int64), need_units=need["units"].copy(),
        need_is_stock=np.isin(need["pool"], plan.arrays.stock["pool"]), free=plan.arrays.pool["units"].copy(),
    )  # fmt: skip
    return field, _bundle(EDGE, start, end, number[code])


def _where_waiting_is(spans, targets, points):
    """Of the points, those at which somebody waits, now or by what is passed on."""
    waits = np.zeros(len(spans.places.kind), bool)
    waits[spans.point[spans.is_root & (spans.started > spans.asked)]] = True
    waits[targets] = True
    return points[waits[points]]


def _needs(station, beyond):
    """Rows of `need` of all stations in their order, and where each point's begin."""
    count = np.concatenate([station["needs"], np.zeros(beyond, np.int64)])
    rows = [np.arange(row["first_need"], row["first_need"] + row["needs"]) for row in station if row["needs"]]
    return np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int64), np.concatenate(
        [[0], np.cumsum(count)]
    )


def need_rows(plan):
    """[need of the Field] its row of the plan's `need`."""
    return _needs(plan.arrays.station, len(plan.names.points) - plan.stations)[0]


def upstream_first(sources, targets, ends, points):
    """Points, each before those it passes waiting on to; a loop is cut where it closes."""
    follow = [[] for _ in range(points)]
    for source, target, end in zip(sources.tolist(), targets.tolist(), ends.tolist(), strict=True):
        if not end:
            follow[source].append(target)
    seen, done = [False] * points, []
    for root in range(points):
        if seen[root]:
            continue
        seen[root] = True
        path = [(root, iter(follow[root]))]
        while path:
            at, ahead = path[-1]
            fresh = next((q for q in ahead if not seen[q]), None)
            if fresh is None:
                done.append(at)
                path.pop()
            else:
                seen[fresh] = True
                path.append((fresh, iter(follow[fresh])))
    return np.array(done[::-1], np.int64)
