"""Why-minutes as one would do them by hand: interval by interval, looking at everybody anew."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from twin.plan.plan import ON_DUTY
from twin.results.spans import spans

ROUNDS = 400  # of passing on; what is still under way then goes round for ever


class Scene(NamedTuple):
    """A plan and its run, looked at in an instant between two changes."""

    plan: object
    run: object
    rows: list  # dicts, one a visit
    time: float


def plain_why(plan, run):
    """{(cause, name): seconds} of a run."""
    rows, window = _rows(plan, run), (plan.warm_up, run.end)
    times = {*window, *(float(entry["time"]) for entry in plan.arrays.calendar)}
    times |= {row[name] for row in rows for name in ("asked", "joined", "started", "ended", "left")}
    times |= {float(time) for down in run.downs for time in (down["down"], down["up"]) if time == time}
    halts = [time for stop in run.stops for time in (stop["stopped"], stop["resumed"])]
    times |= {float(time) for time in halts if time == time}
    times = sorted(time for time in times if window[0] <= time <= window[1])
    total = Counter()
    for start, end in zip(times, times[1:], strict=False):
        for cause, number in _causes_at(Scene(plan, run, rows, (start + end) / 2)).items():
            total[cause] += number * (end - start)
    return total


def _rows(plan, run):
    seen = spans(plan, run)
    names = ("point", "server", "alone", "asked", "joined", "started", "ended", "left")
    rows = [
        dict(zip(names, row, strict=True))
        for row in zip(*(getattr(seen, n).tolist() for n in names), strict=True)
    ]
    for row, visit in zip(rows, run.visits, strict=True):
        row |= {"key": int(visit["key"]), "parent": int(visit["parent"]), "visit": int(visit["visit"])}
        row["kind"] = plan.names.points[row["point"]].kind
    return rows


def _causes_at(scene):
    """{(cause, name): number of those who wait for it}."""
    found, under_way = Counter(), Counter()
    for row in scene.rows:
        if row["alone"] and row["asked"] < scene.time < row["started"]:
            under_way[row["point"]] += 1.0
    shares = {point: _shares(scene, point) for point in range(len(scene.plan.names.points))}
    for _ in range(ROUNDS):
        moved = Counter()
        for point, number in under_way.items():
            whole = sum(weight for weight, _ in shares[point])
            for weight, goal in shares[point]:
                if isinstance(goal, tuple):
                    found[goal] += number * weight / whole
                else:
                    moved[goal] += number * weight / whole
        under_way = moved
        if not under_way:
            break
    for point, number in under_way.items():
        if number > 1e-9:
            found["jam", scene.plan.names.points[point].name] += number
    return found


def _shares(scene, point):
    """(weight, point or cause) of all that stands in the way at a point."""
    kind, name = scene.plan.names.points[point][:2]
    if kind == "station":
        return _station_shares(scene, point, name)
    if kind == "link":
        ends = [(1, _wanted(scene, row)) for row in _there(scene, point, "ended", "left")]
        return [end for end in ends if end[1] is not None] or [(1, ("road", name))]
    if kind == "zone":
        goals = [_errand(scene, row, row["key"]) for row in _there(scene, point, "joined", "left")]
        return [(1, ("zone", name) if goal is None else goal) for goal in goals] or [(1, ("zone", name))]
    if kind == "join":
        goals = [
            _errand(scene, row, _last_part(scene, row)) for row in _there(scene, point, "asked", "joined")
        ]
        return [(1, ("parts", name) if goal is None else goal) for goal in goals] or [(1, ("parts", name))]
    return [(1, ("hours" if kind == "calendar" else kind, name))]


def _there(scene, point, since, until):
    return [row for row in scene.rows if row["point"] == point and row[since] < scene.time < row[until]]


def _wanted(scene, holder):
    """The point at whose door one waits that holds a place."""
    for row in scene.rows:
        if row["key"] == holder["key"] and row["visit"] > holder["visit"]:
            if row["asked"] < scene.time < row["joined"] and holder["left"] > row["asked"]:
                return row["point"]
    return None


def _errand(scene, wait, key):
    """Where the entity of a key waits, or the service it is in: a point, a cause, or None."""
    for row in scene.rows:
        if row["key"] != key or (key == wait["key"] and row["visit"] <= wait["visit"]):
            continue
        if row["asked"] < scene.time < row["started"]:
            return row["point"]
        if row["started"] < scene.time < row["ended"] and row["kind"] in ("station", "link"):
            kind = "service" if row["kind"] == "station" else "road"
            return kind, scene.plan.names.points[row["point"]].name
    return None


def _last_part(scene, wait):
    """The key of the part that ended with the wait; while it goes on, of the youngest not ended."""
    trips = scene.run.trips
    until = wait["joined"] if not _is_open(scene, wait) else np.inf
    left = np.where(np.isnan(trips["left"]), np.inf, trips["left"])
    fit = (trips["parent"] == wait["key"]) & (trips["arrived"] <= wait["asked"]) & (left == until)
    return int(trips["key"][fit][-1]) if fit.any() else None


def _is_open(scene, wait):
    visits = scene.run.visits
    return np.isnan(visits["joined"][(visits["key"] == wait["key"]) & (visits["visit"] == wait["visit"])][0])


def _station_shares(scene, point, name):
    station, duty = scene.plan.arrays.station[point], _duty(scene, point)
    if duty == 0:
        return [(1, ("hours", name))]
    needs = scene.plan.arrays.need[station["first_need"] :][: station["needs"]]
    if station["servers"] == 0:
        return [(1, _scarce(scene, needs) if len(needs) else ("service", name))]
    stuck, begun = _there(scene, point, "ended", "left"), _there(scene, point, "started", "ended")
    down = [int(one["server"]) for one in _downs(scene) if one["point"] == point]
    broken = len(down) - sum(down.count(row["server"]) for row in stuck)
    serving = len(begun) - sum(1 for stop in _stops(scene) if stop["point"] == point)
    free = station["servers"] - len(stuck) - serving - broken
    idle = max(0, min(free, duty - serving - len(stuck))) if len(needs) else 0
    broken = min(broken, max(0, duty - serving - len(stuck)))
    shares = [(serving, ("service", name)), (broken, ("breakdown", name)), (idle, _scarce(scene, needs))]
    shares += [(1, goal) for goal in (_wanted(scene, row) for row in stuck) if goal is not None]
    shares = [share for share in shares if share[0] > 0]
    return shares or [(1, ("service", name))]


def _stops(scene):
    stops = scene.run.stops
    resumed = np.where(np.isnan(stops["resumed"]), np.inf, stops["resumed"])
    return stops[(stops["stopped"] < scene.time) & (scene.time < resumed)]


def _downs(scene):
    downs = scene.run.downs
    up = np.where(np.isnan(downs["up"]), np.inf, downs["up"])
    return downs[(downs["down"] < scene.time) & (scene.time < up)]


def _duty(scene, point):
    duty = scene.plan.arrays.station["on_duty"][point]
    for entry in scene.plan.arrays.calendar:
        if entry["kind"] == ON_DUTY and entry["index"] == point and entry["time"] < scene.time:
            duty = entry["value"]
    return int(duty)


def _scarce(scene, needs):
    """The pool with least to spare after all services that hold it."""
    spare = []
    for need in needs:
        free = int(scene.plan.arrays.pool["units"][need["pool"]])
        for row in scene.rows:
            if row["kind"] == "station" and row["started"] < scene.time < row["ended"]:
                station = scene.plan.arrays.station[row["point"]]
                held = scene.plan.arrays.need[station["first_need"] :][: station["needs"]]
                if any(stop["key"] == row["key"] and not stop["stays"] for stop in _stops(scene)):
                    continue  # in the queue again, without what it claimed
                free -= sum(int(other["units"]) for other in held if other["pool"] == need["pool"])
        spare.append((free - int(need["units"]), len(spare)))
    return ("pool", scene.plan.names.pools[needs[min(spare)[1]]["pool"]]) if spare else None
