"""What the sweep of causes is given: a plan and a run as points, edges and changes."""

import numpy as np

from twin.plan.plan import ON_DUTY, POOL_CHANGE
from twin.plan.visits import NOBODY
from twin.results.batches import one_a_server
from twin.results.parts import part_stays
from twin.results.places import JOIN, LINK, STATION, ZONE
from twin.results.spans import bundle, changes
from twin.results.stops import stop_rows, until_resumed
from twin.results.sweep import (
    ARROW,
    CLAIM,
    DOWN,
    DUTY,
    EDGE,
    HALTED,
    OCCUPIED,
    POINT,
    POOL,
    SHIFT,
    STUCK,
    WAITING,
    Field,
)


def field_and_changes(plan, run, spans, window):
    """The Field of a run and all Changes of its window."""
    spans = one_a_server(plan, spans)
    edges = _edges(spans, run.trips)
    field, edge_bundle = _field(plan, spans, edges)
    bundles = [*_occupancy(spans), *_stops(run, spans), *_downtime(run, spans), *_duty(plan, window)]
    bundles.append(edge_bundle)
    if (plan.arrays.station["needs"] > 1).any():
        bundles += _pool_use(plan, spans, run.stops)
    return field, changes(window, bundles)


def _bundle(what, start, end, index, weight=1):
    return bundle(start, end, (np.int64(what) << SHIFT) + np.asarray(index, np.int64), weight)


def _occupancy(spans):
    """Who waits at each point, who is there, and who is there and served."""
    kind = spans.places.kind[spans.point]
    served = (kind == STATION) & (spans.server != NOBODY)
    since = np.where(served, spans.started, np.where(kind == ZONE, spans.joined, spans.asked))
    until = np.where(kind == JOIN, spans.joined, spans.left)
    wait = spans.alone & (spans.started > spans.asked)
    stuck = served & (spans.left > spans.ended)
    there = served | (kind == ZONE) | (kind == JOIN)
    return (
        _bundle(WAITING, spans.asked[wait], spans.started[wait], spans.point[wait]),
        _bundle(OCCUPIED, since[there], until[there], spans.point[there]),
        _bundle(STUCK, spans.ended[stuck], spans.left[stuck], spans.point[stuck]),
    )


def _stops(run, spans):
    """Services that were stopped: on their server, where they are halted, or away from it, in the queue."""
    stops = run.stops
    stops = stops[spans.server[stop_rows(run.visits, stops)] != NOBODY]  # of a batch, one stands for all
    until = until_resumed(stops, run.end)
    point, stays = stops["point"].astype(np.int64), stops["stays"] == 1
    return (
        _bundle(HALTED, stops["stopped"][stays], until[stays], point[stays]),
        _bundle(OCCUPIED, stops["stopped"][~stays], until[~stays], point[~stays], -1),
    )


def _downtime(run, spans):
    """Servers that are down: one that holds somebody who has nowhere to go counts as blocked, not as down."""
    downs = run.downs
    up = np.where(np.isnan(downs["up"]), run.end, downs["up"])
    point = downs["point"].astype(np.int64)
    row, which = _stuck(downs, up, spans)
    since = np.maximum(spans.ended[row], downs["down"][which])
    until = np.minimum(spans.left[row], up[which])
    return (
        _bundle(DOWN, downs["down"], up, point),
        _bundle(DOWN, since, until, point[which], -1),
    )


def _stuck(downs, up, spans):
    """Pairs of a visit that is served but has nowhere to go, and a downtime of its server meanwhile."""
    nowhere = (spans.server != NOBODY) & (spans.left > spans.ended)
    rows = np.flatnonzero(np.isin(spans.point, downs["point"]) & nowhere)
    rows = rows[np.lexsort((spans.ended[rows], spans.server[rows], spans.point[rows]))]
    server = (spans.point[rows] << SHIFT) + spans.server[rows]
    row, which = [], []
    for i, down in enumerate(downs):
        wanted = (int(down["point"]) << SHIFT) + int(down["server"])
        block = rows[np.searchsorted(server, wanted, "left") : np.searchsorted(server, wanted, "right")]
        first = np.searchsorted(spans.left[block], down["down"], "right")
        last = np.searchsorted(spans.ended[block], up[i], "left")
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


def _pool_use(plan, spans, stops):
    """Units of pools that come, go, and are claimed by services that are not in the queue again."""
    entry = plan.arrays.calendar[plan.arrays.calendar["kind"] == POOL_CHANGE]
    stocks = plan.arrays.stock["pool"]
    out = [_bundle(POOL, entry["time"], np.full(len(entry), np.inf), entry["index"], entry["value"])]
    for point, station in enumerate(plan.arrays.station):
        rows = (
            np.flatnonzero((spans.point == point) & (spans.ended > spans.started)) if station["needs"] else ()
        )
        if station["batch_most"]:  # claims once for all
            rows = rows[spans.server[rows] != NOBODY] if len(rows) else rows
        for need in plan.arrays.need[station["first_need"] :][: station["needs"]]:
            if need["units"] > 0 and need["pool"] not in stocks and len(rows):
                out.append(
                    _bundle(POOL, spans.started[rows], spans.ended[rows], need["pool"], -need["units"])
                )
                away = stops[(stops["point"] == point) & (stops["stays"] == 0)]
                until = until_resumed(away, spans.end)
                out.append(_bundle(POOL, away["stopped"], until, need["pool"], need["units"]))
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
    kinds, number = np.flatnonzero(used), np.cumsum(used) - 1
    arrows = np.zeros(len(kinds), ARROW)
    arrows["source"], arrows["target"], arrows["ends"] = kinds // 2 // points, kinds // 2 % points, kinds % 2
    field = Field(
        point=_points(plan, spans, arrows),
        edge=arrows,
        need=_claims(plan),
        order=_where_waiting_is(spans, arrows["target"], upstream_first(arrows, points)),
        free=plan.arrays.pool["units"].copy(),
    )
    return field, _bundle(EDGE, start, end, number[code])


def _points(plan, spans, arrows):
    station = plan.arrays.station
    rows = np.zeros(len(spans.places.kind), POINT)
    rows["kind"] = spans.places.kind
    rows["servers"][: plan.stations] = station["servers"]
    rows["needs"][: plan.stations] = station["needs"]
    rows["first_need"] = np.cumsum(rows["needs"]) - rows["needs"]
    rows["edges"] = np.bincount(arrows["source"], minlength=len(rows))
    rows["first_edge"] = np.cumsum(rows["edges"]) - rows["edges"]
    return rows


def _claims(plan):
    need = plan.arrays.need[need_rows(plan)]
    rows = np.zeros(len(need), CLAIM)
    rows["pool"], rows["units"] = need["pool"], need["units"]
    rows["is_stock"] = np.isin(need["pool"], plan.arrays.stock["pool"])
    return rows


def need_rows(plan):
    """[need of the Field] its row of the plan's `need`: station by station."""
    rows = [np.arange(row["first_need"], row["first_need"] + row["needs"]) for row in plan.arrays.station]
    return np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int64)


def _where_waiting_is(spans, targets, points):
    """Of the points, those at which somebody waits, now or by what is passed on."""
    waits = np.zeros(len(spans.places.kind), bool)
    waits[spans.point[spans.alone & (spans.started > spans.asked)]] = True
    waits[targets] = True
    return points[waits[points]]


def upstream_first(arrows, points):
    """Points, each before those it passes waiting on to; a loop is cut where it closes."""
    follow = [[] for _ in range(points)]
    for source, target, ends in arrows.tolist():
        if not ends:
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
